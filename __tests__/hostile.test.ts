import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { render, type Format } from '../src/report/index.ts'
import { parseReport } from '../src/report/validate.ts'
import { rules } from '../src/rules/index.ts'
import { runInProcess } from './support/command-line.ts'
import { emptyRepository, runGit, temporaryFolder, treeEntry, writeObject } from './support/git.ts'
import { buildCases, cases } from './support/hostile-contents.ts'
import { injections } from './support/injection.ts'

/** Each case has a few seconds: a hang is a failure. */
const patience = 15_000
const formats = ['text', 'markdown', 'html', 'sarif', 'junit', 'json'] as const
const machines = formats.slice(2, 5)
const folder = temporaryFolder('hostile')
const repo = emptyRepository(folder, 'repo')

function configFile(name: string, text: string | Buffer): string {
  const file = join(folder, `${name}.yml`)
  writeFileSync(file, text)
  return file
}

/** What one format says of a check: the report is made once and written as each. */
async function judge(args: readonly string[], asked: readonly Format[]) {
  const { exit, stdout, stderr } = await runInProcess('check', ...args, '--format', 'json')
  const report = stdout === '' ? undefined : parseReport(stdout)
  const told = injections('text', stderr)
  return asked.map((format) => {
    const text = format === 'json' || report === undefined ? stdout : render(report, format, { rules })
    return {
      exit,
      injected: [...injections(format, text), ...told],
      said: text + stderr,
      rules: report?.findings.map(({ rule }) => rule) ?? [],
    }
  })
}

describe('contents of a repository', () => {
  beforeAll(() => {
    buildCases(repo)
  })

  it.each(cases.map((given, n) => ({ ...given, n })))(
    '$name',
    async ({ n, exit, rule, speaks }) => {
      const file = configFile(`case-${n}`, `releases: { tags: ["case-${n}/{version}"] }\n`)
      const runs = await judge(
        ['--repo', repo, '--config', file, '--candidate', `case-${n}/1.1`],
        speaks ? ['json', formats[n % 2]!, machines[n % 3]!] : ['json'],
      )
      for (const run of runs) {
        expect([run.injected, exit.includes(run.exit) ? 'answered' : run.exit, run.said === '']).toEqual([
          [],
          'answered',
          false,
        ])
      }
      const said = runs.flatMap(({ rules }) => rules)
      if (rule !== undefined && exit.length === 1 && exit[0] === 1) expect(said).toContain(rule)
      if (exit.length === 1 && exit[0] === 0) expect(said).not.toContain('release-unreadable')
    },
    patience,
  )
})

describe('names of tags', () => {
  const names = ['-x-', '--exec=x-', '$(touch_x)-', '`id`-', '@octocat-', '#1-', '<script>alert(1)</script>-', '<img/src=x/onerror=x>-', '::error::x-'.replaceAll(':', '\u2236'), '\u009b31m-', '\u202e-', '&lt;-', '"quoted"-', "'quoted'-", '%0A-', '|-', '日本-', `${'long'.repeat(50)}-`] // prettier-ignore
  const directory = emptyRepository(folder, 'tags')
  const file = configFile('tags', 'releases: { tags: ["**"] }\n')
  beforeAll(() => {
    const stream = names.map((name, n) => {
      const from = n === 0 ? '' : `from :${n}\n`
      return `commit refs/heads/main\nmark :${n + 1}\ncommitter A <a@example.org> ${1_700_000_000 + n} +0000\ndata 1\nx\n${from}M 100644 inline config.schema.json\ndata 2\n{}\n\nreset refs/tags/${name}2.${n}\nfrom :${n + 1}\n\n`
    })
    runGit(directory, ['fast-import', '--quiet'], stream.join(''))
  })

  it.each(names.map((name, n) => ({ tag: `${name}2.${n}`, n })))(
    '$tag',
    async ({ tag, n }) => {
      const format = formats[n % formats.length]!
      for (const run of await judge(['--repo', directory, '--config', file, `--candidate=${tag}`], [format]))
        expect([run.injected, run.exit]).toEqual([[], 0])
    },
    patience,
  )

  it.each(['backtest', 'matrix'])(
    'all of them: %s',
    async (command) => {
      for (const format of ['text', 'markdown', 'json']) {
        const { exit, stdout, stderr } = await runInProcess(
          command,
          '--repo',
          directory,
          '--config',
          file,
          '--format',
          format,
        )
        expect([exit, injections(format, stdout), injections('text', stderr)]).toEqual([0, [], []])
      }
    },
    patience,
  )
})

