import { readFileSync, writeFileSync, chmodSync } from 'node:fs'
import { join } from 'node:path'
import { openObjects, type GitObject } from '../../src/git/objects.ts'
import { GitError } from '../../src/git/run.ts'
import { emptyRepository, runGit, temporaryFolder, writeObject } from '../support/git.ts'

const folder = temporaryFolder('objects')
const directory = emptyRepository(folder, 'repo')
const reader = openObjects(directory)
afterAll(() => {
  reader.close()
})

const absent = '1'.repeat(40)
const many: string[] = []

/** A loose object whose file ends in the middle. */
function corruptBlob(text: string): string {
  const oid = writeObject(directory, 'blob', text)
  const file = join(directory, 'objects', oid.slice(0, 2), oid.slice(2))
  chmodSync(file, 0o644)
  const whole = readFileSync(file)
  writeFileSync(file, whole.subarray(0, Math.floor(whole.length / 2)))
  return oid
}

function text(object: GitObject | undefined): string {
  return object && 'data' in object ? object.data.toString() : `(${object?.type ?? 'none'})`
}

beforeAll(() => {
  const stream = Array.from({ length: 5000 }, (_, n) => {
    const data = `blob number ${n}\n${'x'.repeat(n % 97)}`
    return `blob\nmark :${n + 1}\ndata ${data.length}\n${data}\n`
  }).join('')
  runGit(directory, ['fast-import', '--quiet', `--export-marks=${join(folder, 'marks')}`], stream)
  const marks = readFileSync(join(folder, 'marks'), 'utf8').trim().split('\n')
  for (const line of marks) {
    const [mark = '', oid = ''] = line.split(' ')
    many[Number(mark.slice(1)) - 1] = oid
  }
})

describe('openObjects', () => {
  it('answers thousands of objects in the order asked', async () => {
    const asked = many.toReversed()
    const answers = await reader.read(asked)
    expect(answers).toHaveLength(5000)
    answers.forEach((answer, n) => {
      if (!text(answer).startsWith(`blob number ${4999 - n}\n`)) throw new Error(`wrong object at ${n}`)
    })
  })

  it('passes over what is larger than anything that is read, and goes on after it', async () => {
    const [larger, large] = [1, 0].map((more) => writeObject(directory, 'blob', Buffer.alloc((1 << 26) + more)))
    const answers = await reader.read([many[0]!, larger!, larger!, many[1]!, large!, many[2]!])
    expect(answers.map(({ type }) => type)).toEqual(['blob', 'huge', 'huge', 'blob', 'blob', 'blob'])
    expect(answers[1]).toEqual({ type: 'huge', size: (1 << 26) + 1 })
    expect([text(answers[3]), text(answers[5])].map((one) => one.slice(0, 13))).toEqual([
      'blob number 1',
      'blob number 2',
    ])
  })

  it('hands over each object once, with its place, whatever is missing or damaged', async () => {
    const oids = [many[0]!, absent, corruptBlob('a text that is long enough to be cut in two'), many[1]!]
    const taken: string[] = []
    await reader.each(oids, (n, object) => taken.push(`${n} ${object.type}`))
    expect(taken.sort()).toEqual(['0 blob', '1 missing', '2 corrupt', '3 blob'])
  })

  it('answers batches asked at the same time, each its own', async () => {
    const batches = Array.from({ length: 20 }, (_, n) => many.slice(n * 50, n * 50 + 50))
    const answers = await Promise.all(batches.map((batch) => reader.read(batch)))
    answers.forEach((batch, n) => {
      expect(batch.map((answer) => Number(/\d+/.exec(text(answer))?.[0]))).toEqual(
        batches[n]!.map((_, k) => n * 50 + k),
      )
    })
  })

  it('asks anew for what waited behind a damaged object, and blames that one alone', async () => {
    const damaged = corruptBlob('another text\n'.repeat(50))
    const batches = [[many[0]!, damaged, many[1]!], many.slice(2, 1500), [damaged], many.slice(1500, 1510)]
    const answers = await Promise.all(batches.map((batch) => reader.read(batch)))
    expect(answers.map((batch) => batch.flatMap(({ type }) => (type === 'blob' ? [] : [type])))).toEqual([
      ['corrupt'],
      [],
      ['corrupt'],
      [],
    ])
    const numbers = answers.flat().flatMap((object) => /^blob number (\d+)/.exec(text(object))?.[1] ?? [])
    expect(numbers).toEqual(many.slice(0, 1510).map((_, n) => String(n)))
  })

  it('says which objects are missing and reads the others', async () => {
    const answers = await reader.read([many[0]!, absent, many[1]!, absent])
    expect(answers.map(({ type }) => type)).toEqual(['blob', 'missing', 'blob', 'missing'])
  })

  it('says which objects are corrupt and reads the others, before and after', async () => {
    const [small, large] = [
      corruptBlob('a short text\n'.repeat(50)),
      corruptBlob('y'.repeat(30) + Math.E.toString().repeat(99_999)),
    ]
    const answers = await reader.read([many[7]!, small, many[8]!, large, absent, small, many[9]!])
    expect(answers.map(({ type }) => type)).toEqual([
      'blob',
      'corrupt',
      'blob',
      'corrupt',
      'missing',
      'corrupt',
      'blob',
    ])
    expect(answers.map(text).join('\n')).toMatch(/^blob number 7\n[^]*blob number 8\n[^]*blob number 9\n/)
  })

  it('reads a blob of 50 MB whole, and what comes after it', async () => {
    const big = Buffer.alloc(50 << 20, 'line of a large file\n')
    const oid = writeObject(directory, 'blob', big)
    const [first, second, third] = await reader.read([many[1]!, oid, many[2]!])
    expect(text(first)).toMatch(/^blob number 1\n/)
    expect(second && 'data' in second && second.data.equals(big)).toBe(true)
    expect(text(third)).toMatch(/^blob number 2\n/)
  })

  it('reads empty objects and other kinds', async () => {
    const empty = writeObject(directory, 'blob', '')
    const tree = writeObject(directory, 'tree', '')
    const answers = await reader.read([empty, tree, empty])
    expect(answers.map((answer) => [answer.type, text(answer)])).toEqual([
      ['blob', ''],
      ['tree', ''],
      ['blob', ''],
    ])
  })

  it('takes nothing that is no object id for one', async () => {
    const answers = await reader.read(['-x', 'refs/heads/none', many[3]!])
    expect(answers.map(({ type }) => type)).toEqual(['missing', 'missing', 'blob'])
  })

  it('goes on after it was closed', async () => {
    expect(text((await reader.read([many[4]!]))[0])).toMatch(/^blob number 4\n/)
    reader.close()
    expect(text((await reader.read([many[5]!]))[0])).toMatch(/^blob number 5\n/)
    expect(await reader.read([])).toEqual([])
  })

  it('says so once where git cannot be started', async () => {
    const lost = openObjects(join(folder, 'no such folder'))
    await expect(lost.read(many)).rejects.toThrow(GitError)
  })
})
