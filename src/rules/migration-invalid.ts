import { problemFindings, type ProblemFacts } from './list-problems.ts'
import type { Rule } from './rule.ts'

const cures = {
  'invalid-id': 'Give it an id that the engine accepts.',
  'noop-returns-nothing':
    "Return the argument: a migration that returns nothing replaces the user's object by nothing.",
  'no-statement': 'Put a statement in it that does nothing, such as SELECT 1.',
  'same-text': 'Make its text differ from the other one: a comment will do.',
} as const

export const migrationInvalid: Rule<ProblemFacts> = {
  id: 'migration-invalid',
  category: 'missing-noop',
  summary: 'a no-op that is not one, or an id the engine rejects',
  severities: 'E',
  why: 'A no-op is written to do nothing. One that returns nothing loses the data it was handed; one that the engine rejects stops the upgrade or the build.',
  example: '@plugin.upgrade.virtual_source("2026.10.1")\ndef guard(old): pass',
  cure: 'Write the no-op in the form that the rule for the system gives.',
  find: (view) =>
    problemFindings(view, 'migration-invalid', ['invalid-id', 'noop-returns-nothing', 'no-statement', 'same-text']),
  tell: ({ subject, facts }) => ({
    message: `${subject}: ${facts.detail}`,
    evidence: [],
    fix: cures[facts.cause as keyof typeof cures],
  }),
}
