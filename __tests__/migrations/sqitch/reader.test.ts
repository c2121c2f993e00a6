import { readPlan } from '../../../src/migrations/sqitch/plan.ts'
import { sqitch } from '../../../src/migrations/sqitch/index.ts'
import { idsOf, readList, readLists } from '../../support/readings.ts'

const BY = 'Ann O. Ther <ann@example.org>'
const HEAD = '%syntax-version=1.0.0\n%project=flipr\n%uri=https://example.org/\n\n'
const line = (name: string, rest = ''): string => `${name} ${rest}${rest && ' '}2026-11-22T11:06:20Z ${BY}`
const planOf = (...lines: readonly string[]): string => `${HEAD}${lines.join('\n')}\n`

function treeOf(...names: readonly string[]): Record<string, string> {
  const scripts = names.map((name): [string, string] => [
    `deploy/${name}.sql`,
    `-- Deploy ${name}\n\nBEGIN;\n\ndrop table ${name};\n\nCOMMIT;\n`,
  ])
  return { ...Object.fromEntries(scripts), 'sqitch.plan': planOf(...names.map((name) => line(name))) }
}

function meet(from: Record<string, string>, to: Record<string, string>): string {
  const { migrations, behaviour } = readList(sqitch, to)
  const { obstacles, ran } = sqitch.engine.upgrade(
    sqitch.engine.install(readList(sqitch, from).migrations),
    migrations,
    behaviour,
  )
  return [
    ...obstacles.map(({ migration, effect }) => `${effect} ${migration.slug}`),
    ...ran.map(({ slug }) => `runs ${slug}`),
  ].join(', ')
}

describe('plan', () => {
  // What `sqitch plan` 1.3.1 says of this very plan.
  it('gives the ids that Sqitch gives', () => {
    const plan = planOf(
      `users 2026-11-22T11:06:20Z ${BY} # Ünïcode note # with hash\\nsecond line`,
      `flips [users] 2026-11-22T11:06:21Z ${BY} # x`,
      `@v1.0 2026-11-22T11:06:21Z ${BY} # tag`,
      '',
      `other [users@v1.0 !nix] 2026-11-22T11:06:22Z ${BY} # y`,
      `users [users@v1.0] 2026-11-22T11:06:22Z ${BY} # again`,
    )
    const { project, changes } = readPlan(plan)
    expect(project).toBe('flipr')
    expect(changes).toEqual([
      { id: '0111d79657803c0354cf26921eef97b551923bca', name: 'users', line: 5, tags: [], reworkedBy: ['v1.0'] },
      { id: '081d9830935ed4df304e01b7fe8892679abbae72', name: 'flips', line: 6, tags: ['v1.0'], reworkedBy: undefined },
      { id: '06b2eaf667219022556580480b437338a9b40cac', name: 'other', line: 9, tags: [], reworkedBy: undefined },
      { id: '7e757e751c1986ad92d4f06633dba82b5d4f70c3', name: 'users', line: 10, tags: [], reworkedBy: undefined },
    ])
  })

  it.each([
    ['no project', '\n', 1],
    ['no date', `${HEAD}users ${BY}\n`, 5],
    ['no planner', `${HEAD}users 2026-11-22T11:06:20Z\n`, 5],
    ['a tag of nothing', `${HEAD}@v1 2026-11-22T11:06:20Z ${BY}\n`, 5],
    ['a name that comes back without a tag between', planOf(line('users'), line('users')), 6],
    ['one endless word', `${HEAD}${'a'.repeat(100_000)}\n`, 5],
    ['endless blanks', `${HEAD}a ${' '.repeat(100_000)}b\n`, 5],
    ['endless dependencies', `${HEAD}a [${'b '.repeat(50_000)}\n`, 5],
  ])('says where it cannot be read: %s', (_, text, at) => {
    const { lists, files } = readLists(sqitch, {
      'sqitch.plan': text.includes('%project') ? text : `${text}${line('a')}`,
    })
    expect([lists, files.unreadable.map(({ place }) => place)]).toEqual([[], [{ path: 'sqitch.plan', line: at }]])
  })
})

