import { problemFindings, type ProblemFacts } from './list-problems.ts'
import type { Rule } from './rule.ts'

export const migrationDuplicateId: Rule<ProblemFacts> = {
  id: 'migration-duplicate-id',
  category: 'history',
  summary: 'two migrations of one list have the same id',
  severities: 'E',
  why: 'The engine refuses the list, or takes the second for applied once the first has run.',
  example: '7_add_pauses.up.sql and 7_add_builds.up.sql come in by two pull requests.',
  cure: 'Renumber the one that is not released yet.',
  find: (view) => problemFindings(view, 'migration-duplicate-id', ['duplicate-id']),
  tell: ({ subject, facts }) => ({
    message: `${subject} is the id of more than one migration: ${facts.detail}`,
    evidence: [],
    fix: 'Renumber the one that no release has.',
  }),
}
