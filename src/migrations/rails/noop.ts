import { nextNumber } from '../numbers.ts'
import type { NewFile, NoopRequest } from '../reader.ts'

/** A migration whose `change` is empty. Rails runs whatever version it has not run, so the original's own one will do. */
export function noop(request: NoopRequest): NewFile {
  const { list, of: original } = request
  const kept = original !== undefined && !list.migrations.some(({ id }) => id === original.id)
  const id = kept ? original.id : nextNumber(request)
  const slug = freeSlug(kept && original.slug !== '' ? original.slug : request.slug, request)
  // Rails compares numbers, but people and `ls` compare digits: zeros in front stay.
  const digits = kept ? (original.spellings.find((text) => /^0*[0-9]+$/.test(text) && text !== id) ?? id) : id
  const text = [
    `class ${classNameOf(slug)} < ${list.style?.superclass ?? 'ActiveRecord::Migration[6.1]'}`,
    '  def change',
    `    # No-op: stands in for ${kept ? `${id}, a migration of another line` : 'a change that this line has without a migration'}.`,
    '  end',
    'end',
    '',
  ].join('\n')
  return { id, path: `${list.path}/${digits}_${slug}.rb`, text, mode: 'create' }
}

/** `add_x_to_y` -> `AddXToY`, the class that Rails looks for in the file. */
export function classNameOf(slug: string): string {
  return slug.replace(/(?:^|_+)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** Two migrations must not have one class name. */
function freeSlug(slug: string, { list }: NoopRequest): string {
  const taken = new Set(list.migrations.map((migration) => classNameOf(migration.slug)))
  let free = slug
  for (let turn = 2; taken.has(classNameOf(free)); turn += 1) free = `${slug}_${String(turn)}`
  return free
}
