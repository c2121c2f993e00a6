import { parseHcl, type HclAttribute, type HclBlock, type HclValue } from '../../languages/hcl.ts'
import type { JsonObject } from '../compare/json.ts'
import { plainValue, variableSchema } from './type.ts'

export interface Declared {
  readonly name: string
  readonly line: number
}

export interface Variable extends Declared {
  readonly schema: JsonObject
  readonly required: boolean
}

export interface ModuleFile {
  readonly variables: readonly Variable[]
  readonly outputs: readonly Declared[]
}

const DECLARES = /^[ \t]*(?:variable|output)\b/m
const DEPRECATED = /^[\s([*]*deprecated\b/i

/** The variables and outputs that one file of a module declares. */
export function readModuleFile(text: string): ModuleFile {
  if (!DECLARES.test(text)) return { variables: [], outputs: [] }
  const { blocks } = parseHcl(text)
  return {
    variables: blocks.filter(({ type }) => type === 'variable').flatMap(variableOf),
    outputs: blocks
      .filter(({ type }) => type === 'output')
      .flatMap(({ labels: [name], line }) => (name === undefined ? [] : [{ name, line }])),
  }
}

function variableOf({ labels: [name], body, line }: HclBlock): readonly Variable[] {
  if (name === undefined) return []
  const { attributes } = body
  const preset = attributes.get('default')
  const choices = body.blocks.filter(({ type }) => type === 'validation').flatMap((block) => choicesOf(block, name))
  const type = variableSchema(attributes.get('type')?.value, preset && plainValue(preset.value))
  const schema = {
    ...type,
    ...(choices[0] ? { enum: choices[0] } : {}),
    ...(preset ? defaultOf(preset, type) : {}),
    ...wordsOf(attributes),
  }
  return [{ name, line, schema, required: preset === undefined }]
}

/** The values that `condition = contains([...], var.name)` allows. */
function choicesOf({ body }: HclBlock, name: string): readonly (readonly unknown[])[] {
  const condition = body.attributes.get('condition')?.value
  if (condition?.kind !== 'call' || condition.name !== 'contains') return []
  const [list, subject] = condition.args
  const values = list && plainValue(list)
  return Array.isArray(values) && subject?.kind === 'name' && subject.name === `var.${name}` ? [values] : []
}

function defaultOf({ value }: HclAttribute, type: JsonObject): object {
  const found = plainValue(value)
  return found === undefined ? {} : { default: converted(found, type) }
}

/** As Terraform takes it: `"true"` and true are one value where no text is asked for, and as text, too. */
function converted(value: unknown, { type }: JsonObject): unknown {
  const takesText = Array.isArray(type) && type[0] === 'string'
  if (takesText) return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  if (value === 'true' || value === 'false') return value === 'true'
  return typeof value === 'string' && /^-?(?:0|[1-9]\d{0,14})$/.test(value) ? Number(value) : value
}

function wordsOf(attributes: ReadonlyMap<string, HclAttribute>): object {
  const description = textOf(attributes.get('description')?.value)
  // `deprecated = "..."` is Terraform's own from 1.15; before, the description was the only place to say so.
  const message =
    textOf(attributes.get('deprecated')?.value) ?? (DEPRECATED.test(description ?? '') ? description : undefined)
  return {
    ...(description === undefined ? {} : { description }),
    ...(message === undefined ? {} : { deprecated: true, deprecationMessage: message }),
  }
}

function textOf(value: HclValue | undefined): string | undefined {
  return value?.kind === 'literal' && typeof value.value === 'string' && value.value.trim() !== ''
    ? value.value.trim()
    : undefined
}
