/** Commits of the actions that the workflows use: a tag can be moved, a commit cannot. */
const checkout = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1'
const uploadArtifact = 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0'
const downloadArtifact = 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1'

export interface WorkflowFacts {
  /** What `uses:` says of this action: `owner/name@<full commit id> # version`. */
  readonly action: string
  /** Of release tags, before the number; without a `v`. */
  readonly tagPrefix: string
}

export interface WorkflowFile {
  readonly path: string
  readonly text: string
}

/** The workflows for a project: each pull request, each release tag, and the comment for pull requests from forks. */
export function workflowFiles(facts: WorkflowFacts): readonly WorkflowFile[] {
  return [
    { path: '.github/workflows/upgrade-paths.yml', text: pullRequestWorkflow(facts) },
    { path: '.github/workflows/upgrade-paths-release.yml', text: releaseWorkflow(facts) },
    { path: '.github/workflows/upgrade-paths-comment.yml', text: commentWorkflow(facts) },
  ]
}

export function pullRequestWorkflow({ action }: WorkflowFacts): string {
  return `# Checks each pull request: would every upgrade path run, and keep every fix and setting, once it is released?
name: Upgrade paths

on:
  pull_request:

permissions: {}

concurrency:
  group: upgrade-paths-\${{ github.event.pull_request.number }}
  cancel-in-progress: true

jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read # to read the history
      pull-requests: write # to keep one comment up to date
      checks: write # to show findings at their lines
    steps:
      - uses: ${checkout}
        with:
          fetch-depth: 0 # all releases and all lines
          persist-credentials: false
      - uses: ${action}
        with:
          report: upgrade-paths.json
      # Pull requests from forks and from Dependabot get no token that may comment: the comment workflow does it for them.
      - uses: ${uploadArtifact}
        if: >-
          \${{ !cancelled() && (github.event.pull_request.head.repo.full_name != github.repository ||
          github.event.pull_request.user.login == 'dependabot[bot]') }}
        with:
          name: upgrade-paths
          path: upgrade-paths.json
          if-no-files-found: ignore
          retention-days: 1
`
}

export function releaseWorkflow({ action, tagPrefix }: WorkflowFacts): string {
  const patterns = ['[0-9]*', 'v[0-9]*']
    .map((number) => `      - ${quoted(filterLiteral(tagPrefix) + number)}\n`)
    .join('')
  return `# Checks each release the moment it is tagged, adds its upgrade paths to its notes and keeps the badge up to date.
name: Upgrade paths of a release

on:
  push:
    tags:
${patterns}
permissions: {}

concurrency:
  group: upgrade-paths-release
  cancel-in-progress: false

jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: write # to write the badge to its branch and the upgrade paths to the release's notes
      checks: write # to show findings at their lines
    steps:
      - uses: ${checkout}
        with:
          fetch-depth: 0 # all releases and all lines
          persist-credentials: false
      - uses: ${action}
        with:
          badge: upgrade-paths-badge
          release-notes: append
`
}

export function commentWorkflow({ action }: WorkflowFacts): string {
  return `# Comments on pull requests from forks and from Dependabot, whose own runs may not. It never runs their code: the
# report is read as untrusted data, and the text is written here.
name: Upgrade paths comment

on:
  workflow_run:
    workflows: [Upgrade paths]
    types: [completed]

permissions: {}

concurrency:
  group: upgrade-paths-comment-\${{ github.event.workflow_run.head_repository.full_name }}-\${{ github.event.workflow_run.head_branch }}
  cancel-in-progress: true

jobs:
  comment:
    if: >-
      github.event.workflow_run.event == 'pull_request' &&
      contains(fromJSON('["success", "failure"]'), github.event.workflow_run.conclusion) &&
      (github.event.workflow_run.head_repository.full_name != github.repository ||
      github.event.workflow_run.actor.login == 'dependabot[bot]')
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      actions: read # to fetch the report of the other run
      pull-requests: write # to keep one comment up to date
    steps:
      - uses: ${downloadArtifact}
        with:
          name: upgrade-paths
          path: \${{ runner.temp }}/upgrade-paths
          run-id: \${{ github.event.workflow_run.id }}
          github-token: \${{ github.token }}
      - uses: ${action}
        with:
          report: \${{ runner.temp }}/upgrade-paths/upgrade-paths.json
          check-run: false
`
}

/** Tag names of a repository in a filter pattern: special characters stand for themselves. */
function filterLiteral(text: string): string {
  return text.replace(/[\\*?+[\]!]/g, '\\$&')
}

/** In YAML: JSON's quotes are YAML's, too. */
function quoted(text: string): string {
  return JSON.stringify(text)
}
