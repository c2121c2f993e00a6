import type { SettingChange } from './changes.ts'
import type { Compiler } from './compile.ts'
import type { Formula } from './formula.ts'
import { isObject } from './json.ts'
import type { Meaning } from './meaning.ts'
import type { Outcome } from './outcome.ts'
import type { Question } from './pair.ts'
import { regExpOf } from './pattern.ts'
import { isPattern } from './scalar-keywords.ts'
import { keyOf, keyword, type Setting } from './settings.ts'

/** Keywords worth showing beside a narrowed setting. */
const limits = [
  'type',
  'nullable',
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'additionalProperties',
  'propertyNames',
  'required',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'contains',
  'unevaluatedProperties',
  'unevaluatedItems',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
]
/** A longer keyword is named, not shown. */
const mostShown = 400

type Cost = Pick<SettingChange, 'verdict' | 'witness' | 'reason'>

/** Finds which setting a break comes from, each with a whole document that shows it. */
export class Blame {
  private readonly question: Question
  private readonly before: ReadonlyMap<string, Setting>
  private readonly after: ReadonlyMap<string, Setting>
  private known: boolean | undefined
  /** Whether a document may show several reasons at once: where none can be shown alone. */
  private together = false

  constructor(question: Question, before: ReadonlyMap<string, Setting>, after: ReadonlyMap<string, Setting>) {
    this.question = question
    this.before = before
    this.after = after
  }

  /** Whether there is a break at all; asked only where something hangs on it. */
  private get breaks(): boolean {
    const { original, updated } = this.question
    this.known ??= this.question.example(() => [original.root(), updated.root().not]).status !== 'empty'
    return this.known
  }

  /** Whether documents that have the setting are refused because they have it. */
  removal(setting: Setting): Cost {
    return this.cost(setting, this.child(setting, this.meanings.all))
  }

  /** Whether documents without the setting are refused because they lack it. */
  absence(setting: Setting): Cost {
    return this.cost(setting, this.without(setting))
  }

  /** Whether each went or came to no break by itself, though the whole is one: no document shows one of them alone. */
  inseparable(list: readonly SettingChange[]): boolean {
    const verdicts = new Set(list.map(({ verdict }) => verdict))
    const isInnocent = verdicts.has('additive') && !verdicts.has('breaking') && !verdicts.has('undecided')
    if (this.together || !isInnocent || !this.breaks) return false
    this.together = true
    return true
  }

  /** Each setting whose own values are accepted no longer, the deepest ones that explain the break. */
  narrowed(): SettingChange[] {
    const root = this.before.get('')
    return this.question.narrowing && root && this.breaks ? this.below(root) : []
  }

  private below(before: Setting): SettingChange[] {
    const after = this.after.get(before.path)
    if (!after || after.conditional) return []
    // Where only its default tells of a setting, no value was ever promised to be taken.
    if (keyword(before, 'x-undescribed') !== undefined) return []
    const { original, updated } = this.question
    if (this.question.example(() => this.difference(before, after)).status === 'empty') return []
    // A long list of settings that may or may not be narrowed tells a reader nothing.
    if (this.question.exhausted) return []
    const list = [...before.children.values()].flatMap((child) => this.below(child))
    const own = this.question.confirmedBreak(() => [
      original.root(),
      updated.root().not,
      this.at(before, this.meanings.and([...this.difference(before, after), ...this.avoided(before, after)])),
    ])
    if (own.status !== 'empty') list.unshift(this.change(before, after, own))
    return list
  }

  private change(before: Setting, after: Setting, outcome: Outcome): SettingChange {
    const words = this.limits(before, after)
    return {
      rule: 'setting-narrowed',
      path: before.path,
      pointer: after.places[0]?.pointer ?? '#',
      ...words,
      ...costOf(outcome),
    }
  }

  /** The keywords that differ, so that a reader sees what was narrowed. */
  private limits(before: Setting, after: Setting): { before?: unknown; after?: unknown } {
    const changed = limits.filter(
      (name) => JSON.stringify(keyword(before, name)) !== JSON.stringify(keyword(after, name)),
    )
    const pick = (setting: Setting): Record<string, unknown> => {
      const shown: Record<string, unknown> = {}
      for (const name of changed) {
        const value = keyword(setting, name)
        if (value !== undefined) shown[name] = JSON.stringify(value).length <= mostShown ? value : '...'
      }
      return shown
    }
    return changed.length === 0 ? {} : { before: pick(before), after: pick(after) }
  }

