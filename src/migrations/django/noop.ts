import type { NewFile, NoopRequest } from '../reader.ts'

/**
 * A migration without operations. Standing in for another line's, it must depend on the same migrations as there: Django
 * refuses a database that has it without what it depends on.
 */
export function noop(request: NoopRequest): NewFile | undefined {
  const { list, of: original, slug } = request
  const label = list.style?.label
  if (label === undefined) return undefined
  const known = new Set(list.migrations.flatMap(({ id, replaces }) => [id, ...replaces]))
  const followed = new Set(list.migrations.flatMap(({ parents }) => parents))
  const kept = original !== undefined && !known.has(original.id)
  if (kept && !original.parents.every((id) => known.has(id))) return undefined
  const leaf = list.migrations.findLast(({ id }) => !followed.has(id))
  const parents = kept ? original.parents : leaf ? [leaf.id] : []
  const id = kept ? original.id : `${nextNumber(request)}_${slug}`
  const isBranch = parents.some((parent) => followed.has(parent))
  const text = [
    'from django.db import migrations',
    '',
    '',
    'class Migration(migrations.Migration):',
    '    # Does nothing here.',
    ...(isBranch ? ['    # This makes another leaf. Join them with: manage.py makemigrations --merge'] : []),
    '',
    `    dependencies = [${parents.map((parent) => `(${quoted(label)}, ${quoted(parent)})`).join(', ')}]`,
    '',
    '    operations = []',
    '',
  ].join('\n')
  return { id, path: list.path === '' ? `${id}.py` : `${list.path}/${id}.py`, text, mode: 'create' }
}

/** Four digits, as makemigrations numbers. */
function nextNumber({ list, after }: NoopRequest): string {
  const numbers = [...list.migrations, ...after].map(({ id }) => Number(/^[0-9]{1,9}/.exec(id)?.[0] ?? 0))
  return String(Math.max(0, ...numbers) + 1).padStart(4, '0')
}

function quoted(text: string): string {
  return `'${text.replace(/['\\\n]/g, '')}'`
}
