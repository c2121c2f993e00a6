import { readSql, type Content } from './by-file-name.ts'

/** Tools that keep both ways in one script, told apart by comments of their own. */
export type Annotation = 'goose' | 'sql-migrate' | 'dbmate' | 'node-pg-migrate'

interface Marks {
  readonly up: RegExp
  readonly down: RegExp
}

// Blanks, not any white space: what is looked for stands on one line of a whole text.
const MARKS: Readonly<Record<Annotation, Marks>> = {
  goose: { up: /^[ \t]*--[ \t]*\+goose[ \t]+up\b/im, down: /^[ \t]*--[ \t]*\+goose[ \t]+down\b/im },
  'sql-migrate': { up: /^[ \t]*--[ \t]*\+migrate[ \t]+up\b/im, down: /^[ \t]*--[ \t]*\+migrate[ \t]+down\b/im },
  dbmate: { up: /^[ \t]*--[ \t]*migrate:up\b/m, down: /^[ \t]*--[ \t]*migrate:down\b/m },
  'node-pg-migrate': { up: /^[ \t]*--[ \t-]*up[ \t]+migration\b/im, down: /^[ \t]*--[ \t-]*down[ \t]+migration\b/im },
}
const KINDS = Object.keys(MARKS) as Annotation[]
/** In all of them: most scripts have none, and eight looks at each take their time. */
const ANY = /goose|migrat/i

export interface AnnotatedSql extends Content {
  /** Whose comments the script has; undefined for none. */
  readonly annotation: Annotation | undefined
  /** It has a way up, a way down, if empty ones. */
  readonly hasUp: boolean
  readonly hasDown: boolean
}

/** Whose comments a script has: told without reading it as SQL, since most scripts are another tool's. */
export function annotationOf(text: string): Annotation | undefined {
  if (!ANY.test(text)) return undefined
  return KINDS.find((kind) => MARKS[kind].up.test(text) || MARKS[kind].down.test(text))
}

/** What a script does on its way up; the way down does not count. Throws `Unclear` for what is never closed. */
export function readAnnotatedSql(text: string): AnnotatedSql {
  const annotation = annotationOf(text)
  if (annotation === undefined) return { ...readSql(text), annotation, hasUp: false, hasDown: false }
  const { up, down } = MARKS[annotation]
  let isUp = false
  let hasUp = false
  let hasDown = false
  // Other lines stay as empty ones, so that places stay right.
  const kept = text.split('\n').map((line) => {
    if (up.test(line)) isUp = hasUp = true
    else if (down.test(line)) {
      isUp = false
      hasDown = true
    }
    return isUp ? line : ''
  })
  return { ...readSql(kept.join('\n')), annotation, hasUp, hasDown }
}
