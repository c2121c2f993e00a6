import { readFileSync } from 'node:fs'
import { parseScenario } from '../../src/demo/scenario.ts'
import { gitBytes } from './git.ts'
import { evil } from './injection.ts'

type Content = string | Buffer | { readonly mode: string; readonly target: string }

export interface Case {
  readonly name: string
  readonly kind: 'delphix' | 'golang' | 'rails' | 'schema'
  /** Path -> content, on top of the healthy release. */
  readonly files: Readonly<Record<string, Content>>
  /** Exit codes that are an answer. */
  readonly exit: readonly number[]
  /** A rule that must speak, where the exit code can only be 1. */
  readonly rule?: string
  /** Carries text made for one of the outputs: those for people are looked at, too, and the others in turn. */
  readonly speaks?: true
}

const story = parseScenario(readFileSync(new URL('../scenarios/story.yaml', import.meta.url), 'utf8')).steps[0]!.write
const runner = `${story['src/plugin_runner.py']!}\n\n@plugin.upgrade.linked_source("2026.01.01")\ndef first(old):\n    return {"path": old["path"]}\n`
const config = story['plugin_config.yml']!

const healthy: Readonly<Record<Case['kind'], Readonly<Record<string, string>>>> = {
  delphix: { ...story, 'src/plugin_runner.py': runner },
  golang: {
    'go.mod': 'module example.org/orders\n\nrequire github.com/golang-migrate/migrate/v4 v4.17.1\n',
    'migrations/000001_create.up.sql': 'create table a (id int);\n',
    'migrations/000002_add.up.sql': 'alter table a add b int;\n',
  },
  rails: {
    'db/migrate/20260101000000_create_orders.rb': 'class CreateOrders < ActiveRecord::Migration[7.1]\n  def change\n    create_table :orders\n  end\nend\n',
  },
  schema: { 'config.schema.json': '{"type":"object","properties":{"port":{"type":"integer"}}}' },
} // prettier-ignore

/** More than any file that is read. */
export const big = 'x'.repeat(5 << 20)
/** Deeper, longer and more than anything sane. */
export const deep = 20_000
const nothing: readonly number[] = [0]
const found: readonly number[] = [1]

function python(name: string, text: string, more: Partial<Case> = {}): Case {
  return { name: `Python: ${name}`, kind: 'delphix', files: { 'src/plugin_runner.py': text }, exit: found, rule: 'release-unreadable', ...more } // prettier-ignore
}
function migration(id: string): string {
  return `${runner}\n\n@plugin.upgrade.linked_source(${id})\ndef change(old):\n    return {"a": old}\n`
}
function json(name: string, text: Content, more: Partial<Case> = {}): Case {
  return { name: `JSON: ${name}`, kind: 'schema', files: { 'config.schema.json': text }, exit: found, rule: 'release-unreadable', ...more } // prettier-ignore
}
function yaml(name: string, text: string, more: Partial<Case> = {}): Case {
  return { name: `YAML: ${name}`, kind: 'delphix', files: { 'plugin_config.yml': text }, exit: found, rule: 'release-unreadable', ...more } // prettier-ignore
}
function sql(name: string, text: Content, more: Partial<Case> = {}): Case {
  return {
    name: `SQL: ${name}`,
    kind: 'golang',
    files: { 'migrations/000003_more.up.sql': text },
    exit: nothing,
    ...more,
  }
}
function ruby(name: string, text: string, more: Partial<Case> = {}): Case {
  return {
    name: `Ruby: ${name}`,
    kind: 'rails',
    files: { 'db/migrate/20260201000000_more.rb': text },
    exit: [0, 1],
    ...more,
  }
}
function path(name: string, kind: Case['kind'], files: Case['files'], exit: readonly number[] = [0, 1]): Case {
  return { name: `path: ${name}`, kind, files, exit, speaks: true }
}

