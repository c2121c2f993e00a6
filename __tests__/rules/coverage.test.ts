import { rules } from '../../src/rules/index.ts'
import type { View } from '../../src/view.ts'
import { settingsView, type Beside } from '../support/settings-view.ts'

type Direction = 'added' | 'removed' | 'renamed' | 'narrowed' | 'widened' | 'changed' | 'closed' | 'opened'

interface Case {
  readonly aspect: string
  readonly direction: Direction
  readonly before: object
  readonly after: object
  /** Beside the schema. */
  readonly beside?: { readonly before: Beside; readonly after: Beside }
  /** Rules that speak, in order of their names; none needs a waiver. */
  readonly rules: readonly string[]
  /** Why nothing is said. */
  readonly waiver?: string
}

const additive = 'every document that was valid stays valid and means the same'
const unsaid = 'no default was stated before, so nothing shows that behaviour changes'
const words = 'users read it, programs do not'
const told = 'users see what to do'
const unknown = 'what was or is needed is not known'

/** An object with `port` and what else is given. Closed, so that what is not described is refused. */
function closed(port: object, more: Record<string, unknown> = {}, rest: object = {}): object {
  return { type: 'object', additionalProperties: false, properties: { port, ...more }, ...rest }
}
function open(port: object, more: Record<string, unknown> = {}, rest: object = {}): object {
  return { type: 'object', properties: { port, ...more }, ...rest }
}

const number = { type: 'integer' }
const text = { type: 'string' }

/** A keyword that only ever accepts less when it is added or tightened, and its loosening. */
function limit(aspect: string, schema: object, loose: object, tight: object): Case[] {
  const [none, wide, narrow] = [schema, { ...schema, ...loose }, { ...schema, ...tight }].map((port) => closed(port)) as [object, object, object] // prettier-ignore
  return [
    { aspect, direction: 'added', before: none, after: narrow, rules: ['setting-narrowed'] },
    { aspect, direction: 'removed', before: narrow, after: none, rules: [], waiver: additive },
    { aspect, direction: 'narrowed', before: wide, after: narrow, rules: ['setting-narrowed'] },
    { aspect, direction: 'widened', before: narrow, after: wide, rules: [], waiver: additive },
  ]
}

function wordsOf(aspect: string, first: object, second: object): Case[] {
  return [
    {
      aspect,
      direction: 'added',
      before: closed(text),
      after: closed({ ...text, ...first }),
      rules: [],
      waiver: words,
    },
    {
      aspect,
      direction: 'removed',
      before: closed({ ...text, ...first }),
      after: closed(text),
      rules: [],
      waiver: words,
    },
    { aspect, direction: 'changed', before: closed({ ...text, ...first }), after: closed({ ...text, ...second }), rules: [], waiver: words }, // prettier-ignore
  ]
}

