import { changes } from '../../../src/settings/compare/index.ts'
import { commandLine } from '../../../src/settings/command-line/index.ts'
import { filesOf } from '../../support/files.ts'

function read(tree: Readonly<Record<string, string>>, path?: string) {
  const files = filesOf(commandLine.wants, tree)
  const surfaces = commandLine.read(files, path === undefined ? undefined : { format: 'command-line', path })
  return { surfaces, unreadable: files.unreadable }
}

function manifest(flags: object, more: object = {}): string {
  return JSON.stringify({ commands: { 'app:deploy': { id: 'app:deploy', flags, args: {}, ...more } } }, undefined, 2)
}

function schemaOf(flags: object, more: object = {}): unknown {
  return read({ 'oclif.manifest.json': manifest(flags, more) }).surfaces[0]?.schema
}

describe('an oclif manifest', () => {
  const flags = {
    force: { type: 'boolean', char: 'f', aliases: ['yes'], allowNo: true },
    mode: { type: 'option', options: ['fast', 'safe'], default: 'safe', required: true },
    org: { type: 'option', required: true, multiple: true },
    old: { type: 'option', deprecated: { to: 'mode', message: 'Use --mode.' }, hidden: true },
  }
  const more = { args: { file: { name: 'file', required: true } }, aliases: ['deploy'] }
  const text = manifest(flags, more)
  const [surface] = read({ 'oclif.manifest.json': text }).surfaces

  it('is an object per command that refuses what it does not know', () => {
    expect(surface?.schema).toMatchObject({
      additionalProperties: false,
      properties: {
        'app:deploy': {
          additionalProperties: false,
          required: ['--org', 'file'],
          properties: {
            '--force': { type: 'boolean' },
            '--no-force': { type: 'boolean' },
            '--mode': { enum: ['fast', 'safe'], default: 'safe' },
            '--old': { deprecated: true, deprecationMessage: 'Use --mode.' },
          },
        },
      },
    })
  })
  it('knows other names of flags and commands', () => {
    expect([...(surface?.aliases ?? [])]).toEqual([
      ['app:deploy.-f', 'app:deploy.--force'],
      ['app:deploy.--yes', 'app:deploy.--force'],
      ['deploy', 'app:deploy'],
    ])
  })
  it('tells lines', () => {
    expect(surface?.lines.get('/properties/app:deploy/properties/--mode')).toBe(
      text.split('\n').findIndex((line) => line.includes('"mode"')) + 1,
    )
  })
  it.each([
    ['a flag goes', { force: flags.force, org: flags.org, old: flags.old }, 'setting-removed app:deploy.--mode'],
    ['a value goes', { ...flags, mode: { type: 'option', options: ['safe'] } }, 'setting-narrowed app:deploy.--mode'],
    [
      'a flag is asked for',
      { ...flags, key: { type: 'option', required: true } },
      'setting-newly-required app:deploy.--key',
    ],
  ])('breaks where %s', (_, next, expected) => {
    const found = changes(schemaOf(flags), schemaOf(next))
    expect(found.find(({ rule, path }) => `${rule} ${path}` === expected)).toMatchObject({ verdict: 'breaking' })
  })
  it('does not break where a flag may be given several times', () => {
    const before = schemaOf({ mode: { type: 'option', options: ['a'] } })
    expect(changes(before, schemaOf({ mode: { type: 'option', options: ['a'], multiple: true } }))).toEqual([])
  })
  it('is read at the root of a package only, and noted where it is none', () => {
    expect(read({ 'a/b/c/oclif.manifest.json': text }).surfaces).toEqual([])
    expect(read({ 'oclif.manifest.json': '{}' }).unreadable).toHaveLength(1)
  })
})

describe('a help text', () => {
  const help = `Usage: tool [options] <command>

Options:
  -p, --port <number>     Port to listen on (default: 80)
      --level <LEVEL>     How much to say
                          [possible values: low, high]
  -c, --color[=WHEN]      Colours (choices: "auto", "never")
  --[no-]cache            Keep results
  --format {json,text}    Output [required]
  -v                      Verbose
  --older                 Deprecated: use --newer.

Commands:
  serve <dir>             Start
  build                   Build it
                          and more of it
`
  const [surface] = read({ 'docs/help.txt': help }, 'docs/help.txt').surfaces

  it('is read where the config names it', () => {
    expect(read({ 'docs/help.txt': help }).surfaces).toEqual([])
    expect(surface?.path).toBe('docs/help.txt')
  })
  it('gives options with their values, defaults and deprecation', () => {
    expect(surface?.schema).toMatchObject({
      required: ['--format'],
      properties: {
        '--port': { type: 'string', default: '80' },
        '--level': { type: 'string', enum: ['low', 'high'] },
        '--color': { type: ['string', 'boolean'], enum: ['auto', 'never'] },
        '--cache': { type: 'boolean' },
        '--format': { type: 'string', enum: ['json', 'text'] },
        '-v': { type: 'boolean' },
        '--older': { deprecated: true },
      },
    })
  })
  it('gives short names, lines and commands', () => {
    expect([...(surface?.aliases ?? [])]).toEqual([
      ['-p', '--port'],
      ['-c', '--color'],
      ['--no-cache', '--cache'],
    ])
    expect(surface?.lines.get('/properties/--level')).toBe(5)
    expect([...(surface?.names?.values() ?? [])].map(({ name, place }) => [name, place.line])).toEqual([
      ['serve', 14],
      ['build', 15],
    ])
  })
  it('breaks where a value goes, and not where the layout changes', () => {
    const next = (text: string): unknown => read({ 'h.txt': text }, 'h.txt').surfaces[0]?.schema
    const found = changes(surface?.schema, next(help.replace('low, high', 'high')))
    expect(found.map(({ rule, path }) => `${rule} ${path}`)).toContain('setting-narrowed --level')
    expect(changes(surface?.schema, next(help.replace(/ {3,}(?=\S)/g, '      ')))).toEqual([])
  })
  it('is noted where there is nothing in it', () => {
    expect(read({ 'h.txt': 'Nothing here.\n' }, 'h.txt').unreadable.map(({ place }) => place)).toEqual([
      { path: 'h.txt', line: 1 },
    ])
  })
})
