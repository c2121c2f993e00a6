import { golangMigrate } from '../../src/migrations/golang-migrate/index.ts'
import type { MigrationList } from '../../src/model.ts'
import { versionOvertakesLine } from '../../src/rules/version-overtakes-line.ts'
import { viewOf, type Made } from '../support/worlds.ts'

const list = { name: 'm', system: golangMigrate.system, migrations: [], behaviour: {} } as unknown as MigrationList

function made(tag: string, line: string, day: number, ...parents: readonly string[]): Made {
  return { tag, line, day, parents, list }
}

function overtaken(all: readonly Made[], tag: string): readonly string[] {
  return versionOvertakesLine.find(viewOf(all, tag, golangMigrate)).map(({ subject }) => subject)
}

describe('version-overtakes-line', () => {
  it('tells a hotfix of 1.1 that is numbered above 2.0', () => {
    const all = [made('1.1', '1', 1), made('2.0', '2', 2, '1.1'), made('2.1', '1', 3, '1.1')]
    expect(overtaken(all, '2.1')).toEqual(['2'])
  })

  it('tells of all lines at once', () => {
    const all = [
      made('1.1', '1', 1),
      made('2.0', '2', 2, '1.1'),
      made('3.0', '3', 3, '2.0'),
      made('3.1', '1', 4, '1.1'),
    ]
    const view = viewOf(all, '3.1', golangMigrate)
    const [finding, ...more] = versionOvertakesLine.find(view)
    expect(finding).toMatchObject({ subject: '2 to 3', releases: ['2.0', '3.0'], ids: ['3.1', '1.1', '2', '3'] })
    expect(more).toEqual([])
    const { message } = versionOvertakesLine.tell(finding!, view)
    expect(message).toBe('3.1 is built on 1.1 and numbered above 2 lines, 2 to 3 (2.0, 3.0), without containing them')
  })

  it('leaves out hotfixes of the release that the candidate goes on from', () => {
    const all = [
      made('5.3', '5', 1),
      made('5.3.1', '5.3', 2, '5.3'),
      made('5.3.2', '5.3', 3, '5.3.1'),
      made('5.4', '5', 4, '5.3'),
    ]
    expect(overtaken(all, '5.4')).toEqual([])
  })

  it('leaves out hotfixes of another release of its line', () => {
    const all = [made('1.3.0', '1.3', 1), made('1.3.3', '1.3', 2, '1.3.0'), made('1.3.3.7', '1.3.3', 3, '1.3.3')]
    expect(overtaken([...all, made('1.4.0', '1.4', 4, '1.3.0')], '1.4.0')).toEqual([])
  })

  it('lets trunk pass a line of picks that was made on top of its last release', () => {
    const all = [made('2.7', '2.7', 1), made('2.8', '2.8', 2, '2.7'), made('3.0', '3', 3, '2.7')]
    const view = viewOf(all, '3.0', golangMigrate)
    const subjects = (trunk: string) => versionOvertakesLine.find({ ...view, trunk }).map(({ subject }) => subject)
    expect(overtaken(all, '3.0')).toEqual(['2.8'])
    expect(subjects('3.0')).toEqual([])
    expect(subjects('2.8')).toEqual(['2.8'])
  })

  it('does not trust a base that was tagged elsewhere than its line', () => {
    const all = [
      made('1.0', '1', 1),
      made('1.1', '1', 2, '1.0'),
      made('2.0', '2', 3, '1.0'),
      made('1.2', '1', 4, '1.0'),
      made('3.0', '3', 5, '1.2'),
    ]
    expect(overtaken(all, '3.0')).toEqual([])
    expect(overtaken(all.with(3, made('1.2', '1', 4, '1.1')), '3.0')).toEqual(['2'])
  })

  it('does not take 2.1 for a hotfix of 2.0', () => {
    const all = [made('2.0', '2.0', 1), made('2.1', '2.1', 2, '2.0'), made('2.2', '2.0', 3, '2.0')]
    expect(overtaken(all, '2.2')).toEqual(['2.1'])
  })
})
