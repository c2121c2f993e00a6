import { efCore } from '../../../src/migrations/ef-core/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const step = (name: string, body: string): string =>
  `using Microsoft.EntityFrameworkCore.Migrations;\nnamespace A.Migrations;\n/// <inheritdoc />\npublic partial class ${name} : Migration\n{\n protected override void Up(MigrationBuilder migrationBuilder) { ${body} }\n}\n`
const TREE = {
  'Migrations/20200101000000_Init.cs': step('Init', ''),
  'Migrations/20200101000000_Init.Designer.cs':
    '\uFEFFusing A.Data;\n[DbContext(typeof(AppContext))]\n[Migration("20200101000000_Init")]\npartial class Init {}',
  'Migrations/20200102000000_Drop.cs': step('Drop', 'migrationBuilder.DropTable("a");'),
  'Migrations/AppContextModelSnapshot.cs': 'class AppContextModelSnapshot {}',
}

describe('ef-core', () => {
  it('goes by file names, Designers left out', () => {
    const list = readList(efCore, TREE)
    expect(idsOf(list)).toEqual(['20200101000000_Init', '20200102000000_Drop'])
    expect(list.migrations.map(({ effect, slug }) => [effect, slug])).toEqual([
      ['noop', 'Init'],
      ['changes', 'Drop'],
    ])
    expect(list.behaviour).toMatchObject({ unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores' })
  })

  it('does not claim the older Entity Framework', () => {
    const old =
      'using System.Data.Entity.Migrations;\npublic partial class A : DbMigration { public override void Up() {} }'
    expect(readLists(efCore, { 'Migrations/20140101000000_A.cs': old }).lists).toEqual([])
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(efCore, TREE)).toMatchObject({ migration: { id: '20270115080000_KeepOrder', effect: 'noop' } })
  })
})
