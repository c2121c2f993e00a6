import { django } from '../../../src/migrations/django/index.ts'
import type { ListReading } from '../../../src/migrations/reader.ts'
import type { Applied } from '../../../src/model.ts'
import { cured, idsOf, readList, readLists } from '../../support/lists.ts'

const HEAD = 'from django.db import migrations\n\n\n'

function migration(dependencies: string, operations = '[migrations.AddField("order", "x", f())]', more = ''): string {
  return `${HEAD}class Migration(migrations.Migration):\n    dependencies = ${dependencies}\n    operations = ${operations}\n${more}`
}
function app(modules: Record<string, string>, folder = 'shop'): Record<string, string> {
  return Object.fromEntries(
    Object.entries(modules).map(([name, text]): [string, string] => [`${folder}/migrations/${name}.py`, text]),
  )
}
const first = migration('[]')
const second = migration('[("shop", "0001_a")]')
const problems = (list: ListReading): string[] => list.problems.map(({ cause, ids }) => `${cause} ${ids.join(' ')}`)

describe('migrations', () => {
  it('follow their dependencies', () => {
    const list = readList(django, app({ '0001_z': migration('[("shop", "0002_y")]'), '0002_y': first, __init__: '' }))
    expect(list).toMatchObject({ system: 'django', path: 'shop/migrations', evidence: true, problems: [] })
    expect(list.migrations).toMatchObject([
      { id: '0002_y', parents: [], slug: 'y', objects: ['order'], place: { path: 'shop/migrations/0002_y.py', line: 4 } },
      { id: '0001_z', parents: ['0002_y'] },
    ])
  }) // prettier-ignore

  it('do not follow what belongs to other apps', () => {
    const dependencies = '[("users", "0001_a"), migrations.swappable_dependency(settings.USER), ("shop", "__first__")]'
    const { lists, files } = readLists(django, app({ '0001_a': migration(dependencies) }))
    expect(lists[0]?.migrations[0]?.parents).toEqual([])
    expect(files.unreadable).toEqual([])
  })

  it.each([
    ['no operations', '[]', 'noop'],
    ['a function', '[migrations.RunPython(f)]', 'changes'],
    ['a function with no way back', '[migrations.RunPython(f, migrations.RunPython.noop)]', 'changes'],
    ['nothing to run', '[migrations.RunPython(migrations.RunPython.noop)]', 'noop'],
    ['nothing to run by keyword', '[migrations.RunPython(code=migrations.RunPython.noop, elidable=True)]', 'noop'],
    ['no SQL', '[migrations.RunSQL(migrations.RunSQL.noop)]', 'noop'],
    ['SQL that is a comment', '[migrations.RunSQL("-- nothing")]', 'noop'],
    ['SQL', '[migrations.RunSQL("drop table x")]', 'changes'],
    ['state alone', '[migrations.SeparateDatabaseAndState(state_operations=[migrations.AddField("a", "b", f())])]', 'noop'],
    ['both', '[migrations.SeparateDatabaseAndState([migrations.AddField("a", "b", f())])]', 'changes'],
    ['a list made elsewhere', 'OPERATIONS', 'changes'],
  ])('with %s have their effect', (_, operations, effect) => {
    expect(readList(django, app({ '0001_a': migration('[]', operations) })).migrations[0]?.effect).toBe(effect)
  }) // prettier-ignore

  it('without operations do nothing', () => {
    const text = `${HEAD}class Migration(migrations.Migration):\n    dependencies = []\n`
    expect(readList(django, app({ '0001_a': text })).migrations[0]?.effect).toBe('noop')
  })

  it('keep the digest when only their place changes', () => {
    const list = readList(django, app({ '0001_a': first, '0002_b': second, '0003_c': migration('[("shop", "0002_b")]', '[]') })) // prettier-ignore
    const [a, b, c] = list.migrations
    expect(a?.digest).toBe(b?.digest)
    expect(a?.digest).not.toBe(c?.digest)
  })
})

