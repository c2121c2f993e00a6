import { createHash } from 'node:crypto'
import { bodyOf, classNameOf, digestOf, isInert, readProgram } from '../../languages/braces.ts'
import type { Behaviour } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { listOf, readSql, unproven, type Content, type Entry } from '../by-file-name.ts'
import { tailEngine } from '../engines/tail.ts'
import { proofsFor, type Proof } from '../evidence.ts'
import { baseName, filesIn, folderOf, isShipped } from '../folders.ts'
import { compareOrder } from '../order.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../reader.ts'
import { homesOf, type Home } from './homes.ts'
import { DEFAULT_NAMING, parseName, type MigrationFile, type Naming } from './names.ts'
import { noop } from './noop.ts'
import {
  behaviourOf,
  locationsOf,
  namingOf,
  readCalls,
  readGradle,
  readPom,
  readProperties,
  readToml,
  readYaml,
  type Settings,
} from './settings.ts'

const CONFIG =
  /^(?:flyway\.(?:conf|toml|properties)|application(?:-prod(?:uction)?)?\.(?:properties|ya?ml)|pom\.xml|(?:build|dependencies)\.gradle(?:\.kts)?|libs\.versions\.toml|(?![VBR][0-9_]*__)\w*(?:Flyway|(?:Database|Schema|Db)(?:Upgrade|Update|Migrat|Util|Config|Manager|Initiali[sz])|Migration(?:Runner|Config|Manager|Service)|Migrator)\w*\.(?:java|kt))$/
/** A prefix may be anything, so every script with a number in front may be one; the settings decide. */
const SCRIPT = /^(?:[VBR][0-9]|[VBR]?__?|[A-Za-z_-]{0,12}[0-9]).*\.sql$|^[VBR][0-9_]*__\w+\.(?:java|kt)$/
const wants: Wants = { name: new RegExp(`${SCRIPT.source}|${CONFIG.source}`), prefetch: false }

export const flyway: MigrationReader = {
  system: 'flyway',
  title: 'Flyway',
  site: 'https://documentation.red-gate.com/fd/migrations-184127470.html',
  wants,
  engine: tailEngine,
  behaviour: behaviourOf(new Map(), 'default'),
  guards: 'optional',
  read,
  noop,
}

function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const configs = files.wanted.filter(({ path }) => CONFIG.test(baseName(path)) && isShipped(path))
  const scripts = filesIn(
    files.wanted.filter(({ path }) => !CONFIG.test(baseName(path))),
    source,
  )
  const usual = scripts.some((file) => parseName(file, DEFAULT_NAMING)?.kind === 'versioned')
  const likely = scripts.find(({ path }) => /migration/i.test(path))
  if (!usual && likely === undefined) return []
  const stated = statedBy(source)
  const first = scripts.find((file) => parseName(file, DEFAULT_NAMING) !== undefined) ?? likely
  const general = settingsFor(files, configs, folderOf(first?.path ?? ''))
  const naming = namingOf(stated, namingOf(general?.settings ?? new Map<string, string>(), DEFAULT_NAMING))
  const parsed = scripts.map((file) => parseName(file, naming)).filter((file) => file !== undefined)
  const locations = locationsOf(general?.settings ?? new Map<string, string>())
  const homes = homesOf(parsed, locations).filter((home) => home.files.some(({ kind }) => kind !== 'repeatable'))
  files.load(homes.flatMap((home) => home.files.map(({ file }) => file)))
  return homes.map((home) => readHome(files, home, naming, judge(files, configs, home, source)))
}

/** Settings in the user's config file, by the tool's own names. */
function statedBy(source: MigrationSource | undefined): Settings {
  const stated = Object.entries(source?.engine ?? {}).filter(
    ([, value]) => typeof value === 'boolean' || typeof value === 'string' || Array.isArray(value),
  )
  return new Map(stated.map(([key, value]) => [key.replace(/[-_.]/g, '').toLowerCase(), String(value)]))
}

