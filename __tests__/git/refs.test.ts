import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openObjects } from '../../src/git/objects.ts'
import { fullRefName, parseCommit, readRefs } from '../../src/git/refs.ts'
import { emptyRepository, runGit, temporaryFolder, writeObject } from '../support/git.ts'

const folder = temporaryFolder('refs')
const directory = emptyRepository(folder, 'repo')
const objects = openObjects(directory)
afterAll(() => {
  objects.close()
})

/** Names that git takes and that programs trip over. */
const hostile = ['-x', '--upload-pack=touch', '$(x)', '`x`', '@mention', 'übung/ä', '日本', "'q'", '"d"', 'a;b', '&&', '%s%n', '<b>', '|x', '#1', '\u202e', '\u0085', '\u009b31m'] // prettier-ignore
const nobody = 'nobody <n@example.org> 5 +0000'
const absent = '1'.repeat(40)
let commit = ''

/** Refs written past git's own checks, as a hostile or damaged repository has them. */
function writeRef(name: string, oid: string): void {
  const file = join(directory, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${oid}\n`)
}

function tagObject(target: string, type: string, name: string): string {
  return writeObject(directory, 'tag', `object ${target}\ntype ${type}\ntag ${name}\ntagger ${nobody}\n\nx\n`)
}

async function tags() {
  const { refs, broken } = await readRefs(directory, objects, ['refs/tags'])
  return {
    good: new Map(refs.map((ref) => [ref.name.slice('refs/tags/'.length), ref])),
    bad: new Map(broken.map((ref) => [ref.name.slice('refs/tags/'.length), ref.reason])),
  }
}

beforeAll(() => {
  const blob = writeObject(directory, 'blob', 'text')
  const tree = runGit(directory, ['mktree'], `100644 blob ${blob}\ta\n`)
  commit = runGit(directory, ['commit-tree', tree, '-m', 'x'], '', 77)
  let chain = commit
  for (let depth = 0; depth < 12; depth++) {
    chain = tagObject(chain, depth === 0 ? 'commit' : 'tag', `deep${depth}`)
    writeRef(`refs/tags/deep${depth}`, chain)
  }
  writeRef('refs/tags/of-tree', tree)
  writeRef('refs/tags/of-blob', blob)
  writeRef('refs/tags/annotated-blob', tagObject(blob, 'blob', 'annotated-blob'))
  writeRef('refs/tags/to-nothing', absent)
  writeRef('refs/tags/annotated-nothing', tagObject(absent, 'commit', 'annotated-nothing'))
  writeRef('refs/tags/no-object', writeObject(directory, 'tag', 'tag without an object\n'))
  writeRef('refs/tags/bad-commit', writeObject(directory, 'commit', 'no tree\n\nmessage\n'))
  writeRef('refs/tags/garbage', 'not an object id')
  writeRef('refs/tags/::error::name', commit)
  for (const name of hostile) writeRef(`refs/tags/${name}`, commit)
})

describe('readRefs', () => {
  it('peels tags of tags, as deep as anybody nests them', async () => {
    const { good, bad } = await tags()
    expect(good.get('deep0')).toMatchObject({ name: 'refs/tags/deep0', commit, date: 1_000_000_077 })
    expect([0, 1, 6].map((depth) => good.get(`deep${depth}`)?.commit)).toEqual([commit, commit, commit])
    expect(bad.has('deep11')).toBe(true)
  })

  it('lists what leads to no commit, and never drops a ref', async () => {
    const { good, bad } = await tags()
    const expected = ['of-tree', 'of-blob', 'annotated-blob', 'to-nothing', 'annotated-nothing', 'no-object', 'bad-commit', 'garbage', '::error::name'] // prettier-ignore
    for (const name of expected) expect([name, good.has(name), typeof bad.get(name)]).toEqual([name, false, 'string'])
    expect(new Set(expected.slice(0, 7).map((name) => bad.get(name))).size).toBeGreaterThan(3)
  })

  it('reads every name that git allows', async () => {
    const { good } = await tags()
    expect(hostile.filter((name) => good.get(name)?.commit !== commit)).toEqual([])
  })

  it('is empty where there are none', async () => {
    expect(await readRefs(directory, objects, ['refs/heads'])).toEqual({ refs: [], broken: [] })
  })
})

describe('commitNamed', () => {
  it.each(hostile)('takes %j for the name of a tag and for nothing else', async (name) => {
    expect(await objects.commitNamed(name)).toBe(commit)
    expect(await fullRefName(directory, name)).toBe(`refs/tags/${name}`)
  })

  it.each([
    '',
    '-',
    '--all',
    '--version',
    '-h',
    'none',
    absent,
    'of-tree',
    'of-blob',
    'deep0 deep1',
    'deep0..deep1',
    '^deep0',
    'HEAD',
    '@{u}',
    ':a',
    'deep0:a',
    '\n',
    'a\nb',
    'deep0\0b',
    'x'.repeat(4000),
    'x'.repeat(3_000_000),
  ])('answers nothing for %j', async (name) => {
    // prettier-ignore
    expect(await objects.commitNamed(name)).toBeUndefined()
  })

  it('takes what git takes for a commit', async () => {
    const answers = await Promise.all(
      [commit, commit.slice(0, 10), 'deep3', 'refs/tags/deep3'].map((name) => objects.commitNamed(name)),
    )
    expect(new Set(answers)).toEqual(new Set([commit]))
  })
})

describe('parseCommit', () => {
  const tree = 'b'.repeat(40)
  it.each([
    [`tree ${tree}\ncommitter A <a@b> 12 +0000\n\nx`, 12],
    [
      `tree ${tree}\nauthor A <a> 1 +0000\ncommitter > strange <name> <a@b> -5 -0130\nencoding x\n\ncommitter B <b> 99 +0000`,
      -5,
    ],
    [`tree ${tree}\ncommitter A <a@b> 12 +0000`, 12],
  ])('reads %j', (text, date) => {
    expect(parseCommit(Buffer.from(text))).toEqual({ tree, date })
  })

  it.each([
    '',
    'x',
    `tree ${tree}\n\nx`,
    `committer A <a> 1 +0000\n\ntree ${tree}`,
    `tree short\ncommitter A <a> 1 +0000\n`,
    `tree ${tree}\ncommitter A <a> soon\n`,
  ])('refuses %j', (text) => {
    // prettier-ignore
    expect(parseCommit(Buffer.from(text))).toBeUndefined()
  })
})
