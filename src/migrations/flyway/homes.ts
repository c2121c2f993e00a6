import { groupBy } from '../../group.ts'
import { folderOf, isBelow } from '../folders.ts'
import type { MigrationFile } from './names.ts'

/** Files that Flyway takes for one history. */
export interface Home {
  readonly path: string
  readonly files: readonly MigrationFile[]
}

/** One file's place on the class path of its module. */
interface Spot {
  readonly file: MigrationFile
  /** Folder of the module. */
  readonly module: string
  /** Folder on the class path. */
  readonly inside: string
  /** What stands between the two: `src/main/resources`. */
  readonly sources: string
}

const SOURCES = /^(?:(.*)\/)?(src\/(?:main\/)?(?:resources|java|kotlin))(?:\/(.*))?$/
const LOCATION = /^(?:.*\/)?db\/migrations?(?=\/|$)/
/** What Spring puts in for `{vendor}`, and what people write. */
const VENDOR =
  /^(?:h2|hsql(?:db)?|derby|mysql|mariadb|postgres(?:ql)?|pg|oracle|sql[-_]?server|mssql|db2|sqlite|cockroach(?:db)?|redshift|snowflake|clickhouse|informix|sap(?:hana)?|sybase(?:ase)?|yugabyte(?:db)?)$/i

/**
 * A location is searched with all its folders, SQL and code of one module together. Folders named for databases are
 * alternatives, each with what lies outside of them - but for classes that it has its own of, which extend those outside;
 * and folders that repeat each other's versions are histories of their
 * own.
 */
export function homesOf(files: readonly MigrationFile[], locations: readonly string[]): readonly Home[] {
  const spots = files.map(spotOf)
  const roots = new Map(spots.map((spot) => [spot, rootOf(spot, locations)]))
  const all = [...new Set(roots.values())].sort((a, b) => a.length - b.length)
  const groups = groupBy(spots, (spot) => {
    const own = roots.get(spot) ?? ''
    const outer = all.find((root) => isBelow(`${own}/`, root) && !VENDOR.test(restOf(own, root).split('/')[0] ?? ''))
    return JSON.stringify([spot.module, outer ?? own])
  })
  return [...groups].flatMap(([key, inside]) => {
    const [, root] = JSON.parse(key) as [string, string]
    return partsOf(root, inside)
  })
}

function spotOf(file: MigrationFile): Spot {
  const folder = folderOf(file.file.path)
  const [, module = '', sources, inside = ''] = SOURCES.exec(folder) ?? []
  return sources === undefined ? { file, module: '', inside: folder, sources: '' } : { file, module, inside, sources }
}

function rootOf({ inside }: Spot, locations: readonly string[]): string {
  const stated = locations.find((location) => isBelow(`${inside}/`, location))
  if (stated !== undefined && stated !== '') return stated
  const parts = (LOCATION.exec(inside)?.[0] ?? inside).split('/')
  return VENDOR.test(parts.at(-1) ?? '') ? parts.slice(0, -1).join('/') : parts.join('/')
}

function restOf(folder: string, root: string): string {
  return root === '' ? folder : folder.slice(root.length + 1)
}

function partsOf(root: string, all: readonly Spot[]): readonly Home[] {
  const alternatives = alternativesAmong(root, all)
  const others = [...alternatives].map(([folder, inside]) => homeOf(root, restOf(folder, root), inside))
  return [
    ...joined(
      root,
      all.filter(({ file, inside }) => file.isCode || !alternatives.has(inside)),
    ),
    ...others,
  ]
}

function joined(root: string, spots: readonly Spot[]): readonly Home[] {
  const parts = groupBy(spots, ({ inside }) => restOf(inside, root).split('/')[0] ?? '')
  const vendors = vendorsAmong(parts)
  if (vendors.length > 0) {
    const common = spots.filter(({ inside }) => !vendors.includes(restOf(inside, root).split('/')[0] ?? ''))
    return vendors.map((vendor) => {
      const own = parts.get(vendor) ?? []
      const ids = new Set(own.map(({ file }) => file.id))
      const beside = common.filter(
        ({ file, inside }) =>
          (!file.isCode || !ids.has(file.id)) && !isForAnother(restOf(inside, root), vendor, vendors),
      )
      return homeOf(root, vendor, [...beside, ...own])
    })
  }
  if (!repeats(parts)) return [homeOf(root, '', spots)]
  return [...parts].map(([part, inside]) => homeOf(root, part, inside))
}

/** Whether a folder further down is named for another of the databases. */
function isForAnother(folder: string, vendor: string, vendors: readonly string[]): boolean {
  const names = folder.split('/')
  return !names.includes(vendor) && vendors.some((other) => names.includes(other))
}

/**
 * Deep folders beside one another that repeat each other's versions: the program adds one of them to the locations, or
 * Flyway would stop at "Found more than one migration with version".
 */
function alternativesAmong(root: string, spots: readonly Spot[]): ReadonlyMap<string, readonly Spot[]> {
  const deep = groupBy(
    spots.filter(({ file, inside }) => !file.isCode && restOf(inside, root).split('/').length > 2),
    ({ inside }) => inside,
  )
  return new Map(
    [...deep].filter(([folder, own]) => {
      const ids = new Set(own.map(({ file }) => file.id))
      const beside = [...deep].filter(([other]) => other !== folder && folderOf(other) === folderOf(folder))
      return beside.some(([, theirs]) => theirs.some(({ file }) => ids.has(file.id)))
    }),
  )
}

/** Folders named for databases, and what repeats their versions in SQL: databases have more names than we know. */
function vendorsAmong(parts: ReadonlyMap<string, readonly Spot[]>): readonly string[] {
  const named = [...parts.keys()].filter((part) => VENDOR.test(part))
  const ids = new Set(named.flatMap((part) => (parts.get(part) ?? []).map(({ file }) => file.id)))
  const alike = [...parts].filter(
    ([part, spots]) =>
      part !== '' && !named.includes(part) && spots.some(({ file }) => !file.isCode && ids.has(file.id)),
  )
  return [...named, ...alike.map(([part]) => part)]
}

function repeats(parts: ReadonlyMap<string, readonly Spot[]>): boolean {
  const seen = new Set<string>()
  for (const spots of parts.values()) {
    const ids = new Set(spots.map(({ file }) => file.id))
    for (const id of ids) {
      if (seen.has(id)) return true
      seen.add(id)
    }
  }
  return false
}

function homeOf(root: string, part: string, spots: readonly Spot[]): Home {
  const spot = spots.find(({ file }) => !file.isCode) ?? spots[0]
  const path = [spot?.module, spot?.sources, root, part].filter((text) => text !== undefined && text !== '').join('/')
  return { path, files: spots.map(({ file }) => file) }
}
