import { isMap, isScalar, isSeq, type Scalar } from 'yaml'
import { nearest } from './nearest.ts'
import { describeShape, longestText, type ChoiceShape, type Shape, type TextShape } from './shapes.ts'

/** What is wrong with a scalar under a shape: expected and found; undefined where it fits. */
export function scalarProblem(node: Scalar, shape: Shape): string | undefined {
  const { value } = node
  switch (shape.kind) {
    case 'text':
    case 'choice':
      if (typeof value === 'string') return textProblem(value, shape)
      break
    case 'count':
      if (Number.isInteger(value) && isWithin(Number(value), shape.minimum, shape.maximum)) return undefined
      break
    case 'flag':
      if (typeof value === 'boolean') return undefined
      break
    case 'scalar':
      if (typeof value === 'boolean' || Number.isFinite(value)) return undefined
      if (typeof value === 'string' && isShort(value)) return undefined
      break
    case 'either':
      if (shape.of.some((one) => scalarProblem(node, one) === undefined)) return undefined
      break
    case 'list':
    case 'map':
    case 'section':
  }
  const wantsText = shape.kind === 'text' || shape.kind === 'choice'
  const hint = wantsText && typeof value === 'number' ? `; YAML reads a number: write ${quote(node.source ?? '')}` : ''
  return `expected ${describeShape(shape)}, found ${describeNode(node)}${hint}`
}

/** What is wrong with a text; undefined where it fits. */
export function textProblem(value: string, shape: TextShape | ChoiceShape): string | undefined {
  if (shape.kind === 'choice')
    return shape.values.includes(value) ? undefined : unknownName(value, shape.values, shape.what)
  if (!isShort(value)) return `expected at most ${longestText} characters, found ${value.length}`
  const fits =
    new RegExp(shape.pattern, 'u').test(value) &&
    !(shape.not !== undefined && new RegExp(shape.not, 'u').test(value)) &&
    (shape.format !== 'date' || isDate(value)) &&
    (shape.format !== 'regex' || isRegex(value))
  return fits ? undefined : `expected ${shape.what}, found ${quote(value)}`
}

/** `what` says what was expected where the names are too many to list. */
export function unknownName(found: string, names: readonly string[], what = names.join(', ')): string {
  const close = nearest(found, names)
  const hint = close === undefined ? '' : `; did you mean ${close}?`
  return `expected ${what}; found ${quote(found)}${hint}`
}

export function describeNode(node: unknown): string {
  if (isMap(node)) return 'a mapping'
  if (isSeq(node)) return 'a list'
  if (!isScalar(node) || node.value === null) return 'nothing'
  if (typeof node.value === 'string') return quote(node.value)
  return quote(node.source ?? typeof node.value).slice(1, -1)
}

/** For messages: in quotes, shortened, and without characters that act on a terminal. */
export function quote(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return JSON.stringify(shown).replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function isWithin(value: number, minimum: number, maximum: number): boolean {
  return value >= minimum && value <= maximum
}

/** Code points, as JSON Schema counts them. */
function isShort(text: string): boolean {
  return text.length <= longestText || Array.from(text).length <= longestText
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

function isRegex(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}
