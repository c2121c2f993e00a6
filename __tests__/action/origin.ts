import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildScenario, parseScenario } from '../../src/demo/scenario.ts'

/** A repository as GitHub holds it, with pull request 7 into `release/1.x`. */
export interface Origin {
  readonly directory: string
  /** Step id, tag or branch -> commit. */
  readonly commits: ReadonlyMap<string, string>
}

/** The config file before and in the pull request. */
export interface Configs {
  readonly base: string
  readonly proposal: string
}

const made: string[] = []

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** A new folder, removed when the tests of the file have run. */
export function temporary(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `upgrade-paths-${name}-`))
  made.push(folder)
  return folder
}

export function git(directory: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/**
 * 1.0 and 2.0 are released; `release/1.x` is to become 1.1. The pull request adds `migrations` data migrations that the 2
 * line lacks, so each is stranded, in a file called `file`.
 */
export async function buildOrigin(migrations: number, file = 'upgrade.py', configs?: Configs): Promise<Origin> {
  const scenario = parseScenario(story(migrations, file, configs))
  const directory = temporary('origin')
  const commits = await buildScenario(scenario, directory)
  git(directory, 'config', 'uploadpack.allowFilter', 'true')
  git(directory, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
  git(directory, 'update-ref', 'refs/pull/7/merge', commits.get('merged') ?? '')
  git(directory, 'update-ref', 'refs/pull/7/head', commits.get('proposed') ?? '')
  git(directory, 'update-ref', '-d', 'refs/heads/proposal')
  git(directory, 'update-ref', '-d', 'refs/heads/merged')
  return { directory, commits }
}

function story(migrations: number, file: string, configs?: Configs): string {
  const written = (text: string | undefined) => (text === undefined ? {} : { '.github/upgrade-paths.yml': text })
  const added = Array.from({ length: migrations }, (_, n) =>
    [`@plugin.upgrade.linked_source("2026.10.${n + 1}")`, `def keep_${n}(old):`, '    return old', '', ''].join('\n'),
  ).join('\n')
  // Without a migration the proposal is no fix either: a fix in product code would be lost on the way to 2.0.
  const proposed =
    migrations === 0
      ? { 'README.md': 'Text files' }
      : { [`src/${file}`]: `from plugin_runner import plugin\n\n\n${added}` }
  return JSON.stringify({
    title: 'A pull request into a release line',
    history: [
      {
        date: '2026-02-03',
        message: 'Release 1.0',
        write: {
          'plugin_config.yml': config('1.0'),
          'schema.json': JSON.stringify(schema),
          'src/plugin_runner.py': 'from dlpx.virtualization.platform import Plugin\n\nplugin = Plugin()\n',
        },
        tag: '1.0',
      },
      { date: '2026-08-04', message: 'Release 2.0', write: { 'plugin_config.yml': config('2.0') }, tag: '2.0' },
      {
        date: '2026-10-01',
        on: 'release/1.x',
        from: '1.0',
        message: 'Start 1.1',
        write: { 'plugin_config.yml': config('1.1'), ...written(configs?.base) },
      },
      {
        id: 'proposed',
        date: '2026-10-02',
        on: 'proposal',
        from: 'release/1.x',
        message: 'Guard a fix',
        write: { ...proposed, ...written(configs?.proposal) },
      },
      { id: 'merged', date: '2026-10-03', on: 'merged', from: 'release/1.x', merge: 'proposed', message: 'Merge' },
    ],
  })
}

const definition = {
  type: 'object',
  properties: { name: { type: 'string' } },
  nameField: 'name',
  identityFields: ['name'],
}
const schema = {
  repositoryDefinition: definition,
  sourceConfigDefinition: definition,
  linkedSourceDefinition: { type: 'object', properties: {} },
  virtualSourceDefinition: { type: 'object', properties: {} },
  snapshotDefinition: { type: 'object', properties: {} },
  snapshotParametersDefinition: { type: 'object', properties: {} },
}

function config(build: string): string {
  return [
    'id: 3f6f3c9e-6a0b-4c39-9d55-1f1d4f6a2b10',
    'name: Text files',
    `buildNumber: '${build}'`,
    'language: PYTHON38',
    'hostTypes: [UNIX]',
    'pluginType: DIRECT',
    'srcDir: src',
    'entryPoint: plugin_runner:plugin',
    'schemaFile: schema.json',
    '',
  ].join('\n')
}

/** A checkout as actions/checkout makes it: one commit, detached, no tags; `depth` 0 brings everything. */
export function checkout({ directory }: Origin, remoteRef: string, depth = 1): string {
  const workspace = temporary('workspace')
  const local = remoteRef
    .replace(/^refs\/(?=pull\/)/, 'refs/remotes/')
    .replace(/^refs\/heads\//, 'refs/remotes/origin/')
  git(workspace, 'init', '--quiet')
  git(workspace, 'remote', 'add', 'origin', `file://${directory}`)
  const all = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*']
  const refs = [`+${remoteRef}:${local}`, ...(depth === 0 ? all : [])]
  const depths = depth === 0 ? [] : [`--depth=${depth}`]
  git(workspace, 'fetch', '--quiet', '--no-tags', ...depths, 'origin', ...refs)
  const branch = /^refs\/heads\/(.*)/.exec(remoteRef)?.[1]
  if (branch === undefined) git(workspace, 'checkout', '--quiet', '--force', local)
  else git(workspace, 'checkout', '--quiet', '--force', '-B', branch, local)
  return workspace
}
