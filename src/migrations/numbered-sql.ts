import type { ListProblem } from '../model.ts'
import type { FileRef, Files } from '../snapshots/files.ts'
import { annotationOf, readAnnotatedSql, type AnnotatedSql, type Annotation } from './annotated-sql.ts'
import { freshDigits, inFolder, keptId, leadingDigits, type Content, type Entry } from './by-file-name.ts'
import { baseName } from './folders.ts'
import { canonicalNumber } from './numbers.ts'
import type { NewFile, NoopRequest } from './reader.ts'

/** Tools that number their files: `<number>_<title>.<extension>`. */

const NAME = /^([0-9]+)(?:_(.*))?$/
/** Their tables keep a signed 64-bit integer. */
const LARGEST = 9223372036854775807n

export interface Numbered {
  readonly file: FileRef
  readonly content: Content | undefined
}

/** Entries, and the numbers that no table can keep. */
export function numberedEntries(files: readonly Numbered[]): {
  readonly entries: readonly Entry[]
  readonly problems: readonly ListProblem[]
} {
  const entries: Entry[] = []
  const problems: ListProblem[] = []
  for (const { file, content } of files) {
    const stem = baseName(file.path).replace(/(?:\.up)?\.[a-z]+$/, '')
    const [, digits = '', title = ''] = NAME.exec(stem) ?? []
    if (digits === '') continue
    const id = canonicalNumber(digits)
    if (id.length > 19 || BigInt(id) > LARGEST || id === '0') {
      const detail = `expected a number from 1 to ${LARGEST}, found ${digits}`
      problems.push({ cause: 'invalid-id', subject: id, ids: [stem], place: { path: file.path, line: 1 }, detail })
    } else {
      entries.push({ file, id, order: [id], slug: title, spellings: [digits, stem], content })
    }
  }
  return { entries, problems }
}

export interface AnnotatedFile {
  readonly file: FileRef
  readonly content: AnnotatedSql | undefined
}

/** Whether any script has the comments of a tool. */
export function isAnnotated(files: Files, among: readonly FileRef[]): boolean {
  return among.some((file) => files.parse(file, annotationOf) !== undefined)
}

/** Whether the scripts are a tool's: most have its comments. One may keep those of the tool used before. */
export function isAnnotatedFor(tool: Annotation, files: Files, among: readonly FileRef[]): boolean {
  const own = among.filter((file) => files.parse(file, annotationOf) === tool)
  return own.length * 2 > among.length
}

export function readAll(files: Files, among: readonly FileRef[]): readonly AnnotatedFile[] {
  return among.map((file) => ({ file, content: files.parse(file, readAnnotatedSql) }))
}

/** Scripts that the tool refuses because they do not say which part is the way up (or down, where it asks for that). */
export function withoutWays(
  files: readonly AnnotatedFile[],
  tool: Annotation,
  [up, down]: readonly [string, string?],
): readonly ListProblem[] {
  return files.flatMap(({ file, content }): ListProblem[] => {
    if (content === undefined) return []
    const own = content.annotation === tool
    const lacking = !own || !content.hasUp ? up : content.hasDown ? undefined : down
    if (lacking === undefined) return []
    const stem = baseName(file.path).replace(/\.[a-z]+$/, '')
    const detail = `expected a line ${JSON.stringify(lacking)}, found none`
    return [{ cause: 'no-statement', subject: stem, ids: [stem], place: { path: file.path, line: 1 }, detail }]
  })
}

/** A script that does nothing. It takes the number of the one it stands in for where the list does not have it. */
export function numberedNoop(request: NoopRequest, lines: readonly string[], extension = '.sql'): NewFile {
  const kept = keptId(request)
  const digits = freshDigits(request, leadingDigits)
  const stem = kept === undefined ? undefined : stemOf(request, kept)
  const name = stem ?? `${kept ?? digits}_${request.slug}`
  return {
    id: kept ?? canonicalNumber(digits),
    path: inFolder(request.list.path, `${name}${extension}`),
    text: `${lines.join('\n')}\n`,
    mode: 'create',
  }
}

/** The file's name in the line that has it. */
function stemOf({ of: original }: NoopRequest, id: string): string | undefined {
  return original?.spellings.find((text) => /^[0-9]+_./.test(text) && canonicalNumber(text.replace(/_.*$/, '')) === id)
}
