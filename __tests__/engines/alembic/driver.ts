import { createHash } from 'node:crypto'
import { entryOf, type Driver, type Tree } from '../driver.ts'
import type { Release, Step } from '../histories.ts'
import { startEngine } from '../processes.ts'

export const alembic: Driver = {
  system: 'alembic',
  engine: 'Alembic',
  settings: ['alembic upgrade heads', 'alembic upgrade head'],
  // Several heads are what the other command asks for.
  harmless: (setting) => (setting === 'alembic upgrade heads' ? ['multiple-heads'] : []),
  idOf: ({ number }) => idOf(number),
  files,
  tableOf: ({ heads = [] }) => heads,
  start: () => startEngine('/usr/bin/python3', 'alembic/engine.py'),
}

/** As ids are: nothing that tells an order. */
function idOf(number: number): string {
  return createHash('sha1').update(String(number)).digest('hex').slice(0, 12)
}

function files(release: Release, setting: string): Tree {
  // Branches with labels are meant to stay apart: nobody who has them asks for the one head.
  const labelled = setting.endsWith('heads') ? release.filter(isLabelled) : []
  const labels = new Map(labelled.map(({ number }) => [number, `branch${number}`]))
  return {
    'alembic.ini': '[alembic]\nscript_location = migrations\n',
    'migrations/env.py': ENVIRONMENT,
    ...Object.fromEntries(
      release.map((step) => [`migrations/versions/${idOf(step.number)}_${step.slug}.py`, revisionOf(step, labels)]),
    ),
  }
}

function isLabelled({ width, parents }: Step): boolean {
  return width === 3 && parents.length === 0
}

const ENVIRONMENT = `from alembic import context
from sqlalchemy import create_engine

given = context.config.attributes


def note(ctx, step, heads, run_args):
    given["ran"].append(step.up_revision_id)


with create_engine(given["url"]).connect() as connection:
    context.configure(connection=connection, on_version_apply=note)
    with context.begin_transaction():
        context.run_migrations()
`

function revisionOf(step: Step, labels: ReadonlyMap<number, string>): string {
  const id = idOf(step.number)
  const down = step.parents.map(idOf)
  const label = labels.get(step.number)
  // Of several parents one may be a dependency: what must run before without being one line with it. Of two dependencies
  // nobody can tell which one runs first: Alembic keeps them in a set of texts, whose order changes from process to process.
  const dependsOn = step.width === 3 ? down.splice(1, 1).map((other) => labels.get(step.parents[1] ?? 0) ?? other) : []
  return `"""${step.slug}"""
from alembic import op

revision = ${JSON.stringify(id)}
down_revision = ${tupleOf(down)}
branch_labels = ${tupleOf(label === undefined ? [] : [label])}
depends_on = ${tupleOf(dependsOn)}

${step.remark === 0 ? '' : `# remark ${step.remark}`}

def upgrade():
    ${step.body === 0 ? 'pass' : `op.execute("INSERT INTO journal VALUES ('${entryOf(id, step)}')")`}


def downgrade():
    pass
`
}

function tupleOf(ids: readonly string[]): string {
  return ids.length === 0 ? 'None' : `(${ids.map((id) => `${JSON.stringify(id)},`).join(' ')})`
}
