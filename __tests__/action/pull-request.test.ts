import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { parseReport } from '../../src/report/validate.ts'
import { markerOf } from '../../src/publish/comment.ts'
import { refusal, startGitHub, type GitHub } from './github.ts'
import { buildOrigin, checkout, git, type Origin } from './origin.ts'
import { commands, pullRequest, runAction, type Step } from './run.ts'

const marker = markerOf(['Upgrade paths', 'check', ''])
const merge = 'refs/pull/7/merge'

let hub: GitHub
let stranded: Origin
let clean: Origin
/** Checkouts that several tests may share: the action leaves no more in them than what it fetched. */
const shared = new Map<Origin, string>()

beforeAll(async () => {
  stranded = await buildOrigin(1)
  clean = await buildOrigin(0)
})

beforeEach(async () => {
  hub = await startGitHub()
})

afterEach(async () => {
  await hub.close()
  expect(hub.violations).toEqual([])
})

function step(origin: Origin, more: Partial<Step> = {}, fork = false): Step {
  const commit = (name: string) => origin.commits.get(name) ?? ''
  return {
    event: 'pull_request',
    ref: merge,
    sha: commit('merged'),
    workspace: more.workspace ?? sharedCheckout(origin),
    payload: pullRequest(commit('proposed'), commit('release/1.x'), fork),
    ...more,
  }
}

function sharedCheckout(origin: Origin): string {
  const workspace = shared.get(origin) ?? checkout(origin, merge)
  shared.set(origin, workspace)
  return workspace
}

function sent(operation: string): number {
  return hub.requests.filter((request) => request.operation === operation).length
}

const CREATE = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
const UPDATE = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'
const LIST = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'

describe('a pull request that strands users', () => {
  it('fails, with comment, check run, summary, outputs and report, from a checkout of one commit', async () => {
    const workspace = checkout(stranded, merge)
    const inputs = { report: 'out/report.json', sarif: 'out/report.sarif' }
    const ended = await runAction(hub, step(stranded, { workspace, inputs }))

    expect(ended.code).toBe(1)
    expect(ended.outputs).toMatchObject({
      result: 'failed',
      errors: '1',
      'comment-url': expect.stringContaining('#') as string,
    })
    expect(hub.comments).toHaveLength(1)
    expect(hub.comments[0]?.body.startsWith(`${marker}\n`)).toBe(true)
    expect(hub.comments[0]?.body).toContain('release-stranded')
    expect(ended.summary).toContain('release-stranded')

    const [run] = hub.checkRuns
    expect(run?.body).toMatchObject({ conclusion: 'failure', head_sha: stranded.commits.get('proposed') })
    expect(run?.annotations).toEqual([
      expect.objectContaining({ path: 'src/upgrade.py', start_line: 4, annotation_level: 'failure' }),
    ])
    // The check run has them already.
    expect(commands(ended.log).filter((line) => /^::error.*file=/.test(line))).toEqual([])

    const report = parseReport(readFileSync(ended.outputs.report ?? '', 'utf8'))
    expect(report.candidate.commit).toBe(stranded.commits.get('merged'))
    expect(report.compared.map(({ tag }) => tag)).toEqual(['1.0', '2.0'])
    expect(report.findings.filter((finding) => finding.new).map(({ rule, subject }) => [rule, subject])).toContainEqual(
      ['release-stranded', '2026.10.1'],
    )
    const sarif = JSON.parse(readFileSync(ended.outputs.sarif ?? '', 'utf8')) as { version: string }
    expect(sarif.version).toBe('2.1.0')
  })

  it('keeps one comment, which turns green when the pull request is mended', async () => {
    await runAction(hub, step(stranded, { inputs: { 'check-run': 'false' } }))
    const [first] = hub.comments
    const red = first?.body
    const ended = await runAction(hub, step(clean, { inputs: { 'check-run': 'false' } }))

    expect(ended.code).toBe(0)
    expect(ended.outputs).toMatchObject({ result: 'passed', errors: '0' })
    expect(hub.comments).toHaveLength(1)
    expect(hub.comments[0]?.body).not.toBe(red)
    expect(hub.comments[0]?.body.startsWith(marker)).toBe(true)
    expect(hub.comments[0]?.body).not.toContain('release-stranded')
    expect(sent(CREATE)).toBe(1)
    expect(sent(UPDATE)).toBe(1)
  })

  it('does not fail on what the base has already, nor below fail-on', async () => {
    const commit = stranded.commits.get('merged') ?? ''
    const known = await runAction(
      hub,
      step(stranded, { inputs: { base: commit, comment: 'false', 'check-run': 'false' } }),
    )
    expect(known.code).toBe(0)
    expect(known.outputs).toMatchObject({ result: 'passed', errors: '0' })

    const told = await runAction(
      hub,
      step(stranded, { inputs: { 'fail-on': 'never', comment: 'false', 'check-run': 'false' } }),
    )
    expect(told.code).toBe(0)
    expect(told.outputs).toMatchObject({ result: 'passed', errors: '1' })
    expect(hub.requests).toEqual([])
  })
})

