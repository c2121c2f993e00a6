import { alembic } from '../../../src/migrations/alembic/index.ts'
import type { ListReading } from '../../../src/migrations/reader.ts'
import { cured, idsOf, readList, readLists } from '../../support/lists.ts'

const ENV = 'from alembic import context\n\ncontext.configure()\n'

function revision(id: string, down: string, body = '    op.create_table("t")', more = ''): string {
  return `"""doc"""\nrevision = '${id}'\ndown_revision = ${down}\n${more}\n\ndef upgrade():\n${body}\n\n\ndef downgrade():\n    op.drop_table("t")\n`
}
function tree(versions: Record<string, string>, more: Record<string, string> = {}): Record<string, string> {
  const files = Object.entries(versions).map(([name, text]): [string, string] => [`db/versions/${name}.py`, text])
  return { 'db/env.py': ENV, ...Object.fromEntries(files), ...more }
}
const problems = (list: ListReading): string[] => list.problems.map(({ cause, ids }) => `${cause} ${ids.join(' ')}`)

describe('revisions', () => {
  it('are a graph, parents first', () => {
    const list = readList(
      alembic,
      tree({
        a9_merge: revision('a9', "('b1', 'c1')"),
        b1_left: revision('b1', "'d0'"),
        c1_right: revision('c1', '"d0"'),
        d0_first: revision('d0', 'None'),
      }),
    )
    expect(list).toMatchObject({ system: 'alembic', path: 'db', evidence: true, problems: [] })
    expect(idsOf(list)).toEqual(['d0', 'b1', 'c1', 'a9'])
    expect(list.migrations.at(-1)).toMatchObject({
      parents: ['b1', 'c1'],
      slug: 'merge',
      spellings: ['a9', 'a9_merge'],
      place: { path: 'db/versions/a9_merge.py', line: 2 },
      objects: ['t'],
    })
  })

  it('are read with annotations, constants and in sub-folders', () => {
    const list = readList(alembic, {
      'db/env.py': ENV,
      'db/versions/old/a.py': 'from typing import Union\nrevision: str = "a"\ndown_revision: Union[str, None] = None\n',
      'db/versions/b.py': "PARENT = 'a'\nrevision = 'b'\ndown_revision = PARENT\n",
      'db/versions/__init__.py': '',
    })
    expect(list.migrations.map(({ id, parents }) => [id, ...parents])).toEqual([['a'], ['b', 'a']])
  })

  it.each([
    ['pass', '    pass', 'noop'],
    ['a docstring', '    """Nothing."""', 'noop'],
    ['a comment and return', '    # why\n    return', 'noop'],
    ['an operation', '    op.drop_table("x")', 'changes'],
    ['a call', '    helper()', 'changes'],
  ])('with %s have their effect', (_, body, effect) => {
    expect(readList(alembic, tree({ a: revision('a', 'None', body) })).migrations[0]?.effect).toBe(effect)
  })

  it('keep the digest when only place, comments or the way down change', () => {
    const one = revision('a', 'None')
    const other = `# Copyright\n${revision('b', "'x'").replace('drop_table("t")', 'drop_table("y")')}`
    const digests = [one, other, revision('a', 'None', '    op.create_table("u")')].map(
      (text) => readList(alembic, tree({ a: text, ...(text === other ? { x: revision('x', 'None') } : {}) })).migrations.at(-1)?.digest,
    ) // prettier-ignore
    expect(digests[0]).toBe(digests[1])
    expect(digests[0]).not.toBe(digests[2])
  })

  it('depend on revisions and labels', () => {
    const list = readList(
      alembic,
      tree({
        a: revision('a', 'None', '    pass', "branch_labels = ('one',)"),
        b: revision('b', 'None', '    pass', "branch_labels = ('two',)\ndepends_on = 'one'"),
        c: revision('c', "'b'", '    pass', "depends_on = ('a',)"),
      }),
    )
    expect(list.migrations.map(({ id, parents }) => [id, ...parents])).toEqual([['a'], ['b', 'a'], ['c', 'b', 'a']])
    expect(list.problems).toEqual([])
  })

  it('depend on the one label that another file spells out', () => {
    const files = {
      a: revision('a', 'None'),
      b: revision('b', "'a'", '    pass', 'branch_labels = migration.EXPAND_BRANCH'),
      c: revision('c', "'a'", '    pass', "branch_labels = migration.CONTRACT_BRANCH\ndepends_on = 'expand'"),
    }
    const list = readList(alembic, tree(files))
    expect(list.migrations.map(({ id, parents }) => [id, ...parents])).toEqual([['a'], ['b', 'a'], ['c', 'a', 'b']])
    const d = revision('d', "'a'", '    pass', 'branch_labels = migration.OTHER')
    const unknown = readList(alembic, tree({ ...files, d }))
    expect(unknown.migrations.find(({ id }) => id === 'c')?.parents).toEqual(['a'])
  })
})

