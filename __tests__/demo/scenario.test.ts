import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildScenario, parseScenario } from '../../src/demo/scenario.ts'

const folder = new URL('../scenarios/', import.meta.url)
const temporary = mkdtempSync(join(tmpdir(), 'scenario-'))
afterAll(() => {
  rmSync(temporary, { recursive: true })
})

function scenario(name: string) {
  return parseScenario(readFileSync(new URL(`${name}.yaml`, folder), 'utf8'))
}

function git(directory: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: directory, encoding: 'utf8' }).trim()
}

async function build(text: string, name: string, bare = true): Promise<[string, ReadonlyMap<string, string>]> {
  const directory = join(temporary, name)
  return [directory, await buildScenario(parseScenario(text), directory, { bare })]
}

describe('scenario files', () => {
  // That each of them becomes a sound repository: see scenarios.test.ts, which builds them anyway.
  it('gives the same object ids every time', async () => {
    const [first, second] = [join(temporary, 'first'), join(temporary, 'second')]
    expect(await buildScenario(scenario('story'), first)).toEqual(await buildScenario(scenario('story'), second))
  })
})

const merging = `
title: Merges, picks and tags
history:
  - { date: 2026-01-01, message: Start, write: { a: one, 'b c': two, d/e: three }, tag: { name: v1, message: The first } }
  - { id: fix, date: 2026-01-02, message: Fix, replace: { a: { one: 1 } }, delete: d/e }
  - { on: side, from: v1, date: 2026-01-03, message: Side, append: { 'b c': ' and more' }, move: { d/e: f } }
  - { on: side, date: 2026-01-04, pick: v1, message: 'Again, see {fix} {nothing}' }
  - { on: old, from: v1, date: 2026-01-05T10:00:00+02:00, pick: fix, trailer: true, tag: [v1.1, v1.1-twin] }
  - { date: 2026-01-06, merge: side, message: Join }
`

describe('buildScenario', () => {
  it('merges whole files three ways', async () => {
    const [directory, commits] = await build(merging, 'merging')
    expect(git(directory, 'ls-tree', '-r', '--name-only', 'main').split('\n')).toEqual(['a', 'b c', 'f'])
    expect(git(directory, 'show', 'main:a')).toBe('1')
    expect(git(directory, 'log', '-1', '--format=%P', 'main')).toBe(`${commits.get('fix')} ${commits.get('side')}`)
  })

  it('picks a change with the author date of the original and names it', async () => {
    const [directory, commits] = await build(merging, 'picking')
    expect(git(directory, 'log', '-1', '--format=%at %ct', 'v1.1')).toBe('1767355200 1767600000')
    expect(git(directory, 'log', '-1', '--format=%B', 'v1.1')).toBe(
      `Fix\n\n(cherry picked from commit ${commits.get('fix')})`,
    )
    expect(git(directory, 'show', 'v1.1:a')).toBe('1')
    expect(git(directory, 'log', '-1', '--format=%s', 'side')).toBe(`Again, see ${commits.get('fix')} {nothing}`)
  })

  it('makes light and annotated tags', async () => {
    const [directory] = await build(merging, 'tagging')
    const kinds = git(directory, 'for-each-ref', '--format=%(objecttype) %(refname:short)', 'refs/tags').split('\n')
    expect(kinds).toEqual(['tag v1', 'commit v1.1', 'commit v1.1-twin'])
  })

  it('checks a work tree out where asked', async () => {
    const [directory] = await build(merging, 'work-tree', false)
    expect(git(directory, 'status', '--porcelain')).toBe('')
    expect(readdirSync(directory).sort()).toEqual(['.git', 'a', 'b c', 'f'])
  })

  it('builds in tens of milliseconds', async () => {
    const start = performance.now()
    for (let round = 0; round < 5; round++) await buildScenario(scenario('story'), join(temporary, `timed-${round}`))
    expect((performance.now() - start) / 5).toBeLessThan(500)
  })

  it.each([
    ['an unknown start', '  - { on: side, from: v9, date: 2026-01-02, message: x }'],
    ['a branch without a start', '  - { on: side, date: 2026-01-02, message: x }'],
    ['an absent file', '  - { date: 2026-01-02, message: x, delete: z }'],
    ['an absent text', '  - { date: 2026-01-02, message: x, replace: { a: { z: y } } }'],
  ])('names the line of a step with %s', async (_, step) => {
    const text = `title: T\nhistory:\n  - { date: 2026-01-01, message: Start, write: { a: one } }\n${step}\n`
    await expect(build(text, 'broken')).rejects.toThrow(/^scenario line 4: /)
  })

  it('refuses a folder that git refuses', async () => {
    const text = 'title: T\nbranch: "a..b"\nhistory: [{ date: 2026-01-01, message: Start }]\n'
    await expect(build(text, 'refused')).rejects.toThrow(/^git /)
  })
})

describe('parseScenario', () => {
  it.each([
    ['title: T\nhistory:\n  - { date: 2026-01-01, messages: x }', 3],
    ['title: T\nhistory:\n  - { date: soon, message: x }', 3],
    ['title: T\nhistory:\n  - { message: x }', 3],
    ['title: T\nhistory:\n  - { date: 2026-01-01, write: { a: [b] } }', 3],
    ['history: []', 1],
    ['title: T\ntitle: U', 2],
    ['title: T\nexpect:\n  - { exit: 0, finding: [] }', 3],
  ])('names the line: %j', (text, line) => {
    expect(() => parseScenario(text)).toThrow(new RegExp(`^scenario line ${line}: `))
  })
})