describe('damaged repositories', () => {
  const directory = emptyRepository(folder, 'damaged')
  const absent = '1'.repeat(40)
  const file = configFile('damaged', '')
  const commits = new Map<string, string>()

  function commitOf(tree: string, date: number, ...parents: string[]): string {
    return writeObject(directory, 'commit', `tree ${tree}\n${parents.map((parent) => `parent ${parent}\n`).join('')}author A <a> ${date} +0000\ncommitter A <a> ${date} +0000\n\nx\n`) // prettier-ignore
  }

  beforeAll(() => {
    const text = writeObject(directory, 'blob', '{}')
    const sound = writeObject(directory, 'tree', treeEntry('100644', 'config.schema.json', text))
    const first = commitOf(sound, 1_700_000_000)
    const trees: Record<string, string> = {
      'no-blob': writeObject(directory, 'tree', treeEntry('100644', 'config.schema.json', absent)),
      'no-tree': writeObject(directory, 'tree', treeEntry('40000', 'folder', absent)),
      'cut-tree': writeObject(directory, 'tree', treeEntry('100644', 'config.schema.json', text).subarray(0, 30)),
      'tree-for-blob': writeObject(directory, 'tree', treeEntry('100644', 'config.schema.json', sound)),
      'odd-names': writeObject(directory, 'tree', Buffer.concat(['', '.', '..', '.git', 'a/../b', '/etc'].map((name) => treeEntry('100644', name, text)))), // prettier-ignore
    }
    commits.set('no-root', commitOf(absent, 1_700_000_001, first))
    commits.set('no-parent', commitOf(sound, 1_700_000_001, absent))
    for (const [name, tree] of Object.entries(trees)) commits.set(name, commitOf(tree, 1_700_000_001, first))
    runGit(directory, ['tag', 'v1.0', first])
    for (const [name, target] of Object.entries({ 'v1.1': text, 'v1.2': sound }))
      runGit(directory, ['update-ref', `refs/tags/${name}`, target])
    mkdirSync(join(directory, 'refs/tags'), { recursive: true })
    writeFileSync(join(directory, 'refs/tags/v1.3'), `${absent}\n`)
    writeFileSync(join(directory, 'refs/tags/v1.4'), 'garbage\n')
  })

  it.each(['no-blob', 'no-tree', 'cut-tree', 'tree-for-blob', 'no-root'])(
    '%s is unreadable',
    async (name) => {
      const runs = await judge(
        ['--repo', directory, '--config', file, '--candidate', commits.get(name)!],
        ['json', 'text'],
      )
      expect(runs.map(({ exit, injected }) => [exit, injected])).toEqual([
        [1, []],
        [1, []],
      ])
      expect(runs[0]?.rules).toContain('release-unreadable')
    },
    patience,
  )

  it.each(['no-parent', 'odd-names'])(
    '%s is judged',
    async (name) => {
      const [run] = await judge(['--repo', directory, '--config', file, '--candidate', commits.get(name)!], ['json'])
      expect([[0, 1].includes(run!.exit), run!.injected]).toEqual([true, []])
    },
    patience,
  )

  it('lists every tag that leads nowhere, with the reason', async () => {
    const { stdout } = await runInProcess(
      'check',
      '--repo',
      directory,
      '--config',
      file,
      '--candidate',
      'v1.0',
      '--format',
      'json',
    )
    const { skipped } = JSON.parse(stdout) as { skipped: { tag: string; reason: string }[] }
    expect(skipped.map(({ tag }) => tag).sort()).toEqual(['v1.1', 'v1.2', 'v1.3', 'v1.4'])
  })

  it(
    'reads no commit for a candidate that is none',
    async () => {
      for (const name of ['v1.1', 'v1.2', 'v1.3', 'v1.4', absent])
        expect(
          (await judge(['--repo', directory, '--candidate', name], ['text'])).map(({ exit, injected }) => [
            exit,
            injected,
          ]),
        ).toEqual([[2, []]])
    },
    patience,
  )
})
