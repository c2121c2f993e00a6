import type { Behaviour, Migration } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { baseName, filesIn, folderOf, isBelow } from '../folders.ts'
import { compareOrder } from '../order.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../reader.ts'
import { versionGraphEngine } from './engine.ts'
import { noop } from './noop.ts'
import { CONTROL, defaultVersion, readScript, SCRIPT, scriptsOf, type Script } from './scripts.ts'

/**
 * "extension ... has no update path from version ... to version ..." for a version that the scripts do not lead on from;
 * scripts off the path do not run; what they were is not kept - PostgreSQL docs, "Extension Updates".
 */
const behaviour: Behaviour = { unknownApplied: 'refuses', outOfOrder: 'skips', edited: 'ignores', source: 'default' }

export const postgresExtension: MigrationReader = {
  system: 'postgres-extension',
  title: 'PostgreSQL extension',
  site: 'https://www.postgresql.org/docs/current/extend-extensions.html',
  wants: { name: new RegExp(`${SCRIPT.source}|${CONTROL.source}`), prefetch: false },
  engine: versionGraphEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every control file whose extension has a script from one version to another is a list. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const known = filesIn(files.wanted, undefined)
  const scripts = scriptsOf(known.filter(({ path }) => !CONTROL.test(baseName(path))))
  // `ext--1.0.control` only adds to what the other one says.
  const controls = known.filter(({ path }) => CONTROL.test(baseName(path)) && !baseName(path).includes('--'))
  files.load(filesIn(controls, source))
  const homes = filesIn(controls, source).flatMap((control) => {
    const extension = CONTROL.exec(baseName(control.path))?.[1] ?? ''
    const own = scriptsFor(control, controls, scripts.get(extension) ?? [])
    return own.some(({ from }) => from !== undefined) ? [{ control, extension, scripts: own }] : []
  })
  files.load(homes.flatMap((home) => home.scripts.map(({ file }) => file)))
  return homes.map(({ control, extension, scripts: own }) => listIn(files, control, extension, own))
}

/** All scripts of the name: builds collect them from anywhere. Those below it, where another control file has the name. */
function scriptsFor(control: FileRef, controls: readonly FileRef[], named: readonly Script[]): readonly Script[] {
  const twins = controls.filter(
    ({ path }) => CONTROL.exec(baseName(path))?.[1] === CONTROL.exec(baseName(control.path))?.[1],
  )
  return twins.length < 2 ? named : named.filter(({ file }) => isBelow(file.path, folderOf(control.path)))
}

function listIn(files: Files, control: FileRef, extension: string, scripts: readonly Script[]): ListReading {
  const versions = [...new Set(scripts.flatMap(({ from, to }) => (from === undefined ? [to] : [from, to])))]
  versions.sort((a, b) => compareOrder([a], [b]))
  const updated = versions.findLast((version) => scripts.some(({ from, to }) => from !== undefined && to === version))
  const last = files.parse(control, defaultVersion) ?? updated ?? ''
  const migrations = [...versions.filter((version) => version !== last), last].map((version) =>
    migrationOf(files, control, scripts, version),
  )
  const updates = scripts.filter(({ from }) => from !== undefined)
  const folder = folderOf(updates.at(-1)?.file.path ?? control.path)
  return {
    system: 'postgres-extension',
    path: control.path,
    migrations,
    behaviour: { ...behaviour, source: `the control file ${control.path}` },
    evidence: true,
    problems: [],
    style: { extension, folder },
  }
}

function migrationOf(files: Files, control: FileRef, scripts: readonly Script[], version: string): Migration {
  const leading = scripts.filter(({ to, from }) => to === version && from !== undefined)
  leading.sort((a, b) => compareOrder([b.from ?? ''], [a.from ?? '']))
  // The version before it says best what is new in it; scripts that lead down come last.
  const isUp = ({ from }: Script): boolean => compareOrder([from ?? ''], [version]) < 0
  const script = leading.find(isUp) ?? leading[0]
  const own = script ?? scripts.find(({ to }) => to === version)
  const content = own && files.parse(own.file, readScript)
  const shown = own ?? scripts.find(({ from }) => from === version)
  return {
    id: version,
    spellings: [version, ...(shown ? [baseName(shown.file.path).replace(/\.sql.*$/, '')] : [])],
    order: [version],
    parents: [...new Set(leading.map(({ from = '' }) => from))],
    place: { path: shown?.file.path ?? control.path, line: 1 },
    blob: shown?.file.oid ?? control.oid,
    // Scripts that install a version come and go; what they hold is the sum of all others.
    digest: script ? (content?.digest ?? `blob ${script.file.oid}`) : `version ${version}`,
    effect: content?.effect ?? 'unknown',
    slug: '',
    objects: content?.objects ?? [],
    replaces: [],
    // What leads to a version is rewritten as others come to stand before it, and has run everywhere by then.
    mayChange: true,
  }
}
