import { assignedBy, assignedValue, blockOf, outlinePython } from '../../languages/python-outline.ts'
import type { FileRef } from '../../snapshots/files.ts'
import { baseName, folderOf } from '../folders.ts'
import type { Found } from './list.ts'

/** One class of an `apps.py`. */
export interface AppConfig {
  readonly name: string | undefined
  readonly label: string | undefined
}

/** Throws `Unclear` with the line of a quote or bracket that is never closed. */
export function parseApps(text: string): readonly AppConfig[] {
  const outline = outlinePython(text)
  const classes = outline.lines.filter(({ depth, words }) => depth === 0 && words[0] === 'class')
  return classes.map((opener) => {
    const body = blockOf(outline, opener).filter(({ depth }) => depth === 1)
    const textOf = (attribute: string): string | undefined => {
      const assignment = body.find((line) => assignedBy(line) === attribute)
      const value = assignment && assignedValue(outline, assignment)
      return value?.kind === 'string' ? value.value : undefined
    }
    return { name: textOf('name'), label: textOf('label') }
  })
}

/**
 * The label that dependencies call the app by: the one its config states, else the last part of the package - Django docs,
 * Applications. Where the migrations themselves never use that one, the one that most of them use about each other: the
 * config may stand anywhere.
 */
export function labelOf(folder: string, configs: readonly AppConfig[], found: readonly Found[]): string {
  const stated = configs.find(({ label }) => label !== undefined)?.label
  const named = configs
    .find(({ name }) => name !== undefined)
    ?.name?.split('.')
    .at(-1)
  const expected = stated ?? named ?? baseName(folderOf(folder))
  const names = new Set(found.map(({ file }) => nameOf(file)))
  const uses = new Map<string, number>()
  let tied = 0
  for (const { file, module } of found) {
    const { dependencies = [], replaces = [] } = module.migration ?? {}
    const own = [...dependencies, ...replaces].filter(({ name }) => names.has(name) && name !== nameOf(file))
    if (own.length > 0) tied += 1
    for (const label of new Set(own.map((one) => one.label))) uses.set(label, (uses.get(label) ?? 0) + 1)
  }
  if (uses.has(expected)) return expected
  // Names like 0001_initial are common to many apps: a few that depend on another app's say nothing.
  const [most] = [...uses].filter(([, count]) => 2 * count > tied).sort(([, a], [, b]) => b - a)
  return most?.[0] ?? expected
}

function nameOf(file: FileRef): string {
  return baseName(file.path).replace(/\.py$/, '')
}
