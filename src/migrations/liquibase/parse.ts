import type { FileRef, Files } from '../../snapshots/files.ts'
import type { ChangeLog } from './changelog.ts'
import { parseJsonChangeLog, parseYamlChangeLog } from './data.ts'
import { isFormattedSql, parseFormattedSql, parseRawSql } from './formatted-sql.ts'
import { parseXmlChangeLog } from './xml.ts'

const FORMATS: readonly (readonly [RegExp, RegExp, (text: string) => ChangeLog | undefined])[] = [
  [/\.xml$/i, /<(?:[\w.-]+:)?databaseChangeLog[\s>/]/, parseXmlChangeLog],
  [/\.ya?ml$/i, /^["']?databaseChangeLog["']?\s*:/m, parseYamlChangeLog],
  [/\.json$/i, /"databaseChangeLog"\s*:/, parseJsonChangeLog],
  [/\.sql$/i, /^\s*--\s*liquibase\s*formatted/i, parseFormattedSql],
]

/** Whether the file says of itself that it is a changelog. */
export function isChangeLog(files: Files, file: FileRef): boolean {
  const mark = FORMATS.find(([name]) => name.test(file.path))?.[1]
  return mark?.test(files.text(file) ?? '') === true
}

/** A file that another one includes: SQL needs no header there. Undefined for what is no changelog, or not readable. */
export function parseIncluded(files: Files, file: FileRef): ChangeLog | undefined {
  const parser = FORMATS.find(([name]) => name.test(file.path))?.[2]
  if (parser === undefined) return undefined
  if (parser !== parseFormattedSql) return files.parse(file, parser)
  return isFormattedSql(files.text(file) ?? '') ? files.parse(file, parser) : files.parse(file, parseRawSql)
}
