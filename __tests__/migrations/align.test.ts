import fc from 'fast-check'
import { alignLists } from '../../src/migrations/align.ts'
import type { ListReading } from '../../src/migrations/reader.ts'
import { migration } from './engines/history.ts'

function reading(path: string, ids: readonly string[], more: Partial<ListReading> = {}): ListReading {
  return {
    system: 'rails',
    path,
    migrations: ids.map((id) => migration(id, { digest: `text of ${id}` })),
    behaviour: { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'test' },
    evidence: true,
    problems: [],
    ...more,
  }
}

function namesOf(...releases: readonly (readonly ListReading[])[]): readonly (readonly string[])[] {
  const aligned = alignLists(releases.map((lists, index) => ({ key: String(index), lists })))
  return releases.map((_, index) => [...(aligned.get(String(index)) ?? new Map<string, unknown>()).keys()])
}

describe('lists over releases', () => {
  it('are the same in the same place, whatever they hold', () => {
    expect(namesOf([reading('db', ['1'])], [reading('db', ['8', '9'])])).toEqual([['db'], ['db']])
  })

  it('keep their name where they move, and have it from the newest release', () => {
    expect(namesOf([reading('new', ['1', '2', '3'])], [reading('old', ['1', '2'])])).toEqual([['new'], ['new']])
    expect(namesOf([reading('c', ['1', '2'])], [reading('b', ['1', '2'])], [reading('a', ['1'])])).toEqual([
      ['c'],
      ['c'],
      ['c'],
    ])
  })

  it.each([
    ['half of the smaller', ['1', '2', '3', '4'], ['1', '9'], 'new'],
    ['less than half', ['1', '2', '3', '4'], ['1', '8', '9'], 'old'],
    ['nothing at all', [], [], 'old'],
  ])('share %s', (_, newer, older, name) => {
    expect(namesOf([reading('new', newer)], [reading('old', older)])).toEqual([['new'], [name]])
  })

  it('are not the same because both number from 1', () => {
    const other = ['1', '2'].map((id) => migration(id, { digest: `other text of ${id}`, blob: `other ${id}` }))
    expect(namesOf([reading('new', ['1', '2'])], [reading('old', [], { migrations: other })])).toEqual([
      ['new'],
      ['old'],
    ])
  })

  it('are the same where a text changed and the name did not', () => {
    const named = (digest: string) => [migration('1', { slug: 'create_users', digest, blob: digest })]
    const newer = reading('new', [], { migrations: named('a') })
    expect(namesOf([newer], [reading('old', [], { migrations: named('b') })])).toEqual([['new'], ['new']])
  })

  it('are never one where a release has both', () => {
    const both = [reading('a', ['1', '2']), reading('b', ['1', '2'])]
    expect(namesOf([reading('a', ['1', '2'])], both)).toEqual([['a'], ['a', 'b']])
  })

  it('of two systems are never one', () => {
    const lists = [reading('db', ['1']), reading('db', ['1'], { system: 'sequel' })]
    expect(namesOf(lists, [reading('old', ['1'], { system: 'flyway' })])).toEqual([
      ['db (rails)', 'db (sequel)'],
      ['old'],
    ])
  })

  it('found twice in one place stay apart', () => {
    expect(namesOf([reading('db', ['1']), reading('db', ['2'])])).toEqual([['db', 'db #2']])
  })

  it('are followed through any moves', () => {
    // Each list has ids of its own, loses none, and lives in one of its own places in each release.
    const histories = fc.array(fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(histories, (moves) => {
        const releases = [0, 1, 2].map((release) =>
          moves.map((places, list) => {
            const ids = Array.from({ length: 5 - release }, (_, n) => `${String(list)}${String(n)}`)
            return reading(`list${String(list)}/at${String(places[release])}`, ids)
          }),
        )
        const names = namesOf(...releases)
        const newest = releases[0]?.map(({ path }) => path)
        expect(names).toEqual([newest, newest, newest])
      }),
    )
  })
})