const cases: readonly Case[] = [
  { aspect: 'setting', direction: 'added', before: closed(number), after: closed(number, { host: text }), rules: [], waiver: additive },
  { aspect: 'setting', direction: 'removed', before: closed(number, { host: text }), after: closed(number), rules: ['setting-removed'] },
  { aspect: 'setting', direction: 'renamed', before: closed(number, { stagingPort: number }), after: closed(number, { stagingServerPort: number }), rules: ['setting-renamed'] },
  { aspect: 'setting of an open object', direction: 'added', before: open(number), after: open(number, { host: {} }), rules: [], waiver: additive },
  { aspect: 'setting of an open object', direction: 'removed', before: open(number, { host: text }), after: open(number), rules: ['setting-removed'] },
  { aspect: 'setting of an open object', direction: 'renamed', before: open(number, { stagingPort: number }), after: open(number, { stagingServerPort: number }), rules: ['setting-renamed'] },
  { aspect: 'setting inside another', direction: 'added', before: closed({ ...open(number) }), after: closed({ ...open(number, { host: {} }) }), rules: [], waiver: additive },
  { aspect: 'setting inside another', direction: 'removed', before: closed(closed(number, { host: text })), after: closed(closed(number)), rules: ['setting-removed'] },
  { aspect: 'setting in a list', direction: 'added', before: closed({ type: 'array', items: closed(number) }), after: closed({ type: 'array', items: closed(number, { host: text }) }), rules: [], waiver: additive },
  { aspect: 'setting in a list', direction: 'removed', before: closed({ type: 'array', items: closed(number, { host: text }) }), after: closed({ type: 'array', items: closed(number) }), rules: ['setting-removed'] },
  { aspect: 'alias kept', direction: 'added', before: closed(number, { stagingPort: number }), after: closed(number, { stagingPort: number, stagingServerPort: number }), rules: [], waiver: additive },
  { aspect: 'alias kept', direction: 'removed', before: closed(number, { stagingPort: number, stagingServerPort: number }), after: closed(number, { stagingServerPort: number }), rules: ['setting-removed'] },
  { aspect: 'boolean', direction: 'added', before: closed(number), after: closed(number, { fast: { type: 'boolean' } }), rules: ['setting-boolean'] },
  { aspect: 'boolean', direction: 'removed', before: closed(number, { fast: { type: 'boolean' } }), after: closed(number), rules: ['setting-removed'] },
  { aspect: 'switch that is on', direction: 'added', before: closed(number), after: closed(number, { fast: { type: 'boolean', default: true } }), rules: ['setting-boolean', 'setting-opt-out'] },
  { aspect: 'switch that is on', direction: 'removed', before: closed(number, { fast: { type: 'boolean', default: true } }), after: closed(number), rules: ['setting-removed'] },
  { aspect: 'type', direction: 'added', before: closed({}), after: closed(text), rules: ['setting-narrowed'] },
  { aspect: 'type', direction: 'removed', before: closed(text), after: closed({}), rules: [], waiver: additive },
  { aspect: 'type', direction: 'narrowed', before: closed({ type: ['integer', 'string'] }), after: closed(number), rules: ['setting-narrowed'] },
  { aspect: 'type', direction: 'widened', before: closed(number), after: closed({ type: 'number' }), rules: [], waiver: additive },
  { aspect: 'type', direction: 'changed', before: closed(number), after: closed(text), rules: ['setting-narrowed'] },
  ...limit('allowed values', text, { enum: ['full', 'delta'] }, { enum: ['full'] }),
  ...limit('constant', number, { enum: [1, 2] }, { const: 1 }),
  ...limit('lower limit', number, { minimum: 1 }, { minimum: 1024 }),
  ...limit('upper limit', number, { maximum: 100 }, { maximum: 10 }),
  ...limit('lower limit, exclusive', number, { exclusiveMinimum: 0 }, { exclusiveMinimum: 10 }),
  ...limit('step', number, { multipleOf: 2 }, { multipleOf: 4 }),
  ...limit('least length', text, { minLength: 1 }, { minLength: 3 }),
  ...limit('greatest length', text, { maxLength: 9 }, { maxLength: 3 }),
  ...limit('pattern', text, { pattern: '^[a-z0-9]+$' }, { pattern: '^[a-z]+$' }),
  ...limit('least entries', { type: 'array' }, { minItems: 1 }, { minItems: 2 }),
  ...limit('greatest entries', { type: 'array' }, { maxItems: 9 }, { maxItems: 3 }),
  ...limit('entries', { type: 'array' }, { items: { type: ['string', 'integer'] } }, { items: { type: 'string' } }),
  ...limit('least settings', { type: 'object' }, { minProperties: 1 }, { minProperties: 2 }),
  ...limit('names of settings', { type: 'object' }, { propertyNames: { maxLength: 9 } }, { propertyNames: { maxLength: 3 } }),
  ...limit('alternatives', {}, { anyOf: [{ type: 'string' }, { type: 'integer' }] }, { anyOf: [{ type: 'string' }] }),
  { aspect: 'distinct entries', direction: 'added', before: closed({ type: 'array' }), after: closed({ type: 'array', uniqueItems: true }), rules: ['setting-narrowed'] },
  { aspect: 'distinct entries', direction: 'removed', before: closed({ type: 'array', uniqueItems: true }), after: closed({ type: 'array' }), rules: [], waiver: additive },
  { aspect: 'required', direction: 'added', before: closed(number), after: closed(number, {}, { required: ['port'] }), rules: ['setting-newly-required'] },
  { aspect: 'required', direction: 'removed', before: closed(number, {}, { required: ['port'] }), after: closed(number), rules: [], waiver: additive },
  { aspect: 'required and new', direction: 'added', before: closed(number), after: closed(number, { host: text }, { required: ['host'] }), rules: ['setting-newly-required'] },
  { aspect: 'required and new', direction: 'removed', before: closed(number, { host: text }, { required: ['host'] }), after: closed(number), rules: ['setting-removed'] },
  { aspect: 'required with another', direction: 'added', before: open(number, { host: text }), after: open(number, { host: text }, { dependentRequired: { host: ['port'] } }), rules: ['setting-narrowed'] },
  { aspect: 'required with another', direction: 'removed', before: open(number, { host: text }, { dependentRequired: { host: ['port'] } }), after: open(number, { host: text }), rules: [], waiver: additive },
  { aspect: 'default', direction: 'added', before: closed(number), after: closed({ ...number, default: 1 }), rules: [], waiver: unsaid },
  { aspect: 'default', direction: 'removed', before: closed({ ...number, default: 1 }), after: closed(number), rules: ['setting-default-changed'] },
  { aspect: 'default', direction: 'changed', before: closed({ ...number, default: 1 }), after: closed({ ...number, default: 2 }), rules: ['setting-default-changed'] },
  { aspect: 'object', direction: 'closed', before: open(number), after: closed(number), rules: ['setting-narrowed'] },
  { aspect: 'object', direction: 'opened', before: closed(number), after: open(number), rules: [], waiver: additive },
  { aspect: 'object to one type', direction: 'closed', before: open(number), after: open(number, {}, { additionalProperties: text }), rules: ['setting-narrowed'] },
  { aspect: 'object to one type', direction: 'opened', before: open(number, {}, { additionalProperties: text }), after: open(number), rules: [], waiver: additive },
  ...wordsOf('description', { description: 'Where it listens.' }, { description: 'The number of the port.' }),
  ...wordsOf('title', { title: 'Port' }, { title: 'The port' }),
  ...wordsOf('examples', { examples: ['a'] }, { examples: ['b'] }),
  { aspect: 'deprecation', direction: 'added', before: closed(number), after: closed({ ...number, deprecated: true }), rules: ['deprecation-unexplained'] },
  { aspect: 'deprecation', direction: 'removed', before: closed({ ...number, deprecated: true }), after: closed(number), rules: [], waiver: additive },
  { aspect: 'deprecation that says what to use', direction: 'added', before: closed(number), after: closed({ ...number, deprecated: true, description: 'Use host.' }), rules: [], waiver: told },
  { aspect: 'deprecation that says what to use', direction: 'removed', before: closed({ ...number, deprecated: true, description: 'Use host.' }), after: closed(number), rules: [], waiver: additive },
  { aspect: 'deprecated setting', direction: 'added', before: closed(number), after: closed(number, { host: { deprecated: true } }), rules: [], waiver: additive },
  { aspect: 'deprecated setting', direction: 'removed', before: closed(number, { host: { deprecated: true } }), after: closed(number), rules: ['deprecation-too-short', 'setting-removed'] },
  { aspect: 'name', direction: 'added', before: closed(number), after: closed(number), beside: { before: {}, after: { names: ['output size'] } }, rules: [], waiver: additive },
  { aspect: 'name', direction: 'removed', before: closed(number), after: closed(number), beside: { before: { names: ['output size'] }, after: {} }, rules: ['name-removed'] },
  { aspect: 'name', direction: 'renamed', before: closed(number), after: closed(number), beside: { before: { names: ['output size'] }, after: { names: ['output byte-size'] } }, rules: ['name-removed'] },
  { aspect: "name's alias", direction: 'added', before: closed(number), after: closed(number), beside: { before: { names: ['output size'] }, after: { names: ['output bytes=size'] } }, rules: [], waiver: additive },
  { aspect: "name's alias", direction: 'removed', before: closed(number), after: closed(number), beside: { before: { names: ['output bytes=size'] }, after: { names: ['output bytes'] } }, rules: ['name-removed'] },
  { aspect: 'runtime', direction: 'narrowed', before: closed(number), after: closed(number), beside: { before: { floors: ['java 8'] }, after: { floors: ['java 17'] } }, rules: ['runtime-raised'] },
  { aspect: 'runtime', direction: 'widened', before: closed(number), after: closed(number), beside: { before: { floors: ['java 17'] }, after: { floors: ['java 8'] } }, rules: [], waiver: additive },
  { aspect: 'stated runtime', direction: 'added', before: closed(number), after: closed(number), beside: { before: {}, after: { floors: ['java 17'] } }, rules: [], waiver: unknown },
  { aspect: 'stated runtime', direction: 'removed', before: closed(number), after: closed(number), beside: { before: { floors: ['java 17'] }, after: {} }, rules: [], waiver: unknown },
] // prettier-ignore

