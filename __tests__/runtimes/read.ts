import type { RuntimeReader } from '../../src/runtimes/reader.ts'
import { filesOf } from '../support/files.ts'

export interface Read {
  /** `runtime version path:line`, and `relief` where a raise hurts nobody. */
  readonly floors: readonly string[]
  /** `path:line` of what could not be read. */
  readonly notes: readonly string[]
}

/** What a reader finds in a tree, without a config or sent to a path by one. */
export function readFloors(reader: RuntimeReader, tree: Record<string, string>, path?: string): Read {
  const files = filesOf(reader.wants, tree)
  const floors = reader.read(files, path === undefined ? undefined : { source: reader.source, path })
  expect(floors.every(({ source }) => source === reader.source)).toBe(true)
  return {
    floors: floors.map(
      ({ runtime, version, place, relief }) =>
      [runtime, version.parts.join('.'), `${place.path}:${place.line}`, ...(relief === undefined ? [] : ['relief'])].join(' '), // prettier-ignore
    ),
    notes: files.unreadable.map(({ place }) => `${place.path}:${place.line}`),
  }
}
