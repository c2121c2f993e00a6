import type { Behaviour } from '../../model.ts'
import type { Files, Wants } from '../../snapshots/files.ts'
import { graphEngine } from '../engines/graph.ts'
import { onceForFiles } from '../once.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../reader.ts'
import { environmentsOf, type Environment } from './environments.ts'
import { listOf } from './list.ts'
import { noop } from './noop.ts'
import { readRevision } from './revision.ts'

/** `env.py` and `alembic.ini` tell where an environment is, and the revisions lie in its `versions`. */
const wants: Wants = { name: /\.py$|^alembic\.ini$/, path: /(?:^|\/)(?:env\.py|alembic\.ini|versions\/.*\.py)$/ }

/**
 * "Can't locate revision identified by ..." for a revision in alembic_version that no file has; only the heads stand there,
 * and whatever they descend from counts as applied, so what is put in below is skipped; no checksums - Alembic,
 * `script/base.py`, `script/revision.py`.
 */
const behaviour: Behaviour = { unknownApplied: 'refuses', outOfOrder: 'skips', edited: 'ignores', source: 'default' }

export const alembic: MigrationReader = {
  system: 'alembic',
  title: 'Alembic',
  site: 'https://alembic.sqlalchemy.org/en/latest/branches.html',
  wants,
  engine: graphEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

const once = onceForFiles<ReturnType<typeof listOf>>()

/** Every environment (a folder with `env.py` and its version locations) is a list. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const environments = environmentsOf(files, source)
  files.load(environments.flatMap(({ modules }) => modules))
  return environments.map((environment) => readEnvironment(files, environment))
}

function readEnvironment(files: Files, environment: Environment): ListReading {
  const revisions = environment.modules.flatMap((file) => {
    const revision = files.parse(file, readRevision)
    return revision ? [{ file, revision }] : []
  })
  const { migrations, problems, lost } = once(
    environment.modules,
    revisions.map(({ revision }) => revision),
    () => listOf(revisions, environment),
  )
  for (const { place, reason } of lost) files.unclear(place.path, place.line, reason)
  const [location = environment.path] = environment.locations
  const last = migrations.at(-1)?.place.path
  const folder = last === undefined ? location : last.slice(0, last.lastIndexOf('/'))
  return {
    system: 'alembic',
    path: environment.path,
    migrations,
    behaviour,
    evidence: true,
    problems,
    style: { folder },
  }
}
