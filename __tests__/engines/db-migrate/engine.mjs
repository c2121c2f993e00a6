/** db-migrate's `up`. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { serve } from '../worker.mjs'

const require = createRequire(import.meta.url)
const DBMigrate = require('db-migrate')
const { version } = require('db-migrate/package.json')

async function upgrade({ folder, database, client }, ran) {
  const before = await table(client).catch(() => [])
  const settings = { driver: 'pg', host: process.env.PGHOST, user: process.env.PGUSER, database }
  const cmdOptions = { 'migrations-dir': join(folder, 'migrations'), 'log-level': 'error' }
  const engine = DBMigrate.getInstance(true, {
    config: { dev: settings },
    cwd: folder,
    cmdOptions,
    throwUncatched: true,
  })
  await engine.up()
  ran.push(...(await table(client)).slice(before.length))
}

/** Names have the folder's place in front, which is empty. */
async function table(client) {
  const { rows } = await client.query('SELECT name FROM migrations ORDER BY id')
  return rows.map(({ name }) => name.replace(/^\//, ''))
}

await serve({ version, upgrade, table })
