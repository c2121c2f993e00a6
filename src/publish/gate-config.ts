import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { fetchBlobs } from '../git/fetch.ts'
import { openRepository } from '../git/repository.ts'
import { tryGit } from '../git/run.ts'

export interface GatedConfig {
  readonly file: string
  /** Set where the file judged by is not the one checked out, so that the change is shown. */
  readonly remark?: string
}

/**
 * The config file to judge by: as it stands at `base`, where it stands there, so that a pull request cannot switch its
 * own check off. Answers the file itself, or a copy of the base's in a temporary folder.
 */
export async function gateConfig(repo: string, file: string, base: string | undefined): Promise<GatedConfig> {
  const path = relative(repo, resolve(repo, file))
  const outside = path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)
  const text = base === undefined || outside ? undefined : await textAt(repo, base, path.split(sep).join('/'))
  const own = await readFile(resolve(repo, file)).catch(() => undefined)
  if (text === undefined || own?.equals(text)) return { file }
  const copy = join(await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), 'upgrade-paths-base-')), basename(path))
  await writeFile(copy, text)
  return { file: copy, remark: `${path} is not what it is at ${base ?? ''}; judged by the one there` }
}

async function textAt(repo: string, revision: string, path: string): Promise<Buffer | undefined> {
  const name = await tryGit(repo, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}:${path}`])
  const oid = name.stdout.toString('latin1').trim()
  if (name.code !== 0) return undefined
  const repository = await openRepository(repo)
  try {
    await fetchBlobs(repository, [oid])
    const [object] = await repository.objects.read([oid])
    return object?.type === 'blob' ? object.data : undefined
  } finally {
    repository.close()
  }
}
