import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInProcess } from './support/command-line.ts'
import { temporaryFolder } from './support/git.ts'
import { makeHistory } from './support/history.ts'
import { big, bomb, deep } from './support/hostile-contents.ts'
import { evil, injections } from './support/injection.ts'

/** Each case has a few seconds: a hang is a failure. */
const patience = 15_000
const folder = temporaryFolder('hostile-input')
const repo = join(folder, 'repo')
beforeAll(async () => {
  await makeHistory(repo, [{ tags: ['v1.0'] }, { tags: ['v1.1'] }])
})

function configFile(name: string, text: string | Buffer): string {
  const file = join(folder, `${name}.yml`)
  writeFileSync(file, text)
  return file
}

describe('the config file', () => {
  const texts: Readonly<Record<string, string | Buffer>> = {
    'aliases of aliases': bomb,
    'an alias of itself': 'releases: &a\n  tags: *a\n',
    'deep without end': `releases: ${'['.repeat(deep)}`,
    'deep by indentation': Array.from({ length: 3000 }, (_, n) => `${' '.repeat(n)}a:\n`).join(''),
    'larger than anybody writes': `# ${big}`,
    'bytes that are no text': Buffer.from([0xff, 0x00, 0x80, 0xfe]),
    'an unknown key made for outputs': `${JSON.stringify(evil)}: 1`,
    'a value made for outputs': `releases: { scheme: ${JSON.stringify(evil)} }`,
    'a rule made for outputs': `rules: { ${JSON.stringify(evil)}: off }`,
    'a prototype': '__proto__: { polluted: true }\nconstructor: 1',
    'a key twice': 'rules: {}\nrules: {}',
    'tags that build objects': 'releases: !!js/function "() => 1"',
    'a list for a mapping': '- releases',
    'a path that leaves the repository': 'migrations: [{ system: rails, path: ../../etc }]',
    'an absolute path': 'settings: [{ format: json-schema, path: /etc/passwd }]',
    'an expression that explodes': 'fixes: { marked: ["^(a+)+$"] }',
    'an expression that is none': 'fixes: { marked: ["((("] }',
    'a date that is none': 'accept: [{ rule: setting-removed, subject: a, reason: b, until: 2026-99-99 }]',
    'a range that is none': 'releases: { supported: [">=x || $(id)"] }',
    'a branch that is an option': 'releases: { heads: { "1.x": --upload-pack=x } }',
    'a count beyond all bounds': 'releases: { lines: 99999999999999999999 }',
    'tabs and braces': '\t{{{',
    'ten thousand entries': `accept: [${'{},'.repeat(10_000)}]`,
  }

  it.each(Object.keys(texts))(
    '%s',
    async (name) => {
      const file = configFile(`config-${Object.keys(texts).indexOf(name)}`, texts[name]!)
      const { exit, stdout, stderr } = await runInProcess(
        'check',
        '--repo',
        repo,
        '--config',
        file,
        '--candidate',
        'v1.0',
      )
      expect([exit, stdout, injections('text', stderr)]).toEqual([2, '', []])
      expect(stderr).toMatch(/^upgrade-paths: /)
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    },
    patience,
  )

  it.each([
    '*'.repeat(2000),
    `${'{a,'.repeat(500)}${'}'.repeat(500)}`,
    '[[[[!-',
    '**/'.repeat(500),
    `${'?'.repeat(900)}*`,
  ])(
    'a glob that explodes: %#',
    async (glob) => {
      // prettier-ignore
      const file = configFile('glob', `releases: { tags: [${JSON.stringify(glob)}] }`)
      const { exit, stderr } = await runInProcess('check', '--repo', repo, '--config', file, '--candidate', 'v1.0')
      expect([[0, 1, 2].includes(exit), injections('text', stderr)]).toEqual([true, []])
    },
    patience,
  )
})

