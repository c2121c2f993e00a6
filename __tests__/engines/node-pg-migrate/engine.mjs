/** node-pg-migrate's runner. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runner } from 'node-pg-migrate'
import { serve } from '../worker.mjs'

const manifest = new URL('../node_modules/node-pg-migrate/package.json', import.meta.url)
const { version } = JSON.parse(readFileSync(manifest, 'utf8'))

async function upgrade({ folder, client, setting }, ran) {
  const done = await runner({
    dbClient: client,
    dir: join(folder, 'migrations'),
    direction: 'up',
    migrationsTable: 'pgmigrations',
    checkOrder: setting !== '--no-check-order',
    log: () => {},
  })
  ran.push(...done.map(({ name }) => name))
}

async function table(client) {
  const { rows } = await client.query('SELECT name FROM pgmigrations')
  return rows.map(({ name }) => name)
}

await serve({ version, upgrade, table, refusal: /^Not run migration .* is preceding already run migration/ })
