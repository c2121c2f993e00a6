import { changes } from '../../../src/settings/compare/index.ts'
import { githubAction } from '../../../src/settings/github-action/index.ts'
import { filesOf } from '../../support/files.ts'

const action = `name: Demo
inputs:
  token:
    description: Who acts
    required: true
  limit:
    required: true
    default: 30
  dry-run:
    default: false
  old:
    deprecationMessage: Use limit.
  bare:
outputs:
  result:
    description: What came of it
runs:
  using: node24
  main: index.js
`

function read(tree: Readonly<Record<string, string>>, path?: string) {
  const files = filesOf(githubAction.wants, tree)
  const surfaces = githubAction.read(files, path === undefined ? undefined : { format: 'github-action', path })
  return { surfaces, unreadable: files.unreadable }
}

describe('finding actions', () => {
  it.each(['action.yml', 'action.yaml', 'init/action.yml'])('takes %s', (path) => {
    expect(read({ [path]: action }).surfaces.map((one) => [one.name, one.path])).toEqual([
      [path.replace('yaml', 'yml'), path],
    ])
  })
  it.each(['.github/actions/setup/action.yml', 'tests/action.yml', 'reaction.yml', 'node_modules/a/action.yml'])(
    'leaves %s alone',
    (path) => {
      expect(read({ [path]: action }).surfaces).toEqual([])
    },
  )
  it('takes what the config names', () => {
    const path = '.github/actions/setup/action.yml'
    expect(read({ [path]: action }, '.github/actions/**').surfaces.map((one) => one.path)).toEqual([path])
  })
  it.each([
    ['a list', '- a\n', 1],
    ['broken YAML', 'inputs:\n  a: [\n', 3],
  ])('notes %s with its place', (_, text, line) => {
    const { surfaces, unreadable } = read({ 'action.yml': text })
    expect(surfaces).toEqual([])
    expect(unreadable.map(({ place }) => place)).toEqual([{ path: 'action.yml', line }])
  })
})

describe('an action', () => {
  const [surface] = read({ 'action.yml': action }).surfaces
  it('requires what has no default', () => {
    expect(surface?.schema).toMatchObject({ required: ['token'] })
    expect((surface?.schema as { additionalProperties?: unknown }).additionalProperties).toBeUndefined()
  })
  it('takes texts, whatever YAML makes of a default', () => {
    expect(surface?.schema).toMatchObject({
      properties: {
        limit: { type: 'string', default: '30' },
        'dry-run': { default: 'false' },
        old: { deprecated: true, deprecationMessage: 'Use limit.' },
        bare: { type: 'string' },
      },
    })
  })
  it('tells the lines of inputs and outputs', () => {
    expect(surface?.lines.get('/properties/limit')).toBe(6)
    expect([...(surface?.names?.values() ?? [])]).toEqual([
      { kind: 'output', name: 'result', place: { path: 'action.yml', line: 15 }, aliases: [] },
    ])
  })
  it('is another one when an output goes', () => {
    const [less] = read({ 'action.yml': action.replace(/outputs:[^]*(?=runs)/, '') }).surfaces
    expect(less?.digest).not.toBe(surface?.digest)
    expect(less?.names?.size).toBe(0)
  })
  it('breaks by an input that goes or is asked for, not by a new one', () => {
    const [next] = read({
      'action.yml': action
        .replace('  bare:\n', '  bare:\n    required: true\n  more:\n')
        .replace(/ {2}limit:\n.*\n.*\n/, ''),
    }).surfaces
    const found = changes(surface?.schema, next?.schema).filter(({ rule }) => rule !== 'setting-added')
    expect(found.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      'setting-removed limit',
      'setting-newly-required bare',
    ])
  })
})