describe('the command line', () => {
  const lines: readonly (readonly string[])[] = [
    ['nonsense'],
    [evil],
    ['check', '--nonsense'],
    ['check', '--repo'],
    ['check', '--repo', ''],
    ['check', '--repo', '/no/such/folder'],
    ['check', '--repo', '/etc/hostname'],
    ['check', '--repo', '/'],
    ['check', '--repo', evil],
    ['check', '--repo', repo, '--candidate', '-x'],
    ['check', '--repo', repo, '--candidate', ''],
    ['check', '--repo', repo, '--candidate', evil],
    ['check', '--repo', repo, '--candidate', 'a\nb'],
    ['check', '--repo', repo, '--candidate', 'a\0b'],
    ['check', '--repo', repo, '--candidate', 'x'.repeat(300_000)],
    ['check', '--repo', repo, '--candidate', 'v1.0', '--base', '$(touch x)'],
    ['check', '--repo', repo, '--candidate', 'v1.0', '--as-of', '2026-99-99'],
    ['check', '--repo', repo, '--candidate', 'v1.0', '--as-of', '--all'],
    ['check', '--repo', repo, '--candidate', 'v1.0', '--candidate-version', evil],
    ['check', '--repo', repo, '--candidate', 'v1.0', '--candidate-version', '9'.repeat(400)],
    ['check', '--repo', repo, '--candidate', 'v1.0', '--format', 'exe'],
    ['check', '--repo', repo, '--candidate', 'v1.0', '--fail-on', 'always'],
    ['check', '--repo', repo, '--candidate', 'v1.0', '--config', folder],
    ['check', '--repo', repo, '--candidate', 'v1.0', '--config', evil],
    ['check', '--repo', repo, '--candidate', 'v1.0', '--output', folder],
    ['check', '--repo', repo, '--candidate', 'v1.0', '--output', '/etc/hostname/x'],
    ['backtest', '--repo', folder],
    ['backtest', '--repo', repo, '--format', 'junit'],
    ['matrix', '--repo', folder],
    ['match', '--repo', repo, '--from', '--all', '--to', 'v1.0'],
    ['match', '--repo', repo, '--from', evil, '--to', 'v1.0'],
    ['match', '--repo', repo, '--from', 'v1.0', '--to', 'v1.1', '--without', evil],
    ['explain', evil],
    ['explain', '__proto__'],
    ['demo', '../../etc/passwd'],
    ['demo', evil],
    ['diff-settings'],
    ['diff-settings', folder, folder],
    ['diff-settings', '/no/such/file', '/no/such/file'],
    ['diff-settings', '--batch', '/no/such/file'],
    ['diff-settings', '--batch', folder],
  ]

  it.each(lines.map((args, n) => ({ args, n, shown: args.join(' ').slice(0, 60) })))(
    'is refused: $n',
    async ({ args }) => {
      const { exit, stdout, stderr } = await runInProcess(...args)
      expect([exit, injections('text', stdout), injections('text', stderr)]).toEqual([2, [], []])
      expect(stderr).not.toBe('')
    },
    patience,
  )

  it(
    'answers each malformed line of a batch and goes on',
    async () => {
      const file = join(folder, 'batch.jsonl')
      const rows = ['{', 'null', '[]', '{"id":1}', JSON.stringify({ id: evil, original: 7, updated: {} }), `{"id":"deep","original":${'['.repeat(20_000)}`, JSON.stringify({ id: 'good', original: {}, updated: false })] // prettier-ignore
      writeFileSync(file, rows.join('\n'))
      const { exit, stdout, stderr } = await runInProcess('diff-settings', '--batch', file)
      const answers = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { id?: string; error?: string; verdict?: string })
      expect([exit, stderr, answers.length]).toEqual([0, '', rows.length])
      expect(answers.slice(0, 4).map(({ error }) => typeof error)).toEqual(['string', 'string', 'string', 'string'])
      expect(answers.at(-1)).toMatchObject({ id: 'good', verdict: 'breaking' })
    },
    patience,
  )

  it(
    'writes a report whole or not at all',
    async () => {
      const output = join(folder, 'report.json')
      writeFileSync(output, 'before')
      const file = configFile('whole', 'releases: { tags: ["v*"] }')
      const args = ['check', '--repo', repo, '--config', file, '--format', 'json', '--output', output]
      expect((await runInProcess(...args, '--candidate', 'nowhere')).exit).toBe(2)
      expect(readFileSync(output, 'utf8')).toBe('before')
      expect((await runInProcess(...args, '--candidate', 'v1.0')).exit).toBe(0)
      expect((JSON.parse(readFileSync(output, 'utf8')) as { schemaVersion: number }).schemaVersion).toBe(1)
      rmSync(output)
    },
    patience,
  )
})