describe('labels', () => {
  const named = (label: string): Record<string, string> => app({ '0001_a': first, '0002_b': migration(`[("${label}", "0001_a")]`) }) // prettier-ignore
  const parents = (tree: Record<string, string>): unknown => readList(django, tree).migrations.at(-1)?.parents

  it.each([
    ['the folder', 'shop', {}],
    ['a stated label', 'store', { 'shop/apps.py': 'class C(AppConfig):\n    name = "my.shop"\n    label = "store"\n' }],
    ['the package', 'store', { 'shop/apps.py': "class C(AppConfig):\n    name = 'my.store'\n" }],
    ['what the migrations call themselves', 'other', {}],
  ])('come from %s', (_, label, more) => {
    expect(parents({ ...named(label), ...more })).toEqual(['0001_a'])
  })

  it('come from what most migrations call themselves, whatever squashes and other apps stand among them', () => {
    const replaces = '    replaces = [("file", "0001_a"), ("file", "0002_b")]\n'
    const tree = app({
      '0001_a': migration('[("core", "0001_a")]'),
      '0001_s': migration('[("core", "0002_b")]', undefined, replaces),
      '0002_b': migration('[("file", "0001_a"), ("core", "0001_a")]'),
      '0003_c': migration('[("file", "0002_b")]'),
    })
    expect(readList(django, tree).problems).toEqual([])
    expect(parents(tree)).toEqual(['0002_b'])
  })
})

describe('leaves', () => {
  it('are wanted once', () => {
    const list = readList(django, app({ '0001_a': first, '0002_b': second, '0002_c': second }))
    expect(problems(list)).toEqual(['multiple-heads 0002_b 0002_c'])
  })

  it('may be joined by a merge', () => {
    const merge = migration('[("shop", "0002_b"), ("shop", "0002_c")]', '[]')
    expect(readList(django, app({ '0001_a': first, '0002_b': second, '0002_c': second, '0003_m': merge })).problems).toEqual([]) // prettier-ignore
  })
})

describe('squashes', () => {
  const replaces = (names: string): string => `    replaces = [${names}]\n`
  const squash = migration('[]', undefined, replaces('("shop", "0001_a"), ("shop", "0002_b")'))

  it('name what they replace and are no second leaf', () => {
    const list = readList(django, app({ '0001_a': first, '0001_s': squash, '0002_b': second, '0003_c': migration('[("shop", "0002_b")]') })) // prettier-ignore
    expect(list.migrations.find(({ id }) => id === '0001_s')?.replaces).toEqual(['0001_a', '0002_b'])
    expect(list.problems).toEqual([])
  })

  it('stand for what is gone', () => {
    const { lists, files } = readLists(django, app({ '0001_s': squash, '0003_c': migration('[("shop", "0002_b")]') }))
    expect(lists.map(problems)).toEqual([[]])
    expect(files.unreadable).toEqual([])
  })

  it('may be squashed again', () => {
    const again = migration('[]', undefined, replaces('("shop", "0001_s"), ("shop", "0003_c")'))
    const list = readList(django, app({ '0001_s': squash, '0003_c': migration('[("shop", "0001_s")]'), '0001_t': again }))
    expect(list.problems).toEqual([])
  }) // prettier-ignore
})

