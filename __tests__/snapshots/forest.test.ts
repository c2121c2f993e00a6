import { openObjects } from '../../src/git/objects.ts'
import { openForest } from '../../src/snapshots/forest.ts'
import { emptyRepository, runGit, temporaryFolder, treeEntry, writeObject } from '../support/git.ts'

const directory = emptyRepository(temporaryFolder('trees'), 'repo')
const objects = openObjects(directory)
afterAll(() => {
  objects.close()
})
const wants = [{ name: /\.sql$/ }, { name: /./, path: /^db\// }]
const absent = '1'.repeat(40)
const sql = writeObject(directory, 'blob', 'select 1')

function tree(...entries: [mode: string, name: string, oid: string][]): string {
  return writeObject(directory, 'tree', Buffer.concat(entries.map(([mode, name, oid]) => treeEntry(mode, name, oid))))
}

async function read(...roots: string[]) {
  const forest = openForest(objects, 20, wants)
  await forest.grow(roots)
  return {
    forest,
    hits: (root: string, reader = 0) => (forest.root(root)!.hits.get(reader) ?? []).map(({ path }) => path),
    damage: (root: string) => forest.damage(root).map(({ place }) => place.path),
  }
}

describe('openForest', () => {
  it('finds what each reader wants, by base name and by path', async () => {
    const inner = tree(['100644', 'a.sql', sql], ['100755', 'b.txt', sql])
    const root = tree(['40000', 'db', inner], ['40000', 'other', inner], ['100644', 'top.sql', sql])
    const { hits, damage } = await read(root)
    expect(hits(root)).toEqual(['db/a.sql', 'other/a.sql', 'top.sql'])
    expect(hits(root, 1)).toEqual(['db/a.sql', 'db/b.txt'])
    expect(damage(root)).toEqual([])
  })

  it('follows no symbolic link, no submodule, and leaves vendored code out', async () => {
    const inner = tree(['100644', 'a.sql', sql])
    const root = tree(['120000', 'link.sql', sql], ['160000', 'module.sql', absent], ['40000', 'vendor', tree(['100644', 'modules.sql', sql], ['40000', 'x', inner])]) // prettier-ignore
    const { hits, damage } = await read(root)
    expect([hits(root), damage(root)]).toEqual([['vendor/modules.sql'], []])
  })

  it('reads a folder that two releases share once, under each path', async () => {
    const inner = tree(['100644', 'a.sql', sql])
    const [first, second] = [tree(['40000', 'x', inner]), tree(['40000', 'x', inner], ['40000', 'y', inner])]
    const { forest, hits } = await read(first, second, first)
    expect([hits(first), hits(second)]).toEqual([['x/a.sql'], ['x/a.sql', 'y/a.sql']])
    expect(forest.root(first)?.folders.get('x')).toBe(forest.root(second)?.folders.get('x'))
  })

  it('names every folder that could not be read, in each release that has it', async () => {
    const cut = writeObject(directory, 'tree', treeEntry('100644', 'a.sql', sql).subarray(0, 20))
    const [first, second] = [
      tree(['40000', 'gone', absent], ['100644', 'top.sql', sql]),
      tree(['40000', 'blob', sql], ['40000', 'cut', cut], ['40000', 'gone', absent]),
    ]
    const { hits, damage } = await read(first, second, absent)
    expect(hits(first)).toEqual(['top.sql'])
    expect([damage(first), damage(second).sort(), damage(absent)]).toEqual([['gone'], ['blob', 'cut', 'gone'], ['']])
  })

  it('ends at trees that hold themselves many times over, and says so', async () => {
    let bomb = tree(['100644', 'a.sql', sql])
    for (let level = 0; level < 10; level++) bomb = tree(...Array.from({ length: 10 }, (_, n): [string, string, string] => ['40000', `f${n}`, bomb])) // prettier-ignore
    const { damage } = await read(bomb)
    expect(damage(bomb).length).toBeGreaterThan(0)
  }, 10_000)

  it('ends at folders inside one another without end, and says so', async () => {
    const stream: string[] = []
    const path = Array.from({ length: 5000 }, () => 'f').join('/')
    stream.push(
      `commit refs/heads/deep\ncommitter A <a@example.org> 1 +0000\ndata 1\nx\nM 100644 inline ${path}/a.sql\ndata 1\nx\n`,
    )
    runGit(directory, ['fast-import', '--quiet'], stream.join(''))
    const deep = runGit(directory, ['rev-parse', 'deep^{tree}'])
    const { damage, hits } = await read(deep)
    expect([hits(deep), damage(deep).length]).toEqual([[], 1])
  })
})
