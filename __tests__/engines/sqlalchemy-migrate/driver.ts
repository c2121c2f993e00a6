import { entryOf, type Driver, type Tree } from '../driver.ts'
import { digitsOf, type Release, type Step } from '../histories.ts'
import { startEngine } from '../processes.ts'

export const sqlalchemyMigrate: Driver = {
  system: 'sqlalchemy-migrate',
  engine: 'sqlalchemy-migrate',
  settings: ['default'],
  idOf: ({ number }) => String(number),
  files,
  // One number is all that it remembers.
  tableOf: ({ current }) => (current === undefined ? [] : [current.id]),
  start: () => startEngine('/usr/bin/python3', 'sqlalchemy-migrate/engine.py'),
}

function files(release: Release): Tree {
  return {
    'db/repo/__init__.py': '',
    'db/repo/migrate.cfg': CONFIG,
    'db/repo/versions/__init__.py': '',
    ...Object.fromEntries(
      release.map((step): [string, string] => {
        // Three digits at least make a version.
        const digits = digitsOf({ ...step, width: step.width + 2 })
        return [`db/repo/versions/${digits}_${step.slug}.py`, scriptOf(step)]
      }),
    ),
  }
}

const CONFIG = `[db_settings]
repository_id = shop
version_table = migrate_version
required_dbs = []
`

function scriptOf(step: Step): string {
  const entry = entryOf(String(step.number), step)
  return `${step.remark === 0 ? '' : `# remark ${step.remark}`}

def upgrade(migrate_engine):
    ${step.body === 0 ? 'pass' : `migrate_engine.execute("INSERT INTO journal VALUES ('${entry}')")`}
`
}
