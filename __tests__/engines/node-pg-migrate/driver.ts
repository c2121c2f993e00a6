import { entryOf, type Driver, type Tree } from '../driver.ts'
import { digitsOf, type Release, type Step } from '../histories.ts'
import { startOnPostgres } from '../postgres.ts'

export const nodePgMigrate: Driver = {
  system: 'node-pg-migrate',
  engine: 'node-pg-migrate',
  settings: ['default', '--no-check-order'],
  idOf,
  files,
  start: () => startOnPostgres('node-pg-migrate/engine.mjs'),
}

function idOf(step: Step): string {
  return `${digitsOf(step)}_${step.slug}`
}

function files(release: Release, setting: string): Tree {
  const command = `node-pg-migrate up${setting === 'default' ? '' : ` ${setting}`}`
  return {
    'package.json': `{"scripts": {"migrate": "${command}"}, "dependencies": {"node-pg-migrate": "*"}}`,
    ...Object.fromEntries(release.map((step) => [`migrations/${idOf(step)}.js`, scriptOf(step)])),
  }
}

function scriptOf(step: Step): string {
  const body = step.body === 0 ? '{}' : `{\n  pgm.sql("INSERT INTO journal VALUES ('${entryOf(idOf(step), step)}')")\n}`
  return `// remark ${step.remark}\nexports.up = (pgm) => ${body}\n\nexports.down = () => {}\n`
}