describe('a pull request that changes the config', () => {
  it.each(['', '.github/upgrade-paths.yml'])('cannot switch its own check off (input config: "%s")', async (config) => {
    const configs = { base: 'rules:\n  release-stranded: error\n', proposal: 'rules:\n  release-stranded: off\n' }
    const origin = await buildOrigin(1, 'upgrade.py', configs)
    const ended = await runAction(hub, step(origin, { inputs: { config, comment: 'false', 'check-run': 'false' } }))
    expect(ended.code).toBe(1)
    expect(ended.outputs).toMatchObject({ result: 'failed', errors: '1' })
    expect(ended.summary).toContain('judged by the one')
  })
})

describe('a clean pull request', () => {
  it('gets no comment where there was none', async () => {
    const ended = await runAction(hub, step(clean))
    expect(ended.code).toBe(0)
    expect(ended.outputs).toMatchObject({ result: 'passed', 'comment-url': '' })
    expect(hub.comments).toEqual([])
    expect(sent(CREATE)).toBe(0)
    expect(hub.checkRuns[0]?.body).toMatchObject({ conclusion: 'success' })
  })
})

describe('comments of others', () => {
  it('finds its own behind more than a hundred', async () => {
    const others = Array.from({ length: 230 }, (_, n) => ({ id: n + 1, body: `Comment ${n}`, login: 'somebody' }))
    hub.comments = [...others, { id: 900, body: `${marker}\nold`, login: hub.login }]
    await runAction(hub, step(stranded, { inputs: { 'check-run': 'false' } }))
    expect(sent(LIST)).toBe(3)
    expect(sent(CREATE)).toBe(0)
    expect(hub.comments.at(-1)?.body).toContain('release-stranded')
  })

  it('leaves a comment of somebody else with its marker alone, and one that has it further down', async () => {
    const forged = { id: 1, body: `${marker}\nforged`, login: 'mallory' }
    const quoted = { id: 2, body: `> ${marker}\nquoted`, login: hub.login }
    const other = { id: 3, body: `${markerOf(['Other', 'check', ''])}\nother`, login: hub.login }
    hub.comments = [forged, quoted, other].map((comment) => ({ ...comment }))
    await runAction(hub, step(stranded, { inputs: { 'check-run': 'false' } }))
    expect(hub.comments.slice(0, 3)).toEqual([forged, quoted, other])
    expect(hub.comments).toHaveLength(4)
    expect(sent(UPDATE)).toBe(0)
  })

  it('is known by the account of its token', async () => {
    hub.login = 'release-bot[bot]'
    hub.comments = [
      { id: 1, body: `${marker}\nof another app`, login: 'github-actions[bot]' },
      { id: 2, body: `${marker}\nown`, login: 'release-bot[bot]' },
    ]
    await runAction(hub, step(stranded, { inputs: { 'check-run': 'false' } }))
    expect(hub.comments[0]?.body).toBe(`${marker}\nof another app`)
    expect(hub.comments[1]?.body).toContain('release-stranded')
  })
})

