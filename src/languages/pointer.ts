/** A token of a JSON pointer (RFC 6901). Hardly any has one of the two marks, and to replace what is not there takes its time. */
export function pointerToken(name: unknown): string {
  const text = String(name)
  return /[~/]/.test(text) ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text
}
