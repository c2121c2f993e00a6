import { typeorm } from '../../../src/migrations/typeorm/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const PACKAGE = { 'package.json': '{"dependencies":{"typeorm":"^0.3.0"}}' }
const step = (name: string, body: string, more = ''): string =>
  `import { MigrationInterface, QueryRunner } from 'typeorm'\nexport class ${name} implements MigrationInterface {${more}\n  public async up(queryRunner: QueryRunner): Promise<void> { ${body} }\n}\n`
const TREE = {
  ...PACKAGE,
  'src/migrations/1600000000002-B.ts': step('B1600000000002', 'await queryRunner.query("x")'),
  'src/migrations/1600000000001-A.ts': step('A1600000000001', ''),
}

describe('typeorm', () => {
  it('goes by class names, in order of their times', () => {
    const list = readList(typeorm, TREE)
    expect(idsOf(list)).toEqual(['A1600000000001', 'B1600000000002'])
    expect(list.migrations.map(({ effect, slug }) => [effect, slug])).toEqual([
      ['noop', 'A'],
      ['changes', 'B'],
    ])
    expect(list.behaviour).toMatchObject({ unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores' })
  })

  it('lets a class say its name, and does not count either in the digest', () => {
    const [one, other] = ['C1600000000003', 'D1600000000004'].map((name) => {
      const tree = {
        ...PACKAGE,
        [`m/${name.slice(1)}-C.ts`]: step('C', 'await queryRunner.query("x")', ` name = '${name}'`),
      }
      return readList(typeorm, tree).migrations[0]
    })
    expect([one?.id, other?.id]).toEqual(['C1600000000003', 'D1600000000004'])
    expect(one?.digest).toBe(other?.digest)
  })

  it('reports names without a time, and names used twice', () => {
    const list = readList(typeorm, {
      ...TREE,
      'src/migrations/3-C.ts': step('C', ''),
      'src/migrations/4-D.ts': step('A1600000000001', ''),
    })
    expect(list.problems.map(({ cause, subject }) => `${cause} ${subject}`).sort()).toEqual([
      'duplicate-id A1600000000001',
      'invalid-id C',
    ])
  })

  it('claims nothing without the package', () => {
    expect(readLists(typeorm, { ...TREE, 'package.json': '{}' }).lists).toEqual([])
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(typeorm, TREE)).toMatchObject({ migration: { id: 'KeepOrder1800000000000', effect: 'noop' } })
  })
})
