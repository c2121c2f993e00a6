import type { Place, Resources } from './resources.ts'
import { Unresolved } from './resources.ts'
import { has, isObject, type JsonObject } from './json.ts'

/** The way from a setting's parent to it. */
export type Step = { property: string } | { items: true } | { additional: true }

/** One place in a document that users write to, as one schema describes it. */
export interface Setting {
  /** Dotted: `source.port`; `ports[]` for the items of a list, `labels.*` for properties of any name. Root: empty. */
  path: string
  parent: Setting | undefined
  step: Step | undefined
  /** The schemas that apply to its value, all of them. */
  places: Place[]
  /** Those and what they include by reference or `allOf`: where keywords such as `default` are found. */
  views: View[]
  required: boolean
  /** Whether it exists in some alternatives only, so that no single schema describes it. */
  conditional: boolean
  children: Map<string, Setting>
}

interface View {
  place: Place
  schema: JsonObject
}

const mostSettings = 20_000
const deepest = 24

/** All settings that a schema describes, in its own order, the root first. */
export function settingsOf(resources: Resources): Map<string, Setting> {
  const settings = new Map<string, Setting>()
  const visit = (setting: Setting, depth: number): void => {
    settings.set(setting.path, setting)
    if (settings.size > mostSettings || depth > deepest || repeats(setting)) return
    for (const child of setting.children.values()) visit(complete(child, resources), depth + 1)
  }
  const root: Setting = {
    path: '',
    parent: undefined,
    step: undefined,
    places: [resources.root],
    views: [],
    required: true,
    conditional: false,
    children: new Map(),
  }
  visit(complete(root, resources), 0)
  return settings
}

/** The first value of a keyword among the schemas that describe the setting. */
export function keyword(setting: Setting, name: string): unknown {
  return setting.views.find(({ schema }) => schema[name] !== undefined)?.schema[name]
}

/** Tells a setting from its siblings. */
export function keyOf(step: Step): string {
  if ('property' in step) return `property ${step.property}`
  return 'items' in step ? 'items' : 'additional'
}

function complete(setting: Setting, resources: Resources): Setting {
  const sure: View[] = []
  const maybe: View[] = []
  for (const place of setting.places) gather(place, resources, sure, maybe, new Set())
  setting.views = [...sure, ...maybe]
  for (const view of sure) addChildren(setting, view, resources, setting.conditional)
  for (const view of maybe) addChildren(setting, view, resources, true)
  return setting
}

/** Collects the schemas that surely apply, and those that apply in some alternatives. */
function gather(place: Place, resources: Resources, sure: View[], maybe: View[], seen: Set<object>): void {
  const { schema } = place
  if (!isObject(schema) || seen.has(schema)) return
  seen.add(schema)
  sure.push({ place, schema })
  const target = reference(place, schema, resources)
  if (target) gather(target, resources, sure, maybe, seen)
  const each = (name: string, into: View[]): void => {
    const list = schema[name]
    if (!Array.isArray(list)) return
    for (const index of list.keys()) gather(resources.child(place, name, index), resources, into, maybe, seen)
  }
  each('allOf', sure)
  each('anyOf', maybe)
  each('oneOf', maybe)
  for (const name of ['then', 'else']) {
    if (schema[name] !== undefined) gather(resources.child(place, name), resources, maybe, maybe, seen)
  }
}

function reference(place: Place, schema: JsonObject, resources: Resources): Place | undefined {
  if (typeof schema.$ref !== 'string') return undefined
  try {
    return resources.resolve(schema.$ref, place)
  } catch (error) {
    if (error instanceof Unresolved) return undefined
    throw error
  }
}

function addChildren(parent: Setting, { place, schema }: View, resources: Resources, conditional: boolean): void {
  const required: unknown[] = Array.isArray(schema.required) ? schema.required : []
  const add = (path: string, step: Step, child: Place): void => {
    const key = keyOf(step)
    const known = parent.children.get(key)
    if (known) {
      // Alternatives only add to what is known of a setting that is sure to exist.
      if (!conditional || known.conditional) known.places.push(child)
      return
    }
    const setting: Setting = {
      path,
      parent,
      step,
      places: [child],
      views: [],
      required: false,
      conditional,
      children: new Map(),
    }
    parent.children.set(key, setting)
  }
  if (isObject(schema.properties)) {
    for (const name of Object.keys(schema.properties)) {
      const path = parent.path === '' ? name : `${parent.path}.${name}`
      add(path, { property: name }, resources.child(place, 'properties', name))
    }
  }
  if (isObject(schema.items)) add(`${parent.path}[]`, { items: true }, resources.child(place, 'items'))
  if (isObject(schema.additionalProperties)) {
    const path = parent.path === '' ? '*' : `${parent.path}.*`
    add(path, { additional: true }, resources.child(place, 'additionalProperties'))
  }
  if (conditional) return
  for (const name of required) {
    const child = parent.children.get(keyOf({ property: String(name) }))
    if (child) child.required = true
  }
}

/** Whether the setting is described by the same schema as one around it, so that it goes on without end. */
function repeats(setting: Setting): boolean {
  const own = new Set(setting.views.map(({ schema }) => schema))
  for (let around = setting.parent; around; around = around.parent) {
    if (around.views.some(({ schema }) => own.has(schema) && has(schema, 'properties'))) return true
  }
  return false
}
