import type { FileRef, Files } from '../../snapshots/files.ts'
import { baseName, filesIn, folderOf, isBelow } from '../folders.ts'
import type { MigrationSource } from '../reader.ts'
import { reachOf } from './flatten.ts'
import { isChangeLog } from './parse.ts'
import { resolve } from './resolve.ts'

/** Files that may name the changelog: of Liquibase itself and of Spring Boot. */
export const SETTINGS = /^(?:liquibase[^/]*\.properties|application[^/]*\.(?:properties|ya?ml))$/
const PROPERTY =
  /^[ \t]*(?:liquibase\.command\.|spring\.liquibase\.|liquibase\.)?change-?log(?:-?file)?[ \t]*[=:][ \t]*(\S+)[ \t]*$/gim
const YAML_ENTRY = /^[ \t]+change-?log:[ \t]*["']?([^\s"'#]+)/gim

/** A changelog that is run as it is. */
export interface Master {
  readonly file: FileRef
  /** Itself and every changelog it includes, by path. */
  readonly reach: ReadonlyMap<string, FileRef>
}

/**
 * Changelogs that a settings file names, and those that no other one includes. One whose files another reaches as well is
 * left out, and so is, below a named one's folder, what nobody names.
 */
export function mastersOf(files: Files, source: MigrationSource | undefined): readonly Master[] {
  const candidates = filesIn(files.wanted, source).filter(({ path }) => !SETTINGS.test(baseName(path)))
  const settings = source ? [] : filesIn(files.wanted, source).filter(({ path }) => SETTINGS.test(baseName(path)))
  const stated = source && candidates.length === 0 ? files.find(source.path.replace(/^\.\//, '')) : undefined
  const all = stated ? [stated] : candidates
  files.load([...all, ...settings])
  const logs = new Map(all.filter((file) => isChangeLog(files, file)).map((file) => [file.path, file]))
  const named = new Set<string>()
  for (const file of settings) {
    for (const path of namedIn(files.text(file) ?? '')) {
      const log = resolve(files, file.path, path, false)
      if (log === undefined) continue
      logs.set(log.path, log)
      named.add(log.path)
    }
  }
  const masters = [...logs.values()].map((file): Master => ({ file, reach: reachOf(files, file) }))
  const included = new Set(masters.flatMap(({ file, reach }) => [...reach.keys()].filter((path) => path !== file.path)))
  const roots = masters.filter(({ file: { path } }) => {
    if (named.has(path)) return true
    return !included.has(path) && ![...named].some((other) => isBelow(path, folderOf(other)))
  })
  // Two that include each other, and nobody else includes: the first one is as good as any.
  if (roots.length === 0) roots.push(...masters.slice(0, 1))
  return roots.filter((one) => !roots.some((other) => other !== one && isCoveredBy(one, other, roots)))
}

/** What a file changed by many hands includes twice: the larger one tells all, of equal ones the first. */
function isCoveredBy(one: Master, other: Master, roots: readonly Master[]): boolean {
  const rest = [...one.reach.keys()].filter((path) => path !== one.file.path)
  if (rest.length === 0 || !rest.every((path) => other.reach.has(path))) return false
  return (
    other.reach.size > one.reach.size ||
    (other.reach.size === one.reach.size && roots.indexOf(other) < roots.indexOf(one))
  )
}

function namedIn(text: string): readonly string[] {
  return [...text.matchAll(PROPERTY), ...text.matchAll(YAML_ENTRY)].flatMap(([, path = '']) =>
    path.includes('${') ? [] : [path],
  )
}
