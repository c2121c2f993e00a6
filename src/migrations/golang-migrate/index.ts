import type { Behaviour, ListProblem, Migration } from '../../model.ts'
import type { Files, Wants } from '../../snapshots/files.ts'
import { inFolder } from '../by-file-name.ts'
import { highWaterEngine } from '../engines/high-water.ts'
import { baseName, byFolder, filesIn, folderOf, isBelow } from '../folders.ts'
import { DEPENDENCY_FILE, dependenciesOf, type Dependencies } from '../go-modules.ts'
import { byOrder } from '../order.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../reader.ts'
import { contentOf } from '../file-content.ts'
import { behaviour, calledFolders, namesTool, SCRIPT_FILE, unproven } from './evidence.ts'
import { parseName, type MigrationFile } from './names.ts'
import { noop } from './noop.ts'

const MIGRATION_FILE = /^[0-9]+_.*\.(?:down|up)\../

/** The sources of vendored modules hold examples by the dozen; of `vendor` only its own lists of modules are wanted. */
const wants: Wants = {
  name: new RegExp(String.raw`${MIGRATION_FILE.source}|${DEPENDENCY_FILE.source}|${SCRIPT_FILE.source}`),
  path: /^(?!(?:.*\/)?(?:vendor|node_modules)\/[^/]+\/)/,
  prefetch: new RegExp(String.raw`${MIGRATION_FILE.source}|${DEPENDENCY_FILE.source}`),
}

export const golangMigrate: MigrationReader = {
  system: 'golang-migrate',
  title: 'golang-migrate',
  site: 'https://github.com/golang-migrate/migrate',
  wants,
  engine: highWaterEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every folder with files named `<version>_<title>.up.<extension>` is a list. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const migrations = files.wanted.filter(({ path }) => MIGRATION_FILE.test(baseName(path)))
  const folders = byFolder(filesIn(migrations, source))
  if (folders.size === 0) return []
  files.load([...folders.values()].flat())
  const dependencies = dependenciesOf(files, namesTool)
  return [...folders].flatMap(([path, inside]) => {
    const parsed = inside.map(parseName).filter((file) => file !== undefined)
    // Without a single way up there is nothing to run: another tool's files.
    if (!parsed.some(({ direction }) => direction === 'up')) return []
    return [
      readList(
        files,
        path,
        parsed,
        source ? { ...behaviour, source: 'config' } : judge(files, dependencies, path, parsed),
      ),
    ]
  })
}

/** The tool's answers where the project shows that it is used, else undefined ones with the reason. */
function judge(
  files: Files,
  { proofFor, looked }: Dependencies,
  path: string,
  inside: readonly MigrationFile[],
): Behaviour {
  const code = inside.find(({ extension }) => extension === 'go')
  if (code) return unproven(`it does not run Go code (${code.file.path})`)
  const dialect = inside.find(({ isDialect }) => isDialect)
  if (dialect) return unproven(`it has no file for each database (${dialect.file.path})`)
  const proof = proofFor(path)
  if (proof !== undefined) return { ...behaviour, source: `github.com/golang-migrate/migrate is required by ${proof}` }
  const caller = callerOf(files, path)
  if (caller !== undefined) return { ...behaviour, source: `${caller} has golang-migrate's program read the folder` }
  const where = looked.length > 0 ? looked.join(', ') : 'there is no go.mod, Gopkg, glide or vendor file'
  return unproven(`no dependency on it was found (${where}), and no script that calls it`)
}

/** The script that calls the program for the folder, of those in folders above it and beside its way down. */
function callerOf(files: Files, path: string): string | undefined {
  const scripts = files.wanted.filter(({ path: script }) => {
    return SCRIPT_FILE.test(baseName(script)) && homesOf(script).some((home) => isBelow(`${path}/`, home))
  })
  files.load(scripts)
  return scripts.find((script) => {
    const called = files.parse(script, calledFolders) ?? []
    return called.some(
      (folder) =>
        ['', ...homesOf(script.path)].some((home) => inFolder(home, folder) === path) ||
        (folder.includes('/') && path.endsWith(`/${folder}`)),
    )
  })?.path
}

/** Where a script may be when it is run: its own folder, or the one around it. */
function homesOf(script: string): readonly string[] {
  return [folderOf(script), folderOf(folderOf(script))]
}

function readList(files: Files, path: string, parsed: readonly MigrationFile[], answers: Behaviour): ListReading {
  const proven = answers.unknownApplied !== 'unknown'
  const problems: ListProblem[] = []
  const migrations = new Map<string, Migration>()
  // The tool knows a version by either file; one that has no way up changes nothing.
  const ups = parsed.filter(({ direction }) => direction === 'up')
  const downs = parsed.filter(
    (file) => file.direction === 'down' && !ups.some(({ version }) => version === file.version),
  )
  for (const file of [...ups, ...downs]) {
    const { version, stem } = file
    const place = { path: file.file.path, line: 1 }
    // Another tool may have no such limit.
    if (!file.fits && proven) {
      const detail = `expected a version up to 9223372036854775807, found ${file.digits}`
      problems.push({ cause: 'invalid-id', subject: file.digits, ids: [stem], place, detail })
      continue
    }
    const first = migrations.get(version)
    if (first === undefined) {
      migrations.set(version, migrationOf(files, file, version))
    } else if (!proven && file.title === first.slug && file.direction === 'up') {
      migrations.set(version, withDialect(first, migrationOf(files, file, version)))
    } else if (file.direction === 'up') {
      // Another tool may well run both.
      if (!proven)
        migrations.set(stem, { ...migrationOf(files, file, version), id: stem, order: [version, file.title] })
      const detail = `version ${version} is also the version of ${first.place.path}`
      problems.push({ cause: 'duplicate-id', subject: version, ids: [...first.spellings, stem], place, detail })
    }
  }
  return {
    system: 'golang-migrate',
    path,
    migrations: [...migrations.values()].sort(byOrder),
    behaviour: answers,
    evidence: proven,
    problems,
    style: styleOf(parsed),
  }
}

function migrationOf(files: Files, { file, ...name }: MigrationFile, version: string): Migration {
  const down = name.direction === 'down'
  const content = down ? { digest: '', effect: 'noop' as const, objects: [] } : contentOf(files, file, name.extension)
  return {
    id: version,
    spellings: [...new Set([version, name.digits, name.stem])],
    order: [version],
    parents: [],
    place: { path: file.path, line: 1 },
    blob: file.oid,
    ...content,
    slug: name.title,
    replaces: [],
    mayChange: false,
  }
}

/** The same step for another database, or for all that have no file of their own. */
function withDialect(first: Migration, other: Migration): Migration {
  return {
    ...first,
    spellings: [...new Set([...first.spellings, ...other.spellings])],
    blob: `${first.blob} ${other.blob}`,
    digest: `${first.digest} ${other.digest}`,
    effect: first.effect === 'noop' ? other.effect : first.effect,
    objects: [...new Set([...first.objects, ...other.objects])],
  }
}

/** How the newest file is numbered, and whether it has a way down. */
function styleOf(parsed: readonly MigrationFile[]): Readonly<Record<string, string>> {
  const last = parsed.at(-1)
  return {
    width: String(last?.digits.length ?? 1),
    down: parsed.some(({ direction }) => direction === 'down') ? 'yes' : 'no',
  }
}