/** A few lines that name a billion entries. */
export const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...'bcdefghij'.split('').map((name, n) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghij'.charAt(n)}`).join(', ')}]`)].join('\n') // prettier-ignore
const evilSchema = JSON.stringify({ type: 'object', properties: { [evil]: { type: 'string', description: evil, default: evil } }, required: [evil] }) // prettier-ignore

/** Every content that a repository can be hostile by. */
export const cases: readonly Case[] = [
  python('ends in the middle', `${runner}\n@plugin.upgrade.linked_source("1.0"\ndef x(:`),
  python('parentheses inside one another without end', `${runner}\nx = ${'('.repeat(deep)}`, { exit: [0, 1] }),
  python('parentheses that hide a migration', `x = ${'('.repeat(deep)}\n${runner}`),
  python('brackets inside one another, closed', `${runner}\nx = ${'['.repeat(deep)}${']'.repeat(deep)}\n`, { exit: [0, 1] }),
  python('one expression of 20,000 terms', `${runner}\nx = ${'1+'.repeat(deep)}1\n`, { exit: [0, 1] }),
  python('20,000 statements', `${runner}\n${'x = 1\n'.repeat(deep)}`, { exit: nothing }),
  python('indented 5,000 deep', `${runner}\n${Array.from({ length: 5000 }, (_, n) => `${' '.repeat(n)}if x:\n`).join('')}`, { exit: [0, 1] }),
  python('a string without an end', `${runner}\nx = """never`, { exit: [0, 1] }),
  python('NUL characters', `${runner}\nx = "\0"\n\0\0`, { exit: [0, 1] }),
  python('a text made for outputs as id', migration(JSON.stringify(evil)), { speaks: true, exit: [0, 1] }),
  python('an id that is computed', migration('".".join(["1"] * 9)')),
  python('an id of 20,000 digits', migration(`"${'1'.repeat(deep)}"`), { exit: [0, 1] }),
  python('an id with 20,000 parts', migration(`"${'1.'.repeat(20_000)}1"`), { exit: [0, 1] }),
  python('an f-string as id', migration('f"{x}.1"')),
  python('modules that import one another', `${runner}\nfrom src import b\nimport a\nfrom . import plugin_runner\n`, { files: { 'src/plugin_runner.py': `${runner}\nimport a\n`, 'src/a.py': 'import b\n', 'src/b.py': 'import a\nimport plugin_runner\n' }, exit: [0, 1] }),
  python('an import that leaves the repository', `${runner}\nfrom ..........etc import passwd\nimport os.path\n`, { exit: [0, 1] }),
  python('larger than anybody writes', `${runner}\n# ${big}`),
  python('bytes that are no text', `${runner}\n\ufffd\ufffe\u0001`, { exit: [0, 1] }),

  json('ends in the middle', '{"type": "object", "properties": {'),
  json('nothing at all', ''),
  json('a list', '[]'),
  json('null', 'null'),
  json('deep without end', '['.repeat(deep)),
  json('deep and closed', `${'{"properties":{"a":'.repeat(5000)}{}${'}}'.repeat(5000)}`, { exit: [0, 1] }),
  json('larger than anybody writes', `{"x": "${big}"}`),
  json('bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x01, 0x80])),
  json('UTF-16', Buffer.from('\ufeff{"type":"object","properties":{"port":{"type":"integer"}}}', 'utf16le'), { exit: nothing }),
  json('a key twice', '{"type":"object","type":"string"}', { exit: [0, 1] }),
  json('a prototype', '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"object"}},"required":["__proto__"]}', { exit: [0, 1] }),
  json('a reference to itself', '{"$ref":"#"}', { exit: [0, 1] }),
  json('references in a ring', '{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}', { exit: [0, 1] }),
  json('a reference to the network', '{"$ref":"http://evil.example/schema"}', { exit: [0, 1] }),
  json('a reference to a file', '{"$ref":"file:///etc/passwd"}', { exit: [0, 1] }),
  json('a pattern that explodes', '{"type":"object","properties":{"port":{"type":"string","pattern":"^(a+)+$"},"b":{"pattern":"((((("}}}', { exit: [0, 1] }),
  json('numbers beyond all bounds', '{"properties":{"port":{"minimum":1e999999,"maximum":-1e999999,"multipleOf":1e-400}}}', { exit: [0, 1] }),
  json('keywords of the wrong kind', '{"type":7,"properties":[],"required":"x","enum":{},"allOf":3,"items":[[]],"pattern":{}}', { exit: [0, 1] }),
  json('5,000 settings', JSON.stringify({ properties: Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`s${n}`, { type: 'string' }])) }), { exit: [0, 1] }),
  json('a text made for outputs as name', evilSchema, { speaks: true, rule: 'setting-newly-required' }),

  yaml('aliases of aliases', `${config}\n${bomb}\n`, { exit: [0, 1] }),
  yaml('an alias of itself', `${config}\na: &a [*a]\n`, { exit: [0, 1] }),
  yaml('deep without end', `${config}\na: ${'['.repeat(deep)}`),
  yaml('deep by indentation', `${config}\n${Array.from({ length: 3000 }, (_, n) => `${' '.repeat(n)}a:\n`).join('')}`, { exit: [0, 1] }),
  yaml('tabs and braces', '\t{{{\n'),
  yaml('tags that build objects', `${config}\nx: !!js/function "() => 1"\ny: !!python/object/apply:os.system ["x"]\n`, { exit: [0, 1] }),
  yaml('paths that leave the repository', config.replace('srcDir: src', 'srcDir: ../../../etc').replace('schema.json', '../../../../etc/passwd'), { exit: [0, 1] }),
  yaml('a text made for outputs as number', config.replace("'1.0'", JSON.stringify(evil)), { speaks: true, rule: 'version-malformed' }),
  yaml('a number without end', config.replace("'1.0'", `'${'9'.repeat(100_000)}'`), { rule: 'version-malformed' }),
  yaml('a list where a text belongs', config.replace("'1.0'", '[1, 0]')),
  yaml('larger than anybody writes', `${config}\n# ${big}`),

  sql('a comment without an end', '/* '.repeat(deep), { exit: found, rule: 'release-unreadable' }),
  sql('a text without an end', `select '${'x'.repeat(deep)}`, { exit: found, rule: 'release-unreadable' }),
  sql('dollar quotes without an end', `do $$${'$a$'.repeat(deep)}`, { exit: [0, 1] }),
  sql('20,000 statements', 'select 1;\n'.repeat(deep)),
  sql('bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x00])),
  sql('larger than anybody writes', big, { exit: found, rule: 'release-unreadable' }),
  sql('a symbolic link to a file of the machine', { mode: '120000', target: '/etc/passwd' }),

  ruby('text without an end', 'class More < ActiveRecord::Migration[7.1]\n  def change\n    execute <<~SQL\n'),
  ruby('a comment without an end', '=begin\n'.repeat(20_000)),
  ruby('deep without end', `class More < ActiveRecord::Migration[7.1]\n  def change\n    x(${'['.repeat(deep)}`),
  ruby('interpolation inside interpolation', `class More < ActiveRecord::Migration[7.1]\n  def change\n    x "${'#{"'.repeat(20_000)}`),
  ruby('nothing at all', ''),

  path('a text made for outputs', 'golang', { [`migrations/000003_${evil.replaceAll('/', '')}.up.sql`]: 'select 1;' }),
  path('a line break and a command', 'golang', { 'migrations/000003_a\n::error::x.up.sql': 'select 1;' }),
  path('arguments and substitutions', 'golang', { 'migrations/000003_$(touch x)`id`;--exec=x.up.sql': 'select 1;' }),
  path('bytes that are no text', 'golang', { 'migrations/000003_\ufffd\u0080.up.sql': 'select 1;' }),
  path('a number beyond all bounds', 'golang', { [`migrations/${'9'.repeat(200)}_x.up.sql`]: 'select 1;' }),
  path('one number in many spellings', 'golang', { 'migrations/3_a.up.sql': 'select 1;', 'migrations/03_b.up.sql': 'select 2;', 'migrations/0003_c.up.sql': 'select 3;' }, found),
  path('a name of 4,000 characters', 'golang', { [`migrations/000003_${'x'.repeat(4000)}.up.sql`]: 'select 1;' }),
  path('a symbolic link in place of the schema', 'delphix', { 'schema.json': { mode: '120000', target: '../../../../etc/passwd' } }, found),
  path('a submodule in place of the sources', 'delphix', { 'src/plugin_runner.py': { mode: '160000', target: '1'.repeat(40) } }, found),
  path('a text made for outputs, unreadable', 'schema', { [`${evil.replaceAll('/', '')}/config.schema.json`]: '{' }, found),
] // prettier-ignore

