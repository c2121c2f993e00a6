/** What a run is told: command-line flags, action inputs, or both under one name. */
export interface RunOption {
  readonly name: string
  readonly description: string
  /** Allowed values, where they are few. */
  readonly values?: readonly string[]
  readonly example?: string
  /** Present where it is a flag; `value` stands for what it takes, and is missing for a switch. */
  readonly flag?: { readonly value?: string; readonly otherwise?: string }
  /** Present where it is an input of the action; `default` as in action.yml. */
  readonly input?: { readonly default?: string; readonly otherwise?: string }
}

/** An output of the action. */
export interface RunOutput {
  readonly name: string
  readonly description: string
}

export const runOptions: readonly RunOption[] = [
  {
    name: 'repo',
    description: 'The repository to read: a work tree or a bare repository.',
    flag: { value: 'DIR', otherwise: 'the current folder' },
  },
  {
    name: 'config',
    description: 'The config file.',
    example: '.github/upgrade-paths.yml',
    flag: { value: 'FILE', otherwise: 'the one in the tree of the base, else of the candidate' },
    input: { otherwise: 'the one in the tree of the base, else of the candidate' },
  },
  {
    name: 'candidate',
    description: 'What is judged: a tag, a branch or a commit.',
    example: 'v2.1.4',
    flag: { value: 'REF', otherwise: '`HEAD`' },
    input: { otherwise: 'what the event is about: the merge result of a pull request, a tag, a branch' },
  },
  {
    name: 'candidate-version',
    description: 'The version the candidate will have.',
    example: '2.2.0',
    flag: { value: 'V', otherwise: 'its tag; the number in its manifest; the next of its line' },
  },
  {
    name: 'base',
    description: 'Findings that are there at this ref already are known: listed, and never failing.',
    example: 'origin/main',
    flag: { value: 'REF', otherwise: "a tag's predecessor" },
    input: { otherwise: "the pull request's target; a tag's predecessor" },
  },
  {
    name: 'as-of',
    description: 'Judge by what existed then: later releases and later commits of branches are left out.',
    example: '2026-10-21',
    flag: { value: 'REF|DATE', otherwise: 'the candidate, where it is a tag; else everything counts' },
  },
  {
    name: 'format',
    description: 'How the report is written.',
    values: ['text', 'markdown', 'json', 'sarif', 'html', 'junit'],
    flag: { value: 'FORMAT', otherwise: '`text`' },
  },
  {
    name: 'output',
    description: 'The file to write the report to.',
    flag: { value: 'FILE', otherwise: 'standard output' },
  },
  {
    name: 'fail-on',
    description: 'The least severity of a new finding that fails the check.',
    values: ['error', 'warning', 'never'],
    flag: { value: 'SEVERITY', otherwise: '`error` for `check`, else `never`' },
    input: { default: 'error' },
  },
  { name: 'color', description: 'Colour the output where it is no terminal, too; `--no-color` never does.', flag: {} },
  { name: 'quiet', description: 'Print nothing but the report, and no report without findings.', flag: {} },
  {
    name: 'comment',
    description: 'Keep one comment on the pull request up to date; needs `pull-requests: write`.',
    values: ['true', 'false'],
    input: { default: 'true' },
  },
  {
    name: 'check-run',
    description: 'Report a check run with annotations; needs `checks: write`.',
    values: ['true', 'false'],
    input: { default: 'true' },
  },
  {
    name: 'summary',
    description: 'Write the job summary.',
    values: ['true', 'false'],
    input: { default: 'true' },
  },
  {
    name: 'badge',
    description: 'The branch to keep the badge on, or `off`; needs `contents: write`.',
    example: 'upgrade-paths-badge',
    input: { default: 'off' },
  },
  {
    name: 'release-notes',
    description: 'Add the upgrade paths to the notes of the GitHub release of the tag; needs `contents: write`.',
    values: ['off', 'append'],
    input: { default: 'off' },
  },
  {
    name: 'report',
    description: 'The file to write the JSON report to; on `workflow_run` the file to read it from.',
    example: 'upgrade-paths.json',
    input: {},
  },
  { name: 'sarif', description: 'The file to write the SARIF report to.', example: 'upgrade-paths.sarif', input: {} },
  {
    name: 'token',
    description: 'The token for comments, checks, badge and notes, and to fetch what the checkout left out.',
    input: { default: '${{ github.token }}' },
  },
]

export const runOutputs: readonly RunOutput[] = [
  { name: 'result', description: '`passed`, `failed` or `could-not-check`.' },
  { name: 'errors', description: 'New errors.' },
  { name: 'warnings', description: 'New warnings.' },
  { name: 'notes', description: 'New notes.' },
  { name: 'paths-checked', description: 'Upgrade paths that touch the candidate.' },
  { name: 'paths-safe', description: 'How many of them are safe, or guarded.' },
  { name: 'report', description: 'The file of the JSON report.' },
  { name: 'sarif', description: 'The file of the SARIF report.' },
  { name: 'comment-url', description: 'The comment on the pull request.' },
  { name: 'badge-url', description: 'The image of the badge.' },
]
