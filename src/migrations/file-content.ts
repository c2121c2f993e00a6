import { createHash } from 'node:crypto'
import { digestGo } from '../languages/go.ts'
import { parseSql } from '../languages/sql.ts'
import type { Effect } from '../model.ts'
import type { FileRef, Files } from '../snapshots/files.ts'

export interface Content {
  readonly digest: string
  readonly effect: Effect
  readonly objects: readonly string[]
}

const SQL = /(?:^|\.)(?:[a-z]*sql|cql)$/

/** What a migration's text does, by its extension: SQL, Go for migrators of one's own, or text that is left as it is. */
export function contentOf(files: Files, file: FileRef, extension: string): Content {
  const read = SQL.test(extension) ? readSql : extension === 'go' ? readGo : readOther
  return files.parse(file, read) ?? { digest: `blob ${file.oid}`, effect: 'unknown', objects: [] }
}

function readSql(text: string): Content {
  const { digest, noop, objects } = parseSql(text)
  return { digest, effect: noop ? 'noop' : 'changes', objects }
}

function readGo(text: string): Content {
  return { digest: digestGo(text), effect: 'unknown', objects: [] }
}

function readOther(text: string): Content {
  const meaning = text.replace(/\r\n/g, '\n').trim()
  const digest = createHash('sha1').update(meaning).digest('hex')
  return { digest, effect: meaning === '' ? 'noop' : 'unknown', objects: [] }
}
