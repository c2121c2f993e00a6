import { createHash } from 'node:crypto'
import type { Effect, ListProblem, Migration, Place } from '../../model.ts'
import type { FileRef } from '../../snapshots/files.ts'
import { canonicalId, canonicalLuaId } from './ids.ts'
import { OBJECTS, type Registration } from './registrations.ts'

export interface Registered {
  readonly file: FileRef
  readonly registration: Registration
}

/**
 * Migrations, and what the SDK refuses about them at build time: ids that are none, ids used twice (whatever the object
 * type), functions that return nothing. Lua migrations are checked and left out: they only run once, when a Lua toolkit
 * is replaced, and the engine does not remember them.
 */
export function listOf(registered: readonly Registered[]): { migrations: Migration[]; problems: ListProblem[] } {
  const migrations = new Map<string, Migration>()
  const problems: ListProblem[] = []
  const luaIds = new Map<string, Place>()
  for (const { file, registration } of registered) {
    const { raw, lua, type, written } = registration
    const place = { path: file.path, line: registration.decorator.line }
    const id = raw === undefined ? undefined : lua ? canonicalLuaId(raw) : canonicalId(raw)
    const problem = (cause: ListProblem['cause'], detail: string): void => {
      problems.push({ cause, subject: id ?? written, ids: spellingsOf(registration, id ?? written), place, detail })
    }
    if (id === undefined) {
      problem('invalid-id', `${lua ? EXPECTED_LUA : EXPECTED_ID}, found ${JSON.stringify(written)}`)
      continue
    }
    // Lua ids are unique per object type, all others over all of them.
    const earlier = lua ? luaIds.get(`${type} ${id}`) : migrations.get(id)?.place
    if (earlier) {
      problem(
        'duplicate-id',
        `${JSON.stringify(written)} is the id ${id}, used at ${earlier.path}:${earlier.line} already`,
      )
      continue
    }
    if (lua) luaIds.set(`${type} ${id}`, place)
    else migrations.set(id, migrationOf(id, registration, file, place))
    if (registration.result === 'nothing') {
      problem(
        'noop-returns-nothing',
        `${registration.name} returns nothing, so the ${OBJECTS[type]} data would be lost`,
      )
    }
  }
  return { migrations: [...migrations.values()], problems }
}

const EXPECTED_ID = 'expected a text of integers separated by dots, not all zero ("2024.05.31")'
const EXPECTED_LUA = 'expected the major and minor version of the Lua toolkit ("1.1")'

function migrationOf(id: string, registration: Registration, file: FileRef, place: Place): Migration {
  const object = OBJECTS[registration.type]
  return {
    id,
    spellings: spellingsOf(registration, id),
    order: id.split('.'),
    parents: [],
    place,
    blob: file.oid,
    digest: createHash('sha1').update(`${object}\0${registration.digest}`).digest('hex'),
    effect: effectOf(registration),
    slug: registration.name,
    objects: [object],
    replaces: [],
    mayChange: false,
  }
}

function effectOf({ broken, result }: Registration): Effect {
  if (broken) return 'unknown'
  return result === 'argument' ? 'noop' : 'changes'
}

function spellingsOf({ raw, name }: Registration, id: string): string[] {
  return [...new Set([id, raw ?? id, name])].filter((spelling) => spelling !== '')
}
