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
  const file = chartFile(files, folder)
  const kind = file && files.parse(file, kindOf)
  return kind === 'umbrella' || (kind === 'plain' && files.list(folder).folders.includes('templates'))
}

function kindOf(text: string): 'library' | 'umbrella' | 'plain' {
  if (/^type: *["']?library\b/m.test(text)) return 'library'
  return /^dependencies: *\n *- /m.test(text) ? 'umbrella' : 'plain'
}

export function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
