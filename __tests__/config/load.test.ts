import { ConfigError, parseConfig } from '../../src/config/load.ts'

function problems(text: string): readonly string[] {
  try {
    parseConfig(text, 'config.yml')
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

/** Lines of the problems, and the key path of each where it has one. */
function places(text: string): string[] {
  return problems(text).map((problem) => {
    const [, line = '', path = ''] = /^config\.yml:(\d+): (?:([\w.[\]-]+): )?/.exec(problem) ?? []
    return `${line} ${path}`.trim()
  })
}

const example = `# A comment
releases:
  tags: "v*"
  scheme: build-number
  lines: 2
  prereleases: true
  heads: { 1.x: release/1.x, 1.10: main }
  supported: [">=1.1", 2.x]
migrations:
  - { system: delphix, path: src/upgrade.py }
  - { system: flyway, path: "db/migration/**/V*.sql", engine: { outOfOrder: true, ignore: ["*:missing"] } }
settings:
  - { format: json-schema, path: values.schema.json, name: chart values }
runtime:
  - { source: maven, path: pom.xml }
fixes:
  paths: ["**", "!docs/**"]
  marked: ["^fix(\\\\(.+\\\\))?:"]
policy:
  versions: synchronised
  guards: required
  deprecation: { months: 12 }
  notes: CHANGELOG.md
rules:
  upgrade-blocked: off
accept:
  - rule: release-stranded
    subject: "0041"
    releases: "<2.0"
    reason: nobody is there
    owner: "@team-db"
    until: 2027-03-31
`

describe('parseConfig', () => {
  it('fills every default in', () => {
    const defaults = {
      releases: { tags: [], scheme: 'auto', lines: 'auto', prereleases: false, heads: {}, supported: [] },
      migrations: [],
      settings: [],
      runtime: [],
      fixes: { paths: [], marked: [] },
      policy: { versions: 'independent', deprecation: { releases: 2, months: 6 } },
      rules: {},
      accept: [],
    }
    expect(parseConfig('', '')).toEqual(defaults)
    expect(parseConfig('# nothing\n---\n', 'a')).toEqual({ origin: 'a', ...defaults })
    expect(parseConfig('policy: { deprecation: {} }', '')).toEqual(defaults)
  })

  it('reads every key', () => {
    expect(parseConfig(example, 'main:config.yml')).toEqual({
      origin: 'main:config.yml',
      releases: {
        tags: ['v*'],
        scheme: 'build-number',
        lines: 2,
        prereleases: true,
        heads: { '1.x': 'release/1.x', '1.10': 'main' },
        supported: ['>=1.1', '2.x'],
      },
      migrations: [
        { system: 'delphix', path: 'src/upgrade.py' },
        { system: 'flyway', path: 'db/migration/**/V*.sql', engine: { outOfOrder: true, ignore: ['*:missing'] } },
      ],
      settings: [{ format: 'json-schema', path: 'values.schema.json', name: 'chart values' }],
      runtime: [{ source: 'maven', path: 'pom.xml' }],
      fixes: { paths: ['**', '!docs/**'], marked: ['^fix(\\(.+\\))?:'] },
      policy: {
        versions: 'synchronised',
        guards: 'required',
        deprecation: { releases: 2, months: 12 },
        notes: 'CHANGELOG.md',
      },
      rules: { 'upgrade-blocked': 'off' },
      accept: [
        {
          rule: 'release-stranded',
          subject: '0041',
          releases: '<2.0',
          reason: 'nobody is there',
          owner: '@team-db',
          until: '2027-03-31',
          line: 27,
        },
      ],
    })
  })

  it('allows a few aliases', () => {
    const text = 'settings:\n  - &a { format: b, path: c }\n  - *a\n'
    expect(parseConfig(text, '').settings).toEqual([
      { format: 'b', path: 'c' },
      { format: 'b', path: 'c' },
    ])
  })

  it('lists everything that is wrong at once', () => {
    const text = 'relases: {}\npolicy:\n  guards: always\n  deprecation:\n    months: many\naccept:\n  - rule: x\n'
    expect(places(text)).toEqual([
      '1',
      '3 policy.guards',
      '5 policy.deprecation.months',
      '7 accept[0].rule',
      '7 accept[0]',
      '7 accept[0]',
    ])
  })

  it.each([
    ['relases: {}', 'releases'],
    ['policy: { gaurds: required }', 'guards'],
    ['policy: { guards: require }', 'required'],
    ['rules: { upgrade-bloked: off }', 'upgrade-blocked'],
    ['accept: [{ rule: relase-stranded, subject: a, reason: b }]', 'release-stranded'],
  ])('suggests for %s', (text, suggestion) => {
    expect(problems(text).join()).toContain(`did you mean ${suggestion}?`)
  })
})

const bomb = `a: &a [x, x]\n${Array.from({ length: 20 }, (_, n) => `b${n}: &b${n} [*${n ? `b${n - 1}` : 'a'}, *${n ? `b${n - 1}` : 'a'}]`).join('\n')}\nreleases: { supported: *b19 }\n`

describe('hostile configs', () => {
  it.each([
    ['a list for the whole', '- a', ['1']],
    ['a text for the whole', 'releases', ['1']],
    ['null for the whole', '\n~', ['2']],
    ['an unknown key', 'a: 1\n', ['1']],
    ['an unknown nested key', 'policy:\n  a: 1\n', ['2 policy']],
    ['a key of every object', 'constructor: 1', ['1']],
    ['the prototype', 'rules: { __proto__: off }\n__proto__: {}', ['1 rules', '2']],
    ['a key twice', 'runtime: []\nruntime: []\n', ['2']],
    ['a number and a text as one key', 'releases:\n  heads:\n    1.1: a\n    "1.1": b\n', ['4 releases.heads']],
    ['a mapping as a key', '? { a: b }\n: c\n', ['1']],
    ['no value', 'accept:\n', ['1 accept']],
    ['a number for a version', 'releases:\n  supported:\n    - 1.10\n', ['3 releases.supported[0]']],
    [
      'a range that is none',
      'releases: { supported: [">1.0.0-rc.1", newest] }',
      ['1 releases.supported[0]', '1 releases.supported[1]'],
    ],
    ['a line that is none', 'releases: { heads: { main: main } }', ['1 releases.heads']],
    ['a branch that git reads as a flag', 'releases: { heads: { 1.x: --upload-pack=x } }', ['1 releases.heads.1.x']],
    ['a list of tags with a list in it', 'releases: { tags: [[a]] }', ['1 releases.tags[0]']],
    ['a mapping for tags', 'releases: { tags: { a: b } }', ['1 releases.tags']],
    ['too many leading parts', 'releases: { lines: 99 }', ['1 releases.lines']],
    ['a fraction', 'releases: { lines: 1.5 }', ['1 releases.lines']],
    ['infinity', 'policy: { deprecation: { months: .inf } }', ['1 policy.deprecation.months']],
    ['a text for a flag', 'releases: { prereleases: yes }', ['1 releases.prereleases']],
    ['a path out of the repository', 'policy: { notes: docs/../../etc/passwd }', ['1 policy.notes']],
    ['an absolute path', 'policy: { notes: /etc/passwd }', ['1 policy.notes']],
    ['a control character', 'policy: { notes: "a\\e[31m" }', ['1 policy.notes']],
    [
      'a text of two lines',
      'accept: [{ rule: upgrade-blocked, subject: "a\\nb", reason: c }]',
      ['1 accept[0].subject'],
    ],
    [
      'a date that is none',
      'accept: [{ rule: upgrade-blocked, subject: a, reason: b, until: 2027-02-30 }]',
      ['1 accept[0].until'],
    ],
    ['a regular expression that is none', 'fixes: { marked: ["("] }', ['1 fixes.marked[0]']],
    [
      'a regular expression without bound',
      'fixes: { marked: ["(a+)+$", "a*a*a*a*b"] }',
      ['1 fixes.marked[0]', '1 fixes.marked[1]'],
    ],
    ['a long text', `policy: { notes: ${'a'.repeat(501)} }`, ['1 policy.notes']],
    ['a long list', `fixes: { paths: [${'a, '.repeat(1001)}] }`, ['1 fixes.paths']],
    [
      'nested engine settings',
      'migrations: [{ system: a, path: b, engine: { c: { d: e } } }]',
      ['1 migrations[0].engine.c'],
    ],
    ['a missing key', 'migrations:\n  - path: a\n', ['2 migrations[0]']],
    ['a severity that is none', 'rules: { upgrade-blocked: fatal }', ['1 rules.upgrade-blocked']],
    ['a tag of another language', 'policy: !!python/object:os.system { notes: a }', ['1']],
    ['a tag that nobody knows', 'policy: { notes: !secret a }', ['1']],
    ['an alias to nothing', 'accept: *a', ['1 accept']],
    ['an alias to itself', 'migrations: &a [*a]', ['1 migrations[0]']],
    ['aliases without end', `settings:\n  - &a { format: b, path: c }\n${'  - *a\n'.repeat(51)}`, ['53 settings[51]']],
    ['two documents', 'rules: {}\n---\nrules: {}\n', ['2']],
    ['YAML 1.1', '%YAML 1.1\n---\nreleases: { prereleases: yes }\n', ['1']],
    ['a tab', 'policy:\n\tguards: required\n', ['2']],
    ['an open quote', 'policy: { notes: "a', ['1']],
    ['deep brackets', `policy: ${'['.repeat(100_000)}`, ['1']],
    ['deep indentation', Array.from({ length: 300 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'), ['61']],
    ['a huge file', `# ${'a'.repeat(200_000)}`, ['1']],
  ])('refuses %s', (_, text, expected) => {
    expect([...new Set(places(text))]).toEqual(expected)
  })

  it('survives an alias bomb', () => {
    const start = performance.now()
    expect(places(bomb)).toContain('21 releases.supported[0]')
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it('survives many keys', () => {
    const keys = Array.from({ length: 10_000 }, (_, n) => `k${n}: 1`).join('\n')
    const start = performance.now()
    expect(problems(keys)).toHaveLength(10_000)
    expect(performance.now() - start).toBeLessThan(5000)
  })

  it('shows no character that acts on a terminal', () => {
    const [problem = ''] = problems('"\\e[31m\\u202e\\x9b": 1\n')
    expect(problem).toMatch(/^[\x20-\x7e]+$/)
  })
})
