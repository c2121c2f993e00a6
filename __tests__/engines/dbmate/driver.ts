import { sqlOf, type Driver, type Tree } from '../driver.ts'
import { digitsOf, type Release, type Step } from '../histories.ts'
import { startEngine } from '../processes.ts'

export const dbmate: Driver = {
  system: 'dbmate',
  engine: 'dbmate',
  settings: ['default', 'DBMATE_STRICT=true'],
  idOf: digitsOf,
  files,
  start: () => startEngine('/usr/bin/python3', 'dbmate/engine.py'),
}

function files(release: Release, setting: string): Tree {
  const scripts = release.map((step): [string, string] => [`db/migrations/${nameOf(step)}`, scriptOf(step)])
  return { ...Object.fromEntries(scripts), ...(setting === 'default' ? {} : { '.env': `${setting}\n` }) }
}

function nameOf(step: Step): string {
  return `${digitsOf(step)}_${step.slug}.sql`
}

function scriptOf(step: Step): string {
  return `-- migrate:up\n${sqlOf(digitsOf(step), step)}\n-- migrate:down\n`
}