describe('a token that may not write', () => {
  it('of a fork still gives everything but comment and check run, and says why in one line', async () => {
    hub.fault = (request) =>
      request.method === 'GET' ? undefined : refusal(403, 'Resource not accessible by integration')
    const ended = await runAction(hub, step(stranded, { inputs: { report: 'report.json' } }, true))
    expect(ended.code).toBe(1)
    expect(ended.outputs).toMatchObject({ result: 'failed', errors: '1', 'comment-url': '' })
    expect(ended.outputs.report).toBeDefined()
    expect(ended.summary).toContain('release-stranded')
    const notices = commands(ended.log).filter((line) => line.startsWith('::notice'))
    expect(notices).toHaveLength(1)
    expect(notices[0]).toMatch(/comment.*check run.*fork/)
    expect(commands(ended.log)).toContainEqual(expect.stringMatching(/^::error file=src\/upgrade.py,line=4,/))
  })

  it('names the permission that is missing, and a comment that fails does not fail the check', async () => {
    hub.fault = (request) =>
      request.method === 'GET' ? undefined : refusal(403, 'Resource not accessible by integration')
    const ended = await runAction(hub, step(stranded, { inputs: { 'fail-on': 'never', summary: 'false' } }))
    expect(ended.code).toBe(0)
    expect(ended.outputs.result).toBe('passed')
    expect(ended.log).toContain('pull-requests: write')
    expect(ended.log).toContain('checks: write')
    // Its text is not lost, though no summary was asked for.
    expect(ended.summary).toContain('release-stranded')
  })

  it('is no obstacle where it is missing altogether', async () => {
    const ended = await runAction(hub, step(stranded, { inputs: { token: '' } }))
    expect(ended.code).toBe(1)
    expect(ended.outputs.result).toBe('failed')
    expect(hub.requests).toEqual([])
    expect(ended.summary).toContain('release-stranded')
  })
})

describe('faults of the server', () => {
  it('are tried again', async () => {
    let faults = 0
    hub.fault = ({ operation }) => (operation === LIST && faults++ === 0 ? refusal(502, 'Bad Gateway') : undefined)
    await runAction(hub, step(stranded, { inputs: { 'check-run': 'false' } }))
    expect(sent(LIST)).toBe(2)
    expect(hub.comments).toHaveLength(1)
  })

  it('make no second comment where the first was made and only the answer lost', async () => {
    let faults = 0
    hub.fault = ({ operation, body }) => {
      if (operation !== CREATE || faults++ > 0) return undefined
      hub.comments.push({ id: 1, body: (body as { body: string }).body, login: hub.login })
      return refusal(502, 'Bad Gateway')
    }
    const ended = await runAction(hub, step(stranded, { inputs: { 'check-run': 'false' } }))
    expect(hub.comments).toHaveLength(1)
    expect(sent(CREATE)).toBe(1)
    expect(ended.outputs['comment-url']).toContain('#')
  })
})

describe('a report of any size and content', () => {
  it('keeps to the limits of comment, check run and annotations', async () => {
    const large = await buildOrigin(120)
    const ended = await runAction(hub, step(large))
    expect(ended.code).toBe(1)
    expect(hub.comments).toHaveLength(1)
    expect(Buffer.byteLength(hub.comments[0]?.body ?? '')).toBeLessThan(65_000)
    expect(hub.checkRuns).toHaveLength(1)
    expect(hub.checkRuns[0]?.annotations.length).toBeGreaterThanOrEqual(120)

    const without = await runAction(hub, step(large, { inputs: { comment: 'false', 'check-run': 'false' } }))
    const shown = commands(without.log)
    expect(shown.filter((line) => line.startsWith('::error file='))).toHaveLength(10)
    expect(shown.filter((line) => line.startsWith('::notice'))).toHaveLength(1)
  })

  it('lets no text of the repository become a command, a marker or a mention', async () => {
    const hostile = '::error::@octocat <!-- upgrade-paths --> ##[error]%0A::set-output name=x::y.py'
    const origin = await buildOrigin(1, hostile)
    const ended = await runAction(hub, step(origin, { inputs: { 'check-run': 'false' } }))
    expect(ended.code).toBe(1)
    const [comment] = hub.comments
    expect(comment?.body.startsWith(`${marker}\n`)).toBe(true)
    expect(comment?.body).toContain('octocat')
    expect(comment?.body.slice(marker.length)).not.toContain('<!-- upgrade-paths')
    const obeyed = commands(ended.log)
    expect(obeyed.filter((line) => !/^::(error|warning|notice|debug)\b/.test(line))).toEqual([])
    expect(obeyed.every((line) => !line.includes('##['))).toBe(true)
    expect(Object.keys(ended.outputs)).not.toContain('x')
  })
})

