import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { deepen, fetchBlobs } from '../../src/git/fetch.ts'
import { fetchRef } from '../../src/git/fetch-ref.ts'
import { readGraph } from '../../src/git/graph.ts'
import { readRefs } from '../../src/git/refs.ts'
import { openRepository, type Repository } from '../../src/git/repository.ts'
import { GitError } from '../../src/git/run.ts'
import { emptyRepository, runGit, temporaryFolder } from '../support/git.ts'

const folder = temporaryFolder('repository')
const source = emptyRepository(folder, 'source')
const url = pathToFileURL(source).href
const opened: Repository[] = []
afterAll(() => {
  for (const repository of opened) repository.close()
})

async function open(directory: string): Promise<Repository> {
  const repository = await openRepository(directory)
  opened.push(repository)
  return repository
}

/** What a name stands for now, as a process that starts now sees it. */
async function resolve(directory: string, name: string): Promise<string | undefined> {
  return await (await open(directory)).objects.commitNamed(name)
}

function clone(name: string, ...options: string[]): string {
  const directory = join(folder, name)
  runGit(folder, ['clone', '--quiet', '--template=', ...options, url, directory])
  return directory
}

beforeAll(() => {
  const commits = Array.from({ length: 6 }, (_, n) =>
    [
      `commit refs/heads/${n < 4 ? 'main' : 'release/1.x'}`,
      `mark :${n + 1}`,
      `committer A <a@example.org> ${1_000_000_000 + n} +0000`,
      'data 1\nx',
      n === 4 ? 'from :2' : '',
      `M 100644 inline file${n}\ndata 6\ntext ${n}`,
      '',
    ]
      .filter((line, at) => line !== '' || at === 6)
      .join('\n'),
  )
  const tags = ['1.0 :1', '1.1 :2', '2.0 :4', '1.2 :6'].map((tag) => `reset refs/tags/${tag.replace(' ', '\nfrom ')}\n`)
  runGit(source, ['fast-import', '--quiet'], [...commits, ...tags].join('\n'))
  runGit(source, ['config', 'uploadpack.allowFilter', 'true'])
  runGit(source, ['config', 'uploadpack.allowAnySHA1InWant', 'true'])
})

describe('openRepository', () => {
  it('opens bare repositories, work trees, folders in them and linked work trees', async () => {
    const work = clone('work')
    mkdirSync(join(work, 'deep'))
    runGit(work, ['worktree', 'add', '--quiet', '--detach', join(folder, 'linked'), '1.0'])
    const answers = await Promise.all([source, work, join(work, 'deep'), join(folder, 'linked')].map(open))
    expect(answers.map(({ branch, shallow, partial, idBytes }) => [branch, shallow, partial, idBytes])).toEqual([
      ['main', false, false, 20],
      ['main', false, false, 20],
      ['main', false, false, 20],
      [undefined, false, false, 20],
    ])
  })

  it('opens a repository without a commit, and one with SHA-256', async () => {
    const empty = await open(emptyRepository(folder, 'empty'))
    expect([empty.branch, await empty.objects.commitNamed('HEAD')]).toEqual(['main', undefined])
    const long = join(folder, 'sha256')
    runGit(folder, ['init', '--quiet', '--bare', '--object-format=sha256', long])
    expect((await open(long)).idBytes).toBe(32)
  })

  it.each(['missing', 'plain', 'plain/file', 'broken'])('refuses %s with what to do', async (name) => {
    mkdirSync(join(folder, 'plain'), { recursive: true })
    writeFileSync(join(folder, 'plain', 'file'), 'text')
    mkdirSync(join(folder, 'broken'), { recursive: true })
    writeFileSync(join(folder, 'broken', '.git'), 'gitdir: /nowhere\n')
    await expect(openRepository(join(folder, name))).rejects.toThrow(GitError)
  })

  it('says which git it needs where that is older', async () => {
    const old = join(folder, 'old-git')
    mkdirSync(old)
    const [path, real] = [process.env.PATH ?? '', execFileSync('which', ['git'], { encoding: 'utf8' }).trim()]
    const script = `#!/bin/sh\ncase "$*" in *--batch-command*) echo "error: unknown option" >&2; exit 129;; esac\nexec '${real}' "$@"\n`
    writeFileSync(join(old, 'git'), script, { mode: 0o755 })
    process.env.PATH = `${old}:${path}`
    try {
      const { objects } = await open(source)
      await expect(objects.commitNamed('HEAD')).rejects.toThrow('git 2.36 or newer is needed')
      await expect(objects.read(['1'.repeat(40)])).rejects.toThrow(GitError)
    } finally {
      process.env.PATH = path
    }
  })

  it('runs nothing that the repository names', async () => {
    const work = clone('armed')
    const trace = join(folder, 'ran')
    const script = join(folder, 'script')
    writeFileSync(script, `#!/bin/sh\ntouch '${trace}'\nexit 0\n`, { mode: 0o755 })
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'diff.external',
      'core.editor',
      'alias.rev-list',
    ])
      runGit(work, ['config', key, key.startsWith('alias') ? `!${script}` : script])
    const repository = await open(work)
    const tip = await resolve(work, 'HEAD')
    await readGraph(work, [tip!])
    await readRefs(work, repository.objects, ['refs/'])
    expect(execFileSync('ls', [folder], { encoding: 'utf8' }).split('\n')).not.toContain('ran')
  })
})

