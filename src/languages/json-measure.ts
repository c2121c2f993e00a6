import { Unclear } from '../snapshots/files.ts'
import { longestPointers, mostPlaces, tooMany } from './limits.ts'

/** Deeper nesting is nobody's file, and the pointers of it would fill the memory. */
const DEEPEST = 500
/** What an index takes in a pointer, about. */
const INDEX = 8

/** An object or array that is open. */
interface Open {
  /** Of the pointer to it. */
  readonly length: number
  readonly isList: boolean
}

/**
 * Throws `Unclear` for what is nested too deep to work on, and for more places than anybody writes; the text is known to
 * be JSON. Lengths of pointers are added up without making them.
 */
export function measureJson(text: string): void {
  const open: Open[] = []
  let length = 0
  let places = 0
  let sum = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfString(text, at + 1)
      // A text before a colon is a name, and nothing else in JSON has one.
      if (isName(text, end + 1)) count((open.at(-1)?.length ?? 0) + end - at)
      at = end
    } else if (code === BRACE || code === BRACKET) {
      const isList = code === BRACKET
      open.push({ length, isList })
      if (open.length > DEEPEST)
        throw new Unclear(`expected JSON, found it nested deeper than ${DEEPEST} levels`, line(at))
      if (isList) count(length + INDEX)
    } else if (code === COMMA) {
      const inner = open.at(-1)
      if (inner?.isList === true) count(inner.length + INDEX)
    } else if (code === BRACE + 2 || code === BRACKET + 2) open.pop()
    if (places > mostPlaces) throw tooMany('members and items', mostPlaces, line(at))
    if (sum > longestPointers) throw new Unclear('expected JSON, found long names above too many others', line(at))
  }

  function count(pointer: number): void {
    length = pointer
    places += 1
    sum += pointer
  }
  function line(at: number): number {
    return text.slice(0, at).split('\n').length
  }
}

const [QUOTE, COMMA, COLON, BRACKET, BACKSLASH, BRACE] = [34, 44, 58, 91, 92, 123] as const

function endOfString(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at
}

function isName(text: string, from: number): boolean {
  let at = from
  while (text.charCodeAt(at) <= 32) at += 1
  return text.charCodeAt(at) === COLON
}
