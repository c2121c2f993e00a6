import { sqlOf, type Driver, type Tree } from '../driver.ts'
import { digitsOf, type Release, type Step } from '../histories.ts'
import { startOnPostgres } from '../postgres.ts'

export const prisma: Driver = {
  system: 'prisma',
  engine: 'Prisma schema engine',
  settings: ['default'],
  idOf,
  files,
  start: () => startOnPostgres('prisma/engine.mjs'),
}

/** Names in both cases and with what people put between words: Prisma asks for no number, and compares as people do. */
function idOf(step: Step): string {
  const slug = step.slug === 'z' ? 'Z' : step.slug === 'b2' ? 'B-2' : step.slug
  return `${digitsOf(step)}_${slug}`
}

function files(release: Release): Tree {
  return {
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    ...Object.fromEntries(
      release.map((step) => [`prisma/migrations/${idOf(step)}/migration.sql`, sqlOf(idOf(step), step)]),
    ),
  }
}
