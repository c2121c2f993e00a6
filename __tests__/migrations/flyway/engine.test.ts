import { flyway } from '../../../src/migrations/flyway/index.ts'
import { behaviourOf } from '../../../src/migrations/flyway/settings.ts'
import type { Migration } from '../../../src/model.ts'
import { readList } from '../../support/readings.ts'

/** `1 2:changed 3.java`: versions with their texts. */
function listOf(text: string): readonly Migration[] {
  const tree = text
    .split(' ')
    .filter((one) => one !== '')
    .map((one): [string, string] => {
      const [version = '', content = 'same'] = one.split(':')
      const name = version.endsWith('.java')
        ? `V${version.replace('.java', '__A.java')}`
        : `${/^[BR]/.test(version) ? version : `V${version}`}__a.sql`
      return [`db/migration/${name}`, `drop ${content}`]
    })
  return readList(flyway, { 'flyway.conf': '', ...Object.fromEntries(tree) }, { path: 'db' }).migrations
}

function meet(from: string, to: string, settings: Record<string, string> = {}): string {
  const behaviour = behaviourOf(new Map(Object.entries(settings)), 'test')
  const { obstacles, ran } = flyway.engine.upgrade(flyway.engine.install(listOf(from)), listOf(to), behaviour)
  return [
    ...obstacles.map(({ migration, effect }) => `${effect} ${migration.id}`),
    ...ran.map(({ id }) => `runs ${id}`),
  ].join(', ')
}

const ORDER = { outoforder: 'true' }
const LAX = { validateonmigrate: 'false' }

describe('flyway', () => {
  it.each<[string, string, string, Record<string, string>]>([
    ['1 2', '1 2 3', 'runs 3', {}],
    ['1 2 3', '1 3', 'refuses 2', {}],
    ['1 2 3', '1 3 4', 'loses 2, runs 4', { ignoremissingmigrations: 'true' }],
    ['1 2 3', '1 2', 'loses 3', {}],
    ['1 2 3', '1 2', 'refuses 3', { ignoremigrationpatterns: '*:missing' }],
    ['1 3', '1 2 3', 'refuses 2', {}],
    ['1 3', '1 2 3', 'runs 2', ORDER],
    ['1 3', '1 2 3 4', 'skips 2, runs 4', LAX],
    ['1 2 5', '1 2 4', 'refuses 4, loses 5', {}],
    ['1 2 5', '1 2 4', 'loses 5, runs 4', ORDER],
    ['1 2', '1 2:other', 'refuses 2', {}],
    ['1 2', '1 2:other', '', LAX],
    ['1 2.java', '1 2.java:other 3', 'runs 3', {}],
    ['1 2', '1 2.java', 'refuses 2', {}],
    ['1 R__a', '1 R__a:other 2', 'runs 2', {}],
    ['1 2', '1 2 B2', '', {}],
    ['1', '1 2 B2', 'runs 2', {}],
  ])('%s -> %s: %s', (from, to, expected, settings) => {
    expect(meet(from, to, settings).split(', ').sort()).toEqual(expected.split(', ').sort())
  })

  it.each<[string, string, boolean]>([
    ['the same', 'drop a;\ndrop b;\n', false],
    ['other ends of lines', 'drop a;\r\ndrop b;\r\n', false],
    ['a byte order mark', '\uFEFFdrop a;\ndrop b;\n', false],
    ['more lines', '\n\ndrop a;\n\ndrop b;', false],
    ['a comment', '-- both\ndrop a;\ndrop b;\n', true],
    ['a space', 'drop a;\n drop b;\n', true],
    ['another case', 'DROP a;\ndrop b;\n', true],
  ])('compares characters, not lines: %s', (_, text, isRefused) => {
    const read = (script: string): readonly Migration[] =>
      readList(flyway, { 'db/V1__a.sql': script }, { path: 'db' }).migrations
    const { obstacles } = flyway.engine.upgrade(
      flyway.engine.install(read('drop a;\ndrop b;\n')),
      read(text),
      behaviourOf(new Map(), 'test'),
    )
    expect(obstacles.map(({ cause, effect }) => `${effect} ${cause}`)).toEqual(isRefused ? ['refuses edited'] : [])
  })

  it('installs from a baseline', () => {
    expect([...flyway.engine.install(listOf('1 2 B2 3')).migrations.keys()]).toEqual(['B2', '3'])
  })

  it('remembers what it let pass', () => {
    const behaviour = behaviourOf(new Map(Object.entries(ORDER)), 'test')
    const { after } = flyway.engine.upgrade(flyway.engine.install(listOf('1 5')), listOf('1 4'), behaviour)
    expect([...after.migrations.keys()].sort()).toEqual(['1', '4', '5'])
  })
})
