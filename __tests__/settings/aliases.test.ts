import { withAliases } from '../../src/settings/aliases.ts'
import { changes } from '../../src/settings/compare/index.ts'
import type { SettingsSurface } from '../../src/model.ts'

function surface(properties: object, aliases: Readonly<Record<string, string>> = {}): SettingsSurface {
  const schema = { type: 'object', properties }
  return {
    name: 's',
    format: 'f',
    path: 'p',
    schema,
    digest: '',
    lines: new Map(),
    aliases: new Map(Object.entries(aliases)),
  }
}

function told(before: SettingsSurface, now: SettingsSurface): readonly string[] {
  return withAliases(before, now, changes(before.schema, now.schema)).map(({ rule, path }) => `${rule} ${path}`)
}

const text = { type: 'string' }
const group = (...names: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, text])),
})

it('a setting renamed or moved with an alias did not go', () => {
  expect(told(surface({ port: text }), surface({ otherPort: text }))).toEqual(['setting-renamed port'])
  expect(told(surface({ port: text }), surface({ otherPort: text }, { port: 'otherPort' }))).toEqual([])
  expect(told(surface({ a: group('x') }), surface({ a: group(), b: group('y') }, { 'a.x': 'b.y' }))).toEqual([
    'setting-added b',
  ])
})

it('a group is kept where everything in it is', () => {
  const now = surface({ b: group('x', 'y') }, { 'a.x': 'b.x' })
  expect(told(surface({ a: group('x') }), now)).toEqual(['setting-added b'])
  expect(told(surface({ a: group('x', 'y') }), now)).toEqual(['setting-removed a', 'setting-added b'])
})

it('an alias that is dropped is a setting that is gone', () => {
  const before = surface({ b: text }, { a: 'b' })
  expect(told(before, surface({ b: text }))).toEqual(['setting-removed a'])
  expect(told(before, surface({ b: text }, { a: 'b' }))).toEqual([])
  expect(told(before, surface({ a: text, b: text }))).toEqual(['setting-added a'])
  expect(told(before, surface({}))).toEqual(['setting-removed b'])
})
