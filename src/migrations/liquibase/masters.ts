import type { FileRef, Files } from '../../snapshots/files.ts'
import { baseName, filesIn, folderOf, isBelow } from '../folders.ts'
import type { MigrationSource } from '../reader.ts'
import { edgesOf, reachOf } from './flatten.ts'
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
  const edges = edgesOf(files, [...logs.values()])
  const included = includedBy(edges)
  const folders = [...new Set([...named].map(folderOf))]
  const first = [...logs.values()].filter(({ path }) => {
    if (named.has(path)) return true
    return !included.has(path) && !folders.some((folder) => isBelow(path, folder))
  })
  // Two that include each other, and nobody else includes: the first one is as good as any.
  if (first.length === 0) first.push(...[...logs.values()].slice(0, 1))
  const roots = first.map((file): Master => ({ file, reach: reachOf(file, edges) }))
  return uncovered(roots)
}

/** Paths that another changelog includes. */
function includedBy(edges: ReadonlyMap<string, readonly FileRef[]>): ReadonlySet<string> {
  const included = new Set<string>()
  for (const [from, targets] of edges) for (const { path } of targets) if (path !== from) included.add(path)
  return included
}

/** Without those whose files another one reaches as well. */
function uncovered(roots: readonly Master[]): readonly Master[] {
  const places = new Map(roots.map((root, n) => [root, n]))
  const reaching = new Map<string, Master[]>()
  for (const root of roots) {
    for (const path of root.reach.keys()) {
      const others = reaching.get(path)
      if (others) others.push(root)
      else reaching.set(path, [root])
    }
  }
  return roots.filter((one) => {
    const rest = [...one.reach.keys()].filter((path) => path !== one.file.path)
    const [any] = rest
    if (any === undefined) return true
    return !(reaching.get(any) ?? []).some(
      (other) => other !== one && rest.every((path) => other.reach.has(path)) && isBefore(other, one, places),
    )
  })
}

/** What a file changed by many hands includes twice: the larger one tells all, of equal ones the first. */
function isBefore(other: Master, one: Master, places: ReadonlyMap<Master, number>): boolean {
  if (other.reach.size !== one.reach.size) return other.reach.size > one.reach.size
  return (places.get(other) ?? 0) < (places.get(one) ?? 0)
}

function namedIn(text: string): readonly string[] {
  return [...text.matchAll(PROPERTY), ...text.matchAll(YAML_ENTRY)].flatMap(([, path = '']) =>
    path.includes('${') ? [] : [path],
  )
}
