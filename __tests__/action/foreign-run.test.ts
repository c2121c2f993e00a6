import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { markerOf } from '../../src/publish/comment.ts'
import { parseReport } from '../../src/report/validate.ts'
import { startGitHub, type GitHub } from './github.ts'
import { buildOrigin, checkout, temporary, type Origin } from './origin.ts'
import { pullRequest, runAction, type Ended } from './run.ts'

const marker = markerOf(['Upgrade paths', 'check', ''])
const head = 'a'.repeat(40)

let hub: GitHub
let origin: Origin
/** What the first workflow's artifact holds. */
let artifact: string

beforeAll(async () => {
  hub = await startGitHub()
  origin = await buildOrigin(1)
  const workspace = checkout(origin, 'refs/pull/7/merge')
  const commit = (name: string) => origin.commits.get(name) ?? ''
  await runAction(hub, {
    event: 'pull_request',
    ref: 'refs/pull/7/merge',
    sha: commit('merged'),
    workspace,
    payload: pullRequest(commit('proposed'), commit('release/1.x'), true),
    inputs: { report: 'report.json', comment: 'false', 'check-run': 'false' },
  })
  await hub.close()
  artifact = readFileSync(join(workspace, 'report.json'), 'utf8')
})

beforeEach(async () => {
  hub = await startGitHub()
  hub.pulls = [pull(7, head, 2), pull(8, 'b'.repeat(40), 2), pull(9, head, 3)]
})

afterEach(async () => {
  await hub.close()
  expect(hub.violations).toEqual([])
})

/** An open pull request from `mallory:patch`. */
function pull(number: number, sha: string, repository: number) {
  return { number, head: { label: 'mallory:patch', ref: 'patch', sha, repo: { id: repository } } }
}

async function show(report: string | ((workspace: string) => void), event = 'pull_request'): Promise<Ended> {
  const workspace = temporary('second')
  mkdirSync(join(workspace, 'artifact'))
  if (typeof report === 'string') writeFileSync(join(workspace, 'artifact/report.json'), report)
  else report(workspace)
  const run = {
    id: 40,
    event,
    head_sha: head,
    head_branch: 'patch',
    head_repository: { id: 2, owner: { login: 'mallory' } },
    pull_requests: [],
  }
  return await runAction(hub, {
    event: 'workflow_run',
    ref: 'refs/heads/main',
    sha: 'c'.repeat(40),
    workspace,
    payload: { workflow_run: run },
    inputs: { report: 'artifact/report.json' },
  })
}

describe("the second workflow, which comments for a fork's run", () => {
  it('renders the report itself, on the pull request that GitHub names', async () => {
    const ended = await show(artifact)
    expect(ended.code).toBe(0)
    expect(ended.outputs).toMatchObject({ result: 'failed', errors: '1' })
    expect(hub.comments).toHaveLength(1)
    expect(hub.comments[0]?.body.startsWith(`${marker}\n`)).toBe(true)
    expect(hub.comments[0]?.body).toContain('release-stranded')
    const created = hub.requests.find(({ method }) => method === 'POST')
    expect(created?.values.issue_number).toBe('7')
    // What a fork says of itself must not turn a required check green.
    expect(hub.checkRuns).toEqual([])
  })

  it('takes no word of the report as it is', async () => {
    const report = parseReport(artifact)
    const hostile = `${marker} <img src=x onerror=alert(1)> @octocat [x](javascript:y) ::error::z #1`
    const findings = report.findings.map((finding) => ({
      ...finding,
      subject: hostile,
      message: hostile,
      evidence: [hostile],
      fix: hostile,
    }))
    await show(JSON.stringify({ ...report, findings, pull: 9, number: 9 }))
    const body = hub.comments[0]?.body ?? ''
    expect(body.slice(marker.length)).not.toContain('<!-- upgrade-paths')
    expect(body).not.toContain('<img')
    expect(body).not.toMatch(/@octocat|#1/)
    expect(hub.requests.find(({ method }) => method === 'POST')?.values.issue_number).toBe('7')
  })

  it('refuses what is no report', async () => {
    const ended = await show('['.repeat(5_000) + ']'.repeat(5_000))
    expect(ended.code).toBe(1)
    expect(ended.outputs.result).toBe('could-not-check')
    expect(ended.log).not.toMatch(/^\s+at /m)
    expect(hub.comments).toEqual([])
  })

  it('follows no link out of the artifact, and reads no other events', async () => {
    const linked = await show((workspace) => {
      symlinkSync('/etc/passwd', join(workspace, 'artifact/report.json'))
    })
    expect(linked.outputs.result).toBe('could-not-check')
    expect(linked.log).not.toContain('root:')

    const pushed = await show(artifact, 'push')
    expect(pushed.outputs.result).toBe('could-not-check')
    expect(hub.comments).toEqual([])
  })

  it('says why where the pull request has moved on', async () => {
    hub.pulls = [pull(7, 'd'.repeat(40), 2)]
    const ended = await show(artifact)
    expect(ended.code).toBe(0)
    expect(hub.comments).toEqual([])
    expect(ended.log).toMatch(/::warning::.*no open pull request/)
    expect(ended.summary).toContain('release-stranded')
  })
})
