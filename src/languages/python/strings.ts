const LITERAL = /^([a-zA-Z]{0,2})("""|'''|"|')/
const ESCAPE = /\\(\r\n|N\{[^}]*\}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[0-7]{1,3}|[\s\S])/g
const SINGLE: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
  '\r': '',
  '\r\n': '',
}

/** A string literal taken apart; undefined where its quote is never closed. */
export interface Literal {
  /** Lower case: '', 'r', 'b', 'f', 'rb' ... */
  readonly prefix: string
  readonly content: string
}

export function literalOf(text: string): Literal | undefined {
  const match = LITERAL.exec(text)
  const prefix = match?.[1]
  const quote = match?.[2]
  if (prefix === undefined || quote === undefined) return undefined
  const start = prefix.length + quote.length
  if (text.length < start + quote.length || !text.endsWith(quote)) return undefined
  return { prefix: prefix.toLowerCase(), content: text.slice(start, -quote.length) }
}

/** The value of a literal that is no format string; undefined for a character given by name (`\N{...}`). */
export function valueOfLiteral({ prefix, content }: Literal): string | undefined {
  if (prefix.includes('r') || !content.includes('\\')) return content
  if (content.includes('\\N{') && !prefix.includes('b')) return undefined
  const bytes = prefix.includes('b')
  return content.replace(ESCAPE, (all: string, escape: string) => decode(all, escape, bytes))
}

function decode(all: string, escape: string, bytes: boolean): string {
  const single = SINGLE[escape]
  if (single !== undefined) return single
  const first = escape.charAt(0)
  if (first >= '0' && first <= '7') return String.fromCharCode(parseInt(escape, 8))
  if (first === 'x' && escape.length > 1) return String.fromCharCode(parseInt(escape.slice(1), 16))
  if (!bytes && /^[uU]./.test(escape)) {
    const code = parseInt(escape.slice(1), 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  }
  return all
}
