/**
 * Prisma's schema engine, compiled to WebAssembly, as `migrate deploy` asks it. Listing the folders is the command's own
 * part: every folder, in the order of `localeCompare` - prisma/prisma, `listMigrations.ts`.
 */
import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import * as bindings from '../node_modules/@prisma/schema-engine-wasm/schema_engine_bg.js'
import { serve } from '../worker.mjs'

const PACKAGE = new URL('../node_modules/@prisma/schema-engine-wasm/', import.meta.url)
const SCHEMA = 'datasource db {\n  provider = "postgresql"\n}\n'
/** `migrate deploy` refuses to start on a database that has tables already; the journal is declared as not Prisma's. */
const FILTERS = { externalTables: ['public.journal'], externalEnums: [] }

// Node 20 imports no WebAssembly of itself.
const wasm = await WebAssembly.compile(readFileSync(new URL('schema_engine_bg.wasm', PACKAGE)))
const { exports } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings })
bindings.__wbg_set_wasm(exports)
exports.__wbindgen_start()

const { version } = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8'))

async function upgrade({ folder, database }, ran) {
  const connection = { host: process.env.PGHOST, user: process.env.PGUSER, database, max: 1 }
  // The engine keeps its lock until the connection ends, as it does with the command.
  const pool = new pg.Pool(connection)
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool))
  const engine = await bindings.SchemaEngine.new({ datamodels: [['schema.prisma', SCHEMA]] }, () => {}, adapter)
  try {
    const migrationsList = await listed(join(folder, 'prisma/migrations'))
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: FILTERS })
    ran.push(...appliedMigrationNames)
  } finally {
    engine.free()
    await pool.end()
  }
}

async function listed(baseDir) {
  const entries = await readdir(baseDir, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort((a, b) => a.localeCompare(b)).map((name) => read(baseDir, name)),
    ),
  }
}

async function read(baseDir, name) {
  const value = await readFile(join(baseDir, name, 'migration.sql'), 'utf8')
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } }
}

async function table(client) {
  const { rows } = await client.query('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL')
  return rows.map(({ migration_name: name }) => name)
}

await serve({ version: version.replace(/\.[0-9a-f]{40}$/, ''), upgrade, table })
