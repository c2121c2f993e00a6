/** Umzug with Sequelize's table: version 2 as sequelize-cli calls it, and version 3. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import pg from 'pg'
import Sequelize from 'sequelize'
import { SequelizeStorage, Umzug } from 'umzug'
import Umzug2 from 'umzug2'
import { DATABASE, serve } from '../worker.mjs'

const require = createRequire(import.meta.url)
const versions = ['umzug2', 'umzug'].map((name) => versionOf(name))

function versionOf(name) {
  return JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version
}

// Sequelize asks the server about its types whenever it connects; of migrations it remembers nothing.
const sequelize = new Sequelize.Sequelize({
  dialect: 'postgres',
  dialectModule: pg,
  host: process.env.PGHOST,
  username: process.env.PGUSER,
  database: DATABASE,
  pool: { max: 1, min: 1 },
  logging: false,
})

async function upgrade({ folder, setting }, ran) {
  const migrate = setting === 'Umzug 3' ? upgradeBy3 : upgradeBy2
  ran.push(...(await migrate(join(folder, 'migrations'))))
}

async function upgradeBy2(path) {
  const umzug = new Umzug2({
    storage: 'sequelize',
    storageOptions: { sequelize },
    migrations: {
      params: [sequelize.getQueryInterface(), Sequelize],
      path,
      pattern: /^(?!.*\.d\.ts$).*\.(cjs|js|cts|ts)$/,
    },
  })
  return (await umzug.up()).map(({ file }) => file)
}

async function upgradeBy3(path) {
  const umzug = new Umzug({
    migrations: {
      glob: ['*.js', { cwd: path }],
      resolve: ({ name, path: file, context }) => ({ name, up: () => require(file).up(context, Sequelize) }),
    },
    context: sequelize.getQueryInterface(),
    storage: new SequelizeStorage({ sequelize }),
    logger: undefined,
  })
  return (await umzug.up()).map(({ name }) => name)
}

async function table(client) {
  const { rows } = await client.query('SELECT name FROM "SequelizeMeta"')
  return rows.map(({ name }) => name)
}

await serve({ version: versions.join(' and '), upgrade, table })
await sequelize.close()
