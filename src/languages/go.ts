import { createHash } from 'node:crypto'

/** Literals come first so that what looks like a comment in one is none; what does not end goes on to the end. */
const TOKENS = /("(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`[^`]*`?)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\s+/g

/** Digest of a Go file; comments and white space do not count. */
export function digestGo(text: string): string {
  const meaning = text.replace(TOKENS, (_, literal: string | undefined) => literal ?? ' ').replace(/ {2,}/g, ' ')
  return createHash('sha1').update(meaning.trim()).digest('hex')
}
