import { createHash } from 'node:crypto'
import { parseJson, type Json } from '../../languages/json.ts'
import { parseYaml } from '../../languages/yaml.ts'
import type { Behaviour } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { listOf, type Entry } from '../by-file-name.ts'
import { statedEngine } from '../engines/stated.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../reader.ts'
import { statedBehaviour, statedFiles } from '../stated.ts'

const behaviour: Behaviour = { unknownApplied: 'unknown', outOfOrder: 'unknown', edited: 'unknown', source: 'default' }

/** Any system that can write down its ids: a YAML or JSON list, as the user's config describes it. */
export const listSystem: MigrationReader = {
  system: 'list',
  title: 'List of ids',
  site: 'docs/engines/list.md',
  wants: { name: /(?!)/ },
  engine: statedEngine,
  behaviour,
  guards: 'optional',
  read,
  noop: () => undefined,
}

/** One list for each file; `options.at` is the JSON pointer of the list in it, the whole file where there is none. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  if (source === undefined) return []
  const found = statedFiles(files, source).filter(({ path }) => /\.(?:json|ya?ml)$/i.test(path))
  files.load(found)
  const at = source.options?.at
  return found.flatMap((file) => {
    const read = files.parse(file, /\.json$/i.test(file.path) ? parseJson : parseYaml)
    const pointer = typeof at === 'string' ? at : ''
    if (read === undefined) return []
    const items = valueAt(read.value, pointer)
    if (!Array.isArray(items)) {
      const where = pointer === '' ? 'in the file' : `at ${pointer}`
      files.unclear(file.path, read.lines.get(pointer) ?? 1, `expected a list of migration ids ${where}`)
      return []
    }
    const entries = items.flatMap((item: unknown, n) => entryOf(files, file, read, item, `${pointer}/${n}`, n) ?? [])
    return [listOf({ system: 'list', path: file.path, entries, behaviour: statedBehaviour(source) })]
  })
}

/** An id, or a mapping with `id`; `noop: true` says that it changes nothing, and all else is part of its meaning. */
function entryOf(
  files: Files,
  file: FileRef,
  { lines }: Json,
  item: unknown,
  pointer: string,
  n: number,
): Entry | undefined {
  const line = lines.get(pointer) ?? 1
  const members = typeof item === 'object' && item !== null ? (item as Readonly<Record<string, unknown>>) : { id: item }
  const id = members.id
  if ((typeof id !== 'string' && typeof id !== 'number') || String(id) === '') {
    files.unclear(file.path, line, 'expected a migration id, a text or a mapping with `id`')
    return undefined
  }
  const rest = Object.entries(members).filter(([name]) => name !== 'id' && name !== 'noop')
  const digest = createHash('sha1')
    .update(JSON.stringify(rest.length === 0 ? id : rest.sort()))
    .digest('hex')
  const effect = members.noop === true ? 'noop' : 'unknown'
  const content = { digest, effect, objects: [] } as const
  return { file, id: String(id), order: [String(n)], slug: '', spellings: [], content, line }
}

function valueAt(value: unknown, pointer: string): unknown {
  let at = value
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Readonly<Record<string, unknown>>)[name]
  }
  return at
}
