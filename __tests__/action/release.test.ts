import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { refusal, startGitHub, type GitHub } from './github.ts'
import { buildOrigin, checkout, git, type Origin } from './origin.ts'
import { runAction, type Ended, type Step } from './run.ts'

let hub: GitHub
let origin: Origin
/** 1.1 is not released yet. */
let before: Origin

beforeAll(async () => {
  before = await buildOrigin(1)
  origin = await buildOrigin(1)
  git(origin.directory, 'tag', '-a', '-m', 'Release 1.1', '1.1', origin.commits.get('merged') ?? '')
})

beforeEach(async () => {
  hub = await startGitHub()
})

afterEach(async () => {
  await hub.close()
  expect(hub.violations).toEqual([])
})

function run(step: Partial<Step> & Pick<Step, 'event' | 'ref' | 'workspace'>): Promise<Ended> {
  const sha = git(step.workspace, 'rev-parse', 'HEAD').trim()
  return runAction(hub, { sha, ...step, inputs: { 'check-run': 'false', ...step.inputs } })
}

describe('the release-tag workflow', () => {
  it('judges a pushed tag as of its own day, and fails', async () => {
    const workspace = checkout(origin, 'refs/tags/1.1')
    const ended = await run({ event: 'push', ref: 'refs/tags/1.1', workspace, inputs: { 'check-run': 'true' } })
    expect(ended.code).toBe(1)
    expect(ended.outputs).toMatchObject({ result: 'failed', errors: '1', 'comment-url': '' })
    expect(hub.checkRuns[0]?.body).toMatchObject({ conclusion: 'failure', head_sha: origin.commits.get('merged') })
    expect(ended.summary).toContain('1.1')
    expect(hub.comments).toEqual([])
  })

  it('adds the upgrade paths to the release, and replaces them when it runs again', async () => {
    hub.releases.push({ id: 5, tag: '1.1', body: 'What is new.\r\n' })
    const workspace = checkout(origin, 'refs/tags/1.1')
    const payload = { action: 'published', release: { id: 5, tag_name: '1.1' } }
    const step = { event: 'release', ref: 'refs/tags/1.1', workspace, payload, inputs: { 'release-notes': 'append' } }
    await run(step)
    const [release] = hub.releases
    const once = release?.body ?? ''
    expect(once.startsWith('What is new.')).toBe(true)
    expect(once).toMatch(/\| 1\.1 \| 2\.0 \| refused \|/)

    if (release) release.body = `${once}\n\nThanks to all.`
    await run(step)
    expect(release?.body).toBe(`${once}\n\nThanks to all.`)
    // The second run found nothing to change.
    expect(hub.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
  })

  it('finds the release of a pushed tag, and says so where there is none', async () => {
    const workspace = checkout(origin, 'refs/tags/1.1')
    const step = {
      event: 'push',
      ref: 'refs/tags/1.1',
      workspace,
      inputs: { 'release-notes': 'append', 'fail-on': 'never' },
    }
    const without = await run(step)
    expect(without.code).toBe(0)
    expect(without.log).toMatch(/::warning::.*release notes.*1\.1/)

    hub.releases.push({ id: 6, tag: '1.1', body: '' })
    await run(step)
    expect(hub.releases[0]?.body).toContain('refused')
  })
})

describe('the status badge', () => {
  const inputs = { badge: 'badges/main', 'fail-on': 'never' }
  let workspace: string

  beforeAll(() => {
    workspace = checkout(origin, 'refs/heads/main', 0)
  })

  const push = (more: Partial<Step> = {}) => run({ event: 'push', ref: 'refs/heads/main', workspace, inputs, ...more })

  function files(): Record<string, string> {
    const tip = hub.commits.get(hub.branches.get('badges/main') ?? '')
    return hub.trees.get(tip?.tree ?? '') ?? {}
  }

  it('starts a branch without history, with the picture and the data for shields.io', async () => {
    const ended = await push()
    expect(ended.code).toBe(0)
    expect(hub.commits.get(hub.branches.get('badges/main') ?? '')?.parents).toEqual([])
    expect(files()['upgrade-paths.svg']).toMatch(/^<svg /)
    expect(JSON.parse(files()['upgrade-paths.json'] ?? '')).toMatchObject({ schemaVersion: 1, label: 'upgrade paths' })
    expect(ended.outputs['badge-url']).toBe(`${hub.url}/acme/tool/raw/badges/main/upgrade-paths.svg`)
    expect(existsSync(join(workspace, 'upgrade-paths.svg'))).toBe(false)
  })

  it('commits nothing where nothing changed, and keeps other files of the branch', async () => {
    hub.trees.set('old', { 'README.md': 'Badges' })
    hub.commits.set('first', { tree: 'old', parents: [] })
    hub.branches.set('badges/main', 'first')
    await push()
    expect(Object.keys(files()).sort()).toEqual(['README.md', 'upgrade-paths.json', 'upgrade-paths.svg'])
    const tip = hub.branches.get('badges/main')

    const again = await push()
    expect(hub.branches.get('badges/main')).toBe(tip)
    expect(hub.commits.size).toBe(2)
    expect(again.outputs['badge-url']).toContain('upgrade-paths.svg')
  })

  it('tries again where another job was faster, and loses none of its work', async () => {
    hub.trees.set('old', {})
    hub.commits.set('first', { tree: 'old', parents: [] })
    hub.branches.set('badges/main', 'first')
    let raced = false
    hub.fault = ({ operation }) => {
      if (raced || !operation.startsWith('PATCH') || !operation.includes('/git/refs/')) return undefined
      raced = true
      hub.trees.set('theirs', { 'other.svg': '<svg/>' })
      hub.commits.set('second', { tree: 'theirs', parents: ['first'] })
      hub.branches.set('badges/main', 'second')
      return undefined
    }
    const ended = await push()
    expect(raced).toBe(true)
    expect(ended.log).not.toContain('::warning')
    expect(Object.keys(files()).sort()).toEqual(['other.svg', 'upgrade-paths.json', 'upgrade-paths.svg'])
  })

  it('is not written for what is only proposed, nor to the default branch, nor without permission', async () => {
    await push({
      event: 'merge_group',
      payload: { merge_group: { head_sha: git(workspace, 'rev-parse', 'HEAD').trim() } },
    })
    expect(hub.requests).toEqual([])

    const main = await push({ inputs: { ...inputs, badge: 'main' } })
    expect(main.log).toMatch(/::warning::.*default branch/)
    expect(hub.requests).toEqual([])

    hub.fault = ({ method }) => (method === 'GET' ? undefined : refusal(403, 'Resource not accessible by integration'))
    const refused = await push()
    expect(refused.code).toBe(0)
    expect(refused.log).toContain('contents: write')
    expect(refused.outputs['badge-url']).toBe('')
  })
})

describe('other events', () => {
  it('schedule judges the head of the branch', async () => {
    const workspace = checkout(before, 'refs/heads/release/1.x')
    const ended = await run({ event: 'schedule', ref: 'refs/heads/release/1.x', workspace })
    expect(ended.code).toBe(0)
    expect(ended.outputs.result).toBe('passed')
    expect(hub.requests).toEqual([])
  })

  it('merge_group judges the group against what it is built on', async () => {
    const workspace = checkout(before, 'refs/pull/7/merge')
    const [head_sha, base_sha] = ['merged', 'release/1.x'].map((name) => before.commits.get(name) ?? '')
    const ended = await run({
      event: 'merge_group',
      ref: 'refs/heads/gh-readonly-queue/release/1.x/pr-7',
      workspace,
      payload: { merge_group: { head_sha, base_sha } },
    })
    expect(ended.outputs).toMatchObject({ result: 'failed', errors: '1' })
  })
})