describe('deepen', () => {
  it('completes a shallow checkout of one branch: history, tags, branches', async () => {
    const directory = clone('shallow', '--depth=1', '--no-tags', '--single-branch')
    const before = await open(directory)
    expect([before.shallow, await resolve(directory, '1.0')]).toEqual([true, undefined])
    expect(await deepen(before)).toBeUndefined()
    const after = await open(directory)
    expect(after.shallow).toBe(false)
    const [tip, tag, branch] = await Promise.all(
      ['main', '1.2', 'origin/release/1.x'].map((name) => resolve(directory, name)),
    )
    expect(branch).toBe(tag)
    const graph = await readGraph(directory, [tip!, tag!])
    expect([graph.commits.length, graph.incomplete]).toEqual([6, undefined])
  })

  it('brings tags and branches that a whole checkout of one branch lacks', async () => {
    const directory = clone('tagless', '--no-tags', '--single-branch')
    expect(await deepen(await open(directory))).toBeUndefined()
    expect(await resolve(directory, '1.2')).toEqual(await resolve(source, '1.2'))
  })

  it('says why it cannot', async () => {
    expect(await deepen(await open(source))).toEqual(expect.any(String))
    const directory = clone('cut off', '--depth=1')
    runGit(directory, ['remote', 'set-url', 'origin', pathToFileURL(join(folder, 'gone')).href])
    expect(await deepen(await open(directory))).toEqual(expect.any(String))
    expect((await open(directory)).shallow).toBe(true)
  })
})

describe('fetchBlobs', () => {
  it('brings the blobs of a blobless clone in one request', async () => {
    const directory = clone('blobless', '--filter=blob:none', '--no-checkout')
    const repository = await open(directory)
    expect(repository.partial).toBe(true)
    const oids = ['0', '3', '5'].map((n) => runGit(source, ['rev-parse', `${n === '5' ? '1.2' : 'main'}:file${n}`]))
    expect((await repository.objects.read(oids)).map(({ type }) => type)).toEqual(['missing', 'missing', 'missing'])
    await fetchBlobs(repository, [...oids, oids[0]!])
    expect((await repository.objects.read(oids)).map((object) => ('data' in object ? object.data.toString() : object.type))).toEqual(['text 0', 'text 3', 'text 5']) // prettier-ignore
  })

  it('leaves missing what nobody has, and where the remote is gone', async () => {
    const directory = clone('stranded', '--filter=blob:none', '--no-checkout')
    const repository = await open(directory)
    const [wanted, absent] = [runGit(source, ['rev-parse', 'main:file1']), '1'.repeat(40)]
    await fetchBlobs(repository, [absent])
    runGit(directory, ['remote', 'set-url', 'origin', pathToFileURL(join(folder, 'gone')).href])
    await fetchBlobs(repository, [wanted])
    expect((await repository.objects.read([wanted, absent])).map(({ type }) => type)).toEqual(['missing', 'missing'])
    await fetchBlobs(await open(source), [absent])
  })
})

describe('fetchRef', () => {
  it('brings one ref under its own name, or says why not', async () => {
    const directory = clone('one ref', '--no-tags', '--single-branch', '--depth=1')
    const repository = await open(directory)
    expect(await repository.objects.commitNamed('1.2')).toBeUndefined()
    expect(await fetchRef(repository, 'refs/tags/1.2')).toBeUndefined()
    expect(await repository.objects.commitNamed('1.2')).toBe(await resolve(source, '1.2'))
    expect(await fetchRef(repository, 'refs/tags/none')).toEqual(expect.any(String))
    expect(await fetchRef(repository, '--upload-pack=touch x')).toEqual(expect.any(String))
  })
})