describe('pull_request_target', () => {
  it('judges the merge result as data, with the base checked out', async () => {
    const workspace = checkout(stranded, 'refs/heads/release/1.x')
    const before = git(workspace, 'rev-parse', 'HEAD')
    const sha = stranded.commits.get('release/1.x') ?? ''
    const ended = await runAction(
      hub,
      step(
        stranded,
        { event: 'pull_request_target', ref: 'refs/heads/release/1.x', sha, workspace, inputs: { report: 'r.json' } },
        true,
      ),
    )
    expect(ended.outputs.result).toBe('failed')
    expect(parseReport(readFileSync(join(workspace, 'r.json'), 'utf8')).candidate.commit).toBe(
      stranded.commits.get('merged'),
    )
    expect(hub.comments).toHaveLength(1)
    expect(git(workspace, 'rev-parse', 'HEAD')).toBe(before)
    expect(git(workspace, 'ls-files')).not.toContain('upgrade.py')
  })
})

describe('a shallow checkout without credentials', () => {
  it('is completed with the token, shown to the server alone and in place of what the checkout left', async () => {
    const asked: string[][] = []
    hub.git = ({ rawHeaders }) => {
      asked.push(rawHeaders.filter((_, n) => n % 2 === 1 && rawHeaders[n - 1]?.toLowerCase() === 'authorization'))
      return 404
    }
    const workspace = checkout(clean, merge)
    git(workspace, 'remote', 'set-url', 'origin', `${hub.url}/acme/tool`)
    git(workspace, 'config', `http.${hub.url}/.extraheader`, 'AUTHORIZATION: basic old')
    const ended = await runAction(hub, step(clean, { workspace, inputs: { comment: 'false', 'check-run': 'false' } }))
    const basic = Buffer.from('x-access-token:ghs_secret').toString('base64')
    expect(asked[0]).toEqual([`basic ${basic}`])
    expect(git(workspace, 'config', '--list')).not.toContain(basic)
    expect(ended.log).not.toContain(basic)
    // Compared with nothing because nothing could be fetched: that is no pass.
    expect(ended.outputs.result).toBe('could-not-check')
    expect(ended.summary).toContain('fetch-depth')
  })
})

describe('what cannot be checked', () => {
  it('is told apart from a failed check', async () => {
    const ended = await runAction(hub, step(clean, { inputs: { candidate: 'v9', 'check-run': 'false' } }))
    expect(ended.code).toBe(1)
    expect(ended.outputs.result).toBe('could-not-check')
    expect(ended.log).not.toMatch(/^\s+at /m)
    expect(ended.summary).not.toBe('')
    expect(hub.comments).toEqual([])
  })

  it('is a base that cannot be had: without it there is no telling new from known', async () => {
    const inputs = { base: 'no-such-branch', comment: 'false', 'check-run': 'false' }
    const ended = await runAction(hub, step(stranded, { inputs }))
    expect(ended.outputs.result).toBe('could-not-check')
    expect(ended.log).toContain('no-such-branch')
  })

  it('names a bad input', async () => {
    const ended = await runAction(hub, step(clean, { inputs: { 'fail-on': 'sometimes' } }))
    expect(ended.code).toBe(1)
    expect(ended.outputs.result).toBe('could-not-check')
    expect(ended.log).toMatch(/::error::.*fail-on.*sometimes/)
    expect(hub.requests).toEqual([])
  })

  it('loses nothing where the report cannot be written', async () => {
    const workspace = checkout(stranded, merge)
    symlinkSync('/dev/null', join(workspace, 'taken'))
    const ended = await runAction(hub, step(stranded, { workspace, inputs: { report: 'taken/report.json' } }))
    expect(ended.code).toBe(1)
    expect(ended.outputs.result).toBe('failed')
    expect(ended.outputs.report).toBeUndefined()
    expect(hub.comments).toHaveLength(1)
  })
})
