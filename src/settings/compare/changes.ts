import { groupBy } from '../../group.ts'
import { Blame, isNamed } from './blame.ts'
import { canonical, kindOf } from './json.ts'
import { Pair, type CompareOptions, type Question } from './pair.ts'
import { deprecationOf } from './outline.ts'
import { keyword, settingsOf, type Setting } from './settings.ts'
import { likeness } from './words.ts'

export type SettingRule =
  | 'setting-removed'
  | 'setting-renamed'
  | 'setting-newly-required'
  | 'setting-narrowed'
  | 'setting-default-changed'
  | 'setting-opt-out'
  | 'setting-boolean'
  | 'setting-added'
  | 'setting-deprecated'

export interface SettingChange {
  rule: SettingRule
  /** Dotted path as in `Setting`; empty for the document itself. */
  path: string
  /** Where it stands: in `updated`, or in `original` for what is gone. */
  pointer: string
  before?: unknown
  after?: unknown
  /** The new path of a renamed setting. */
  to?: string
  /** Of a newly required setting: whether it has a default. */
  hasDefault?: boolean
  /** Whether documents are refused because of this change; absent where acceptance is not the question. */
  verdict?: 'additive' | 'breaking' | 'undecided'
  /** A whole document that Ajv accepts under `original` and refuses under `updated`. */
  witness?: unknown
  reason?: string
}

/** Above this likeness, and with the same type, a name that went and one that came are taken for one setting. */
const alike = 0.5

/**
 * What became of each setting, in the order of the original schema and then of the updated one. Never throws: where
 * a schema cannot be read the list is what can be said.
 */
export function changes(original: unknown, updated: unknown, options: CompareOptions = {}): SettingChange[] {
  try {
    const pair = new Pair(original, updated, options)
    return pair.same ? [] : changesOf(pair.read(false))
  } catch {
    return []
  }
}

/** The same, for a pair that has been read already. */
export function changesOf(question: Question): SettingChange[] {
  try {
    return listed(question)
  } catch {
    return []
  }
}

function listed(question: Question): SettingChange[] {
  question.ration()
  const before = settingsOf(question.original.resources)
  const after = settingsOf(question.updated.resources)
  const blame = new Blame(question, before, after)
  const gone = [...before.values()].filter(
    (s) => isNamed(s) && !after.has(s.path) && (!s.parent || after.has(s.parent.path)),
  )
  const come = [...after.values()].filter(
    (s) => isNamed(s) && !before.has(s.path) && (!s.parent || before.has(s.parent.path)),
  )
  const entries = new Set([...gone.filter((s) => isEntry(s, after)), ...come.filter((s) => isEntry(s, before))])
  const isSetting = (setting: Setting): boolean => !entries.has(setting)
  const renames = renamed(gone.filter(isSetting), come.filter(isSetting))
  const tell = (): SettingChange[] => [
    ...gone.flatMap((s) => (isSetting(s) ? [wentAway(s, renames.get(s), blame)] : entryWentAway(s))),
    ...[...before.values()].flatMap((s) => {
      const now = after.get(s.path)
      return now ? kept(s, now, blame) : []
    }),
    ...come.flatMap((s) => appeared(s, known.has(s), blame)),
  ]
  const known = new Set(renames.values())
  const list = [...tell(), ...blame.narrowed()]
  return blame.inseparable(list) ? [...tell(), ...list.filter(({ rule }) => rule === 'setting-narrowed')] : list
}

function wentAway(setting: Setting, heir: Setting | undefined, blame: Blame): SettingChange {
  const change = { path: setting.path, pointer: pointerOf(setting), before: keyword(setting, 'type') }
  const cost = blame.removal(setting)
  if (heir) return { rule: 'setting-renamed', ...change, to: heir.path, ...cost }
  return { rule: 'setting-removed', ...change, ...cost }
}

/**
 * A name of the users' own choice that a default happens to use: without it only the default is another. So is what was
 * described once, where what holds it is described no longer and still taken as a whole.
 */
function isEntry(setting: Setting, otherSide: ReadonlyMap<string, Setting>): boolean {
  const kind = keyword(setting, 'x-undescribed')
  const around = setting.parent && otherSide.get(setting.parent.path)
  if (kind === 'entry' || around === undefined || keyword(around, 'x-entries') !== true) return kind === 'entry'
  // What a schema says of all entries (`additionalProperties`) describes each of them.
  return (
    kind !== undefined || (keyword(around, 'x-undescribed') !== undefined && keyword(around, 'allOf') === undefined)
  )
}

