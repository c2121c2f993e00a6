import { linesBelow } from '../surface.ts'
import type { Built } from './values.ts'

type Lines = (() => ReadonlyMap<string, number>) | undefined

/** Where the parts of a chart's settings stand. */
export interface Places {
  /** By pointer into the schema. */
  readonly lines: ReadonlyMap<string, number>
  /** The pointers whose line is one of values.yaml where the chart has a schema, too. */
  readonly inValues: ReadonlySet<string>
}

export function placesOf({ origins }: Built, files: { readonly schema: Lines; readonly values: Lines }): Places {
  const lines = new Map<string, number>()
  const inValues = new Set<string>()
  for (const { to, from, file, deep } of origins) {
    const known = files[file]?.()
    if (!known) continue
    const line = known.get(from)
    const found = deep ? linesBelow(known, from, to) : line === undefined ? [] : [[to, line] as const]
    for (const [pointer, at] of found) {
      lines.set(pointer, at)
      if (file === 'values') inValues.add(pointer)
    }
  }
  return { lines, inValues }
}
