import fc from 'fast-check'
import { graphEngine } from '../../src/migrations/engines/graph.ts'
import { highWaterEngine } from '../../src/migrations/engines/high-water.ts'
import { setEngine } from '../../src/migrations/engines/set.ts'
import type { Engine, MigrationReader } from '../../src/migrations/reader.ts'
import type { Behaviour, Migration, MigrationList } from '../../src/model.ts'
import { listOf } from './lists.ts'
import type { Made } from './worlds.ts'

/** What happens to a product, in the order it happens. Numbers choose among what there is, modulo its count. */
export type Event =
  | { readonly kind: 'migrate'; readonly line: number; readonly number: number; readonly idle: boolean }
  | { readonly kind: 'pick'; readonly from: number; readonly to: number; readonly which: number }
  | { readonly kind: 'release'; readonly line: number }
  | { readonly kind: 'open' }

export interface Setup {
  readonly family: 'set' | 'high-water' | 'graph'
  readonly behaviour: Behaviour
  readonly events: readonly Event[]
}

const answers = fc.record({
  unknownApplied: fc.constantFrom('refuses', 'ignores'),
  outOfOrder: fc.constantFrom('runs', 'refuses', 'skips'),
  edited: fc.constant('ignores'),
  source: fc.constant('test'),
}) as fc.Arbitrary<Behaviour>

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('migrate' as const),
      line: fc.nat(5),
      number: fc.integer({ min: 1, max: 99 }),
      idle: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pick' as const), from: fc.nat(5), to: fc.nat(5), which: fc.nat(20) }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('release' as const), line: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'open' as const }) },
)

export const setup: fc.Arbitrary<Setup> = fc.record({
  family: fc.constantFrom('set', 'high-water', 'graph'),
  behaviour: answers,
  events: fc.array(event, { minLength: 3, maxLength: 24 }),
})

function migrationOf(number: number, idle: boolean): Migration {
  return {
    id: `${number}`,
    spellings: [],
    order: [`${number}`],
    parents: [],
    place: { path: `db/${number}.sql`, line: 1 },
    blob: `blob ${number}`,
    digest: `digest ${number}`,
    effect: idle ? 'noop' : 'changes',
    slug: '',
    objects: [],
    replaces: [],
    mayChange: false,
  }
}

/** In a graph every revision follows the one that the branch had before, whatever it follows elsewhere. */
function onTop(migration: Migration, n: number, all: readonly Migration[]): Migration {
  const parent = all[n - 1]
  return { ...migration, order: [`${n}`], parents: parent ? [parent.id] : [] }
}

interface Branch {
  readonly migrations: Map<number, Migration>
  releases: number
  /** What the next release is built on. */
  parent?: string
}

/** Plays the events: line 1 opens the product, every later line is cut from the newest one. Numbers mean one thing. */
export function play({ family, behaviour, events }: Setup): readonly Made[] {
  const branches: Branch[] = [{ migrations: new Map(), releases: 0 }]
  const effects = new Map<number, boolean>()
  const made: Made[] = []
  const at = (n: number): Branch => branches[n % branches.length]!
  function release(n: number): void {
    const branch = branches[n]!
    const tag = `${n + 1}.${branch.releases}`
    const all = [...branch.migrations.values()]
    const migrations = family === 'graph' ? all.map(onTop) : all.sort((a, b) => Number(a.id) - Number(b.id))
    const list: MigrationList = listOf(migrations, { behaviour })
    made.push({
      tag,
      line: `${n + 1}`,
      day: made.length + 1,
      parents: branch.parent === undefined ? [] : [branch.parent],
      list,
    })
    branch.releases += 1
    branch.parent = tag
  }
  for (const one of events) {
    if (one.kind === 'migrate') {
      const idle = effects.get(one.number) ?? one.idle
      effects.set(one.number, idle)
      at(one.line).migrations.set(one.number, migrationOf(one.number, idle))
    } else if (one.kind === 'pick') {
      const offered = [...at(one.from).migrations]
      const [number, migration] = offered[one.which % Math.max(1, offered.length)] ?? []
      if (number !== undefined && migration !== undefined) at(one.to).migrations.set(number, migration)
    } else if (one.kind === 'release') {
      release(one.line % branches.length)
    } else if (branches.length < 6) {
      const trunk = branches.at(-1)!
      if (trunk.releases === 0) release(branches.length - 1)
      branches.push({
        migrations: new Map(trunk.migrations),
        releases: 0,
        ...(trunk.parent === undefined ? {} : { parent: trunk.parent }),
      })
      release(branches.length - 1)
    }
  }
  return made
}

export const engines: Readonly<Record<Setup['family'], Engine>> = {
  set: setEngine,
  'high-water': highWaterEngine,
  graph: graphEngine,
}

export function readerOf({ family, behaviour }: Setup): MigrationReader {
  return {
    system: 'test',
    title: 'Test',
    site: '',
    wants: { name: /./ },
    engine: engines[family],
    behaviour,
    guards: 'optional',
    read: () => [],
    noop: () => undefined,
  }
}
