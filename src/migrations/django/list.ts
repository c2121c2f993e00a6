import type { ListProblem, Migration, Unreadable } from '../../model.ts'
import type { FileRef } from '../../snapshots/files.ts'
import { baseName } from '../folders.ts'
import { graphOf } from './graph.ts'
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
  const migrations = dependenciesFirst(nodes, squashes).map(migrationOf)
  return { migrations, problems: leafProblems(nodes, migrations, label), unclear }
}

/** Replaced name -> the squash. */
function squashesOf(nodes: ReadonlyMap<string, Node>): ReadonlyMap<string, Node> {
  return new Map([...nodes.values()].flatMap((node) => node.replaces.map((id) => [id, node] as const)))
}

/**
 * From the leaves, by name, down to what they depend on, the last name first; and back - Django, `MigrationGraph.iterative_dfs`.
 * A cycle is cut where it is first entered.
 */
function dependenciesFirst(nodes: ReadonlyMap<string, Node>, squashes: ReadonlyMap<string, Node>): readonly Node[] {
  const followed = new Set([...nodes.values()].flatMap(({ parents }) => parents))
  const leaves = [...nodes.values()].filter(({ id }) => !followed.has(id)).sort(byName)
  const entered = new Set<Node>()
  const sorted = new Set<Node>()
  for (const start of [...leaves, ...nodes.values()]) {
    const open = [start]
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      entered.add(top)
      const next = top.parents
        .flatMap((id) => nodes.get(id) ?? squashes.get(id) ?? [])
        .filter((parent) => !entered.has(parent))
        .reduce<Node | undefined>((last, parent) => (last && byName(last, parent) > 0 ? last : parent), undefined)
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

function byName({ id: a }: Node, { id: b }: Node): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** "Conflicting migrations detected; multiple leaf nodes in the migration graph" - Django, `core/management/commands/migrate.py`. */
function leafProblems(
  nodes: ReadonlyMap<string, Node>,
  migrations: readonly Migration[],
  label: string,
): readonly ListProblem[] {
  const { leaves } = graphOf(migrations, () => true)
  const last = nodes.get(leaves.at(-1) ?? '')
  if (leaves.length < 2 || !last) return []
  const place = { path: last.file.path, line: last.migration.line }
  const detail = `app ${label} has several leaf migrations: ${leaves.join(', ')}`
  return [{ cause: 'multiple-heads', subject: last.id, ids: leaves, place, detail }]
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
