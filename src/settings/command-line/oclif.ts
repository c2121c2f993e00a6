import { parseJson } from '../../languages/json.ts'
import { Unclear } from '../../snapshots/files.ts'
import { isObject, type JsonObject } from '../compare/json.ts'
import { pointerTo } from '../surface.ts'
import type { CommandLine } from './index.ts'

/**
 * A manifest as oclif writes it: an object per command, which refuses what it does not know unless it is not `strict`.
 * Hidden commands and flags still work, and count.
 */
export function parseOclif(text: string): CommandLine {
  const { value, lines } = parseJson(text)
  const commands = isObject(value) ? value.commands : undefined
  if (!isObject(commands)) throw new Unclear('expected an oclif manifest: an object with commands')
  const reading: Reading = { aliases: new Map(), places: new Map(), lines }
  const properties = Object.entries(commands).map(([id, command]): [string, unknown] => [
    id,
    isObject(command) ? commandSchema(id, command, reading) : {},
  ])
  return {
    schema: { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) },
    lines: reading.places,
    aliases: reading.aliases,
    commands: new Map(),
  }
}

interface Reading {
  readonly aliases: Map<string, string>
  readonly places: Map<string, number>
  readonly lines: ReadonlyMap<string, number>
}

function commandSchema(id: string, command: JsonObject, { aliases, places, lines }: Reading): JsonObject {
  const place = (to: string, from: string): void => {
    const line = lines.get(from)
    if (line !== undefined) places.set(to, line)
  }
  const at = pointerTo('commands', id)
  place(pointerTo('properties', id), at)
  const properties: JsonObject = {}
  const required: string[] = []
  const add = (name: string, option: JsonObject, from: string): void => {
    properties[name] = optionSchema(option)
    if (option.required === true && option.default === undefined) required.push(name)
    place(pointerTo('properties', id, 'properties', name), from)
  }
  for (const [name, flag] of entriesOf(command.flags)) {
    add(`--${name}`, flag, at + pointerTo('flags', name))
    if (flag.allowNo === true) properties[`--no-${name}`] = { type: 'boolean' }
    const shorts = [flag.char, ...listOf(flag.charAliases)].filter((char) => typeof char === 'string')
    const others = listOf(flag.aliases).filter((alias) => typeof alias === 'string')
    for (const short of shorts) aliases.set(`${id}.-${short}`, `${id}.--${name}`)
    for (const other of others) aliases.set(`${id}.--${other}`, `${id}.--${name}`)
  }
  for (const [key, arg] of entriesOf(command.args)) {
    add(typeof arg.name === 'string' ? arg.name : key, arg, at + pointerTo('args', key))
  }
  for (const alias of listOf(command.aliases)) if (typeof alias === 'string') aliases.set(alias, id)
  return {
    type: 'object',
    ...(command.strict === false ? {} : { additionalProperties: false }),
    properties,
    ...(required.length === 0 ? {} : { required }),
    ...textOf(command),
    ...deprecationOf(command.state === 'deprecated' ? (command.deprecationOptions ?? true) : undefined),
  }
}

function optionSchema(option: JsonObject): JsonObject {
  const values = listOf(option.options)
  const single =
    option.type === 'boolean' ? { type: 'boolean' } : { type: 'string', ...(values.length ? { enum: values } : {}) }
  return {
    ...(option.multiple === true ? { anyOf: [single, { type: 'array', items: single }] } : single),
    ...(option.default === undefined ? {} : { default: option.default }),
    ...textOf(option),
    ...deprecationOf(option.deprecated),
  }
}

function textOf({ description, summary }: JsonObject): JsonObject {
  const text = description ?? summary
  return typeof text === 'string' ? { description: text } : {}
}

/** `true`, or what to say and what to use instead. */
function deprecationOf(given: unknown): JsonObject {
  if (given === undefined || given === false) return {}
  const { message, to } = isObject(given) ? given : {}
  const words = message ?? (typeof to === 'string' ? `use ${to}` : undefined)
  return { deprecated: true, ...(typeof words === 'string' ? { deprecationMessage: words } : {}) }
}

/** By name; up to oclif 2 arguments were a list. */
function entriesOf(given: unknown): [string, JsonObject][] {
  if (typeof given !== 'object' || given === null) return []
  return Object.entries(given).filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
}

function listOf(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : []
}
