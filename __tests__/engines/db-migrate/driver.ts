import { entryOf, type Driver, type Tree } from '../driver.ts'
import type { Release, Step } from '../histories.ts'
import { startOnPostgres } from '../postgres.ts'

export const dbMigrate: Driver = {
  system: 'db-migrate',
  engine: 'db-migrate',
  settings: ['default'],
  idOf,
  files,
  start: () => startOnPostgres('db-migrate/engine.mjs'),
}

/** A name without a time of fourteen digits ends the program. Of two with one time the names decide. */
function idOf({ number, width, slug }: Step): string {
  const time = width === 1 ? String(20260101000000 + number) : `202601010000${String(number % 7).padStart(2, '0')}`
  return `${time}-${slug}-${number}`
}

function files(release: Release): Tree {
  return {
    'package.json': '{"dependencies": {"db-migrate": "*"}}',
    ...Object.fromEntries(release.map((step) => [`migrations/${idOf(step)}.js`, scriptOf(step)])),
  }
}

function scriptOf(step: Step): string {
  const up =
    step.body === 0
      ? 'callback()'
      : `db.runSql("INSERT INTO journal VALUES ('${entryOf(idOf(step), step)}')", callback)`
  const setup = 'exports.setup = (options) => { dbm = options.dbmigrate }'
  return `// remark ${step.remark}\nlet dbm\n${setup}\nexports.up = (db, callback) => { ${up} }\nexports.down = async () => {}\n`
}
