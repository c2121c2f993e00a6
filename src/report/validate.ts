import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import schema from '../../schema/report.schema.json' with { type: 'json' }
import type { Report } from '../model.ts'
import { clip, terminal } from './escape.ts'
import { reportValue } from './json.ts'

/** Bytes of UTF-8. */
const MAX_BYTES = 20_000_000
/** Levels of lists and objects: our own go to 5, the rest is for a witness document. */
const MAX_DEPTH = 100
const ERRORS_SHOWN = 5

let compiled: ValidateFunction<Report> | undefined

/** Compiled when first asked for: most runs validate nothing, and it takes longer than starting. */
function validator(): ValidateFunction<Report> {
  return (compiled ??= new Ajv2020({ allErrors: false, strict: true }).compile<Report>(schema))
}

/**
 * A report from untrusted JSON, for instance the artifact of a fork's workflow. Fields the schema does not name are
 * dropped. Throws an Error that says what was expected and where.
 */
export function parseReport(text: string): Report {
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_BYTES) throw invalid(`it has ${bytes} bytes, more than the ${MAX_BYTES} a report may have`)
  const value = parseJson(text)
  if (deeperThan(value, MAX_DEPTH)) throw invalid(`it is nested deeper than ${MAX_DEPTH} levels`)
  const validate = validator()
  if (!validate(value)) throw invalid((validate.errors ?? []).slice(0, ERRORS_SHOWN).map(errorWords).join('; '))
  return reportValue(value)
}

function invalid(reason: string): Error {
  return new Error(`Not an upgrade-paths report: ${reason}. Expected what \`check --format json\` writes.`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    // The parser quotes the text it stumbled over.
    throw invalid(`it is no JSON (${terminal(clip(error instanceof Error ? error.message : String(error), 200))})`)
  }
}

/** Without recursion: the text may nest a million times. */
function deeperThan(value: unknown, limit: number): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? (Object.values(item) as unknown[]) : [],
    )
  }
  return false
}

function errorWords(error: ErrorObject): string {
  const allowed = error.params as { readonly allowedValues?: readonly unknown[]; readonly allowedValue?: unknown }
  const values = allowed.allowedValues ?? (allowed.allowedValue === undefined ? [] : [allowed.allowedValue])
  const hint = values.length === 0 ? '' : ` (${values.map((value) => JSON.stringify(value)).join(', ')})`
  return `${error.instancePath === '' ? 'the report' : error.instancePath} ${error.message ?? 'is not valid'}${hint}`
}