describe('sqitch', () => {
  it('has the changes of the plan, with the scripts beside it', () => {
    const tree = treeOf('users', 'flips')
    const list = readList(sqitch, { ...tree, 'deploy/flips.sql': '-- Deploy flips\n\nBEGIN;\n\n-- XXX\n\nCOMMIT;\n' })
    expect(list).toMatchObject({ path: 'sqitch.plan', evidence: true, problems: [] })
    expect(list.migrations.map(({ slug, effect, objects, place }) => [slug, effect, objects, place.line])).toEqual([
      ['users', 'changes', ['users'], 5],
      ['flips', 'noop', [], 6],
    ])
    expect(list.migrations[0]!.spellings).toHaveLength(3)
  })

  it('goes by sqitch.conf', () => {
    const tree = {
      'sqitch.conf':
        '[core]\n\tengine = pg\n\ttop_dir = "db" # here\n\tplan_file = plans/main.plan\n\textension = ddl\n',
      'plans/main.plan': planOf(line('users')),
      'db/deploy/users.ddl': 'drop table users;',
    }
    expect(readList(sqitch, tree)).toMatchObject({ path: 'plans/main.plan', migrations: [{ effect: 'changes' }] })
    const two = {
      'sqitch.conf': '[core]\nengine = pg\n[engine "pg"]\ntop_dir = pg\n[engine "sqlite"]\ntop_dir = lite\n',
    }
    const { lists } = readLists(sqitch, {
      ...two,
      'pg/sqitch.plan': planOf(line('a')),
      'pg/deploy/a.sql': '',
      'lite/sqitch.plan': planOf(line('a')),
      'lite/deploy/a.sql': '',
    })
    expect(lists.map(({ path }) => path)).toEqual(['pg/sqitch.plan', 'lite/sqitch.plan'])
  })

  it('finds the script of a reworked change under the name of a tag', () => {
    const list = readList(sqitch, {
      'sqitch.plan': planOf(line('users'), line('@v1'), line('@v2'), line('users', '[users@v2]')),
      'deploy/users.sql': 'drop table now;',
      'deploy/users@v2.sql': 'drop table before;',
    })
    expect(list.migrations.map(({ objects }) => objects)).toEqual([['before'], ['now']])
    expect(new Set(idsOf(list)).size).toBe(2)
  })

  it.each([
    ['what is appended is deployed', 'a b', 'a b c', 'runs c'],
    ['what is put in between changes all that follows', 'a b', 'a c b', 'refuses b'],
    ['what is gone is refused', 'a b', 'a', 'refuses b'],
    ['two lines never meet again', 'a b x', 'a b c x', 'refuses x'],
  ])('%s', (_, from, to, expected) => {
    expect(meet(treeOf(...from.split(' ')), treeOf(...to.split(' '))).split(', ')).toContain(expected)
  })

  it('ignores an edited script, and minds an edited note', () => {
    const tree = treeOf('a', 'b')
    expect(meet(tree, { ...tree, 'deploy/a.sql': 'drop table other;' })).toBe('')
    expect(meet(tree, { ...tree, 'sqitch.plan': `${tree['sqitch.plan']!.trim()} # more\n` })).toMatch(/^refuses b/)
  })

  it('refuses two changes of one text, also where one had it before', () => {
    const tree = treeOf('a', 'b')
    const twins = { ...tree, 'deploy/b.sql': tree['deploy/a.sql']! }
    expect(readList(sqitch, twins).problems.map(({ cause, place }) => [cause, place.line])).toEqual([['same-text', 6]])
    expect(meet(treeOf('a'), twins)).toBe('refuses b')
    expect(meet(treeOf('a'), { ...twins, 'deploy/a.sql': 'drop table other;' })).toBe('refuses b')
    expect(meet({ ...treeOf('a'), 'deploy/a.sql': 'drop table other;' }, twins)).toBe('runs b')
  })

  it('says which script is missing', () => {
    const tree = treeOf('a', 'b')
    delete tree['deploy/b.sql']
    expect(readLists(sqitch, tree).files.unreadable.map(({ place }) => place)).toEqual([
      { path: 'sqitch.plan', line: 6 },
    ])
  })

  it('writes a no-op, but none in the place of another', () => {
    const tree = treeOf('a', 'guard')
    const list = readList(sqitch, tree)
    const request = { list, after: [], slug: 'guard', date: 1_800_000_000 }
    const file = sqitch.noop(request)!
    expect([file.id, file.path]).toEqual(['guard_2', 'deploy/guard_2.sql'])
    const planned = /^-- (guard_2 .*)$/m.exec(file.text)![1]!
    const after = readList(sqitch, {
      ...tree,
      [file.path]: file.text,
      'sqitch.plan': `${tree['sqitch.plan']!}${planned}\n`,
    })
    expect(after.migrations.at(-1)).toMatchObject({ slug: 'guard_2', effect: 'noop' })
    expect(sqitch.noop({ ...request, of: readList(sqitch, treeOf('a', 'x')).migrations[1]! })).toBeUndefined()
  })
})
