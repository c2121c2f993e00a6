import { join } from 'node:path'
import { readChanges, readCommits } from '../../src/git/log.ts'
import { readPatches } from '../../src/git/patch-ids.ts'
import { openRepository, type Repository } from '../../src/git/repository.ts'
import { emptyRepository, runGit, temporaryFolder, treeEntry, writeObject } from '../support/git.ts'
import { makeChanges } from '../support/two-lines.ts'

const folder = temporaryFolder('log')

const text = 'one line\nanother line\nthird line\n'

async function sample() {
  const directory = join(folder, `r${made++}`)
  const ids = await makeChanges(directory, [
    { id: 'root', message: 'Start', files: { 'a b/ü.txt': text, 'tab\there': text, gone: text } },
    {
      id: 'edit',
      message: 'Edit\n\nBody: ä\u0001\n',
      authored: 9,
      files: { 'a b/ü.txt': `${text}-- alpha/x\n`, gone: undefined },
    },
    { id: 'side', on: 'side', from: 'root', message: 'Side', files: { other: 'x\n' } },
    { id: 'merge', merge: 'side', message: 'Merge', files: { other: 'x\n' } },
    { id: 'empty', message: 'Nothing' },
  ])
  return { directory, ids, id: (name: string) => ids[name] ?? '' }
}
let made = 0

/** Runs with the repository open. */
async function withRepository<T>(directory: string, use: (repository: Repository) => Promise<T>): Promise<T> {
  const repository = await openRepository(directory)
  try {
    return await use(repository)
  } finally {
    repository.close()
  }
}

describe('readCommits', () => {
  it('reads people, dates and the whole message; a commit that is missing is left out', async () => {
    const { directory, id } = await sample()
    const wanted = [id('edit'), '1'.repeat(40), id('merge')]
    const found = await withRepository(directory, ({ objects }) => readCommits(objects, wanted))
    expect(found.map(({ commit }) => commit)).toEqual([id('edit'), id('merge')])
    expect(found[0]).toMatchObject({
      authorName: 'Sam Example',
      authorEmail: 'sam@example.org',
      authorDate: 1_000_000_009,
      date: 1_000_000_001,
    })
    expect(found[0]?.message.trim()).toBe('Edit\n\nBody: ä\u0001')
  })

  it('reads a message in the encoding it names, and in one that nobody knows', async () => {
    const directory = emptyRepository(folder, `r${made++}`)
    const tree = runGit(directory, ['mktree'])
    const commit = (encoding: string) => {
      const people = 'author S <s@example.org> 1 +0000\ncommitter S <s@example.org> 2 +0000'
      const raw = Buffer.from(`tree ${tree}\n${people}\nencoding ${encoding}\n\nf\xfcr\n`, 'latin1')
      return writeObject(directory, 'commit', raw)
    }
    const wanted = [commit('ISO-8859-1'), commit('no-such-thing')]
    const found = await withRepository(directory, ({ objects }) => readCommits(objects, wanted))
    expect(found.map(({ message }) => message)).toEqual(['f\u00fcr\n', 'f\u00fcr\n'])
  })
})

describe('readChanges', () => {
  it('tells what each commit did to which file, also a root; a merge did nothing', async () => {
    const { directory, id } = await sample()
    const wanted = ['root', 'edit', 'merge', 'empty'].map(id)
    const found = await withRepository(directory, (repository) => readChanges(repository, wanted))
    const told = [...found.values()].map((files) => files.map(({ status, path }) => `${status} ${path}`))
    expect(told).toEqual([['A a b/ü.txt', 'A gone', 'A tab\there'], ['M a b/ü.txt', 'D gone'], [], []])
    const [edit] = found.get(id('edit')) ?? []
    expect(edit?.oldBlob).toBe(runGit(directory, ['rev-parse', `${id('root')}:a b/ü.txt`]))
    expect(edit?.newBlob).toBe(runGit(directory, ['rev-parse', `${id('edit')}:a b/ü.txt`]))
  })

  it('looks at the paths given alone, and takes them as they are', async () => {
    const { directory, id } = await sample()
    const found = await withRepository(directory, (repository) =>
      readChanges(repository, [id('root'), id('edit')], ['gone', ':(glob)**']),
    )
    expect([...found.values()].map((files) => files.map(({ path }) => path))).toEqual([['gone'], ['gone']])
  })
})

