/** Knex's `migrate.latest`. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import Knex from 'knex'
import { serve } from '../worker.mjs'

const require = createRequire(import.meta.url)
const { version } = JSON.parse(readFileSync(new URL('../node_modules/knex/package.json', import.meta.url), 'utf8'))

async function upgrade({ folder, database }, ran) {
  const { migrations } = require(join(folder, 'knexfile.js'))
  const connection = { host: process.env.PGHOST, user: process.env.PGUSER, database }
  const knex = Knex({ client: 'pg', connection, pool: { min: 0, max: 1 } })
  try {
    const [, names] = await knex.migrate.latest({ ...migrations, directory: join(folder, 'migrations') })
    ran.push(...names)
  } finally {
    await knex.destroy()
  }
}

async function table(client) {
  const { rows } = await client.query('SELECT name FROM knex_migrations')
  return rows.map(({ name }) => name)
}

await serve({ version, upgrade, table, refusal: /^The migration directory is corrupt/ })
