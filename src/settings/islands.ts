/**
 * Takes the comparison of two schemas apart into small ones. Releases share most of their settings, so the small ones
 * recur while the whole ones never do: what became of each setting since a hundred releases costs little more than since one.
 */
import { annotated, comparable, INCOMPLETE, isAlike, isGuessed, isSeparate, type Separate } from './comparable.ts'
import type { JsonObject } from './compare/json.ts'
import { idOf, partsOf, refers, textOf, withDefinitions } from './schema-parts.ts'
import { without } from './surface.ts'

/** Two schemas of which nothing is left but what has to be compared together; `one-sided`: a setting that went or came. */
export type Island = readonly [before: unknown, now: unknown, kind?: 'one-sided']

type Wrap = (schema: unknown) => unknown

const MEMBERS: ReadonlySet<string> = new Set(['properties', 'required', 'x-removed', INCOMPLETE])

/** What an applicator may say about settings that it does not name. */
const UNNAMED =
  /"(?:additionalProperties|unevaluatedProperties|propertyNames|patternProperties|m(?:in|ax)Properties|\$ref)"/

/**
 * The comparisons that together tell what became of each setting. No documents can be had from them for the whole, and a
 * setting that got another name is one that went and one that came.
 */
export function islandsOf(before: unknown, now: unknown): readonly Island[] {
  const [old, current] = [partsOf(before), partsOf(now)]
  if (!old || !current) return [comparable(before, now)]
  const sameDefinitions = textOf(old.definitions) === textOf(current.definitions)
  const rules = textOf(old.applicators) + textOf(current.applicators)
  if (UNNAMED.test(rules)) return [[before, now]]
  const isBound = (name: string): boolean =>
    rules.includes(JSON.stringify(name)) ||
    (!sameDefinitions &&
      [old, current].some(({ plain: { properties } }) => Object.hasOwn(properties, name) && refers(properties[name])))
  const finish = (islands: readonly Island[]): readonly Island[] =>
    islands
      .map(([a, b, ...kind]): Island => [withDefinitions(a, old), withDefinitions(b, current), ...kind])
      .filter(([a, b]) => !isAlike(a, b))
  const found: Island[] = []
  const { shell, pairs, bound } = sharedShell(old, current, same, found, isBound)
  const ends = [old.plain, current.plain] as const
  const sides = [shell, entriesOf(ends[0]), endsOf(ends[1]), old.definitions, current.definitions]
  const around = sides.map(idOf).join(' ')
  const list = [...finish(found)]
  for (const pair of pairs) {
    if (isSettled(pair)) continue
    const key = `${around} ${pair.name} ${idOf(pair.left)} ${idOf(pair.right)} ${pair.isNeeded.join(' ')}`
    let islands = recurring.get(key)
    if (!islands) recurring.set(key, (islands = finish(memberIslands(pair, shell, ends, same))))
    list.push(...islands)
  }
  return bound ? [...list, ...finish([bound])] : list
}

const same: Wrap = (schema) => schema

// What became of one setting is the same island for every pair of releases that shows it.
const recurring = new Map<string, readonly Island[]>()

interface Members {
  readonly properties: Readonly<Record<string, unknown>>
  readonly required: readonly unknown[]
}

/** Some of an object's settings. */
function membersOf({ properties, required }: Separate, wanted: (name: string) => boolean): Members {
  return {
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => wanted(name))),
    required: required?.filter((name) => typeof name === 'string' && wanted(name)) ?? [],
  }
}

/** What an object says about settings that it no longer describes. */
function endsOf(schema: Separate): object {
  return {
    ...entriesOf(schema),
    ...(schema[INCOMPLETE] === true ? { [INCOMPLETE]: true, 'x-removed': schema['x-removed'] ?? [] } : {}),
  }
}

/** Whether its members are entries of the users' own, which each side says for itself. */
function entriesOf(schema: object): object {
  return 'x-entries' in schema ? { 'x-entries': schema['x-entries'] } : {}
}