describe('readPatches', () => {
  it('gives equal ids to equal changes, wherever they land, and to no others', async () => {
    const directory = join(folder, `r${made++}`)
    const lines = (n: number) => Array.from({ length: n }, (_, at) => `line ${at}\n`).join('')
    const ids = await makeChanges(directory, [
      { id: 'root', message: 'Start', files: { a: lines(5), b: lines(5) } },
      { id: 'here', message: 'Here', files: { a: `${lines(5)}more\n` } },
      { id: 'longer', on: 'side', from: 'root', message: 'Longer', files: { a: lines(9) } },
      { id: 'there', on: 'side', message: 'There', files: { a: `${lines(9)}  more  \n` } },
      { id: 'file', on: 'side', message: 'Other file', files: { b: `${lines(5)}more\n` } },
      { id: 'back', on: 'side', message: 'Back', files: { a: lines(9) } },
    ])
    const found = await withRepository(directory, (repository) => readPatches(repository, Object.values(ids)))
    const id = (name: string) => found.get(ids[name] ?? '')?.id
    expect(id('here')).toMatch(/^[0-9a-f]{40}$/)
    expect(id('there')).toBe(id('here'))
    expect(new Set(['root', 'here', 'longer', 'file', 'back'].map(id)).size).toBe(5)
  })

  it('counts lines by their hunk, though they look like the headers of another', async () => {
    const { directory, id } = await sample()
    const found = await withRepository(directory, (repository) =>
      readPatches(repository, ['edit', 'merge', 'empty'].map(id)),
    )
    expect(found.get(id('edit'))?.size).toBe(4)
    expect(found.get(id('merge'))).toEqual({ id: '', lines: new Map(), size: 0 })
    expect(found.get(id('empty'))?.id).toBe('')
  })

  it('steps over a commit whose contents are missing', async () => {
    const directory = emptyRepository(folder, `r${made++}`)
    const commit = (blob: string, parent?: string) => {
      const tree = writeObject(directory, 'tree', treeEntry('100644', 'a', blob))
      return runGit(directory, ['commit-tree', tree, '-m', 'x', ...(parent === undefined ? [] : ['-p', parent])])
    }
    const first = commit(writeObject(directory, 'blob', 'one\n'))
    const broken = commit('2'.repeat(40), first)
    const last = commit(writeObject(directory, 'blob', 'two\n'))
    const questions = [[first, broken, last], [last, first], [broken], [last]]
    const sizes = await withRepository(directory, async (repository) => {
      const found = await Promise.all(questions.map((commits) => readPatches(repository, commits)))
      return found.map((patches, n) => questions[n]!.map((commit) => patches.get(commit)?.size))
    })
    expect(sizes).toEqual([[1, undefined, 1], [1, 1], [undefined], [1]])
  })

  it('reads what looks like the end of an answer, asked for much at a time', async () => {
    const directory = emptyRepository(folder, `r${made++}`)
    const commits = Array.from({ length: 12 }, (_, n) => {
      const blob = writeObject(directory, 'blob', `\u0001${'line of text\u0001\n'.repeat(n * 1000)}`)
      const tree = writeObject(directory, 'tree', treeEntry('100644', `\u0001${n}`, blob))
      return runGit(directory, ['commit-tree', tree, '-m', 'x'])
    })
    const halves = [commits.slice(0, 6), commits.slice(6)]
    const [patches, changes] = await withRepository(directory, (repository) =>
      Promise.all([
        Promise.all(halves.map((half) => readPatches(repository, half))),
        Promise.all(halves.map((half) => readChanges(repository, half))),
      ]),
    )
    commits.forEach((commit, n) => {
      const half = n < 6 ? 0 : 1
      expect(patches[half]!.get(commit)?.size).toBe(n * 1000)
      expect(changes[half]!.get(commit)?.map(({ path }) => path)).toEqual([`\u0001${n}`])
    })
  })
})
