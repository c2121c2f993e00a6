import {
  bodyOf,
  classNameOf,
  digestOf,
  hasWord,
  isInert,
  readProgram,
  type Program,
  type Token,
} from '../../languages/braces.ts'
import type { Behaviour } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { freshDigits, inFolder, keptId, listOf, textOrder, type Content, type Entry } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { baseName, byFolder, filesIn } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'

/** `make:migration` writes `Y_m_d_His_<name>.php`; packages number in the place of the time. */
const wants: Wants = { name: /^[0-9]{4}_[0-9]{2}_[0-9]{2}_[0-9]+_[^/]{1,255}\.php$/, prefetch: false }
const NAME = /^([0-9]{4}_[0-9]{2}_[0-9]{2}_[0-9]+)_(.*)$/
const TABLE_METHOD = /^(?:create|table|drop|dropIfExists|dropColumns|rename)$/

/**
 * Files whose name is not in the table run, in order of names; names there without a file are not looked at; no checksums
 * - Laravel, `Migrator::run`, `pendingMigrations`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const laravel: MigrationReader = {
  system: 'laravel',
  title: 'Laravel',
  site: 'https://laravel.com/docs/migrations',
  wants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

interface Step extends Content {
  /** Imports Laravel's own class, or derives from it by its full name. */
  readonly isLaravels: boolean
  /** `return new class`, since Laravel 8.37. */
  readonly isAnonymous: boolean
  /** `up(): void`, as Laravel 10 writes it. */
  readonly returns: boolean
}

/** Every folder of files named by time of which one uses Laravel's Migration. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const folders = byFolder(filesIn(files.wanted, source))
  files.load([...folders.values()].flat())
  return [...folders].flatMap(([path, inside]) => {
    const steps = inside.map((file) => ({ file, step: files.parse(file, readStep) }))
    if (source === undefined && !steps.some(({ step }) => step?.isLaravels)) return []
    const last = steps.findLast(({ step }) => step !== undefined)?.step
    return [
      listOf({
        system: 'laravel',
        path,
        entries: steps.map(({ file, step }) => entryOf(file, step)),
        behaviour: { ...behaviour, source: source === undefined ? `Laravel's own class in ${path}` : 'config' },
        style: {
          class: last?.isAnonymous === false ? 'named' : 'anonymous',
          returns: last?.returns === true ? ': void' : '',
        },
      }),
    ]
  })
}

function entryOf(file: FileRef, content: Step | undefined): Entry {
  const id = baseName(file.path).replace(/\.php$/, '')
  return { file, id, order: textOrder(id), slug: NAME.exec(id)?.[2] ?? '', spellings: [], content }
}

function readStep(text: string): Step {
  const program = readProgram(text, 'php')
  const body = bodyOf(program, 'up')
  return {
    digest: digestOf({ ...program, tokens: meaningOf(program) }),
    effect: body !== undefined && isInert(body) ? 'noop' : 'changes',
    objects: tablesOf(program),
    isLaravels: hasWord(program, /^Illuminate$/) && hasWord(program, /^Migrations?$/),
    isAnonymous: classNameOf(program) === undefined,
    returns: hasWord(program, /^void$/),
  }
}

/** What stands in the class: `class A extends Migration` becomes `return new class extends Migration`, `up()` `up(): void`. */
function meaningOf({ tokens, closing }: Program): readonly Token[] {
  const at = tokens.findIndex(
    ({ kind, text }, n) => kind === 'word' && text === 'class' && tokens[n - 1]?.text !== '::',
  )
  const open = at < 0 ? -1 : tokens.findIndex(({ text }, n) => n > at && text === '{')
  const inside = open < 0 ? tokens : tokens.slice(open + 1, closing.get(open) ?? tokens.length)
  return inside.filter(({ text }, n) => {
    return !(text === 'void' && inside[n - 1]?.text === ':') && !(text === ':' && inside[n + 1]?.text === 'void')
  })
}

/** Of `Schema::create('users', ...)`, also on a connection. */
function tablesOf({ tokens }: Program): readonly string[] {
  const tables = tokens.flatMap(({ kind, text }, at) => {
    const call = tokens[at - 1]?.text
    if (kind !== 'word' || !TABLE_METHOD.test(text) || (call !== '::' && call !== '->')) return []
    const name = tokens[at + 1]?.text === '(' ? tokens[at + 2] : undefined
    return name?.kind === 'literal' && /^(['"])[\w.]+\1$/.test(name.text) ? [name.text.slice(1, -1)] : []
  })
  return [...new Set(tables)].sort()
}

function noop(request: NoopRequest): NewFile {
  const { class: form = 'anonymous', returns = '' } = request.list.style ?? {}
  const digits = freshDigits(request, ({ id }) => NAME.exec(id)?.[1]?.replaceAll('_', ''))
  const time = digits.replace(/^([0-9]{4})([0-9]{2})([0-9]{2})/, '$1_$2_$3_')
  const id = keptId(request) ?? `${time}_${request.slug}`
  const method = (name: string): string[] => [`    public function ${name}()${returns}`, '    {', '    }']
  const name = (NAME.exec(id)?.[2] ?? id).replace(/(?:^|[_-])(\w)/g, (_, letter: string) => letter.toUpperCase())
  const text = [
    '<?php',
    '',
    'use Illuminate\\Database\\Migrations\\Migration;',
    '',
    '/** No-op. */',
    form === 'named' ? `class ${name} extends Migration` : 'return new class extends Migration',
    '{',
    ...method('up'),
    '',
    ...method('down'),
    form === 'named' ? '}' : '};',
    '',
  ].join('\n')
  return { id, path: inFolder(request.list.path, `${id}.php`), text, mode: 'create' }
}
