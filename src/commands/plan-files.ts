import { constants } from 'node:fs'
import { lstat, mkdir, open, realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { Refusal } from './exit.ts'
import { tryGit } from '../git/run.ts'
import type { PlannedFile, PlanReport } from '../plan/shapes.ts'

/**
 * Puts the files that the plan has for the line checked out into the work tree; answers their paths. Nothing is overwritten
 * and nothing is written outside the tree. Throws `Refusal`.
 */
export async function writeFiles(repo: string, report: PlanReport, line: string): Promise<readonly string[]> {
  const root = await workTree(repo)
  const files = report.steps.filter((step) => step.line === line && !step.done).flatMap((step) => step.files)
  if (files.length === 0) {
    const other = report.steps.find((step) => !step.done && step.files.length > 0)
    const branch = report.lines.find(({ name }) => name === other?.line)?.head
    const hint = other ? `; line ${other.line} does: check out ${branch ?? 'its branch'} first` : ''
    throw new Refusal(`--write: the line checked out (${line}) needs no file${hint}`)
  }
  const ready = []
  for (const file of files) ready.push({ file, path: await safePath(root, file) })
  for (const { file, path } of ready) await put(file, path)
  return files.map(({ path }) => path)
}

async function workTree(repo: string): Promise<string> {
  const run = await tryGit(repo, ['rev-parse', '--show-toplevel'])
  const root = run.stdout.toString('utf8').replace(/\n$/, '')
  if (run.code !== 0 || root === '')
    throw new Refusal(`--write: ${repo} has no work tree; run it in a clone that has one, or copy the text of the plan`)
  return await realpath(root)
}

/** The place of a file, with every folder on the way inside the tree. Throws `Refusal`. */
async function safePath(root: string, { path, mode }: PlannedFile): Promise<string> {
  const parts = path.split('/')
  if (isAbsolute(path) || parts.some((part) => ['', '.', '..'].includes(part) || part.toLowerCase() === '.git'))
    throw new Refusal(`--write ${path}: expected a path inside the work tree`)
  const full = join(root, ...parts)
  const inside = relative(root, await nearestFolder(dirname(full)))
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    throw new Refusal(`--write ${path}: a link on the way leads out of the work tree`)
  const found = await lstat(full).catch(() => undefined)
  if (mode === 'create' && found) throw new Refusal(`--write ${path}: is there already and is left alone`)
  if (mode === 'append' && !found?.isFile())
    throw new Refusal(`--write ${path}: expected a file to append to; check out the branch of the line first`)
  return full
}

async function nearestFolder(folder: string): Promise<string> {
  return await realpath(folder).catch(async (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new Refusal(`--write: ${folder} cannot be entered`)
    return await nearestFolder(dirname(folder))
  })
}

async function put({ path, text, mode }: PlannedFile, full: string): Promise<void> {
  try {
    if (mode === 'create') await mkdir(dirname(full), { recursive: true })
    const flags =
      mode === 'create'
        ? constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL
        : constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW
    const file = await open(full, flags)
    try {
      if (mode === 'append' && (await file.readFile('utf8')).includes(text.trim()))
        throw new Refusal(`--write ${path}: the migration is there already`)
      await file.appendFile(text)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(
      `--write ${path}: cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    )
  }
}
