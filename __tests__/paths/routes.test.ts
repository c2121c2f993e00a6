import { highWaterEngine } from '../../src/migrations/engines/high-water.ts'
import { setEngine } from '../../src/migrations/engines/set.ts'
import type { Engine, MigrationReader } from '../../src/migrations/reader.ts'
import type { Behaviour, Migration } from '../../src/model.ts'
import { skippingRoutes } from '../../src/paths/routes.ts'
import { upgradeSkipsMigrations } from '../../src/rules/upgrade-skips-migrations.ts'
import { listOf } from '../support/lists.ts'
import { viewOf, type Made } from '../support/worlds.ts'

const behaviour: Behaviour = { unknownApplied: 'refuses', outOfOrder: 'skips', edited: 'ignores', source: 'test' }

function readerOf(engine: Engine): MigrationReader {
  return {
    system: 'test',
    title: 'Test',
    site: '',
    wants: { name: /./ },
    engine,
    behaviour,
    guards: 'optional',
    read: () => [],
    noop: () => undefined,
  }
}

function migrationOf(id: string): Migration {
  return {
    id,
    spellings: [],
    order: [id],
    parents: [],
    place: { path: `db/${id}.sql`, line: 1 },
    blob: id,
    digest: id,
    effect: 'changes',
    slug: '',
    objects: [],
    replaces: [],
    mayChange: false,
  }
}

/** Releases as `version ids`, one a day, each of a line of its own. */
function viewFrom(rows: readonly string[], candidate: string, engine: Engine) {
  const made = rows.map((row, n): Made => {
    const [tag = '', ids = ''] = row.split(' ')
    const migrations = ids.split(',').map(migrationOf)
    return { tag, line: tag.split('.')[0]!, day: n + 1, parents: [], list: listOf(migrations, { behaviour }) }
  })
  return viewOf(made, candidate, readerOf(engine))
}

// 1.0 applied 900 before it met 850; 3.0 no longer has 900, so who stands on 1.0 gets there by 2.0 only.
const rows = ['1.0 1,900', '2.0 1,850,900,910', '3.0 1,850,910,920']

describe('ways of several steps', () => {
  it('show what is skipped on the way, although the last step alone is sound', () => {
    const view = viewFrom(rows, '3.0', highWaterEngine)
    const found = skippingRoutes(view).map(({ stops, skipped }) => [stops.map(({ ref }) => ref).join(' '), skipped.map(({ id }) => id).join(' ')]) // prettier-ignore
    expect(found).toEqual([['1.0 2.0 3.0', '850']])
    const findings = upgradeSkipsMigrations.find(view)
    expect(findings.map(({ subject, severity, releases }) => [subject, severity, releases])).toEqual([
      ['850', 'error', ['1.0', '2.0']],
    ])
    for (const finding of findings) expect(upgradeSkipsMigrations.tell(finding, view).message).toContain('1.0 by 2.0')
  })

  it('are told of the step that skips where the candidate is in between', () => {
    const found = skippingRoutes(viewFrom(rows, '2.0', highWaterEngine))
    expect(found.map(({ stops }) => stops.map(({ ref }) => ref))).toEqual([['1.0', '2.0', '3.0']])
  })

  it('leave out what the direct step says already, and what nobody skips', () => {
    const direct = viewFrom(['1.0 1,900', '2.0 1,850,900', '3.0 1,850,900,910'], '3.0', highWaterEngine)
    expect(upgradeSkipsMigrations.find(direct).map(({ facts }) => facts.way)).toEqual([undefined])
    expect(skippingRoutes(viewFrom(['1.0 1', '2.0 1,2', '3.0 1,2,3', '4.0 1,2,3,4'], '4.0', highWaterEngine))).toEqual(
      [],
    )
  })

  it('do not matter to an engine that remembers all it ran', () => {
    expect(skippingRoutes(viewFrom(rows, '3.0', setEngine))).toEqual([])
  })
})
