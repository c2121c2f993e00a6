import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, type CheckRequest } from '../../src/check.ts'
import { buildScenario, parseScenario } from '../../src/demo/scenario.ts'
import { temporaryFolder } from '../support/git.ts'

const temporary = temporaryFolder('gaps')
let count = 0

/** Lines 1, 2 and 3 with a fix on main; then what is told. */
function story(rest: string): string {
  return `title: t
history:
  - { date: 2026-01-01, message: One, write: { copy.c: "int copy(void) {\\n  return run();\\n}\\n" }, tag: 1.0 }
  - { date: 2026-02-01, message: Two, append: { copy.c: "int two;\\n" }, tag: 2.0 }
  - { date: 2026-03-01, message: Three, append: { copy.c: "int three;\\n" }, tag: 3.0 }
  - { date: 2026-04-01, id: fix, message: Fail a copy that failed, replace: { copy.c: { return run();: return check(run()); } }, tag: 3.1 }
${rest}`
}

const pickedFor1 = '  - { on: release/1.x, from: 1.0, date: 2026-05-01, pick: fix, trailer: true, tag: 1.1 }\n'

async function gaps(text: string, request: Omit<CheckRequest, 'repo'>) {
  const repo = join(temporary, `${count++}`)
  const ids = await buildScenario(parseScenario(text), repo)
  const report = await check({ repo, ...request })
  const named = new Map([...ids].map(([name, commit]) => [commit, name]))
  return report.findings
    .filter(({ rule }) => rule === 'fix-not-backported')
    .map(({ subject, severity, releases }) => [named.get(subject) ?? subject, severity, ...releases])
}

describe('a fix on lines around one without it', () => {
  it('is missing there', async () => {
    expect(await gaps(story(pickedFor1), { candidate: '1.1' })).toEqual([['1.1', 'warning', '2.0']])
  })

  it('is not missing where the line has it in other words', async () => {
    const other = `  - { on: release/2.x, from: 2.0, date: 2026-04-20, message: Check what copying says, replace: { copy.c: { return run();: return check(run()); } } }\n`
    expect(await gaps(story(other + pickedFor1), { candidate: '1.1' })).toEqual([])
  })

  it('is missing again where it was reverted', async () => {
    const reverted = `  - { on: release/2.x, from: 2.0, date: 2026-04-20, id: picked, pick: fix, trailer: true }
  - { on: release/2.x, date: 2026-04-21, message: "Revert \\"Fail a copy that failed\\"\\n\\nThis reverts commit {picked}.", replace: { copy.c: { return check(run());: return run(); } } }\n`
    expect(await gaps(story(reverted + pickedFor1), { candidate: '1.1' })).toEqual([['1.1', 'warning', '2.0']])
  })

  it('has no place on a line whose code is another', async () => {
    const rewritten = `  - { on: release/2.x, from: 2.0, date: 2026-04-20, message: Copy by threads, delete: copy.c, write: { threads.c: "int start;" }, tag: 2.1 }\n`
    expect(await gaps(story(rewritten + pickedFor1), { candidate: '1.1' })).toEqual([])
  })

  it('is nobody’s concern on a line that is not supported', async () => {
    const config = join(temporary, 'config.yml')
    writeFileSync(config, 'releases: { supported: [">=3.0", "<2.0"] }\n')
    expect(await gaps(story(pickedFor1), { candidate: '1.1', config })).toEqual([])
  })
})

describe('a pull request', () => {
  const topic = `  - { on: topic, from: 3.1, date: 2026-06-01, id: more, message: Fail a copy twice, replace: { copy.c: { check(run()): check(run() + run()) } } }\n`

  it('with a label is told where its fix is still to go', async () => {
    const picked = `  - { on: release/2.x, from: 2.0, date: 2026-05-02, pick: fix, trailer: true, tag: 2.1 }\n`
    const request = { candidate: 'topic', base: '3.1', labels: ['bug', 'backport 2.x'] }
    expect(await gaps(story(pickedFor1 + picked + topic), request)).toEqual([['more', 'note', '2.1']])
  })

  it('without one is not', async () => {
    expect(await gaps(story(pickedFor1 + topic), { candidate: 'topic', base: '3.1', labels: ['bug'] })).toEqual([])
  })
})
