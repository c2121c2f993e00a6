import { entryOf, type Driver, type Tree } from '../driver.ts'
import { digitsOf, type Release, type Step } from '../histories.ts'
import { startOnPostgres } from '../postgres.ts'

export const typeorm: Driver = {
  system: 'typeorm',
  engine: 'TypeORM',
  settings: ['default'],
  idOf,
  files,
  start: () => startOnPostgres('typeorm/engine.mjs'),
}

/** The class: what it does and when it was made. */
function idOf({ slug, number }: Step): string {
  const words = slug.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return `${words.join('')}${1_600_000_000_000 + number}`
}

function files(release: Release): Tree {
  return {
    'package.json': '{"dependencies": {"typeorm": "*"}}',
    ...Object.fromEntries(release.map((step) => [`migrations/${digitsOf(step)}-${step.slug}.js`, scriptOf(step)])),
  }
}

function scriptOf(step: Step): string {
  const id = idOf(step)
  const query = `await queryRunner.query("INSERT INTO journal VALUES ('${entryOf(id, step)}')")`
  const name = step.width === 3 ? `  name = '${id}'\n\n` : ''
  return `// remark ${step.remark}
module.exports.${id} = class ${id} {
${name}  async up(queryRunner) {${step.body === 0 ? '' : `\n    ${query}\n  `}}

  async down() {}
}
`
}
