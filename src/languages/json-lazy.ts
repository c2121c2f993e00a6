import { measureJson } from './json-measure.ts'
import { parseJson } from './json.ts'

/** A text read for its value; where things stand is found out when somebody asks. */
export interface LazyJson {
  readonly value: unknown
  /** As in `Json`. */
  readonly lines: () => ReadonlyMap<string, number>
}

/** As `parseJson`, errors included: of the many releases that are read only a few are asked for lines. */
export function parseLargeJson(text: string): LazyJson {
  let lines: ReadonlyMap<string, number> | undefined
  return { value: valueOf(text), lines: () => (lines ??= parseJson(text).lines) }
}

function valueOf(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return parseJson(text).value
  }
  // Now, since nobody expects an error from being asked for lines.
  measureJson(text)
  return value
}
