import type { ListProblem, Migration, Unreadable } from '../../model.ts'
import type { FileRef } from '../../snapshots/files.ts'
import { baseName } from '../folders.ts'
import type { MigrationClass, Module } from './module.ts'

export interface Found {
  readonly file: FileRef
  readonly module: Module
}

interface Node {
  readonly id: string
  readonly file: FileRef
  readonly migration: MigrationClass
  /** Names of the same app. */
  readonly parents: readonly string[]
  readonly replaces: readonly string[]
}

/** An app's migrations, dependencies first, what Django refuses about them, and what could not be understood. */
export function listOf(
  found: readonly Found[],
  label: string,
): { migrations: readonly Migration[]; problems: readonly ListProblem[]; unclear: readonly Unreadable[] } {
  const unclear: Unreadable[] = []
  const nodes = new Map<string, Node>()
  for (const { file, module } of found) {
    const { migration } = module
    const id = baseName(file.path).replace(/\.py$/, '')
    if (!migration) {
      const reason = 'expected a class Migration, found none'
      unclear.push({ place: { path: file.path, line: 1 }, reason })
      continue
    }
    for (const { line, attribute } of migration.riddles) {
      const reason = `expected ${attribute}: a list of (app label, migration), found a computed value`
      unclear.push({ place: { path: file.path, line }, reason })
    }
    const own = ({ label: other, name }: { label: string; name: string }): readonly string[] =>
      other === label && !/^__(?:first|latest)__$/.test(name) ? [name] : []
    const parents = [...new Set(migration.dependencies.flatMap(own))]
    nodes.set(id, { id, file, migration, parents, replaces: migration.replaces.flatMap(own) })
  }
  const squashes = squashesOf(nodes)
  for (const { id, file, migration, parents } of nodes.values()) {
    for (const parent of parents) {
      if (nodes.has(parent) || squashes.has(parent)) continue
      const reason = `expected migration ${parent} that ${id} depends on, found none`
      unclear.push({ place: { path: file.path, line: migration.line }, reason })
    }
  }
  const sorted = dependenciesFirst(nodes, squashes)
  return { migrations: sorted.map(migrationOf), problems: leafProblems(sorted, squashes, label), unclear }
}

/** Replaced name -> the squash. */
function squashesOf(nodes: ReadonlyMap<string, Node>): ReadonlyMap<string, Node> {
  return new Map([...nodes.values()].flatMap((node) => node.replaces.map((id) => [id, node] as const)))
}

/** What stands for a name once squashes have taken the places of what they replace - Django docs, Squashing migrations. */
function standsFor(id: string, squashes: ReadonlyMap<string, Node>): string {
  let current = id
  for (let turn = 0; turn <= squashes.size; turn += 1) {
    const squash = squashes.get(current)
    if (!squash || squash.id === current) return current
    current = squash.id
  }
  return current
}

/** Otherwise by name; a cycle is cut where it is first entered. */
function dependenciesFirst(nodes: ReadonlyMap<string, Node>, squashes: ReadonlyMap<string, Node>): readonly Node[] {
  const entered = new Set<Node>()
  const sorted = new Set<Node>()
  for (const start of nodes.values()) {
    const open = [start]
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      entered.add(top)
      const next = top.parents
        .map((id) => nodes.get(id) ?? squashes.get(id))
        .find((parent) => parent && !entered.has(parent))
      if (next) {
        open.push(next)
        continue
      }
      sorted.add(top)
      open.pop()
    }
  }
  return [...sorted]
}

/** "Conflicting migrations detected; multiple leaf nodes in the migration graph" - Django, `core/management/commands/migrate.py`. */
function leafProblems(
  nodes: readonly Node[],
  squashes: ReadonlyMap<string, Node>,
  label: string,
): readonly ListProblem[] {
  const left = nodes.filter(({ id }) => standsFor(id, squashes) === id)
  const gone = nodes.filter((node) => !left.includes(node))
  const followed = new Set(left.flatMap(({ parents }) => parents.map((id) => standsFor(id, squashes))))
  // A squash follows what the first of its parts followed.
  for (const node of gone) {
    for (const parent of node.parents) {
      const stand = standsFor(parent, squashes)
      if (stand !== standsFor(node.id, squashes)) followed.add(stand)
    }
  }
  const leaves = left.filter(({ id }) => !followed.has(id))
  const last = leaves.at(-1)
  if (leaves.length < 2 || !last) return []
  const ids = leaves.map(({ id }) => id)
  const place = { path: last.file.path, line: last.migration.line }
  const detail = `app ${label} has several leaf migrations: ${ids.join(', ')}`
  return [{ cause: 'multiple-heads', subject: last.id, ids, place, detail }]
}

function migrationOf({ id, file, migration, parents, replaces }: Node, position: number): Migration {
  return {
    id,
    spellings: [id],
    order: [String(position)],
    parents,
    place: { path: file.path, line: migration.line },
    blob: file.oid,
    digest: migration.digest,
    effect: migration.effect,
    slug: id.replace(/^[0-9]+_/, ''),
    objects: migration.models,
    replaces,
    mayChange: false,
  }
}
