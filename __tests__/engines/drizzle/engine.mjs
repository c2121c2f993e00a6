/** drizzle-orm's migrator. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { serve } from '../worker.mjs'

const { version } = JSON.parse(
  readFileSync(new URL('../node_modules/drizzle-orm/package.json', import.meta.url), 'utf8'),
)
const EPOCH = 1_600_000_000_000

async function upgrade({ folder, client }, ran) {
  const before = await table(client).catch(() => [])
  await migrate(drizzle(client), { migrationsFolder: join(folder, 'drizzle') })
  ran.push(...(await table(client)).slice(before.length))
}

/** Times stand for tags. */
async function table(client) {
  const { rows } = await client.query('SELECT created_at FROM drizzle.__drizzle_migrations ORDER BY id')
  return rows.map(({ created_at: time }) => `${String(Number(time) - EPOCH).padStart(4, '0')}_step`)
}

await serve({ version, upgrade, table })
