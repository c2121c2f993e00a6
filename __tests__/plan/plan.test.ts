import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildScenario, parseScenario } from '../../src/demo/scenario.ts'
import { runPlan } from '../../src/plan/command.ts'
import type { PlanReport } from '../../src/plan/shapes.ts'
import { renderPlan } from '../../src/report/index.ts'
import { temporaryFolder } from '../support/git.ts'
import { evil, injections } from '../support/injection.ts'

const temporary = temporaryFolder('plan')
let count = 0

function scenarioText(name: string): string {
  return readFileSync(new URL(`../scenarios/${name}.yaml`, import.meta.url), 'utf8')
}

/** A scenario, or its first steps, as a repository. */
async function build(text: string, steps?: number): Promise<{ repo: string; ids: ReadonlyMap<string, string> }> {
  const scenario = parseScenario(text)
  const repo = join(temporary, `${count++}`)
  const ids = await buildScenario({ ...scenario, steps: scenario.steps.slice(0, steps) }, repo)
  return { repo, ids }
}

async function planOf(text: string, fix: string, steps?: number): Promise<PlanReport> {
  const { repo, ids } = await build(text, steps)
  return (await runPlan({ repo, fix: ids.get(fix) ?? fix })).report
}

/** `2 fix x`, `1 pick`: what is to be done in which order, an x where it is. */
function outline({ steps }: PlanReport): readonly string[] {
  return steps.map(({ line, action, done }) => `${line} ${action}${done ? ' x' : ''}`)
}

function releases({ lines }: PlanReport): readonly (string | null)[] {
  return lines.map(({ release }) => release)
}

function files({ steps }: PlanReport) {
  return steps.flatMap((step) => step.files.map(({ path, text }) => ({ line: step.line, path, text })))
}

const outcomes = ({ risks }: PlanReport): readonly string[] =>
  risks.map(({ after, from, to, outcome }) => `${after ?? 'today'}: ${from} ${outcome} ${to}`)

describe('the motivating story', () => {
  it('is five steps, all of them taken', async () => {
    const report = await planOf(scenarioText('story'), 'fix')
    expect(outline(report)).toEqual(['2 fix x', '2 migration x', '2 release x', '1 pick x', '1 release x'])
    expect(releases(report)).toEqual(['2.1', '1.2'])
    expect(report.lines.map(({ migrations }) => migrations.map(({ id, noop, state }) => [id, noop, state]))).toEqual([
      [['2026.10.15', true, 'released']],
      [['2026.10.15', true, 'released']],
    ])
    expect(report.risks).toEqual([])
  })

  it('is the same five steps on the day the bug is fixed', async () => {
    const report = await planOf(scenarioText('story'), 'fix', 5)
    expect(outline(report)).toEqual(['2 fix x', '2 migration', '2 release', '1 pick', '1 release'])
    expect(releases(report)).toEqual(['2.1', '1.2'])
    expect(files(report).map(({ line, path }) => [line, path])).toEqual([['2', 'src/plugin_runner.py'], ['1', 'src/plugin_runner.py']]) // prettier-ignore
    for (const { text } of files(report)) expect(text).toContain('("2026.10.15")')
    expect(report.risks).toEqual([])
  })

  it('tells the commit to pick and the branch to pick it onto', async () => {
    const { repo, ids } = await build(scenarioText('story'), 7)
    const { report } = await runPlan({ repo, fix: ids.get('fix')! })
    const pick = report.steps.find(({ action }) => action === 'pick')
    expect(pick?.commands).toEqual(['git switch -c release/1 1.1', `git cherry-pick -x ${ids.get('fix')}`])
    expect(report.lines.map(({ done }) => done)).toEqual([true, false])
  })

  it('is found from either side, and by the migration', async () => {
    for (const name of ['fix-on-1', '2026.10.15', 'keep_sync_failures']) {
      const report = await planOf(scenarioText('story'), name)
      const told = [name, outline(report), report.steps.map(({ release }) => release)]
      const expected = ['2 fix x', '2 migration x', '2 release x', '1 pick x', '1 release x']
      expect(told).toEqual([name, expected, [null, null, '2.1', null, '1.2']])
    }
  })
})

