import { readOccasion } from '../../src/publish/event.ts'

const sha = 'a'.repeat(40)
const repository = { id: 1, default_branch: 'trunk' }

function pull(head: object | null, sender = 'somebody') {
  return {
    repository,
    number: 7,
    pull_request: {
      number: 7,
      head: { sha: 'b'.repeat(40), repo: head },
      base: { sha, ref: 'release/1.x', repo: { id: 1 } },
    },
    sender: { login: sender },
  }
}

describe('readOccasion', () => {
  it('takes the merge result of a pull request first, and compares with its target', () => {
    const occasion = readOccasion('pull_request', 'refs/pull/7/merge', sha, pull({ id: 1 }))
    expect(occasion).toMatchObject({ pull: 7, shownAt: 'b'.repeat(40), defaultBranch: 'trunk' })
    expect(occasion.candidate.map(({ revision }) => revision)).toEqual([sha, 'refs/pull/7/merge', 'b'.repeat(40)])
    expect(occasion.base.map(({ revision }) => revision)).toEqual(['refs/remotes/origin/release/1.x', sha])
    expect(occasion.readOnly).toBeUndefined()
  })

  it('never takes what pull_request_target has checked out for the candidate', () => {
    const occasion = readOccasion('pull_request_target', 'refs/heads/release/1.x', sha, pull({ id: 2 }))
    expect(occasion.candidate.map(({ revision }) => revision)).toEqual(['refs/pull/7/merge', 'b'.repeat(40)])
    // Its token may write, whoever asks.
    expect(occasion.readOnly).toBeUndefined()
  })

  it.each([
    ['a fork', pull({ id: 2 })],
    ['a fork that is gone', pull(null)],
    ['Dependabot', pull({ id: 1 }, 'dependabot[bot]')],
  ])('knows that the token of %s can only read', (_, payload) => {
    expect(readOccasion('pull_request', 'refs/pull/7/merge', sha, payload).readOnly).toBeDefined()
  })

  it.each([
    ['push', 'refs/tags/v1', { repository }],
    ['workflow_dispatch', 'refs/tags/v1', { repository }],
    ['release', 'refs/heads/main', { repository, release: { id: 5, tag_name: 'v1' } }],
  ])('judges the tag on %s', (event, ref, payload) => {
    const occasion = readOccasion(event, ref, sha, payload)
    expect(occasion).toMatchObject({ tag: 'v1', candidate: [{ revision: 'refs/tags/v1' }] })
    expect(occasion.pull).toBeUndefined()
  })

  it.each(['push', 'schedule', 'workflow_dispatch', 'repository_dispatch'])(
    'judges what is checked out on %s',
    (event) => {
      expect(readOccasion(event, 'refs/heads/main', sha, { repository })).toMatchObject({
        candidate: [{ revision: 'HEAD' }],
        base: [],
      })
    },
  )

  it.each([undefined, null, [], 'text', { pull_request: null }, { pull_request: { number: '7' } }, { release: [] }])(
    'takes a payload of another shape for an event without facts (%j)',
    (payload) => {
      expect(readOccasion('push', 'refs/heads/main', sha, payload).candidate).toEqual([{ revision: 'HEAD' }])
    },
  )
})