const settingRules = rules.filter(({ category }) => category === 'settings')

function viewOf({ before, after, beside }: Case): View {
  return settingsView(before, after, '', beside)
}

function speak(row: Case): readonly string[] {
  const view = viewOf(row)
  return settingRules.flatMap((rule) => rule.find(view).map((finding) => finding.rule)).sort()
}

const opposites: Readonly<Record<Direction, Direction | undefined>> = {
  added: 'removed',
  removed: 'added',
  narrowed: 'widened',
  widened: 'narrowed',
  closed: 'opened',
  opened: 'closed',
  changed: undefined,
  renamed: undefined,
}

describe('settings rules', () => {
  it.each(cases)('know what to say of $aspect: $direction', (row) => {
    expect(speak(row)).toEqual(row.rules)
  })

  it.each(cases)('say what they have to say in words: $aspect, $direction', (row) => {
    const view = viewOf(row)
    for (const rule of settingRules) {
      for (const finding of rule.find(view)) {
        const { message, fix } = rule.tell(finding, view)
        expect([message, fix].map((words) => words.length > 10 && !/undefined|\[object/.test(words))).toEqual([
          true,
          true,
        ])
        expect(finding.location).toEqual({ path: 'settings.schema.json', line: 1 })
        expect(finding.releases).toEqual(['1.0'])
      }
    }
  })

  it('have a waiver with its reason wherever they are silent, and none where they speak', () => {
    for (const { aspect, direction, rules: speaking, waiver } of cases)
      expect([aspect, direction, waiver === undefined]).toEqual([aspect, direction, speaking.length > 0])
  })

  it('cover every aspect in both directions', () => {
    const known = new Set(cases.map(({ aspect, direction }) => `${aspect}: ${direction}`))
    const missing = cases.flatMap(({ aspect, direction }) => {
      const opposite = opposites[direction]
      return opposite === undefined || known.has(`${aspect}: ${opposite}`) ? [] : [`${aspect}: ${opposite}`]
    })
    expect(missing).toEqual([])
    expect(known.size).toBe(cases.length)
  })

  it('each speak of something', () => {
    const speaking = new Set(cases.flatMap((row) => row.rules))
    expect(settingRules.map(({ id }) => id).filter((id) => !speaking.has(id))).toEqual([])
  })

  it('prove a break with a document that only the earlier schema takes', () => {
    for (const { before, after, aspect, direction } of cases.filter((row) => row.rules.includes('setting-narrowed'))) {
      const view = settingsView(before, after)
      const found = settingRules.flatMap((rule) => rule.find(view)).filter(({ rule }) => rule === 'setting-narrowed')
      for (const { witness } of found) expect([aspect, direction, witness?.acceptedBy, witness?.refusedBy]).toEqual([aspect, direction, '1.0', '1.1']) // prettier-ignore
    }
  })
})