function entryWentAway(setting: Setting): SettingChange[] {
  const value = defaultWithin(setting)
  const at = { path: setting.path, pointer: pointerOf(setting) }
  return value === undefined ? [] : [{ rule: 'setting-default-changed', ...at, before: value }]
}

function defaultWithin(setting: Setting): unknown {
  const own = keyword(setting, 'default')
  if (own !== undefined) return own
  const inside = [...setting.children.values()].flatMap((child): [string, unknown][] => {
    const value = defaultWithin(child)
    return value === undefined ? [] : [[nameOf(child), value]]
  })
  return inside.length === 0 ? undefined : Object.fromEntries(inside)
}

function kept(before: Setting, after: Setting, blame: Blame): SettingChange[] {
  const list: SettingChange[] = []
  const at = { path: after.path, pointer: pointerOf(after) }
  if (!before.required && after.required)
    list.push({ rule: 'setting-newly-required', ...at, ...demanded(after, blame) })
  const [old, now] = [keyword(before, 'default'), keyword(after, 'default')]
  // What only running the product could tell may be the same.
  const told = keyword(after, 'x-computed-default') === undefined
  if (old !== undefined && told && canonical(old) !== canonical(now)) {
    list.push({ rule: 'setting-default-changed', ...at, before: old, ...(now === undefined ? {} : { after: now }) })
  }
  if (!isDeprecated(before) && isDeprecated(after)) list.push(deprecated(after))
  return list
}

function appeared(setting: Setting, isHeir: boolean, blame: Blame): SettingChange[] {
  const at = { path: setting.path, pointer: pointerOf(setting) }
  const type = keyword(setting, 'type')
  const list: SettingChange[] = []
  if (setting.required) list.push({ rule: 'setting-newly-required', ...at, ...demanded(setting, blame) })
  if (isHeir) return list
  const isNewSwitch = type === 'boolean'
  const value = keyword(setting, 'default')
  list.push({ rule: 'setting-added', ...at, after: type })
  if (isNewSwitch) list.push({ rule: 'setting-boolean', ...at })
  if (isNewSwitch && value === true) list.push({ rule: 'setting-opt-out', ...at, after: true })
  return list
}

function demanded(
  setting: Setting,
  blame: Blame,
): Pick<SettingChange, 'hasDefault' | 'verdict' | 'witness' | 'reason'> {
  return { hasDefault: keyword(setting, 'default') !== undefined, ...blame.absence(setting) }
}

function deprecated(setting: Setting): SettingChange {
  const text = deprecationOf(setting)
  return {
    rule: 'setting-deprecated',
    path: setting.path,
    pointer: pointerOf(setting),
    ...(text === '' ? {} : { after: text }),
  }
}

function isDeprecated(setting: Setting): boolean {
  return deprecationOf(setting) !== undefined
}

/** Pairs what went with what came: same parent, same type, similar words, the best match first. */
function renamed(gone: readonly Setting[], come: readonly Setting[]): Map<Setting, Setting> {
  const kin = groupBy(come, kinOf)
  const matches = gone.flatMap((from) =>
    (kin.get(kinOf(from)) ?? []).map((to) => ({ from, to, score: likeness(nameOf(from), nameOf(to)) })),
  )
  const pairs = new Map<Setting, Setting>()
  const taken = new Set<Setting>()
  for (const { from, to, score } of matches.sort((a, b) => b.score - a.score)) {
    if (score < alike || pairs.has(from) || taken.has(to)) continue
    pairs.set(from, to)
    taken.add(to)
  }
  return pairs
}

/** Equal for settings of one parent and type. */
function kinOf(setting: Setting): string {
  const type = keyword(setting, 'type') ?? keyword(setting, 'enum') ?? impliedType(setting)
  return canonical([setting.parent?.path ?? null, type])
}

/** What a setting without a type seems to be, by its default or its members. */
function impliedType(setting: Setting): string | null {
  const value = keyword(setting, 'default')
  if (value !== undefined) return kindOf(value)
  return setting.children.size > 0 ? 'object' : null
}

function nameOf({ step }: Setting): string {
  return step && 'property' in step ? step.property : ''
}

function pointerOf(setting: Setting): string {
  return setting.places[0]?.pointer ?? '#'
}