  /** Values of which no change in a child, but that of the excepted one, can be the reason for a refusal. */
  private avoided(before: Setting, after: Setting, excepted?: string): Meaning[] {
    const parts: Meaning[] = []
    for (const [key, child] of before.children) {
      const now = after.children.get(key)
      // What lies too deep to be listed cannot take the blame.
      if (key === excepted || !this.before.has(child.path) || (now && !this.after.has(now.path))) continue
      if (!now && this.together) continue
      if (!now) parts.push(...(isNamed(child) ? [this.child(child, this.leftFor(child, after), true)] : []))
      else if (!now.conditional) parts.push(this.child(now, this.meaning(this.question.updated, now), true))
    }
    for (const [key, child] of after.children) {
      const { step } = child
      // A new setting is no break, though an open object could have held anything under its name before.
      if (!before.children.has(key) && !child.conditional && isNamed(child)) {
        parts.push(this.child(child, this.meaning(this.question.updated, child), true))
      }
      if (key === excepted || this.together || !step || !('property' in step)) continue
      if (child.required && !before.children.get(key)?.required) parts.push(this.question.original.has(step.property))
    }
    return parts
  }

  /** Values of the parent in which the setting is there and of this meaning; `ifThere`: or is not there at all. */
  private child(setting: Setting, meaning: Meaning, ifThere = false): Meaning {
    const { original } = this.question
    const { step } = setting
    const { formulas } = this.meanings
    if (!step) return meaning
    if ('items' in step) {
      if (ifThere) return original.everyItem(0, Infinity, meaning)
      return this.meanings.only(
        'array',
        formulas.literal({ is: 'many', count: 1, from: 0, to: Infinity, items: meaning }),
      )
    }
    const names = 'property' in step ? original.name(step.property) : this.otherNames(setting)
    if (ifThere) return original.everyProperty(names, meaning)
    return this.meanings.only('object', formulas.literal({ is: 'some', names, values: meaning }))
  }

  private without(setting: Setting): Meaning {
    return this.child(setting, this.meanings.none, true)
  }

  private otherNames({ parent, path }: Setting): Formula {
    const { formulas } = this.meanings
    const siblings = [this.before, this.after].flatMap((side) => [...childrenOf(side.get(parent?.path ?? path))])
    const named = siblings.flatMap(({ step }) =>
      step && 'property' in step ? [this.question.original.name(step.property)] : [],
    )
    return formulas.not(formulas.or(named))
  }

  /** Whole documents in which the setting is there and of this meaning. */
  private at(setting: Setting, meaning: Meaning): Meaning {
    let whole = meaning
    for (let at: Setting | undefined = setting; at; at = at.parent) whole = this.child(at, whole)
    return whole
  }

  private meaning(compiler: Compiler, setting: Setting): Meaning {
    return this.meanings.and([this.meanings.all, ...setting.places.map((place) => compiler.read(place, []))])
  }

  /** A break whose reason lies in this child of a setting that both schemas have. */
  private cost({ parent, step }: Setting, more: Meaning): Cost {
    if (!this.question.proof) return {}
    if (!this.breaks) return { verdict: 'additive' }
    const before = parent && this.before.get(parent.path)
    const after = parent && this.after.get(parent.path)
    if (!before || !after || !step) return {}
    const { original, updated } = this.question
    return costOf(
      this.question.confirmedBreak(() => [
        original.root(),
        updated.root().not,
        this.at(
          before,
          this.meanings.and([more, ...this.difference(before, after), ...this.avoided(before, after, keyOf(step))]),
        ),
      ]),
    )
  }

  /** What a setting that is gone may still hold: anything, unless what held it is closed or describes all its properties. */
  private leftFor({ step }: Setting, holder: Setting): Meaning {
    const { updated } = this.question
    const parts: Meaning[] = [this.meanings.all]
    if (!step || !('property' in step)) return this.meanings.all
    for (const { place, schema } of holder.views) {
      const patterns = isObject(schema.patternProperties) ? Object.keys(schema.patternProperties) : []
      const matching = patterns.filter((pattern) => isPattern(pattern) && regExpOf(pattern).test(step.property))
      const described = matching.map((pattern) => ['patternProperties', pattern])
      const isOther = matching.length === 0 && schema.additionalProperties !== undefined
      for (const tokens of isOther ? [['additionalProperties']] : described)
        parts.push(updated.read(updated.resources.child(place, ...tokens), []))
    }
    return this.meanings.and(parts)
  }

  /** What the setting accepted and accepts no longer. */
  private difference(before: Setting, after: Setting): Meaning[] {
    // An alternative that no document need take promises nothing; the whole document has to be looked at.
    if (before.conditional) return [this.meaning(this.question.updated, after).not]
    return [this.meaning(this.question.original, before), this.meaning(this.question.updated, after).not]
  }

  private get meanings(): Question['meanings'] {
    return this.question.meanings
  }
}

/** Entries of a list and properties of any name are no settings: to describe them is to narrow what holds them. */
export function isNamed({ step }: Setting): boolean {
  return step !== undefined && 'property' in step
}

function childrenOf(setting: Setting | undefined): Setting[] {
  return setting ? [...setting.children.values()] : []
}

function costOf(outcome: Outcome): Cost {
  switch (outcome.status) {
    case 'found':
      return { verdict: 'breaking', witness: outcome.value }
    case 'empty':
      return { verdict: 'additive' }
    case 'unknown':
      return { verdict: 'undecided', reason: outcome.reason }
  }
}
