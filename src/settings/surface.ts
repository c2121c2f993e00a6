/** What the readers of settings share. */
import { pointerToken } from '../languages/pointer.ts'
import { createHash } from 'node:crypto'
import type { SerializedName, SettingsSurface } from '../model.ts'
import type { JsonObject } from './compare/json.ts'

/** What one text says, before it has a name and a place. */
export type SurfaceText = Pick<SettingsSurface, 'schema' | 'digest' | 'lines' | 'aliases'>

/** Equal for equal meanings, whatever their layout and place. */
export function digestOf(
  schema: unknown,
  aliases: ReadonlyMap<string, string> = new Map(),
  names: ReadonlyMap<string, SerializedName> = new Map(),
): string {
  const extra = aliases.size + names.size === 0 ? '' : JSON.stringify([[...aliases], [...names.keys()]])
  return createHash('sha1').update(JSON.stringify(schema)).update(extra).digest('hex')
}

/** A surface's `names`, by kind and name. */
export function namesOf(list: readonly SerializedName[]): ReadonlyMap<string, SerializedName> {
  return new Map(list.map((entry) => [`${entry.kind} ${entry.name}`, entry]))
}

/** The lines of everything at or below a pointer, by pointers at or below another. */
export function linesBelow(
  lines: ReadonlyMap<string, number>,
  from: string,
  to: string,
): readonly (readonly [string, number])[] {
  return [...lines]
    .filter(([pointer]) => pointer === from || pointer.startsWith(`${from}/`))
    .map(([pointer, line]) => [to + pointer.slice(from.length), line])
}

/** The object with other members than these. */
export function without(object: JsonObject, ...names: readonly string[]): JsonObject {
  if (!names.some((name) => Object.hasOwn(object, name))) return object
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}

/** JSON pointer of a member: names may hold slashes. */
export function pointerTo(...names: readonly (string | number)[]): string {
  let pointer = ''
  for (const name of names) pointer += `/${pointerToken(name)}`
  return pointer
}