describe('the engine', () => {
  const install = (tree: Record<string, string>): Applied => django.engine.install(readList(django, tree).migrations)
  const upgrade = (from: Record<string, string>, to: Record<string, string>): string[] => {
    const { behaviour } = django
    const { obstacles, ran } = django.engine.upgrade(install(from), readList(django, to).migrations, behaviour)
    return [...obstacles.map(({ effect, migration: { id } }) => `${effect} ${id}`), ...ran.map(({ id }) => id)]
  }
  const third = migration('[("shop", "0002_b")]')

  it('runs what is missing, wherever it stands', () => {
    const branch = app({ '0001_a': first, '0002_b': second, '0002_c': second, '0003_m': migration('[("shop", "0002_b"), ("shop", "0002_c")]') }) // prettier-ignore
    expect(upgrade(app({ '0001_a': first, '0002_b': second }), branch)).toEqual(['0002_c', '0003_m'])
  })

  it('loses what the target does not have', () => {
    expect(upgrade(app({ '0001_a': first, '0002_b': second }), app({ '0001_a': first }))).toEqual(['loses 0002_b'])
  })

  it('refuses a migration that was put below an applied one', () => {
    const moved = app({ '0001_a': first, '0002_b': second, '0003_c': migration('[("shop", "0002_b")]') })
    expect(upgrade(app({ '0001_a': first, '0003_c': migration('[("shop", "0001_a")]') }), moved)).toEqual(['refuses 0002_b'])
  }) // prettier-ignore

  it('takes a squash of everything applied as applied', () => {
    const squash = migration('[]', undefined, '    replaces = [("shop", "0001_a"), ("shop", "0002_b")]\n')
    const target = app({ '0001_s': squash, '0003_c': migration('[("shop", "0001_s")]'), '0004_d': migration('[("shop", "0003_c")]') }) // prettier-ignore
    expect(upgrade(app({ '0001_a': first, '0002_b': second, '0003_c': third }), target)).toEqual(['0004_d'])
  })

  it('goes down from the leaf, the last name first', () => {
    const merged = app({ '0001_a': first, '0002_b': first, '0003_c': first, '0004_m': migration('[("shop", "0002_b"), ("shop", "0003_c"), ("shop", "0001_a")]') }) // prettier-ignore
    expect([...install(merged).migrations.keys()]).toEqual(['0003_c', '0002_b', '0001_a', '0004_m'])
  })

  it('refuses several leaves, unless it cannot tell', () => {
    const rivals = { '0001_a': first, '0002_b': second, '0002_c': second }
    expect(upgrade(app({ '0001_a': first }), app(rivals))).toEqual(['refuses 0002_b', 'refuses 0002_c'])
    const open = { ...rivals, '0004_d': migration('[("shop", "0003_gone")]') }
    expect(upgrade(app({ '0001_a': first }), app(open))).toEqual(['0002_b', '0002_c', '0004_d'])
  })

  describe('meets a squash', () => {
    const replaces = (...names: readonly string[]): string =>
      `    replaces = [${names.map((name) => `("shop", "${name}"), `).join('')}]\n`
    const squash = migration('[]', undefined, replaces('0001_a', '0002_b'))
    const full = { '0001_a': first, '0002_b': second }

    it('of which it has a part: the rest runs, and then it counts as applied', () => {
      expect(upgrade(app({ '0001_a': first }), app({ ...full, '0001_s': squash }))).toEqual(['0002_b'])
      const target = readList(django, app({ ...full, '0001_s': squash })).migrations
      const { after } = django.engine.upgrade(install(app({ '0001_a': first })), target, django.behaviour)
      expect([...after.migrations.keys()].sort()).toEqual(['0001_a', '0001_s', '0002_b'])
    })

    it('of which it has a part while the rest is gone: skipped, unless somebody depends on the rest', () => {
      expect(upgrade(app({ '0001_a': first }), app({ '0001_s': squash }))).toEqual(['skips 0001_s'])
      expect(upgrade(app({ '0001_a': first }), app({ '0001_s': squash, '0003_c': third }))).toEqual(['refuses 0003_c'])
      const after = app({ '0001_s': squash, '0003_c': migration('[("shop", "0001_s")]') })
      expect(upgrade(app({ '0001_a': first }), after)).toEqual(['skips 0001_s', '0003_c'])
    })

    it('that is a leaf and applied: what is new below it is skipped', () => {
      const below = app({ '0000_z': first, '0001_a': migration('[("shop", "0000_z")]'), '0002_b': second, '0001_s': squash }) // prettier-ignore
      expect(upgrade(app(full), below)).toEqual(['skips 0000_z'])
    })

    it('of which it has a part: it is no leaf beside others', () => {
      const target = app({ '0001_s': squash, '0001_x': first })
      expect(upgrade(app({ '0009_z': first }), target)).toEqual(['loses 0009_z', 'refuses 0001_s', 'refuses 0001_x'])
      expect(upgrade(app({ '0001_a': first }), target)).toEqual(['skips 0001_s', '0001_x'])
    })

    it('under the name of something applied: it runs as well', () => {
      const taken = migration('[]', undefined, replaces('0000_z'))
      expect(upgrade(app({ '0001_a': first }), app({ '0001_a': taken }))).toEqual(['reruns 0001_a', '0001_a'])
    })

    it('around a migration that stays: a circle', () => {
      const around = app({ '0001_a': first, '0001_n': second, '0002_b': migration('[("shop", "0001_n")]'), '0001_s': squash }) // prettier-ignore
      expect(upgrade(app({ '0001_a': first }), around)).toEqual(['0001_n', '0002_b'])
      expect(upgrade(app(full), around)).toContain('refuses 0001_n')
    })
  })
})

