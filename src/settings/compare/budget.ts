/** Work is counted in steps and not in time, so that the same pair has the same answer on every machine. */
export class Budget {
  private readonly steps: number
  private left: number
  private given: number
  private supply = Infinity

  constructor(steps: number) {
    this.steps = steps
    this.left = steps
    this.given = steps
  }

  /** Throws `OutOfBudget` when nothing is left. */
  spend(steps = 1): void {
    this.left -= steps
    if (this.left < 0) throw new OutOfBudget()
  }

  /** From now on all questions together have no more than so many budgets: a list of changes asks hundreds. */
  ration(budgets: number): void {
    this.supply = budgets * this.steps
    this.left = 0
    this.given = 0
  }

  get exhausted(): boolean {
    return this.supply - (this.given - this.left) <= 0
  }

  /** Each question has the whole budget, as long as there is supply. */
  refill(): void {
    this.supply -= this.given - Math.max(this.left, 0)
    this.given = Math.max(Math.min(this.steps, this.supply), 0)
    this.left = this.given
  }
}

export class OutOfBudget extends Error {
  constructor() {
    super('the comparison takes more steps than its budget allows')
  }
}
