import type { Behaviour, Edited, OutOfOrder, UnknownApplied } from '../model.ts'
import type { FileRef, Files } from '../snapshots/files.ts'
import { filesIn } from './folders.ts'
import type { MigrationSource } from './reader.ts'

/** What the systems share that only the user's config describes. */

const GLOB = /[*?[{\\]/

const UNKNOWN_APPLIED: readonly UnknownApplied[] = ['refuses', 'ignores', 'unknown']
const OUT_OF_ORDER: readonly OutOfOrder[] = ['runs', 'refuses', 'skips', 'unknown']
const EDITED: readonly Edited[] = ['refuses', 'ignores', 'reruns', 'unknown']

/** Those of an engine's three answers that the config states; other settings of the same name mean something else. */
export function statedAnswers(engine: Readonly<Record<string, unknown>>): Partial<Behaviour> {
  const unknownApplied = UNKNOWN_APPLIED.find((value) => value === engine.unknownApplied)
  const outOfOrder = OUT_OF_ORDER.find((value) => value === engine.outOfOrder)
  const edited = EDITED.find((value) => value === engine.edited)
  return {
    ...(unknownApplied === undefined ? {} : { unknownApplied }),
    ...(outOfOrder === undefined ? {} : { outOfOrder }),
    ...(edited === undefined ? {} : { edited }),
  }
}

/** The engine's family and its three answers as the config states them; what it does not state is not known. */
export function statedBehaviour({ engine = {} }: MigrationSource): Behaviour {
  const family = (['set', 'high-water'] as const).find((value) => value === engine.family) ?? 'set'
  const unknown = { unknownApplied: 'unknown', outOfOrder: 'unknown', edited: 'unknown' } as const
  return { ...unknown, ...statedAnswers(engine), family, source: 'config' }
}

/** The files a source names. They are looked up folder by folder: any name may be meant. */
export function statedFiles(files: Files, source: Pick<MigrationSource, 'path'>): readonly FileRef[] {
  const path = source.path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '')
  const exact = files.find(path)
  if (exact !== undefined) return [exact]
  const parts = path.split('/')
  const magic = parts.findIndex((part) => GLOB.test(part))
  const found: FileRef[] = []
  const open = [(magic < 0 ? parts : parts.slice(0, magic)).join('/')]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const { files: inside, folders } = files.list(folder === '.' ? '' : folder)
    found.push(...inside)
    for (const name of folders) open.push(folder === '' || folder === '.' ? name : `${folder}/${name}`)
  }
  found.sort((a, b) => (a.path < b.path ? -1 : 1))
  return filesIn(found, source)
}
