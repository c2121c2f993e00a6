import type { SettingsSurface } from '../../src/model.ts'
import { changes } from '../../src/settings/compare/index.ts'
import { withMoves } from '../../src/settings/moves.ts'

function surface(properties: object): SettingsSurface {
  const schema = { type: 'object', properties }
  const digest = JSON.stringify(schema)
  return { name: 's', format: 'f', path: 'p', schema, digest, lines: new Map(), aliases: new Map() }
}

function told(before: object, now: object): readonly string[] {
  const [old, current] = [surface(before), surface(now)]
  return withMoves(old, current, changes(old.schema, current.schema)).map(({ rule, path, to }) =>
    [rule.replace('setting-', ''), path, ...(to === undefined ? [] : [`to ${to}`])].join(' '),
  )
}

const text = { type: 'string' }
const group = (properties: object) => ({ type: 'object', properties })

it('a setting that another group has now moved there', () => {
  const before = { a: group({ base_url: text, retries: text }), b: group({ x: text }) }
  const after = { a: group({ retries: text }), b: group({ x: text, base_url: text }) }
  expect(told(before, after)).toEqual(['renamed a.base_url to b.base_url'])
  const fresh = { a: group({ retries: text }), b: group({ x: text }), c: group({ base_url: text }) }
  expect(told(before, fresh)).toEqual(['renamed a.base_url to c.base_url', 'added c'])
})

it('a switch that moved is no new one', () => {
  const on = { type: 'boolean', default: true }
  const before = { a: group({ use_tls: on, x: text }), b: group({}) }
  expect(told(before, { a: group({ x: text }), b: group({ use_tls: on }) })).toEqual(['renamed a.use_tls to b.use_tls'])
})

it.each([
  ['another type', { base_url: text }, { base_url: { type: 'integer' } }],
  ['about something else', { base_url: { ...text, description: 'where mail is sent' } }, { base_url: { ...text, description: 'root of an API' } }],
  ['one word may be anything', { enabled: text }, { enabled: text }],
])('a setting is gone where the one elsewhere is another: %s', (_, was, is) => {
  const [name = ''] = Object.keys(was)
  const before = { a: group({ ...was, x: text }), b: group({ y: text }) }
  expect(told(before, { a: group({ x: text }), b: group({ y: text, ...is }) })).toContain(`removed a.${name}`)
}) // prettier-ignore

it('one word told in the same words is the same setting', () => {
  const enabled = { ...text, description: 'Whether mail is sent.' }
  const before = { a: group({ enabled, x: text }), b: group({ y: text }) }
  expect(told(before, { a: group({ x: text }), b: group({ y: text, enabled }) })).toContain('renamed a.enabled to b.enabled')
}) // prettier-ignore

it('where several have the name nobody can tell which it became', () => {
  const before = { a: group({ base_url: text, x: text }), b: group({ base_url: text, y: text }) }
  const after = { a: group({ x: text }), b: group({ y: text }), c: group({ base_url: text }) }
  expect(told(before, after)).toEqual(['removed a.base_url', 'removed b.base_url', 'added c'])
})

it('a group whose settings are all in another group became that group', () => {
  const before = { spool: group({ base_url: text, use_tls: text }), b: group({ y: text }) }
  const after = { b: group({ y: text, base_url: text, use_tls: text }) }
  expect(told(before, after)).toContain('renamed spool to b')
  expect(told(before, { b: group({ y: text, base_url: text }) })).toContain('removed spool')
})

it('the same name elsewhere tells more than a similar one in the same group', () => {
  const before = { a: group({ base_url: text }), b: group({ y: text }) }
  const after = { a: group({ base_path: text }), b: group({ y: text, base_url: text }) }
  expect(told(before, after)[0]).toBe('renamed a.base_url to b.base_url')
})
