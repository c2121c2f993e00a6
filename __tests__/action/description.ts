import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: object
}

interface Described {
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body?: { readonly properties: Readonly<Record<string, unknown>> }
  readonly bodyRequired?: boolean
  readonly answers: Readonly<Record<string, object>>
}

export interface ApiRequest {
  readonly method: string
  /** Percent-encoded, as sent. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
}

/** A request that GitHub's description knows. */
export interface Match {
  /** `POST /repos/{owner}/{repo}/check-runs` */
  readonly operation: string
  /** Decoded. */
  readonly values: Readonly<Record<string, string>>
  /** What is wrong with the request; empty when it fits. */
  readonly faults: readonly string[]
  /** What is wrong with an answer to it. */
  answerFaults(status: number, body: unknown): readonly string[]
}

const file = new URL('fixtures/github-api.json', import.meta.url)
const { requests } = JSON.parse(readFileSync(file, 'utf8')) as { readonly requests: readonly Described[] }
const strict = ajv(false)
/** A query holds texts; the description says which are numbers. */
const lenient = ajv(true)
const compiled = new Map<object, ValidateFunction>()

function ajv(coerceTypes: boolean): Ajv {
  return new Ajv({ strict: false, allErrors: true, coerceTypes, formats: fullFormats })
}

function faultsOf(by: Ajv, schema: object, value: unknown, what: string): string[] {
  const validate = compiled.get(schema) ?? by.compile(schema)
  compiled.set(schema, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map((error) => `${what}${error.instancePath} ${error.message ?? ''}`)
}

/** Finds the described request with this method and path; undefined where GitHub's description has none. */
export function matchRequest(request: ApiRequest): Match | undefined {
  for (const described of requests) {
    if (described.method !== request.method) continue
    const values = pathValues(described.path, request.path)
    if (!values) continue
    return {
      operation: `${described.method} ${described.path}`,
      values,
      faults: [...parameterFaults(described, values, request.query), ...bodyFaults(described, request.body)],
      answerFaults: (status, body) => {
        const schema = described.answers[`${status}`]
        return schema ? faultsOf(strict, schema, body, 'answer') : [`answer: no status ${status}`]
      },
    }
  }
  return undefined
}

function pathValues(template: string, path: string): Record<string, string> | undefined {
  const [wanted, found] = [template.split('/'), path.split('/')]
  if (wanted.length !== found.length) return undefined
  const values: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = found[index] ?? ''
    if (part.startsWith('{')) values[part.slice(1, -1)] = decodeURIComponent(value)
    else if (part !== value) return undefined
  }
  return values
}

function parameterFaults(
  { parameters }: Described,
  values: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>>,
): string[] {
  const known = new Set(parameters.filter((one) => one.in === 'query').map(({ name }) => name))
  const unknown = Object.keys(query).filter((name) => !known.has(name))
  const faults = parameters.flatMap(({ name, in: place, required, schema }) => {
    const value = (place === 'path' ? values : query)[name]
    if (value === undefined) return required ? [`${place} ${name} is missing`] : []
    return faultsOf(lenient, { type: 'object', properties: { [name]: schema } }, { [name]: value }, place)
  })
  return [...unknown.map((name) => `query ${name} is unknown`), ...faults]
}

function bodyFaults({ body: schema, bodyRequired }: Described, body: unknown): string[] {
  if (schema === undefined) return body === undefined ? [] : ['a body is sent where none is described']
  if (body === undefined) return bodyRequired === true ? ['the body is missing'] : []
  const unknown = Object.keys(body as object).filter((name) => !(name in schema.properties))
  return [...unknown.map((name) => `body ${name} is unknown`), ...faultsOf(strict, schema, body, 'body')]
}
