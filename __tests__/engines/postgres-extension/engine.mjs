/** PostgreSQL's `CREATE EXTENSION` and `ALTER EXTENSION ... UPDATE`. */
import { cp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { serve } from '../worker.mjs'

const { EXTENSIONS } = process.env

async function upgrade({ folder, client }, ran) {
  for (const name of await readdir(EXTENSIONS)) if (name.startsWith('ext')) await rm(join(EXTENSIONS, name))
  await cp(folder, EXTENSIONS, { recursive: true })
  const [installed] = await table(client)
  if (installed === undefined) {
    await client.query('CREATE EXTENSION ext')
    ran.push(...(await table(client)))
    return
  }
  const way =
    'SELECT path FROM pg_extension_update_paths($1) WHERE source = $2 AND target = (SELECT default_version FROM pg_available_extensions WHERE name = $1)'
  const { rows } = await client.query(way, ['ext', installed])
  await client.query('ALTER EXTENSION ext UPDATE')
  // No script of a no-op says that it ran; the journal tells about the others.
  ran.push(...(rows[0]?.path.split('--').slice(1) ?? []))
}

async function table(client) {
  const { rows } = await client.query("SELECT extversion FROM pg_extension WHERE extname = 'ext'")
  return rows.map(({ extversion: version }) => version)
}

const client = new pg.Client({ database: 'postgres' })
await client.connect()
const { rows } = await client.query('SHOW server_version')
await client.end()
await serve({
  version: rows[0].server_version.split(' ')[0],
  upgrade,
  table,
  refusal: /has no update path from version/,
})
