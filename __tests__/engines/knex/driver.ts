import { entryOf, type Driver, type Tree } from '../driver.ts'
import { digitsOf, type Release, type Step } from '../histories.ts'
import { startOnPostgres } from '../postgres.ts'

export const knex: Driver = {
  system: 'knex',
  engine: 'Knex',
  settings: ['default', 'disableMigrationsListValidation: true'],
  idOf,
  files,
  start: () => startOnPostgres('knex/engine.mjs'),
}

function idOf(step: Step): string {
  return `${digitsOf(step)}_${step.slug}.js`
}

function files(release: Release, setting: string): Tree {
  return {
    'package.json': '{"dependencies": {"knex": "*"}}',
    'knexfile.js': `module.exports = { client: 'pg', migrations: { ${setting === 'default' ? '' : setting} } }\n`,
    ...Object.fromEntries(release.map((step) => [`migrations/${idOf(step)}`, scriptOf(step)])),
  }
}

function scriptOf(step: Step): string {
  const body = step.body === 0 ? '{}' : `knex.raw("INSERT INTO journal VALUES ('${entryOf(idOf(step), step)}')")`
  return `// remark ${step.remark}\nexports.up = async (knex) => ${body}\n\nexports.down = async () => {}\n`
}
