import type { Migration } from '../../model.ts'
import { compareOrder, lastInOrder } from '../order.ts'
import type { NewFile, NoopRequest } from '../reader.ts'
import { canonicalId } from './ids.ts'
import { OBJECTS, type Decorator } from './registrations.ts'

/** Ids that start with a year are dates, as the SDK docs recommend. */
const DATED = /^(?:19|20)[0-9]{2}$/

/**
 * A data migration that returns what it is given, for the end of the module that holds the others. It takes the id of
 * the one it stands in for: the engine runs whatever id it has not run yet, so the place in the order does not matter.
 */
export function noop(request: NoopRequest): NewFile | undefined {
  const { list, of: original, slug } = request
  const path = list.style?.path
  const prefix = list.style?.prefix
  if (path === undefined || prefix === undefined) return undefined
  const taken = new Set(list.migrations.map(({ id }) => id))
  const id = original && !taken.has(original.id) ? original.id : freshId(request)
  const written = spellingOf(id, original)
  const type = typeOf(original)
  const gap = list.style?.gap ?? '\n\n'
  const newline = gap.startsWith('\r') ? '\r\n' : '\n'
  const argument = `old_${type}`
  const name = `${identifier(slug)}_${id.replaceAll('.', '_')}`
  const lines = [`@${prefix}.${type}("${written}")`, `def ${name}(${argument}):`, `    return ${argument}`, '']
  return { id, path, text: gap + lines.join(newline), mode: 'append' }
}

/** The day as the docs recommend it where the project dates its ids, else one more than the last. */
function freshId({ list, after, date }: NoopRequest): string {
  const last = lastInOrder([...list.migrations, ...after])
  if (!last) return dayOf(date)
  const day = dayOf(date)
  const dated = last.order[0] !== undefined && DATED.test(last.order[0])
  if (dated && compareOrder(day.split('.'), last.order) > 0) return day
  const parts = [...last.order]
  return [...parts.slice(0, -1), String(BigInt(parts.at(-1) ?? '0') + 1n)].join('.')
}

function dayOf(seconds: number): string {
  const [year = '', month = '', day = ''] = new Date(seconds * 1000).toISOString().slice(0, 10).split('-')
  return canonicalId(`${year}.${month}.${day}`) ?? '1'
}

/** The original's own spelling; for a new one, months and days with two digits. */
function spellingOf(id: string, original: Migration | undefined): string {
  const known = original?.id === id ? original.spellings.find((text) => text !== id && canonicalId(text) === id) : id
  if (known !== undefined && known !== id) return known.trimEnd()
  const [year = '', ...rest] = id.split('.')
  return DATED.test(year) ? [year, ...rest.map((part) => part.padStart(2, '0'))].join('.') : id
}

function typeOf(original: Migration | undefined): Decorator {
  const types = Object.keys(OBJECTS) as Decorator[]
  return types.find((type) => OBJECTS[type] === original?.objects[0]) ?? 'repository'
}

function identifier(slug: string): string {
  const words = slug
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[0-9_]+|_+$/g, '')
  return words === '' ? 'no_change' : words
}
