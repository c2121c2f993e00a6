import { assignedBy, assignedValue, blockOf, outlinePython } from '../../languages/python-outline.ts'
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
 * Applications. Where the migrations themselves never use that one, the one that they use about each other.
 */
export function labelOf(folder: string, configs: readonly AppConfig[], found: readonly Found[]): string {
  const stated = configs.find(({ label }) => label !== undefined)?.label
  const named = configs
    .find(({ name }) => name !== undefined)
    ?.name?.split('.')
    .at(-1)
  const expected = stated ?? named ?? baseName(folderOf(folder))
  const names = new Set(found.map(({ file }) => baseName(file.path).replace(/\.py$/, '')))
  const uses = new Map<string, number>()
  for (const { module } of found) {
    const own = module.migration?.dependencies.filter(({ name }) => names.has(name)) ?? []
    for (const label of new Set(own.map((one) => one.label))) uses.set(label, (uses.get(label) ?? 0) + 1)
  }
  if (uses.has(expected) || found.length < 2) return expected
  // Names like 0001_initial are common to many apps; but in one app every migration but the first follows another.
  const [most] = [...uses].filter(([, count]) => count >= found.length - 1)
  return most?.[0] ?? expected
}
