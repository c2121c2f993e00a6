import { groupBy } from '../../group.ts'
import { bodyOf, classNameOf, digestOf, hasWord, isInert, readProgram } from '../../languages/braces.ts'
import type { Behaviour } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { listOf, textOrder, type Content, type Entry } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { baseName, filesIn, folderOf } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../reader.ts'
import { NAME, noop } from './noop.ts'

/** Nextcloud server, `MigrationService::findMigrations`. */
const wants: Wants = { name: /^Version[^/]{1,255}\.php$/i, path: /(?:^|\/)(?:lib\/Migration|core\/Migrations)\// }
const HOME = /^(?:.*\/)?(?:lib\/Migration|core\/Migrations)(?=\/)/
const STEP = /^(?:SimpleMigrationStep|IMigrationStep)$/
const METHODS = ['preSchemaChange', 'changeSchema', 'postSchemaChange']

/** Whatever version of the app is not in the table `migrations` is executed, and nothing else is looked at - same file. */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const nextcloud: MigrationReader = {
  system: 'nextcloud',
  title: 'Nextcloud',
  site: 'https://docs.nextcloud.com/server/latest/developer_manual/basics/storage/migrations.html',
  wants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

interface Step extends Content {
  /** Implements Nextcloud's interface. */
  readonly isStep: boolean
  readonly namespace: string | undefined
}

/** Every app's `lib/Migration`, and the server's own `core/Migrations`. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const homes = groupBy(filesIn(files.wanted, source), ({ path }) => HOME.exec(path)?.[0] ?? folderOf(path))
  files.load([...homes.values()].flat())
  return [...homes].flatMap(([path, inside]) => {
    const steps = inside.map((file) => ({ file, step: files.parse(file, readStep) }))
    if (source === undefined && !steps.some(({ step }) => step?.isStep)) return []
    const namespace = steps.findLast(({ step }) => step?.namespace !== undefined)?.step?.namespace
    return [
      listOf({
        system: 'nextcloud',
        path,
        entries: steps.map(({ file, step }) => entryOf(file, step)),
        behaviour: source === undefined ? behaviour : { ...behaviour, source: 'config' },
        ...(namespace === undefined ? {} : { style: { namespace } }),
      }),
    ]
  })
}

function entryOf(file: FileRef, content: Step | undefined): Entry {
  const id = baseName(file.path).replace(/\.php$/i, '')
  const [, version, date] = NAME.exec(id) ?? []
  // Names of another form are compared as texts.
  const order = version === undefined || date === undefined ? textOrder(id) : [version, date]
  return { file, id, order, slug: '', spellings: [id.slice('Version'.length)], content }
}

function readStep(text: string): Step {
  const program = readProgram(text, 'php')
  const className = classNameOf(program)
  const bodies = METHODS.map((name) => bodyOf(program, name)).filter((body) => body !== undefined)
  const plain = hasWord(program, /^SimpleMigrationStep$/)
  return {
    digest: digestOf(program, className === undefined ? [] : [className]),
    effect: plain && bodies.every(isInert) ? 'noop' : 'changes',
    objects: [],
    isStep: hasWord(program, STEP),
    namespace: namespaceOf(program.tokens.map((token) => token.text)),
  }
}

function namespaceOf(words: readonly string[]): string | undefined {
  const at = words.indexOf('namespace')
  const end = words.indexOf(';', at)
  return at < 0 || end < 0 || end > at + 40 ? undefined : words.slice(at + 1, end).join('')
}
