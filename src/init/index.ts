import type { ReaderInfo } from '../model.ts'
import { configText } from './config-text.ts'
import { workflowFiles, type WorkflowFile } from './workflows.ts'

/** What was seen of a repository. */
export interface Discovery {
  readonly readers: readonly ReaderInfo[]
  readonly tags: {
    /** Before the number, without a `v`. */
    readonly prefix: string
    readonly releases: number
    readonly skipped: number
    readonly newest?: string
  }
  readonly lines: readonly { readonly name: string; readonly releases: number; readonly head?: string }[]
  readonly defaultBranch?: string
  /** Files that are there already, by path. */
  readonly existing: ReadonlySet<string>
  /** What `uses:` says of this action. */
  readonly action: string
}

export interface InitFile extends WorkflowFile {
  /** Whether a file is there already: it is left alone. */
  readonly exists: boolean
}

export interface Proposal {
  readonly files: readonly InitFile[]
  /** What was found and where, one line each; plain text that may hold names from the repository. */
  readonly found: readonly string[]
}

export const configPath = '.github/upgrade-paths.yml'

/** A commented config file and the workflows for what a repository has. */
export function proposeSetup(discovery: Discovery): Proposal {
  const files = [
    { path: configPath, text: configText(discovery) },
    ...workflowFiles({ action: discovery.action, tagPrefix: discovery.tags.prefix }),
  ]
  return {
    files: files.map((file) => ({ ...file, exists: discovery.existing.has(file.path) })),
    found: describe(discovery),
  }
}

function describe({ readers, tags, lines, defaultBranch }: Discovery): readonly string[] {
  const newest = tags.newest === undefined ? '' : `, the newest ${tags.newest}`
  const skipped = tags.skipped === 0 ? '' : `; ${tags.skipped} other tags are no releases`
  return [
    tags.releases === 0
      ? `no release tags${skipped}: the first release has nothing to be compared with`
      : `${tags.releases} releases${newest}${skipped}`,
    ...lines.map(({ name, releases, head }) => {
      const branch = head === undefined ? 'no branch found: name it in releases.heads' : `branch ${head}`
      return `line ${name}: ${releases} releases, ${branch}`
    }),
    `default branch: ${defaultBranch ?? 'not found'}`,
    ...readers.map(({ kind, system, path }) => `${kind}: ${system} in ${path}`),
    ...(['migrations', 'settings'] as const)
      .filter((kind) => readers.every((reader) => reader.kind !== kind))
      .map((kind) => `${kind}: none found; where there are some, name them in the config`),
  ]
}
