import { parseCommit } from '../../src/backports/message.ts'
import { createPresence } from '../../src/backports/presence.ts'
import { openRepository, type Repository } from '../../src/git/repository.ts'
import type { Revision } from '../../src/model.ts'
import { emptyRepository, temporaryFolder, writeObject } from '../support/git.ts'

const directory = emptyRepository(temporaryFolder('presence'), 'repo')
const blob = (text: string): string => writeObject(directory, 'blob', text)
const none = '0'.repeat(40)
const target: Revision = { ref: 'v2', commit: 'c', tree: 't', date: 0 }
const before = blob('open(queue)\nrun(job)\nclose(queue)\n')
const after = blob('open(queue)\nguard(job)\nrun(job)\nclose(queue)\n')

let repository: Repository
beforeAll(async () => {
  repository = await openRepository(directory)
})
afterAll(() => {
  repository.close()
})

/** Changed files as `path old new`, and what the target has: path -> object id. */
async function weigh(changes: readonly (readonly [string, string, string])[], there: Readonly<Record<string, string>>) {
  const presence = createPresence(repository, (_, path) => {
    if (Object.keys(there).some((file) => file.startsWith(`${path}/`))) return {}
    return there[path] === undefined ? undefined : { oid: there[path] }
  })
  const files = changes.map(([path, oldBlob, newBlob]) => ({ path, oldBlob, newBlob, status: 'M' }))
  return (await presence.weigh({ changes: new Map([['fix', files]]), target })).get('fix')
}

describe('presence', () => {
  it('is told by object ids where they say it', async () => {
    expect(await weigh([['a', before, after]], { a: after })).toEqual({ standing: 'there', path: 'a' })
    expect(await weigh([['a', before, after]], { a: before })).toEqual({ standing: 'lacking', path: 'a' })
    expect(await weigh([['a', before, after]], {})).toEqual({ standing: 'unlike', path: '' })
    expect(await weigh([['a', before, none]], {})).toEqual({ standing: 'there', path: 'a' })
  })

  it('is told by lines where the file went its own way', async () => {
    const change = [['a', before, after]] as const
    const own = (text: string): string => blob(`# own\n${text}`)
    expect(await weigh(change, { a: own('open(queue)\nrun(job)\nclose(queue)\n') })).toMatchObject({
      standing: 'lacking',
    })
    expect(await weigh(change, { a: own('open(queue)\nguard(job)\nrun(job)\n') })).toMatchObject({ standing: 'there' })
    expect(await weigh(change, { a: own('nothing\nof\nthe kind\n') })).toMatchObject({ standing: 'unlike' })
  })

  it('misses a new file only where its folder is', async () => {
    expect(await weigh([['jobs/new', none, after]], { 'jobs/old': before })).toMatchObject({ standing: 'lacking' })
    expect(await weigh([['jobs/new', none, after]], { other: before })).toMatchObject({ standing: 'unlike' })
  })

  it('goes by the file that lacks the change, whatever the others say', async () => {
    const changes = [['a', before, after], ['b', before, after]] as const // prettier-ignore
    expect(await weigh(changes, { a: after, b: before })).toEqual({ standing: 'lacking', path: 'b' })
    expect(await weigh(changes, { a: after })).toEqual({ standing: 'there', path: 'a' })
  })

  it('says nothing of binary files', async () => {
    const change = [['a', blob('\0one'), blob('\0two')]] as const
    expect(await weigh(change, { a: blob('\0three') })).toMatchObject({ standing: 'unlike' })
  })
})

describe('pins', () => {
  it('names the commits that do nothing but name other versions', async () => {
    const presence = createPresence(repository, () => undefined)
    const change = (path: string, old: string, now: string) => ({ path, status: 'M', oldBlob: blob(old), newBlob: blob(now) }) // prettier-ignore
    const saying = (commit: string, message: string) =>
      parseCommit({ commit, authorName: 'a', authorEmail: 'a@b', authorDate: 1, date: 1, message })
    const bump = change('Makefile', 'GO = 1.2\n', 'GO = 1.3\n')
    const asked = [
      { facts: saying('a', 'Bump go to 1.3'), changes: [bump] },
      { facts: saying('b', 'Bump go to 1.3'), changes: [bump, change('queue.go', 'run()\n', 'stop()\n')] },
      { facts: saying('c', 'Build with it'), changes: [bump] },
    ]
    expect(await presence.pins(asked)).toEqual(new Set(['a']))
    expect(await presence.pins(asked)).toEqual(new Set(['a']))
  })
})