describe('what was forgotten', () => {
  it('ships the no-op in the next release of the line that has the fix without it', async () => {
    const report = await planOf(scenarioText('forgotten-noop'), 'fix')
    expect(outline(report)).toEqual(['2 fix x', '2 migration x', '2 release x', '1 pick', '1 release'])
    expect(releases(report)).toEqual(['2.1', '1.3'])
    expect(outcomes(report)).toEqual(['today: 1.2 loses-fix 2.0'])
  })

  it('frees users who are stranded', async () => {
    const report = await planOf(scenarioText('forgotten-forward-port'), 'fix')
    expect(outline(report)).toEqual(['2 fix x', '2 migration', '2 release', '1 pick x', '1 release x'])
    expect(releases(report)).toEqual(['2.2', '1.2'])
    expect(outcomes(report)).toEqual(['today: 1.2 stranded 2'])
  })

  it('fills the line between, newest line first', async () => {
    const report = await planOf(scenarioText('fix-skips-a-line'), 'fix')
    expect(releases(report)).toEqual(['3.2', '2.1', '1.3'])
    expect(report.lines.map(({ state }) => state)).toEqual(['released', 'open', 'released'])
    expect(outcomes(report).every((one) => one.startsWith('today: 1.2'))).toBe(true)
  })

  it('ships either id on the other line where the change was renumbered', async () => {
    const report = await planOf(scenarioText('renumbered-migration'), '2026.10.15')
    expect(report.lines.map(({ migrations, done }) => [migrations.map(({ id }) => id), done])).toEqual([
      [['2026.10.15', '2026.10.20'], false],
      [['2026.10.15', '2026.10.20'], false],
    ])
    expect(files(report).map(({ line }) => line)).toEqual(['2', '1'])
    expect(outcomes(report).filter((one) => !one.startsWith('today'))).toEqual([])
  })
})

/** 1.0.0 with migrations, 2.0.0 with more, and a fix on main; 1.x may get a release. */
function sqlStory(first: readonly number[], second: readonly number[], marker: string): string {
  const write = (numbers: readonly number[]): string =>
    numbers.map((n) => `      db/migrations/${n}_t${n}.up.sql: "CREATE TABLE t${n} (id int);"\n`).join('')
  return `title: t
history:
  - date: 2026-01-01
    message: Release 1.0.0
    write:
      ${marker}
      .github/upgrade-paths.yml: "policy: { guards: required }"
      main.go: "package main"
${write(first)}    tag: v1.0.0
  - date: 2026-02-01
    message: Release 2.0.0
    write:
${write(second)}    tag: v2.0.0
  - id: fix
    date: 2026-03-01
    message: Close the file
    write: { main.go: "package main // closed" }
`
}

const goMigrate = 'go.mod: "module x\\n\\ngo 1.22\\n\\nrequire github.com/golang-migrate/migrate/v4 v4.17.0\\n"'

describe('an engine that remembers the highest number', () => {
  it('gets a number between the lines', async () => {
    const report = await planOf(sqlStory([1, 2], [7, 8], goMigrate), 'fix')
    expect(releases(report)).toEqual(['v2.0.1', 'v1.0.1'])
    expect(report.lines[0]?.migrations.map(({ id }) => id)).toEqual(['3'])
    expect(report.risks).toEqual([])
  })

  it('gets none where there is no room: it would skip what the newer line has', async () => {
    const report = await planOf(sqlStory([1, 2], [3, 4], goMigrate), 'fix')
    expect(report.lines[0]?.migrations).toEqual([])
    expect(report.remarks).toHaveLength(2)
    expect(outcomes(report)).toEqual(['v1.0.1: v1.0.1 loses-fix v2.0.0'])
  })
})

it('says that nothing guards the fix where the engine ignores what it does not know', async () => {
  const report = await planOf(scenarioText('rails-loses-fix-open'), 'v1.1.0')
  expect(outline(report)).toEqual(['2 fix', '2 release', '1 pick x', '1 release x'])
  expect(report.steps[0]?.commands).toHaveLength(2)
  expect(report.remarks).toHaveLength(1)
})

it('names what was probably meant', async () => {
  const { repo } = await build(scenarioText('story'))
  await expect(runPlan({ repo, fix: '2026.10.16' })).rejects.toThrow(/2026\.10\.15/)
  await expect(runPlan({ repo, fix: 'relase/1.x' })).rejects.toThrow(/release\/1\.x/)
})

it('keeps the trunk in mind where every line has a branch of its own', async () => {
  const text = `title: t
history:
  - { date: 2026-01-01, message: One, write: { a.c: "int a;" }, tag: v1.0.0 }
  - { on: release/1.x, from: v1.0.0, id: fix, date: 2026-01-05, message: Free the buffer, write: { a.c: "int b;" } }
  - { date: 2026-01-06, message: Go on, write: { b.c: "int c;" } }
`
  const report = await planOf(text, 'fix')
  expect(report.lines.map(({ name, release, done }) => [name, release, done])).toEqual([
    ['main', null, false],
    ['1', 'v1.0.1', false],
  ])
})

it('shows names of a hostile repository as text', async () => {
  const text = `title: t
history:
  - { date: 2026-01-01, message: One, write: { a.c: "int a;" }, tag: v1.0.0 }
  - { date: 2026-01-05, message: Two, write: { b.c: "int b;" }, tag: v2.0.0 }
  - { date: 2026-01-06, id: fix, message: ${JSON.stringify(evil)}, write: { a.c: "int c;" } }
`
  const report = await planOf(text, 'fix')
  expect(report.fix.title).toContain('injected')
  for (const format of ['text', 'markdown', 'json'] as const)
    expect([format, injections(format, renderPlan(report, format))]).toEqual([format, []])
})