/** `wrap` puts what is compared back into its place in the document. */
function split(before: Separate, now: Separate, wrap: Wrap, found: Island[]): void {
  const { shell, pairs } = sharedShell({ plain: before }, { plain: now }, wrap, found)
  for (const pair of pairs) found.push(...memberIslands(pair, shell, [before, now], wrap))
}

/**
 * One shell for both sides, without words, in which settings can be compared one by one, and the settings that are: what
 * became of the shell itself, and of what hangs together with it, is added to `found`.
 */
function sharedShell(
  { plain: before, applicators: rules = {} }: Ruled,
  { plain: now, applicators: newRules = {} }: Ruled,
  wrap: Wrap,
  found: Island[],
  isBound?: (name: string) => boolean,
): Shell {
  const [shellBefore, shellNow] = [shellOf(before), shellOf(now)]
  const pairs = pairsOf(before, now)
  const add = (old: object, current: object): void => {
    const [a, b] = comparable(old, current)
    found.push([wrap(a), wrap(b)])
  }
  if (isAlike(before.additionalProperties, now.additionalProperties)) {
    if (!isAlike(shellBefore, shellNow)) add(shellBefore, shellNow)
    const shell = without(bare(shellBefore) as JsonObject, 'x-entries')
    if (!isBound) return { shell, pairs }
    const bound: Island = [
      { ...shellBefore, ...membersOf(before, isBound), ...rules },
      { ...shellBefore, ...endsOf(now), ...membersOf(now, isBound), ...newRules },
    ]
    return { shell, pairs: pairs.filter(({ name }) => !isBound(name)), bound }
  }
  // What may be there besides, and what has to be there, hang together. Other described settings take anything here, on
  // both sides.
  const isFree = ({ name, isNeeded }: MemberPair): boolean => !isNeeded.includes(true) && isBound?.(name) !== true
  const free = pairs.filter(isFree)
  const others = new Set(pairs.filter((pair) => !isFree(pair)).map(({ name }) => name))
  const open = Object.fromEntries(free.map(({ name }) => [name, {}]))
  const side = (shell: object, schema: Separate): object => {
    const { properties, required } = membersOf(schema, (name) => others.has(name))
    return { ...shell, properties: { ...open, ...properties }, ...(required.length > 0 ? { required } : {}) }
  }
  add({ ...side(shellBefore, before), ...rules }, { ...side(shellNow, now), ...newRules })
  return { shell: without(bare(shellBefore) as JsonObject, 'additionalProperties', 'x-entries'), pairs: free }
}

interface Shell {
  readonly shell: object
  /** The settings that can be compared one by one. */
  readonly pairs: readonly MemberPair[]
  /** Those that rules bind together, where they are not in the shell. */
  readonly bound?: Island
}

/** An object, and rules about several of its settings. */
interface Ruled {
  readonly plain: Separate
  readonly applicators?: object
}

/** A setting as both sides have it; undefined where one does not. */
interface MemberPair {
  readonly name: string
  readonly left: unknown
  readonly right: unknown
  readonly isNeeded: readonly [boolean, boolean]
}

function pairsOf(before: Separate, now: Separate): readonly MemberPair[] {
  const [neededBefore, neededNow] = [new Set(before.required), new Set(now.required)]
  const pairs: MemberPair[] = []
  for (const name of namesOf(before, now)) {
    const [left, right] = [before, now].map(({ properties }) =>
      Object.hasOwn(properties, name) ? properties[name] : undefined,
    )
    pairs.push({ name, left, right, isNeeded: [neededBefore.has(name), neededNow.has(name)] })
  }
  return pairs
}

/** Whether nothing became of a setting: told at once where it is the same text. */
function isSettled({ left, right, isNeeded }: MemberPair): boolean {
  return isNeeded[0] === isNeeded[1] && (left === right || idOf(left) === idOf(right))
}

