import { sqlOf, type Driver, type Tree } from '../driver.ts'
import { digitsOf, type Release, type Step } from '../histories.ts'
import { startEngine } from '../processes.ts'

export const sqlMigrate: Driver = {
  system: 'sql-migrate',
  engine: 'sql-migrate',
  settings: ['default'],
  idOf,
  files,
  start: () => startEngine('/usr/bin/python3', 'sql-migrate/engine.py'),
}

/** The whole name; a number in front is usual, not asked for. */
function idOf(step: Step): string {
  if (step.width === 3 && step.slug === 'b2') return `${step.slug}-${digitsOf(step)}.sql`
  return `${digitsOf(step)}${step.slug === 'z' ? '' : `-${step.slug}`}.sql`
}

function files(release: Release): Tree {
  return {
    'dbconfig.yml': 'development:\n  dialect: sqlite3\n  datasource: ../db.sqlite3\n  dir: migrations\n',
    // Detection goes by numbers in front: no release is without one.
    'migrations/0000_start.sql': '-- +migrate Up\n-- nothing to do\n\n-- +migrate Down\n',
    ...Object.fromEntries(
      release.map((step) => [
        `migrations/${idOf(step)}`,
        `-- +migrate Up\n${sqlOf(idOf(step), step)}\n-- +migrate Down\n`,
      ]),
    ),
  }
}
