import { parseTree } from '../../src/git/trees.ts'
import { treeEntry } from '../support/git.ts'

const [one, two] = ['a1'.repeat(20), '0020'.repeat(10)]

describe('parseTree', () => {
  it('tells files, folders, symbolic links and submodules apart', () => {
    const modes = ['100644', '100755', '100664', '40000', '120000', '160000']
    const data = Buffer.concat(modes.map((mode, n) => treeEntry(mode, `entry ${n}`, n % 2 === 0 ? one : two)))
    expect(parseTree(data, 20)).toEqual([
      { name: 'entry 0', oid: one, kind: 'file' },
      { name: 'entry 1', oid: two, kind: 'file' },
      { name: 'entry 2', oid: one, kind: 'file' },
      { name: 'entry 3', oid: two, kind: 'folder' },
      { name: 'entry 4', oid: one, kind: 'symlink' },
      { name: 'entry 5', oid: two, kind: 'submodule' },
    ])
  })

  it('reads ids of SHA-256 repositories', () => {
    const data = Buffer.concat([treeEntry('100644', 'a', 'ab'.repeat(32)), treeEntry('40000', 'b', '00'.repeat(32))])
    expect(parseTree(data, 32).map(({ oid }) => oid)).toEqual(['ab'.repeat(32), '00'.repeat(32)])
  })

  it('keeps names as they are: spaces, other scripts, bytes that are no UTF-8', () => {
    const names = ['a b', 'übung', '-x', '$(x)', 'new\nline', Buffer.from([0x66, 0xff, 0x67])]
    const data = Buffer.concat(names.map((name) => treeEntry('100644', name, one)))
    expect(parseTree(data, 20).map(({ name }) => name)).toEqual(['a b', 'übung', '-x', '$(x)', 'new\nline', 'f\ufffdg'])
  })

  it('yields the entries before the cut of a truncated tree, wherever it is cut', () => {
    const whole = Buffer.concat([treeEntry('100644', 'first', one), treeEntry('40000', 'second', two)])
    const firstEnd = treeEntry('100644', 'first', one).length
    for (let end = 0; end <= whole.length; end++) {
      const names = parseTree(whole.subarray(0, end), 20).map(({ name }) => name)
      expect(names).toEqual(end === whole.length ? ['first', 'second'] : end >= firstEnd ? ['first'] : [])
    }
  })
})
