import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { check } from '../src/check.ts'
import { buildScenario, parseScenario, withIds, type Expectation } from '../src/demo/scenario.ts'
import type { Report } from '../src/model.ts'
import { verdictOf, type FailOn } from '../src/publish/verdict.ts'
import { migrationReaders } from '../src/readers.ts'
import { rules } from '../src/rules/index.ts'
import { runGit, temporaryFolder } from './support/git.ts'

const folder = new URL('./scenarios/', import.meta.url)
const scenarios = readdirSync(folder).map((file) => ({
  name: file.replace(/\.yaml$/, ''),
  scenario: parseScenario(readFileSync(new URL(file, folder), 'utf8')),
}))
const temporary = temporaryFolder('scenarios')
const known = new Set([...rules.map(({ id }) => id), ...migrationReaders.keys()])
/** Rules that fired, and those that a scenario says never fire, over all scenarios. */
const fired = new Set<string>()
const quiet = new Set<string>()

async function answer(repo: string, { candidate, options }: Expectation): Promise<Report> {
  return await check({
    repo,
    candidate,
    ...(options.base !== undefined && { base: options.base }),
    ...(options['as-of'] !== undefined && { asOf: options['as-of'] }),
    ...(options['candidate-version'] !== undefined && { candidateVersion: options['candidate-version'] }),
  })
}

/** What is expected and not among what was said, with what was said of it. */
function absences(
  { findings, never, paths }: Expectation,
  report: Report,
  ids: ReadonlyMap<string, string>,
): unknown[] {
  const said = report.findings
  const missing = findings.filter(({ rule, subject, state, severity }) => {
    const wanted = subject === undefined ? undefined : withIds(subject, ids)
    return !said.some(
      (finding) =>
        finding.rule === rule &&
        (wanted === undefined || finding.subject === wanted || finding.ids.includes(wanted)) &&
        (state === undefined || finding.state === state) &&
        (severity === undefined || finding.severity === severity),
    )
  })
  const unwanted = said.filter(({ rule }) => never.includes(rule))
  const wrong = paths.filter(
    (path) =>
      !report.paths.some(({ from, to, outcome }) => from === path.from && to === path.to && outcome === path.outcome),
  )
  if (missing.length + unwanted.length + wrong.length === 0) return []
  const short = said.map(({ rule, subject, state, severity, message }) =>
    [rule, severity, state, subject, message].join(' '),
  )
  const found = report.paths.map(({ from, to, outcome }) => `${from} to ${to}: ${outcome}`)
  return [
    { missing, unwanted: unwanted.map(({ rule, subject }) => `${rule} ${subject}`), wrong, said: short, paths: found },
  ]
}

describe.each(scenarios)('$name', ({ name, scenario }) => {
  const repo = join(temporary, name)
  let ids: ReadonlyMap<string, string> = new Map()
  beforeAll(async () => {
    ids = await buildScenario(scenario, repo)
  })

  it.each(scenario.expect.map((expected, n) => ({ n, expected })))(
    'is judged as told ($n, $expected.candidate)',
    async ({ expected }) => {
      // prettier-ignore
      const report = await answer(repo, expected)
      for (const { rule } of report.findings) fired.add(rule)
      for (const rule of expected.never) quiet.add(rule)
      const exit = verdictOf(report, (expected.options['fail-on'] ?? 'error') as FailOn).result === 'failed' ? 1 : 0
      expect(absences(expected, report, ids)).toEqual([])
      expect(exit).toBe(expected.exit)
    },
  )

  it('is a sound repository with its candidate and every ref it names', () => {
    expect(runGit(repo, ['-c', 'core.commitGraph=false', '-c', 'core.multiPackIndex=false', 'fsck', '--strict'])).toBe(
      '',
    )
    expect(Number(runGit(repo, ['rev-list', '--all', '--count']))).toBe(scenario.steps.length)
    const refs = scenario.expect.flatMap(({ candidate, paths }) => [
      candidate,
      ...paths.flatMap(({ from, to }) => [from, to]),
    ])
    expect(refs).not.toEqual([])
    const commits = runGit(repo, ['rev-parse', ...refs.map((ref) => `${ref}^{commit}`)]).split('\n')
    expect(commits).toEqual(refs.map((ref) => ids.get(ref)))
  })

  it('names rules that exist', () => {
    const named = scenario.expect.flatMap(({ findings, never }) => [...findings.map(({ rule }) => rule), ...never])
    expect(named.filter((rule) => !known.has(rule))).toEqual([])
  })
})

describe('all scenarios together', () => {
  const ids = rules.map(({ id }) => id)

  it('make every rule fire', () => {
    expect(ids.filter((rule) => !fired.has(rule))).toEqual([])
  })

  it('keep every rule quiet in a near miss', () => {
    expect(ids.filter((rule) => !quiet.has(rule))).toEqual([])
  })
})
