import { Ajv, type Options } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import Ajv04Module from 'ajv-draft-04'
import addFormatsModule from 'ajv-formats'
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' }
import { isModern, type Draft } from './draft.ts'
import { isObject } from './json.ts'
import { regExpOf } from './pattern.ts'

/** Ajv, as the independent judge of witnesses. Instances are made when first needed: most pairs never need one. */

interface Judge {
  compile(schema: object): (document: unknown) => boolean
  getSchema(uri: string): { schema: unknown } | undefined
  removeSchema(schema: object): unknown
  addMetaSchema(schema: object): unknown
  readonly refs: Record<string, unknown>
  readonly schemas: Record<string, unknown>
}

interface Court {
  judge: Judge
  /** The references that the judge knew before it saw a schema of ours. */
  own: ReadonlySet<string>
}

const courts = new Map<string, Court>()

// Both packages are CommonJS; what their default import is depends on who loads them.
const Ajv04 = Ajv04Module as unknown as new (options: Options) => Judge
const addFormats = addFormatsModule as unknown as (judge: Judge) => void

const regExp = Object.assign((source: string) => regExpOf(source), { code: 'new RegExp' })

function judgeOf(draft: Draft, formats: boolean): Court {
  const key = `${isModern(draft) || draft === '4' ? draft : '7'} ${formats}`
  const known = courts.get(key)
  if (known) return known
  const options: Options = {
    strict: false,
    logger: false,
    validateSchema: false,
    validateFormats: formats,
    ownProperties: true,
    // Optimizing the code takes longer than running it on the few documents that are ever asked about.
    code: { regExp, optimize: false },
  }
  const made: Judge =
    draft === '4'
      ? new Ajv04(options)
      : draft === '2019-09'
        ? new Ajv2019(options)
        : draft === '2020-12'
          ? new Ajv2020(options)
          : new Ajv(options)
  if (formats) addFormats(made)
  if (key.startsWith('7')) made.addMetaSchema(draft6)
  const court: Court = { judge: made, own: new Set([...Object.keys(made.refs), ...Object.keys(made.schemas)]) }
  courts.set(key, court)
  return court
}

/**
 * A function that says whether a document satisfies the schema.
 * Throws what Ajv throws for a schema that it cannot compile.
 */
export function validatorOf(schema: unknown, draft: Draft, formats: boolean): (document: unknown) => boolean {
  if (!isObject(schema) && typeof schema !== 'boolean') throw new Error('a schema is an object or a boolean')
  if (typeof schema === 'boolean') return () => schema
  const { judge, own } = judgeOf(draft, formats)
  const copy = withoutDialect(schema, own)
  try {
    const validate = judge.compile(copy)
    return (document) => validate(document)
  } finally {
    judge.removeSchema(copy)
    // Identifiers inside one schema must not answer references of the next one.
    for (const uri of Object.keys(judge.refs)) if (!own.has(uri)) Reflect.deleteProperty(judge.refs, uri)
  }
}

/** The schema of schemas with this URI, as Ajv carries it. */
export function metaschema(uri: string): unknown {
  const draft = uri.includes('draft-04')
    ? '4'
    : uri.includes('2019-09')
      ? '2019-09'
      : uri.includes('2020-12')
        ? '2020-12'
        : '7'
  if (!/^https?:\/\/json-schema\.org\//.test(uri)) return undefined
  return judgeOf(draft, false).judge.getSchema(uri)?.schema
}

/**
 * The draft is decided here and not by `$schema`, which may name a dialect that Ajv has never heard of. A schema that
 * goes by the name of one that Ajv knows (a copy of a metaschema) is judged without that name.
 */
function withoutDialect(schema: Record<string, unknown>, known: ReadonlySet<string>): Record<string, unknown> {
  const copy = { ...schema }
  delete copy.$schema
  for (const keyword of ['$id', 'id']) {
    const id = copy[keyword]
    if (typeof id === 'string' && known.has(id.replace(/#$/, ''))) Reflect.deleteProperty(copy, keyword)
  }
  return copy
}