function quote(text: string): string {
  const bytes = [...Buffer.from(text)].map((byte) => (byte < 32 || byte > 126 || byte === 34 || byte === 92 ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte))) // prettier-ignore
  return `"${bytes.join('')}"`
}

function data(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string)
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')])
}

function change(name: string, content: Content): Buffer {
  if (typeof content === 'string' || Buffer.isBuffer(content)) return Buffer.concat([Buffer.from(`M 100644 inline ${quote(name)}\n`), data(content)]) // prettier-ignore
  const { mode, target } = content
  if (mode === '160000') return Buffer.from(`M 160000 ${target} ${quote(name)}\n`)
  return Buffer.concat([Buffer.from(`M ${mode} inline ${quote(name)}\n`), data(target)])
}

/** One repository for all: a healthy release of each kind, and each case on top of its kind under tags of its own. */
export function buildCases(repo: string): void {
  const kinds = Object.keys(healthy) as Case['kind'][]
  const stream: (string | Buffer)[] = []
  const commit = (branch: string, mark: number, date: number, from?: number): void => {
    stream.push(`commit refs/heads/${branch}\nmark :${mark}\ncommitter A <a@example.org> ${date} +0000\ndata 1\nx\n`)
    if (from !== undefined) stream.push(`from :${from}\n`)
  }
  kinds.forEach((kind, n) => {
    commit(`kind-${kind}`, n + 1, 1_700_000_000)
    for (const [name, content] of Object.entries(healthy[kind])) stream.push(change(name, content))
  })
  cases.forEach(({ kind, files }, n) => {
    const base = kinds.indexOf(kind) + 1
    commit(`case-${n}`, n + 100, 1_700_100_000, base)
    for (const [name, content] of Object.entries(files)) stream.push(change(name, content))
    stream.push(`reset refs/tags/case-${n}/1.0\nfrom :${base}\n\nreset refs/tags/case-${n}/1.1\nfrom :${n + 100}\n\n`)
  })
  gitBytes(
    repo,
    ['-c', 'core.compression=0', 'fast-import', '--quiet'],
    Buffer.concat(stream.map((part) => Buffer.from(part as string))),
  )
}
