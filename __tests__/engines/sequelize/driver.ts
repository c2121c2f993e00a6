import { entryOf, type Driver, type Tree } from '../driver.ts'
import { digitsOf, type Release, type Step } from '../histories.ts'
import { startOnPostgres } from '../postgres.ts'

export const sequelize: Driver = {
  system: 'sequelize',
  engine: 'Umzug',
  settings: ['Umzug 2 (sequelize-cli)', 'Umzug 3'],
  idOf,
  files,
  start: () => startOnPostgres('sequelize/engine.mjs'),
}

function idOf(step: Step): string {
  // Signs that people, code units and locales put in different orders.
  return `${digitsOf(step)}${step.number % 2 === 0 ? '_' : '-'}${step.slug}.js`
}

function files(release: Release, setting: string): Tree {
  const uses = setting === 'Umzug 3' ? '"umzug": "^3.8.0"' : '"sequelize-cli": "^6.6.0"'
  return {
    'package.json': `{"dependencies": {"sequelize": "^6.0.0", ${uses}}}`,
    ...Object.fromEntries(release.map((step) => [`migrations/${idOf(step)}`, scriptOf(step)])),
  }
}

function scriptOf(step: Step): string {
  const query = `await queryInterface.sequelize.query("INSERT INTO journal VALUES ('${entryOf(idOf(step), step)}')")`
  const up = step.body === 0 ? '' : `\n    ${query}\n  `
  return `// remark ${step.remark}\nmodule.exports = {\n  async up(queryInterface) {${up}},\n\n  async down() {},\n}\n`
}
