/** Work is counted in steps and not in time, so that the same pair has the same answer on every machine. */
export class Budget {
  private readonly steps: number
  private left: number

  constructor(steps: number) {
    this.steps = steps
    this.left = steps
  }

  /** Throws `OutOfBudget` when nothing is left. */
  spend(steps = 1): void {
    this.left -= steps
    if (this.left < 0) throw new OutOfBudget()
  }

  /** Each question has the whole budget. */
  refill(): void {
    this.left = this.steps
  }
}

export class OutOfBudget extends Error {
  constructor() {
    super('the comparison takes more steps than its budget allows')
  }
}
