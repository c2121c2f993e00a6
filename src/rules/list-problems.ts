/** What the rules share that repeat what a list says against itself. */
import type { Finding, ListProblem, ProblemCause } from '../model.ts'
import type { View } from '../view.ts'

export interface ProblemFacts {
  readonly list: string
  readonly cause: ProblemCause
  readonly detail: string
}

/** One finding for each problem of the candidate's lists with one of the causes. */
export function problemFindings(
  view: View,
  rule: string,
  causes: readonly ProblemCause[],
): readonly Finding<ProblemFacts>[] {
  return [...view.snapshot(view.candidate).lists].flatMap(([list, { problems, evidence }]) =>
    problems
      .filter((problem: ListProblem) => causes.includes(problem.cause))
      .map(({ cause, subject, ids, place, detail }) => ({
        rule,
        // Where it is not known which engine runs the list, neither is what it makes of it.
        severity: evidence ? ('error' as const) : ('warning' as const),
        subject: view.subject(list, subject),
        ids,
        releases: [],
        location: place,
        facts: { list, cause, detail },
      })),
  )
}
