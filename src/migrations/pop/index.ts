import { groupBy } from '../../group.ts'
import type { Behaviour } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { listOf, textOrder, type Content, type Entry } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { contentOf } from '../file-content.ts'
import { baseName, byFolder, filesIn } from '../folders.ts'
import { DEPENDENCY_FILE, dependenciesOf, listsModule } from '../go-modules.ts'
import { numberedNoop } from '../numbered-sql.ts'
import { canonicalNumber } from '../numbers.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'

/** pop, `migrator.go`; popx, `match.go`, has `.autocommit` as well. */
const NAME = /^([0-9]+)_([^.]+)(\.[a-z0-9]+)?(?:\.autocommit)?\.up\.(sql|fizz)$/
/** Versions that popx made longer: of those it takes the first digits for the same step. */
const legacyLength = 14

const wants: Wants = {
  name: new RegExp(String.raw`^[0-9]+_[^.]+(?:\.[a-z0-9]+){0,2}\.(?:down|up)\.(?:sql|fizz)$|${DEPENDENCY_FILE.source}`),
  prefetch: false,
}

/** Looks up each version in the table and runs what is not there, in order; no checksums - pop, `Migrator.Up`. */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const pop: MigrationReader = {
  system: 'pop',
  title: 'Pop',
  site: 'https://github.com/gobuffalo/pop',
  wants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every folder of scripts in a project that requires pop. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const scripts = files.wanted.filter(({ path }) => NAME.test(baseName(path)))
  const folders = byFolder(filesIn(scripts, source))
  if (folders.size === 0) return []
  const { proofFor } = dependenciesOf(files, namesPop)
  const legacy = dependenciesOf(files, namesPopx)
  return [...folders].flatMap(([path, inside]) => {
    const proof = proofFor(path)
    if (source === undefined && proof === undefined) return []
    files.load(inside)
    const shortened = legacy.proofFor(path) !== undefined
    const answers: Behaviour = {
      ...behaviour,
      source: source === undefined ? `github.com/gobuffalo/pop is required by ${proof ?? ''}` : 'config',
    }
    return [listOf({ system: 'pop', path, entries: entriesOf(files, inside, shortened), behaviour: answers })]
  })
}

const POP = /\bgithub\.com\/(?:gobuffalo|ory)\/pop\b/
const POPX = /\bgithub\.com\/ory\/x\b/

function namesPop(text: string): boolean {
  return listsModule(text, POP)
}

function namesPopx(text: string): boolean {
  return listsModule(text, POPX)
}

interface Script {
  readonly file: FileRef
  readonly version: string
  readonly title: string
  /** Empty for all databases. */
  readonly database: string
  readonly content: Content
}

/** Scripts of one version for different databases are one step: each database runs one of them. */
function entriesOf(files: Files, inside: readonly FileRef[], shortened: boolean): readonly Entry[] {
  const scripts = inside.map((file): Script => {
    const [, version = '', title = '', database = '', extension = ''] = NAME.exec(baseName(file.path)) ?? []
    return { file, version, title, database, content: contentOf(files, file, extension) }
  })
  return [...groupBy(scripts, ({ version }) => version).values()].flatMap((same) => {
    const steps = [...groupBy(same, ({ database }) => database).values()]
    // Of two for one database the table takes one: the other is never run.
    const extra = steps.flatMap(([, ...others]) => others.map((script) => entryOf([script], shortened)))
    return [
      entryOf(
        steps.map(([script]) => script!),
        shortened,
      ),
      ...extra,
    ]
  })
}

function entryOf(scripts: readonly Script[], shortened: boolean): Entry {
  const [{ file, version, title, content }] = scripts as readonly [Script]
  const contents = scripts.map((script) => script.content)
  const changing = contents.find(({ effect }) => effect !== 'noop')
  return {
    file,
    id: canonicalNumber(version),
    order: textOrder(version),
    slug: title,
    spellings: [version, `${version}_${title}`],
    content: {
      digest: scripts.length === 1 ? content.digest : contents.map(({ digest }) => digest).join(' '),
      effect: changing?.effect ?? 'noop',
      objects: [...new Set(contents.flatMap(({ objects }) => objects))],
    },
    replaces: shortened && version.length > legacyLength ? [canonicalNumber(version.slice(0, legacyLength))] : [],
  }
}

function noop(request: NoopRequest): NewFile {
  return numberedNoop(request, ['-- No-op.', 'SELECT 1;'], '.up.sql')
}
