import { readFile } from 'node:fs/promises'
import { fetchBlobs } from '../git/fetch.ts'
import type { GitObject, ObjectReader } from '../git/objects.ts'
import { parseTree } from '../git/trees.ts'
import type { Repository } from '../git/repository.ts'
import { decode } from '../snapshots/open.ts'
import type { Revision } from '../model.ts'
import type { Config } from './config.ts'
import { ConfigError, parseConfig } from './load.ts'

/** Where the config is looked for in a tree; the first one found counts. */
export const configPaths = ['.github/upgrade-paths.yml', '.github/upgrade-paths.yaml', 'upgrade-paths.yml'] as const

export interface FoundConfig {
  readonly config: Config
  /** Set where the candidate's own file differs from the one used, so that the change is shown. */
  readonly remark?: string
}

/**
 * The config to judge by: the file stated; else the one in the base's tree, so that a pull request cannot switch its
 * own check off; else the one in the candidate's; else the defaults. Throws `ConfigError`.
 */
export async function findConfig(
  repository: Repository,
  file: string | undefined,
  base: Revision | undefined,
  candidate: Revision,
): Promise<FoundConfig> {
  if (file !== undefined) return { config: parseConfig(await readConfigFile(file), file) }
  const own = await configIn(repository, candidate)
  const gate = base && (await configIn(repository, base))
  const used = gate ?? own
  const config = used ? parseConfig(used.text, used.origin) : defaults()
  if (!gate || own?.text === gate.text) return { config }
  const what = own ? 'changes' : 'removes'
  return { config, remark: `the candidate ${what} the config; judged by the one at ${gate.origin}` }
}

/** What holds where no config says otherwise. */
export function defaults(): Config {
  return parseConfig('', '')
}

async function readConfigFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new ConfigError([`${file}: cannot be read (${code}); --config names a file`])
  }
}

async function configIn(
  repository: Repository,
  revision: Revision,
): Promise<{ text: string; origin: string } | undefined> {
  for (const path of configPaths) {
    const oid = await blobAt(repository.objects, repository.idBytes, revision.tree, path.split('/'))
    // Without its content the base's config would read as missing, and the candidate's own be used.
    if (oid !== undefined && repository.partial) await fetchBlobs(repository, [oid])
    const [object] = oid === undefined ? [] : await repository.objects.read([oid])
    if (object?.type !== 'blob') continue
    const origin = `${revision.ref}:${path}`
    const text = decode(object.data)
    if (typeof text !== 'string') throw new ConfigError([`${origin}: ${text.unreadable}`])
    return { text, origin }
  }
  return undefined
}

async function blobAt(
  objects: ObjectReader,
  idBytes: number,
  tree: string,
  names: readonly string[],
): Promise<string | undefined> {
  let oid: string | undefined = tree
  for (const [n, name] of names.entries()) {
    const object: GitObject | undefined = oid === undefined ? undefined : (await objects.read([oid]))[0]
    if (object?.type !== 'tree') return undefined
    const kind = n === names.length - 1 ? 'file' : 'folder'
    oid = parseTree(object.data, idBytes).find((entry) => entry.name === name && entry.kind === kind)?.oid
  }
  return oid
}