describe('heads', () => {
  it('are wanted once', () => {
    const list = readList(alembic, tree({ a: revision('a', 'None'), b: revision('b', "'a'"), c: revision('c', "'a'") }))
    expect(problems(list)).toEqual(['multiple-heads b c'])
  })

  it('may be several where branch labels say so', () => {
    const list = readList(
      alembic,
      tree({
        a: revision('a', 'None'),
        b: revision('b', "'a'", '    pass', 'branch_labels = (cli.EXPAND,)'),
        c: revision('c', "'b'"),
        d: revision('d', "'a'", '    pass', 'branch_labels = (cli.CONTRACT,)'),
      }),
    )
    expect(list.problems).toEqual([])
  })

  it('are not several where one branch splits again', () => {
    const list = readList(
      alembic,
      tree({
        a: revision('a', 'None', '    pass', "branch_labels = 'x'"),
        b: revision('b', "'a'"),
        c: revision('c', "'a'"),
        d: revision('d', 'None', '    pass', "branch_labels = 'y'"),
      }),
    )
    expect(problems(list)).toEqual(['multiple-heads b c'])
  })

  it('may be several in version locations of their own', () => {
    const list = readList(alembic, {
      'db/env.py': ENV,
      'alembic.ini': '[alembic]\nscript_location = %(here)s/db\nversion_locations = %(here)s/one %(here)s/two\n',
      'one/a.py': revision('a', 'None'),
      'two/b.py': revision('b', 'None'),
    })
    expect(idsOf(list)).toEqual(['a', 'b'])
    expect(list.problems).toEqual([])
  })
})

describe('problems', () => {
  it('name ids that stand twice', () => {
    const list = readList(alembic, tree({ a: revision('a', 'None'), b: revision('a', 'None') }))
    expect(list.problems).toMatchObject([{ cause: 'duplicate-id', subject: 'a', place: { path: 'db/versions/b.py', line: 2 } }])
  }) // prettier-ignore

  it.each([
    ['a parent nobody has', { a: revision('a', "'gone'") }, 'db/versions/a.py:2'],
    ['a computed id', { a: 'revision = make()\ndown_revision = None\n' }, 'db/versions/a.py:1'],
    ['a computed parent', { a: 'revision = "a"\n\ndown_revision = find("b")\n' }, 'db/versions/a.py:3'],
    ['an open quote', { a: 'revision = "a"\ndown_revision = "b\n' }, 'db/versions/a.py:2'],
    ['a binary file', { a: 'revision\0' }, 'db/versions/a.py:1'],
  ])('%s is reported with its place, and the rest goes on', (_, versions, place) => {
    const { lists, files } = readLists(alembic, tree({ ...versions, ok: revision('ok', 'None') }))
    expect(files.unreadable.map(({ place: { path, line } }) => `${path}:${line}`)).toEqual([place])
    expect(lists.flatMap(idsOf)).toContain('ok')
  })

  it('a cycle ends', () => {
    const list = readList(alembic, tree({ a: revision('a', "'b'"), b: revision('b', "'a'") }))
    expect(idsOf(list).toSorted()).toEqual(['a', 'b'])
  })
})

describe('environments', () => {
  it('are lists of their own', () => {
    const files = {
      ...tree({ a: revision('a', 'None') }),
      'other/env.py': ENV,
      'other/versions/b.py': revision('b', 'None'),
      'tests/db/env.py': ENV,
      'tests/db/versions/c.py': revision('c', 'None'),
      'venv/env.py': 'x = 1\n',
      'venv/versions/d.py': revision('d', 'None'),
    }
    expect(readLists(alembic, files).lists.map(({ path }) => path)).toEqual(['db', 'other'])
  })

  it.each([
    ['the ini file', 'conf/alembic.ini'],
    ['the script location', 'db'],
    ['the version location', 'db/versions/'],
    ['the revisions', 'db/versions/*.py'],
  ])('may be named by %s', (_, path) => {
    const files = tree(
      { a: revision('a', 'None') },
      { 'conf/alembic.ini': '[DEFAULT]\nx = y\n[main]\nscript_location = db\n', 'else/env.py': ENV, 'else/versions/b.py': revision('b', 'None') },
    ) // prettier-ignore
    expect(readLists(alembic, files, { path }).lists.flatMap(idsOf)).toEqual(['a'])
  })

  it('are found by package', () => {
    const files = {
      'alembic.ini': '[alembic]\nscript_location = shop.db:migrations\n',
      'src/shop/db/migrations/env.py': ENV,
      'src/shop/db/migrations/versions/a.py': revision('a', 'None'),
    }
    expect(readList(alembic, files).path).toBe('src/shop/db/migrations')
  })
})

describe('the cure', () => {
  const before = tree({ a_first: revision('a', 'None') })

  it('follows the head', () => {
    const { migration, list } = cured(alembic, before) ?? {}
    expect(migration).toMatchObject({ effect: 'noop', parents: ['a'], slug: 'keep_order' })
    expect(list?.problems).toEqual([])
  })

  it('keeps id and parents of the one it stands in for', () => {
    const of = readList(alembic, { ...before, 'db/versions/b_fix.py': revision('b', "'a'") }).migrations[1]
    if (!of) throw new Error('no migration')
    const { migration, path } = cured(alembic, before, { of }) ?? {}
    expect(migration).toMatchObject({ id: 'b', effect: 'noop', parents: ['a'] })
    expect(path).toBe('db/versions/b_fix.py')
  })

  it('is none where the parents are not there', () => {
    const of = readList(alembic, tree({ x: revision('x', 'None'), b: revision('b', "'x'") })).migrations[1]
    if (!of) throw new Error('no migration')
    expect(cured(alembic, before, { of })).toBeUndefined()
  })
})
