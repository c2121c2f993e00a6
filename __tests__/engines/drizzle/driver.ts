import { sqlOf, type Driver, type Tree } from '../driver.ts'
import type { Release, Step } from '../histories.ts'
import { startOnPostgres } from '../postgres.ts'

export const drizzle: Driver = {
  system: 'drizzle',
  engine: 'Drizzle',
  settings: ['default'],
  idOf: ({ number }) => idOf(number),
  files,
  start: () => startOnPostgres('drizzle/engine.mjs'),
}

/** Drizzle keeps the time and no name: so names tell nothing but the time here. */
function idOf(number: number): string {
  return `${String(number).padStart(4, '0')}_step`
}

function files(release: Release): Tree {
  const entries = release.map(entryOf)
  return {
    ...Object.fromEntries(release.map((step) => [`drizzle/${idOf(step.number)}.sql`, sqlOf(idOf(step.number), step)])),
    'drizzle/meta/_journal.json': JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  }
}

function entryOf({ number }: Step, idx: number): object {
  return { idx, version: '7', when: 1_600_000_000_000 + number, tag: idOf(number), breakpoints: true }
}
