import { readSql, type Content } from './by-file-name.ts'

/** Tools that keep both ways in one script, told apart by comments of their own. */
export type Annotation = 'goose' | 'sql-migrate' | 'dbmate' | 'node-pg-migrate'

interface Marks {
  readonly up: RegExp
  readonly down: RegExp
}

const MARKS: Readonly<Record<Annotation, Marks>> = {
  goose: { up: /^\s*--\s*\+goose\s+up\b/i, down: /^\s*--\s*\+goose\s+down\b/i },
  'sql-migrate': { up: /^\s*--\s*\+migrate\s+up\b/i, down: /^\s*--\s*\+migrate\s+down\b/i },
  dbmate: { up: /^\s*--\s*migrate:up\b/, down: /^\s*--\s*migrate:down\b/ },
  'node-pg-migrate': { up: /^\s*--[\s-]*up\s+migration\b/i, down: /^\s*--[\s-]*down\s+migration\b/i },
}

export interface AnnotatedSql extends Content {
  /** Whose comments the script has; undefined for none. */
  readonly annotation: Annotation | undefined
  /** It has a way up, a way down, if empty ones. */
  readonly hasUp: boolean
  readonly hasDown: boolean
}

/** What a script does on its way up; the way down does not count. Throws `Unclear` for what is never closed. */
export function readAnnotatedSql(text: string): AnnotatedSql {
  const lines = text.split('\n')
  const kinds = Object.keys(MARKS) as Annotation[]
  const annotation = kinds.find((kind) =>
    lines.some((line) => MARKS[kind].up.test(line) || MARKS[kind].down.test(line)),
  )
  if (annotation === undefined) return { ...readSql(text), annotation, hasUp: false, hasDown: false }
  const { up, down } = MARKS[annotation]
  let isUp = false
  let hasUp = false
  let hasDown = false
  // Other lines stay as empty ones, so that places stay right.
  const kept = lines.map((line) => {
    if (up.test(line)) isUp = hasUp = true
    else if (down.test(line)) {
      isUp = false
      hasDown = true
    }
    return isUp ? line : ''
  })
  return { ...readSql(kept.join('\n')), annotation, hasUp, hasDown }
}
