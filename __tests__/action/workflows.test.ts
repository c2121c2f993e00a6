import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { actionFile } from './run.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: object
  readonly concurrency: { readonly group?: string }
  readonly jobs: Readonly<
    Record<
      string,
      { readonly 'timeout-minutes'?: number; readonly permissions?: object; readonly steps: readonly Step[] }
    >
  >
}

const folder = new URL('../../.github/workflows/', import.meta.url)
const files = readdirSync(folder)

describe.each(files)('.github/workflows/%s', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8')
  const workflow = parse(text) as Workflow
  const jobs = Object.values(workflow.jobs)
  const steps = jobs.flatMap((job) => job.steps)

  it('grants nothing but what a job asks for with a reason', () => {
    expect(workflow.permissions).toEqual({})
    expect(jobs.every(({ permissions }) => permissions !== undefined)).toBe(true)
    const granted = jobs.flatMap(({ permissions = {} }) => Object.keys(permissions)).length
    expect(text.match(/^ +[a-z-]+: (?:read|write) # to /gm)).toHaveLength(granted)
  })

  it('ends by itself, and not twice at once', () => {
    expect(jobs.every((job) => (job['timeout-minutes'] ?? 0) > 0)).toBe(true)
    expect(workflow.concurrency.group).toBeDefined()
  })

  it('uses others at a full commit and leaves them no credentials', () => {
    const others = steps.flatMap(({ uses }) => (uses === undefined || uses === './' ? [] : [uses]))
    for (const uses of others) {
      expect(uses).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/)
      // The version it stands for is named beside it.
      expect(text).toMatch(new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+\n`))
    }
    for (const step of steps) {
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with?.['persist-credentials']).toBe(false)
    }
  })

  it('puts no expression into a script, and no input that the action does not have', () => {
    for (const { run = '', uses, with: given = {} } of steps) {
      expect(run).not.toContain('${{')
      if (uses === './') expect(Object.keys(actionFile().inputs)).toEqual(expect.arrayContaining(Object.keys(given)))
    }
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target')
  })
})
