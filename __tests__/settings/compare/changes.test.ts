import { changes, type SettingChange } from '../../../src/settings/compare/index.ts'
import { validatorOf } from '../../../src/settings/compare/validator.ts'

type Schema = Record<string, unknown>

function object(properties: Record<string, unknown>, more: Schema = {}): Schema {
  return { type: 'object', properties, ...more }
}

function told(before: Schema, after: Schema): string[] {
  const list = changes(before, after)
  for (const change of list.filter(({ verdict }) => verdict === 'breaking')) confirm(change, before, after)
  return list.map(({ rule, path, to, verdict }) => [rule, path, to, verdict].filter((s) => s !== undefined).join(' '))
}

function confirm(change: SettingChange, before: Schema, after: Schema): void {
  expect('witness' in change).toBe(true)
  expect(validatorOf(before, '2020-12', false)(change.witness)).toBe(true)
  expect(validatorOf(after, '2020-12', false)(change.witness)).toBe(false)
}

const string = { type: 'string' }
const port = { type: 'integer', minimum: 1, maximum: 65_535, default: 8080 }

test('a setting removed from an open object is gone, though documents are still accepted', () => {
  expect(told(object({ host: string, port }), object({ host: string }))).toEqual(['setting-removed port additive'])
})

test('a setting removed from a closed object refuses documents', () => {
  const closed = { additionalProperties: false }
  expect(told(object({ host: string, port }, closed), object({ host: string }, closed))).toEqual([
    'setting-removed port breaking',
  ])
})

test('a setting with the same type and similar words is renamed', () => {
  expect(told(object({ stagingPort: port, host: string }), object({ portStaging: port, host: string }))).toEqual([
    'setting-renamed stagingPort portStaging additive',
  ])
  expect(told(object({ stagingPort: port }), object({ staging_port: string }))).toEqual(
    ['setting-removed stagingPort additive', 'setting-added staging_port'].sort().reverse(),
  )
})

test('a setting newly required breaks documents without it, and says whether there is a default', () => {
  const before = object({ host: string })
  const after = object({ host: string, port }, { required: ['port'] })
  expect(told(before, after)).toEqual(['setting-newly-required port breaking', 'setting-added port'])
  expect(changes(before, after)[0]).toMatchObject({ hasDefault: true, witness: {} })
  expect(told(object({ host: string }), object({ host: string }, { required: ['host'] }))).toEqual([
    'setting-newly-required host breaking',
  ])
})

test('a narrowed setting is blamed at its own path, with a whole document', () => {
  const nest = (inner: Schema): Schema =>
    object({ source: object({ ports: { type: 'array', items: inner }, user: string }, { required: ['user'] }) })
  const after = { ...port, maximum: 1024 }
  expect(told(nest(port), nest(after))).toEqual(['setting-narrowed source.ports[] breaking'])
  expect(changes(nest(port), nest(after))[0]).toMatchObject({
    pointer: '#/properties/source/properties/ports/items',
    before: { maximum: 65_535 },
    after: { maximum: 1024 },
    witness: { source: { user: '', ports: [8080] } },
  })
})

test('two narrowed settings are two changes, and their parent is not blamed', () => {
  const before = object({
    level: { enum: ['low', 'high'] },
    port,
    free: { type: 'object', additionalProperties: string },
  })
  const after = object({
    level: { enum: ['high'] },
    port: { type: 'string' },
    free: { type: 'object', additionalProperties: { type: 'null' } },
  })
  expect(told(before, after).filter((t) => t.includes('narrowed'))).toEqual([
    'setting-narrowed level breaking',
    'setting-narrowed port breaking',
    'setting-narrowed free.* breaking',
  ])
})

test('an object that is closed is narrowed itself', () => {
  expect(told(object({ port }), object({ port }, { additionalProperties: false }))).toEqual([
    'setting-narrowed  breaking',
  ])
})

test('a changed type of the parent is not hidden by changes below it', () => {
  const before = object({ a: { type: ['object', 'string'], properties: { x: port } } })
  const after = object({ a: { type: 'object', properties: { x: string }, required: ['x'] } })
  expect(told(before, after).filter((t) => t.includes('breaking'))).toEqual([
    'setting-newly-required a.x breaking',
    'setting-narrowed a breaking',
    'setting-narrowed a.x breaking',
  ])
})

test('through references and recursive schemas', () => {
  const schema = (max: number): Schema => ({
    $ref: '#/$defs/node',
    $defs: { node: object({ size: { type: 'integer', maximum: max }, next: { $ref: '#/$defs/node' } }) },
  })
  expect(told(schema(9), schema(5))).toContain('setting-narrowed size breaking')
})

test('defaults, switches, deprecation', () => {
  const off = { type: 'boolean', default: false }
  const on = { type: 'boolean', default: true }
  expect(told(object({ port }), object({ port: { ...port, default: 9090 } }))).toEqual(['setting-default-changed port'])
  expect(told(object({}), object({ fast: off }))).toEqual(['setting-added fast', 'setting-boolean fast'])
  expect(told(object({}), object({ fast: on }))).toEqual([
    'setting-added fast',
    'setting-boolean fast',
    'setting-opt-out fast',
  ])
  expect(told(object({ port }), object({ port: { ...port, deprecated: true } }))).toEqual(['setting-deprecated port'])
  expect(told(object({ port }), object({ port: { ...port, description: 'Deprecated: use ports.' } }))).toEqual([
    'setting-deprecated port',
  ])
})

test('an optional setting added to an open object is no break', () => {
  expect(told(object({ port }), object({ port, host: {} }))).toEqual(['setting-added host'])
})

test('a setting that was required and is gone does not hide one that is newly required', () => {
  const before = object({ mail: string }, { required: ['mail'] })
  const after = object({ phone: string }, { required: ['phone'] })
  expect(told(before, after)).toContain('setting-newly-required phone breaking')
})

test('where no document shows one reason alone, each is told with a document that shows them together', () => {
  const closed = (name: string): Schema => object({ [name]: string }, { required: [name], additionalProperties: false })
  expect(told(closed('host'), closed('url'))).toEqual([
    'setting-removed host breaking',
    'setting-newly-required url breaking',
    'setting-added url',
  ])
})

test('a setting of one alternative is blamed when what is left refuses it', () => {
  const before = { type: 'object', oneOf: [object({ level: { type: 'boolean' } }), object({ level: string })] }
  expect(told(before, object({ level: { type: 'boolean' } }))).toEqual(['setting-narrowed level breaking'])
})

test('a narrowed setting shows the conditions that changed, and names those too long to read', () => {
  const shut = { anyOf: Array.from({ length: 40 }, (_, i) => ({ required: [`option${i}`] })) }
  expect(changes(object({}), object({}, { not: { required: ['a'] } }))).toMatchObject([
    { rule: 'setting-narrowed', path: '', after: { not: { required: ['a'] } } },
  ])
  expect(changes(object({}), object({}, shut))).toMatchObject([{ after: { anyOf: '...' } }])
})

test('the list of changes is bounded, however often a shared part is reached', () => {
  const shared = (least: number): Schema => {
    const part = (i: number): Schema => ({ $ref: `#/$defs/d${i}` })
    const $defs = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `d${i}`,
        i === 29 ? { type: 'string', minLength: least } : { properties: { a: part(i + 1), b: part(i + 1) } },
      ]),
    )
    return { $ref: '#/$defs/d0', $defs }
  }
  const list = changes(shared(0), shared(1))
  expect(list.length).toBeGreaterThan(0)
  expect(list.length).toBeLessThan(3000)
})
