import { liquibase } from '../../../src/migrations/liquibase/index.ts'
import type { Applied } from '../../../src/model.ts'
import { readList } from '../../support/readings.ts'

/** `2 runOnChange:true` is a change set of body 2 with that attribute; `any` accepts every checksum. */
function releaseOf(text: string): Record<string, string> {
  const [body = '', attribute = ''] = text.split(' ')
  const lines = attribute === 'any' ? ['--changeset al:a', '--validCheckSum: ANY'] : [`--changeset al:a ${attribute}`]
  return { 'changelog.sql': ['--liquibase formatted sql', '', ...lines, `insert into t values (${body});`].join('\n') }
}

/** What each release of a database's life makes of it: r runs the change set, - does not, x refuses. */
function live(life: string): string {
  let applied: Applied = { migrations: new Map() }
  const told = life.split(', ').map((release) => {
    const { migrations, behaviour } = readList(liquibase, releaseOf(release))
    const { obstacles, ran, after } = liquibase.engine.upgrade(applied, migrations, behaviour)
    applied = after
    if (obstacles.some(({ effect }) => effect === 'refuses')) return 'x'
    return ran.length > 0 ? 'r' : '-'
  })
  return told.join('')
}

describe('liquibase', () => {
  // All as Liquibase 4.4.0 does it.
  it.each([
    ['1, 1, 2', 'r-x'],
    ['1, 2 any, 2', 'r-x'],
    ['1, 2 any, 1', 'r--'],
    ['1 runOnChange:true, 2 runOnChange:true, 2, 3', 'rr-x'],
    ['1, 2 runOnChange:true', 'rr'],
    ['1 runOnChange:true, 2', 'rx'],
    ['1 any, 2', 'rx'],
    ['1 runAlways:true, 1 runAlways:true, 2 runAlways:true', 'rrx'],
  ])('%s: %s', (life, expected) => {
    expect(live(life)).toBe(expected)
  })
})