describe('a folder of another name', () => {
  const named = { 'shop/db_migrations/0001_a.py': first, 'shop/db_migrations/0002_b.py': second }

  it('is read where there is no usual one', () => {
    expect(readList(django, named)).toMatchObject({
      path: 'shop/db_migrations',
      style: { label: 'shop' },
      problems: [],
    })
    const { lists } = readLists(django, { ...named, ...app({ '0001_a': first }) })
    expect(lists.map(({ path }) => path)).toEqual(['shop/migrations'])
  })
})

describe('what is no Django', () => {
  it.each([
    ['South', 'from south.v2 import SchemaMigration\n\nclass Migration(SchemaMigration):\n    pass\n'],
    ['early South', 'from south.db import db\nfrom django.db import models\n\nclass Migration:\n    pass\n'],
    ['Alembic', 'revision = "a"\n'],
    ['another tool', 'def migrate(migrator):\n    pass\n'],
  ])('is left alone: %s', (_, text) => {
    expect(readLists(django, app({ '0001_a': text })).lists).toEqual([])
  })

  it('are tests and vendored apps', () => {
    const trees = { ...app({ '0001_a': first }, 'shop/tests/dummy'), ...app({ '0001_a': first }, 'vendor/x') }
    expect(readLists(django, trees).lists).toEqual([])
  })
})

describe('what cannot be understood', () => {
  it.each([
    ['no class', 'x = 1\n', 'shop/migrations/0002_b.py:1'],
    ['a dependency nobody has', migration('[("shop", "0009_x")]'), 'shop/migrations/0002_b.py:4'],
    ['computed dependencies', migration('find()'), 'shop/migrations/0002_b.py:5'],
    ['an open quote', `${HEAD}x = "\n`, 'shop/migrations/0002_b.py:4'],
    ['an open bracket', `${HEAD}x = [\n`, 'shop/migrations/0002_b.py:4'],
  ])('is reported with its place: %s', (_, text, place) => {
    const { lists, files } = readLists(django, app({ '0001_a': first, '0002_b': text }))
    expect(files.unreadable.map(({ place: { path, line } }) => `${path}:${line}`)).toEqual([place])
    expect(lists.flatMap(idsOf)).toContain('0001_a')
  })

  it('may be a cycle', () => {
    expect(idsOf(readList(django, app({ '0001_a': second.replace('0001_a', '0002_b'), '0002_b': second }))).length).toBe(2)
  }) // prettier-ignore
})

it('may be named by the config, wherever it lies', () => {
  const tree = { 'schema/0001_a.py': first, 'schema/__init__.py': '', 'schema/helpers/x.py': '' }
  expect(readLists(django, tree).lists).toEqual([])
  expect(readLists(django, tree, { path: 'schema/' }).lists.map(idsOf)).toEqual([['0001_a']])
})

describe('the cure', () => {
  it('follows the leaf and counts on', () => {
    const { migration: made, list } = cured(django, app({ '0001_a': first, '0007_b': second })) ?? {}
    expect(made).toMatchObject({ id: '0008_keep_order', effect: 'noop', parents: ['0007_b'] })
    expect(list?.problems).toEqual([])
  })

  it('keeps name and dependencies of the one it stands in for', () => {
    const of = readList(django, app({ '0001_a': first, '0002_fix': second })).migrations[1]
    if (!of) throw new Error('no migration')
    expect(cured(django, app({ '0001_a': first }), { of })?.migration).toMatchObject({ id: '0002_fix', parents: ['0001_a'] })
    expect(cured(django, app({ '0001_z': first }), { of })).toBeUndefined()
  }) // prettier-ignore
})