/** What the nearest files say, the nearest first where several say something. */
function settingsFor(
  files: Files,
  configs: readonly FileRef[],
  folder: string,
): { readonly settings: Settings; readonly source: string } | undefined {
  const readers = [
    [/\.(?:java|kt)$/, readCalls],
    [/\.properties$|\.conf$/, readProperties],
    [/^application.*\.ya?ml$/, readYaml],
    [/^flyway\.toml$/, readToml],
    [/^pom\.xml$/, readPom],
    [/gradle|^libs/, readGradle],
  ] as const
  const proofs = readers.flatMap(([name, parse]): readonly Proof<Settings>[] => {
    const among = configs.filter(({ path }) => name.test(baseName(path)))
    return proofsFor(files, among, folder, parse)
  })
  if (proofs.length === 0) return undefined
  const settings = new Map<string, string>()
  for (const { value } of proofs) for (const [key, text] of value) if (!settings.has(key)) settings.set(key, text)
  const telling = proofs.filter(({ value }) => value.size > 0)
  return {
    settings,
    source: (telling.length > 0 ? telling : proofs.slice(0, 1)).map(({ file }) => file.path).join(', '),
  }
}

function judge(files: Files, configs: readonly FileRef[], home: Home, source?: MigrationSource): Behaviour {
  const found = settingsFor(files, configs, home.path)
  const stated = statedBy(source)
  if (source !== undefined) return behaviourOf(new Map([...(found?.settings ?? []), ...stated]), 'config')
  if (found === undefined) return unproven('Flyway', 'no configuration of it and no dependency on it was found')
  return behaviourOf(found.settings, `Flyway is configured or required by ${found.source}`)
}

function readHome(files: Files, home: Home, naming: Naming, behaviour: Behaviour): ListReading {
  const versions = home.files.filter(({ kind }) => kind === 'versioned')
  const entries = home.files.map((one): Entry => {
    const { file, id, order, description, version, stem } = one
    const { content, checksum } = contentOf(files, one)
    // On an empty database a baseline migration runs in the place of all versions up to its own.
    const replaces =
      one.kind === 'baseline' ? versions.filter((other) => atMost(other, one)).map((other) => other.id) : []
    const mayChange = one.kind === 'repeatable'
    return { file, id, order, slug: description, spellings: [version, stem], content, checksum, replaces, mayChange }
  })
  return listOf({
    system: 'flyway',
    path: home.path,
    entries,
    behaviour,
    style: { prefix: naming.versioned, separator: naming.separator },
  })
}

function atMost(one: MigrationFile, other: MigrationFile): boolean {
  return compareOrder(one.order, other.order) <= 0
}

/**
 * The description is compared, too, and so is whether it is SQL or code; of SQL, every character but the ends of the
 * lines, and of code, nothing: `JavaMigration.getChecksum` is null unless the class says otherwise - Flyway,
 * `MigrationInfoImpl.validate`, `ChecksumCalculator`.
 */
function contentOf(files: Files, { file, isCode, description }: MigrationFile): Told {
  const kind = isCode ? 'code' : 'sql'
  const content = files.parse(file, isCode ? readCode : readScript)
  const checksum = sha1(kind, description, isCode ? '' : (content?.characters ?? file.oid))
  if (content === undefined) return { content, checksum }
  return { content: { ...content, digest: sha1(kind, description, content.digest) }, checksum }
}

interface Told {
  readonly content: Content | undefined
  readonly checksum: string
}

interface Script extends Content {
  /** Digest of every character but the ends of the lines; only SQL has one. */
  readonly characters?: string
}

function readScript(text: string): Script {
  return { ...readSql(text), characters: sha1(text.replace(/[\r\n]/g, '')) }
}

function sha1(...parts: readonly string[]): string {
  return createHash('sha1').update(parts.join('\0')).digest('hex')
}

function readCode(text: string): Script {
  const program = readProgram(text, 'java')
  const className = classNameOf(program)
  const body = bodyOf(program, 'migrate')
  return {
    digest: digestOf(program, className === undefined ? [] : [className]),
    effect: body !== undefined && isInert(body) ? 'noop' : 'changes',
    objects: [],
  }
}
