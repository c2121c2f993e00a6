import { problemFindings, type ProblemFacts } from './list-problems.ts'
import type { Rule } from './rule.ts'

export const migrationMultipleHeads: Rule<ProblemFacts> = {
  id: 'migration-multiple-heads',
  category: 'history',
  summary: 'the revision graph has several heads where the project wants one',
  severities: 'E',
  why: 'The engine does not know which revision to upgrade to and stops.',
  example: 'Two pull requests each add a revision after the same parent.',
  cure: 'Give one of them the other as parent, or add a merge revision.',
  find: (view) => problemFindings(view, 'migration-multiple-heads', ['multiple-heads']),
  tell: ({ subject, facts }) => ({
    message: `${subject}: ${facts.detail}`,
    evidence: [],
    fix: 'Let the one that no release has follow the other, or add a merge revision.',
  }),
}
