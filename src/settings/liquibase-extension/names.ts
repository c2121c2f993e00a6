import { stringOf } from '../../languages/java.ts'
import type { SerializedName } from '../../model.ts'
import { propertiesOf } from './bean.ts'
import type { Classes, Found } from './classes.ts'
import { CORE_ATTRIBUTES, CORE_CHANGES } from './core.ts'

/** By the service whose implementations have names that users write, what they are called. */
export const SERVICES: Readonly<Record<string, (full: string, classes: Classes) => readonly SerializedName[]>> = {
  'liquibase.change.Change': changeNames,
  'liquibase.precondition.Precondition': preconditionNames,
  'liquibase.structure.DatabaseObject': snapshotTypes,
  'liquibase.configuration.AutoloadedConfigurations': configurationKeys,
}

/** `@DatabaseChange(name = ...)` and the properties of the change. */
function changeNames(full: string, classes: Classes): readonly SerializedName[] {
  const found = classes.find(full)
  const annotation = found?.type.annotations.find(({ name }) => name === 'DatabaseChange')
  const name = found && classes.evaluate(annotation?.values.get('name') ?? [], found)
  if (!found || name === undefined) return []
  const all = [nameAt('change', name, found), ...attributes(name, full, classes)]
  if (!CORE_CHANGES.has(name) || full.startsWith('liquibase.change.core.')) return all
  // A change of Liquibase's own that an extension does in its own way is still there without it, attributes and all.
  return all.filter(({ kind, name: own }) => kind !== 'change' && !CORE_ATTRIBUTES.has(own.slice(name.length + 1)))
}

/** What `getName` returns, and the properties. */
function preconditionNames(full: string, classes: Classes): readonly SerializedName[] {
  const named = returned('getName', full, classes)
  if (!named) return []
  return [nameAt('precondition', named.value, named.at), ...attributes(named.value, full, classes)]
}

/** `getObjectTypeName`; else the class's own name, as Liquibase has it. */
function snapshotTypes(full: string, classes: Classes): readonly SerializedName[] {
  const found = classes.find(full)
  if (!found) return []
  const simple = found.type.name
  const name = returned('getObjectTypeName', full, classes)?.value ?? simple.charAt(0).toLowerCase() + simple.slice(1)
  return [nameAt('snapshot type', name, found)]
}

/** `new ConfigurationDefinition.Builder("prefix")` with `define("key", Type.class)` and `addAliasKey("alias")`. */
function configurationKeys(full: string, classes: Classes): readonly SerializedName[] {
  const found = classes.find(full)
  if (!found) return []
  const { body } = found.type
  const argument = (at: number): string | undefined => {
    const end = body.findIndex(({ text }, n) => n > at && /^[,)]$/.test(text))
    return classes.evaluate(body.slice(at + 2, end), found)
  }
  let prefix = ''
  const keys: SerializedName[] = []
  let aliases: string[] = []
  for (const [at, { text, line }] of body.entries()) {
    if (body[at + 1]?.text !== '(') continue
    const value = /^(?:Builder|define|addAliasKey)$/.test(text) ? argument(at) : undefined
    if (value === undefined) continue
    if (text === 'Builder') prefix = value
    else if (text === 'addAliasKey') aliases.push(value)
    else {
      aliases = []
      const name = prefix === '' ? value : `${prefix}.${value}`
      keys.push({ kind: 'configuration key', name, place: { path: found.path, line }, aliases })
    }
  }
  return keys
}

function attributes(owner: string, full: string, classes: Classes): readonly SerializedName[] {
  return propertiesOf(full, classes).map(({ name, place, aliases }) => ({
    kind: 'attribute',
    name: `${owner}.${name}`,
    place,
    aliases: aliases.map((alias) => `${owner}.${alias}`),
  }))
}

/** The text that a method of the class, or of one above it, returns. */
function returned(
  method: string,
  full: string,
  classes: Classes,
): { readonly value: string; readonly at: Found } | undefined {
  for (const at of classes.chain(full).classes) {
    const body = at.type.methods.find(({ name, parameters }) => name === method && parameters === 0)?.body
    if (!body) continue
    const [first, ...rest] = body.filter((token) => token.text !== ';' || stringOf(token) !== undefined)
    const value = first?.text === 'return' ? classes.evaluate(rest, at) : undefined
    return value === undefined ? undefined : { value, at }
  }
  return undefined
}

function nameAt(kind: string, name: string, { type, path }: Found): SerializedName {
  return { kind, name, place: { path, line: type.line }, aliases: [] }
}
