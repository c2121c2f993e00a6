import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFiles } from '../../src/commands/plan-files.ts'
import { buildScenario, parseScenario } from '../../src/demo/scenario.ts'
import type { PlannedFile, PlanReport } from '../../src/plan/shapes.ts'
import { runInProcess } from '../support/command-line.ts'
import { runGit, temporaryFolder } from '../support/git.ts'

const temporary = temporaryFolder('plan-write')
const text = readFileSync(new URL('../scenarios/story.yaml', import.meta.url), 'utf8')

/** The story on the day the bug is fixed. */
async function theDay(name: string, bare = false): Promise<{ repo: string; fix: string }> {
  const scenario = parseScenario(text)
  const repo = join(temporary, name)
  const ids = await buildScenario({ ...scenario, steps: scenario.steps.slice(0, 5) }, repo, { bare })
  return { repo, fix: ids.get('fix')! }
}

function reportWith(files: readonly PlannedFile[]): PlanReport {
  const step = { action: 'migration', line: '1', release: null, done: false, text: '', commands: [], files } as const
  return {
    schemaVersion: 1,
    fix: { kind: 'commit', name: '', title: '', commit: null },
    lines: [],
    steps: [step],
    risks: [],
    remarks: [],
  }
}

describe('plan --write', () => {
  it('appends the no-op of the line checked out, once', async () => {
    const { repo, fix } = await theDay('append')
    const before = readFileSync(join(repo, 'src/plugin_runner.py'), 'utf8')
    const first = await runInProcess('plan', '--repo', repo, '--fix', fix, '--write')
    const after = readFileSync(join(repo, 'src/plugin_runner.py'), 'utf8')
    expect([first.exit, after.startsWith(before), after.split('@plugin.upgrade').length]).toEqual([0, true, 3])
    runGit(repo, ['-c', 'core.hooksPath=', 'commit', '-aqm', 'Guard'])
    const second = await runInProcess('plan', '--repo', repo, '--fix', fix, '--format', 'json', '--fail-on', 'error')
    const { steps } = JSON.parse(second.stdout) as PlanReport
    expect([second.exit, steps.map(({ done }) => done)]).toEqual([1, [true, true, false, false, false]])
  })

  it('does not append what is there, and says whose turn it is on another branch', async () => {
    const { repo, fix } = await theDay('twice')
    await runInProcess('plan', '--repo', repo, '--fix', fix, '--write')
    const once = readFileSync(join(repo, 'src/plugin_runner.py'), 'utf8')
    const again = await runInProcess('plan', '--repo', repo, '--fix', fix, '--write')
    expect([again.exit, readFileSync(join(repo, 'src/plugin_runner.py'), 'utf8')]).toEqual([2, once])
    runGit(repo, ['commit', '-aqm', 'Guard'])
    const wrong = await runInProcess('plan', '--repo', repo, '--fix', fix, '--write')
    expect([wrong.exit, wrong.stderr.includes('line 1')]).toEqual([2, true])
  })

  it('refuses a bare repository', async () => {
    const { repo, fix } = await theDay('bare', true)
    const ran = await runInProcess('plan', '--repo', repo, '--fix', fix, '--write')
    expect([ran.exit, ran.stdout]).toEqual([2, ''])
  })
})

describe('a planned file', () => {
  const repo = join(temporary, 'tree')
  const outside = join(temporary, 'outside')
  beforeAll(() => {
    for (const folder of [repo, outside]) mkdirSync(folder)
    runGit(repo, ['init', '-q'])
    writeFileSync(join(repo, 'there.sql'), 'old')
    symlinkSync(outside, join(repo, 'link'))
    symlinkSync(join(outside, 'file.py'), join(repo, 'file.py'))
    writeFileSync(join(outside, 'file.py'), 'x = 1\n')
  })
  afterEach(() => {
    rmSync(join(repo, 'new'), { recursive: true, force: true })
  })

  it.each([
    ['../up.sql', 'create'],
    ['/etc/upgrade-paths', 'create'],
    ['a/../../b.sql', 'create'],
    ['.git/hooks/post-checkout', 'create'],
    ['.GIT/config', 'append'],
    ['link/new.sql', 'create'],
    ['link/file.py', 'append'],
    ['file.py', 'append'],
    ['there.sql', 'create'],
    ['missing.py', 'append'],
    ['', 'create'],
  ] as const)('%j to %s is refused', async (path, mode) => {
    await expect(writeFiles(repo, reportWith([{ path, mode, text: 'new' }]), '1')).rejects.toThrow(/^--write/)
    expect([readFileSync(join(repo, 'there.sql'), 'utf8'), readFileSync(join(outside, 'file.py'), 'utf8')]).toEqual([
      'old',
      'x = 1\n',
    ])
  })

  it('is created with its folders, and nothing is written where one of several cannot be', async () => {
    const good: PlannedFile = { path: 'new/folder/3.sql', mode: 'create', text: 'select 1;\n' }
    await expect(writeFiles(repo, reportWith([good, { ...good, path: '../3.sql' }]), '1')).rejects.toThrow(/^--write/)
    await expect(writeFiles(repo, reportWith([good]), '2')).rejects.toThrow(/line 1/)
    expect(await writeFiles(repo, reportWith([good]), '1')).toEqual([good.path])
    expect(readFileSync(join(repo, good.path), 'utf8')).toBe(good.text)
  })
})