function memberIslands(
  pair: MemberPair,
  shell: object,
  [before, now]: readonly [Separate, Separate],
  wrap: Wrap,
): readonly Island[] {
  const { name, left, right, isNeeded } = pair
  if (isNeeded[0] === isNeeded[1] && isAlike(left, right)) return []
  const [old, current] = [memberOf(name, left, isNeeded[0]), memberOf(name, right, isNeeded[1])]
  if (left === undefined || right === undefined) {
    const [a, b] = comparable({ ...shell, ...entriesOf(before), ...old }, { ...shell, ...endsOf(now), ...current })
    return [[wrap(a), wrap(b), 'one-sided']]
  }
  const around = ({ required }: Members): Wrap => {
    return (inner) => wrap({ ...shell, properties: { [name]: inner }, required })
  }
  const both = [around(old), around(current)] as const
  if (isGuessed(left) || isGuessed(right)) return [[both[0](annotated(left)), both[1](annotated(right))]]
  const found: Island[] = []
  if (old.required.length === current.required.length) descend(left, right, both[0], found)
  else {
    const [a, b] = comparable(left, right)
    found.push([both[0](a), both[1](b)])
  }
  return found
}

/** Goes on with the settings inside, where that is all that differs; lists hold theirs in their items, maps in their values. */
function descend(before: unknown, now: unknown, wrap: Wrap, found: Island[]): void {
  const [old, current] = [holderOf(before), holderOf(now)]
  if (isSeparate(before) && isSeparate(now)) split(before, now, wrap, found)
  else if (old && current?.keyword === old.keyword) {
    const isSame = isAlike(old.shell, current.shell)
    if (!isSame) found.push([wrap(old.shell), wrap(current.shell)])
    const shell = isSame ? bare(old.shell) : { type: holders[old.keyword].type }
    const around: Wrap = (inner) => wrap({ ...shell, [old.keyword]: inner })
    if (!isAlike(old.inner, current.inner)) descend(old.inner, current.inner, around, found)
  } else {
    const [a, b] = comparable(before, now)
    found.push([wrap(a), wrap(b)])
  }
}

const holders = {
  items: { type: 'array', least: 'minItems', most: 'maxItems' },
  additionalProperties: { type: 'object', least: 'minProperties', most: 'maxProperties' },
} as const

interface Holder {
  readonly keyword: keyof typeof holders
  readonly shell: object
  readonly inner: unknown
}

/** A list or map that says how much it holds, and what each thing in it is: the one has nothing to do with the other. */
function holderOf(schema: unknown): Holder | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  const keyword = 'items' in schema ? 'items' : 'additionalProperties'
  const { [keyword]: inner, ...shell } = schema as Readonly<Record<string, unknown>>
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return undefined
  const { type, least, most } = holders[keyword]
  const plain: readonly string[] = ['type', 'title', 'description', least, most]
  const isPlain = Object.keys(shell).every((name) => plain.includes(name))
  const holds = shell.type === undefined || [shell.type].flat().includes(type)
  return isPlain && holds && !(Number(shell[most] ?? 1) <= 0) ? { keyword, shell, inner } : undefined
}

function namesOf(...schemas: readonly Separate[]): ReadonlySet<string> {
  return new Set(
    schemas.flatMap(({ properties, required = [] }) => [
      ...Object.keys(properties),
      ...required.filter((name) => typeof name === 'string'),
    ]),
  )
}

function memberOf(name: string, schema: unknown, isNeeded: boolean): Members {
  return { properties: schema === undefined ? {} : { [name]: schema }, required: isNeeded ? [name] : [] }
}

/** The object without its settings. */
function shellOf(schema: Separate): Separate {
  const shell = Object.entries(schema).filter(([keyword]) => !MEMBERS.has(keyword))
  return { ...Object.fromEntries(shell), properties: {} }
}

function bare(shell: object): object {
  return Object.fromEntries(
    Object.entries(shell).filter(([keyword]) => !/^(?:title|description|default)$/.test(keyword)),
  )
}
