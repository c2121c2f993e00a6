/** Which folders are charts that users install. */
import { baseName, isShipped } from '../../migrations/folders.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'

const CHART = /^Chart(?:\.template)?\.yaml(?:\.(?:in|tmpl|tpl))?$/
/** Folders of charts for the project's own development and tests. */
const UNSHIPPED = /(?:^|\/)(?:hack|make|e2e|ci|dev(?:el)?|demos?|docs?)\//i

/** `Chart.yaml`, or what a release makes it from. */
export function chartFile(files: Files, folder: string): FileRef | undefined {
  return files.list(folder).files.find(({ path }) => CHART.test(baseName(path)))
}

export function isOwn(files: Files, folder: string): boolean {
  return isShipped(`${folder}/`) && !UNSHIPPED.test(`${folder}/`) && !isPart(files, folder)
}

/** A chart inside another one: fetched, or set through the values of the outer one. */
export function isPart(files: Files, folder: string): boolean {
  return [...folder.matchAll(/(?:^|\/)charts\//g)].some(
    ({ index }) => chartFile(files, folder.slice(0, index)) !== undefined,
  )
}

/** Neither a library nor the mere override of another chart. */
export function isInstalled(files: Files, folder: string): boolean {
  const { kind } = aboutOf(files, folder)
  return kind === 'umbrella' || (kind === 'plain' && files.list(folder).folders.includes('templates'))
}

/** Folders of what a release is made from, and of what waits for one. */
const MADE_FROM = /(?:^|\/)(?:cmd|build|static|generated|[^/]*[-_]?staging)\//i

/** Without the sources and drafts of a chart that is there under the same name. */
export function withoutDrafts(files: Files, folders: readonly string[]): readonly string[] {
  const isDraft = (folder: string): boolean => MADE_FROM.test(`${folder}/`)
  const nameOf = (folder: string): string => aboutOf(files, folder).name ?? folder
  const made = new Set(folders.filter((folder) => !isDraft(folder)).map(nameOf))
  return folders.filter((folder) => !isDraft(folder) || !made.has(nameOf(folder)))
}

interface About {
  readonly kind?: 'library' | 'umbrella' | 'plain'
  readonly name?: string | undefined
}

function aboutOf(files: Files, folder: string): About {
  const file = chartFile(files, folder)
  return (file && files.parse(file, parseAbout)) ?? {}
}

function parseAbout(text: string): About {
  const name = /^name: *["']?([\w.-]+)/m.exec(text)?.[1]
  if (/^type: *["']?library\b/m.test(text)) return { kind: 'library', name }
  return { kind: /^dependencies: *\n *- /m.test(text) ? 'umbrella' : 'plain', name }
}

export function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
