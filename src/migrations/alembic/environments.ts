import { posix } from 'node:path'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { baseName, filesIn, folderOf, isBelow } from '../folders.ts'
import type { MigrationSource } from '../reader.ts'
import { parseIni, type Section } from './ini.ts'

/** A revision graph of its own. */
export interface Environment {
  /** The script location: the folder with `env.py`, or what the user's config names. */
  readonly path: string
  /** Folders that hold the revisions. */
  readonly locations: readonly string[]
  readonly modules: readonly FileRef[]
}

const ALEMBIC = /\balembic\b/
/** What Alembic loads - `script/base.py`, `_only_source_rev_file`. */
const MODULE = /^(?!\.#|__init__).*\.py$/

/**
 * Environments named by an `alembic.ini`, and every folder with an `env.py` about Alembic and a folder `versions`. A source
 * may name the ini file, the script location or a version location; anything else is taken as the revisions themselves.
 */
export function environmentsOf(files: Files, source: MigrationSource | undefined): readonly Environment[] {
  const named = source?.path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '')
  const wanted = filesIn(files.wanted, undefined)
  const known = source ? files.wanted : wanted
  const given = named?.endsWith('.ini') === true ? files.find(named) : undefined
  const inis = given ? [given] : known.filter(({ path }) => path.endsWith('.ini'))
  const scripts = known.filter(({ path }) => baseName(path) === 'env.py')
  files.load([...inis, ...scripts])
  const environments = new Map<string, Environment>()
  for (const ini of inis) {
    for (const section of files.parse(ini, parseIni) ?? []) {
      const path = locate(files, scripts, ini, section.scriptLocation)
      if (path !== undefined && !environments.has(path))
        environments.set(path, environmentOf(files, ini, section, path))
    }
  }
  if (!given) {
    for (const script of scripts) {
      const path = folderOf(script.path)
      const location = join(path, 'versions')
      const modules = modulesBelow(files, location)
      if (environments.has(path) || modules.length === 0 || !ALEMBIC.test(files.text(script) ?? '')) continue
      environments.set(path, { path, locations: [location], modules })
    }
  }
  const found = [...environments.values()].filter(({ modules }) => modules.length > 0)
  if (named === undefined || given) return found
  const fitting = found.filter(({ path, locations }) => path === named || locations.includes(named))
  if (fitting.length > 0) return fitting
  const modules = files.find(named) ? filesIn(files.wanted, source) : modulesBelow(files, named)
  const loose = modules.length > 0 ? modules : filesIn(files.wanted, source).filter(isModule)
  return loose.length > 0 ? [{ path: named, locations: [named], modules: loose }] : []
}

function environmentOf(files: Files, ini: FileRef, section: Section, path: string): Environment {
  const stated = section.versionLocations.flatMap((location) => candidates(ini, location)[0] ?? [])
  const locations = stated.length > 0 ? stated : [join(path, 'versions')]
  // A location below another one is listed once more on its own by projects that do not want to rely on recursion.
  const modules = new Map(locations.flatMap((folder) => modulesBelow(files, folder)).map((file) => [file.path, file]))
  return { path, locations, modules: [...modules.values()] }
}

/** The folder that a `script_location` means: with the `env.py` in it. */
function locate(files: Files, scripts: readonly FileRef[], ini: FileRef, written: string): string | undefined {
  const folders = candidates(ini, written)
  const direct = folders.find((folder) => files.find(join(folder, 'env.py')))
  if (direct !== undefined || !written.includes(':')) return direct
  // A package may lie below any source folder.
  const tail = `/${packagePath(written)}/env.py`
  const script = scripts.find(({ path }) => path.endsWith(tail))
  return script && folderOf(script.path)
}

/** Relative to the ini file, where the command is run, or the root. */
function candidates(ini: FileRef, written: string): readonly string[] {
  const folder = folderOf(ini.path)
  const path = written.includes(':') ? packagePath(written) : written
  if (path.includes('%(here)s')) return inside(path.replaceAll('%(here)s', folder === '' ? '.' : folder))
  return [...inside(join(folder, path)), ...inside(path)]
}

/** `package.module:folder`. */
function packagePath(written: string): string {
  const [module = '', ...rest] = written.split(':')
  return [module.replaceAll('.', '/'), ...rest].join('/').replace(/\/+$/, '')
}

function inside(path: string): readonly string[] {
  const normal = posix.normalize(path).replace(/^\.\/|\/+$/g, '')
  return normal === '..' || normal.startsWith('../') || posix.isAbsolute(normal) ? [] : [normal === '.' ? '' : normal]
}

function modulesBelow(files: Files, folder: string): readonly FileRef[] {
  if (folder === '') return []
  if (folder.split('/').includes('versions'))
    return files.wanted.filter((file) => isBelow(file.path, folder) && isModule(file))
  const modules: FileRef[] = []
  const open = [folder]
  for (const next of open) {
    const { files: inside, folders } = files.list(next)
    modules.push(...inside.filter(isModule))
    open.push(...folders.map((name) => join(next, name)))
  }
  return modules
}

function isModule({ path }: FileRef): boolean {
  return MODULE.test(baseName(path))
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
