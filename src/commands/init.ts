import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { defaults } from '../config/find.ts'
import { openRepository } from '../git/repository.ts'
import { proposeSetup, type Discovery } from '../init/index.ts'
import { workflowFiles } from '../init/workflows.ts'
import { openProject, sight, snapshotsFor } from '../project.ts'
import { writeWhole } from '../publish/write-file.ts'
import { findRevision } from '../releases/candidate.ts'
import { parseTag } from '../releases/version.ts'
import { readersOf } from '../report/assemble.ts'
import { terminal } from '../report/escape.ts'
import { toolVersion } from '../version.ts'
import { addFlags } from './flags.ts'
import { emit } from './output.ts'

interface Flags {
  readonly repo?: string
  readonly dryRun?: boolean
}

/** Where the product is published; a release pins its own commit in the workflows it writes. */
const action = `upgrade-paths/upgrade-paths@v${toolVersion}`

export function initCommand(): Command {
  const command = new Command('init').description(
    'Looks at the repository, writes a commented config file and the workflows, and says what it found and where.',
  )
  addFlags(command, ['repo'])
  return command
    .option('--dry-run', 'Show the files instead of writing them.')
    .action(async ({ repo = '.', dryRun }: Flags) => {
      const discovery = await discover(repo)
      const { files, found } = proposeSetup(discovery)
      const told: string[] = [...found.map(terminal), '']
      for (const { path, text, exists } of files) {
        if (dryRun === true) {
          told.push(`--- ${path}${exists ? ' (is there already)' : ''}`, text)
        } else if (exists) {
          told.push(`left alone  ${path}`)
        } else {
          await writeWhole(join(repo, path), text)
          told.push(`written     ${path}`)
        }
      }
      await emit(told.join('\n'), {})
    })
}

async function discover(directory: string): Promise<Discovery> {
  const repository = await openRepository(directory)
  try {
    const head = await findRevision(repository, 'HEAD', 'HEAD')
    const project = await openProject(repository, defaults(), [head])
    const { history } = project
    const newest = history.releases.at(-1)
    const snapshots = await snapshotsFor(project, [await sight(project, head)]).whole
    const snapshot = snapshots.get(head.tree)
    const parsed = newest && parseTag(newest.tag)
    return {
      readers: snapshot ? readersOf(snapshot) : [],
      tags: {
        prefix: typeof parsed === 'object' ? parsed.prefix : '',
        releases: history.releases.length,
        skipped: history.skipped.length,
        ...(newest ? { newest: newest.tag } : {}),
      },
      lines: history.lines.map((name) => {
        const branch = history.heads.get(name)
        const releases = history.releases.filter((release) => release.line === name).length
        return { name, releases, ...(branch ? { head: branch.name } : {}) }
      }),
      ...(history.defaultBranch ? { defaultBranch: history.defaultBranch.name } : {}),
      existing: await existingFiles(directory),
      action,
    }
  } finally {
    repository.close()
  }
}

async function existingFiles(directory: string): Promise<ReadonlySet<string>> {
  const paths = ['.github/upgrade-paths.yml', ...workflowFiles({ action, tagPrefix: '' }).map(({ path }) => path)]
  const found: string[] = []
  for (const path of paths) {
    const exists = await access(join(directory, path)).then(
      () => true,
      () => false,
    )
    if (exists) found.push(path)
  }
  return new Set(found)
}
