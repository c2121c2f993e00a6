/** TypeORM's `runMigrations`. */
import 'reflect-metadata'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { serve } from '../worker.mjs'

const { version } = JSON.parse(readFileSync(new URL('../node_modules/typeorm/package.json', import.meta.url), 'utf8'))

async function upgrade({ folder, database }, ran) {
  const source = new DataSource({
    type: 'postgres',
    host: process.env.PGHOST,
    username: process.env.PGUSER,
    database,
    poolSize: 1,
    migrations: [join(folder, 'migrations', '*.js')],
  })
  await source.initialize()
  try {
    ran.push(...(await source.runMigrations()).map(({ name }) => name))
  } finally {
    await source.destroy()
  }
}

async function table(client) {
  const { rows } = await client.query('SELECT name FROM migrations')
  return rows.map(({ name }) => name)
}

await serve({ version, upgrade, table })
