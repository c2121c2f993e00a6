import { parse } from 'yaml'
import * as fc from 'fast-check'
import { parseConfig } from '../../src/config/load.ts'
import { proposeSetup, type Discovery } from '../../src/init/index.ts'
import { workflowFiles } from '../../src/init/workflows.ts'
import { anyText } from '../support/texts.ts'

const action = `owner/upgrade-paths@${'0123456789'.repeat(4)} # v1.0.0`
const discovery: Discovery = {
  readers: [
    { kind: 'migrations', system: 'delphix', path: 'src/plugin_runner.py' },
    { kind: 'migrations', system: 'flyway', path: 'db/migration', list: 'orders' },
    { kind: 'settings', system: 'delphix', path: 'schema.json' },
    { kind: 'runtime', system: 'delphix', path: 'plugin_config.yml' },
  ],
  tags: { prefix: '', releases: 5, skipped: 1, newest: '2.1' },
  lines: [
    { name: '1', releases: 3, head: 'release/1.x' },
    { name: '2.10', releases: 2, head: 'main' },
    { name: '3', releases: 1 },
  ],
  defaultBranch: 'main',
  existing: new Set(['.github/workflows/upgrade-paths.yml']),
  action,
}

function configOf(from: Discovery): string {
  return proposeSetup(from).files[0]?.text ?? ''
}

/** Prose has one space after its #. */
function uncommented(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^#(?! \S|$)/, ''))
    .join('\n')
}

describe('proposeSetup', () => {
  it('writes a config that changes nothing', () => {
    expect(parseConfig(configOf(discovery), '')).toEqual(parseConfig('', ''))
  })

  it('writes what was found into it, ready to uncomment', () => {
    const config = parseConfig(uncommented(configOf(discovery)), '')
    expect(config.migrations).toEqual([
      { system: 'delphix', path: 'src/plugin_runner.py' },
      { system: 'flyway', path: 'db/migration', name: 'orders' },
    ])
    expect(config.settings).toEqual([{ format: 'delphix', path: 'schema.json' }])
    expect(config.runtime).toEqual([{ source: 'delphix', path: 'plugin_config.yml' }])
    expect(config.releases.heads).toEqual({ '1': 'release/1.x', '2.10': 'main' })
    expect(config.accept).toHaveLength(1)
  })

  it('leaves files alone that are there', () => {
    const existing = proposeSetup(discovery).files.filter(({ exists }) => exists)
    expect(existing.map(({ path }) => path)).toEqual(['.github/workflows/upgrade-paths.yml'])
  })

  it('says what was found, and what was not', () => {
    expect(proposeSetup(discovery).found).toHaveLength(1 + 3 + 1 + 4)
    const nothing = { ...discovery, readers: [], lines: [], tags: { prefix: '', releases: 0, skipped: 0 } }
    expect(proposeSetup(nothing).found).toHaveLength(1 + 1 + 2)
    expect(parseConfig(uncommented(configOf(nothing)), '').migrations).toEqual([])
  })

  it('lets no name from the repository out of its place', () => {
    const name = anyText({ minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(name, name, name, (path, head, prefix) => {
        const hostile: Discovery = {
          ...discovery,
          readers: [{ kind: 'migrations', system: 'delphix', path }],
          lines: [{ name: '1', releases: 1, head }],
          tags: { prefix, releases: 1, skipped: 0 },
        }
        expect(parseConfig(configOf(hostile), '')).toEqual(parseConfig('', ''))
        const { migrations } = parse(uncommented(configOf(hostile))) as { migrations: unknown }
        expect(migrations).toEqual([{ system: 'delphix', path }])
        const release = parse(proposeSetup(hostile).files[2]?.text ?? '') as { on: { push: { tags: string[] } } }
        expect(release.on.push.tags).toHaveLength(2)
      }),
      { numRuns: 40 },
    )
  })
})

interface Workflow {
  readonly permissions: unknown
  readonly concurrency: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

interface Job {
  readonly 'timeout-minutes': number
  readonly permissions: Readonly<Record<string, string>>
  readonly steps: readonly { readonly uses: string; readonly with: Readonly<Record<string, unknown>> }[]
}

describe.each(workflowFiles({ action, tagPrefix: 'plugin-a@' }))('$path', ({ text }) => {
  const workflow = parse(text) as Workflow
  const jobs = Object.values(workflow.jobs)

  it('grants nothing but what a job says and why', () => {
    expect(workflow.permissions).toEqual({})
    for (const job of jobs) {
      for (const [scope, grant] of Object.entries(job.permissions))
        expect(text).toMatch(`      ${scope}: ${grant} # to `)
    }
  })

  it('pins every action to a commit and keeps no credentials', () => {
    for (const step of jobs.flatMap((job) => job.steps)) {
      expect(step.uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
      if (step.uses.startsWith('actions/checkout@')) {
        expect(step.with).toEqual({ 'fetch-depth': 0, 'persist-credentials': false })
      }
    }
  })

  it('ends, and does not pile up', () => {
    expect(jobs.every((job) => job['timeout-minutes'] <= 15)).toBe(true)
    expect(workflow.concurrency).toMatchObject({ group: expect.stringMatching(/^upgrade-paths/) as string })
  })

  it('puts no text of an event into a shell', () => {
    expect(jobs.flatMap((job) => job.steps).filter((step) => 'run' in step)).toEqual([])
  })
})

describe('release workflow', () => {
  it('starts for the tags of the family', () => {
    const [, release] = workflowFiles({ action, tagPrefix: 'a*b/' })
    const { on } = parse(release?.text ?? '') as { on: unknown }
    expect(on).toEqual({ push: { tags: ['a\\*b/[0-9]*', 'a\\*b/v[0-9]*'] } })
  })
})
