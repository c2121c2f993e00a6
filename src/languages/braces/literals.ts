/** Languages with braces, `//` and `/* *\/`: JavaScript with TypeScript, PHP, C#, Go, Java with Kotlin. */
export type BraceLanguage = 'javascript' | 'php' | 'csharp' | 'go' | 'java'

/** Deeper nesting of literals in literals is no program. */
const DEEPEST = 40
const HEREDOC = /<<<[ \t]*(["']?)([A-Za-z_]\w*)\1\r?\n/y
const QUOTES = /"+/y
const PREFIX = /(?:\$+@?|@\$?)(?=")/y

/**
 * Where the literal that starts here ends; undefined where none starts. One that is never closed ends with its line where
 * the language has it so, else with the text.
 */
export function endOfLiteral(text: string, at: number, language: BraceLanguage): number | undefined {
  const char = text.charAt(at)
  switch (language) {
    case 'javascript':
      if (char === '`') return endOfTemplate(text, at + 1, '`', '${', 0)
      return char === '"' || char === "'" ? endOfLine(text, at, char) : undefined
    case 'php':
      if (char === '<') return endOfHeredoc(text, at)
      return char === '"' || char === "'" || char === '`' ? endOfQuoted(text, at + 1, char) : undefined
    case 'go':
      if (char === '`') return after(text, '`', at + 1)
      return char === '"' || char === "'" ? endOfLine(text, at, char) : undefined
    case 'java':
      if (text.startsWith('"""', at)) return endOfQuoted(text, at + 3, '"""')
      return char === '"' || char === "'" ? endOfLine(text, at, char) : undefined
    case 'csharp':
      return char === '"' || char === "'" || char === '$' || char === '@' ? endOfCsharp(text, at) : undefined
  }
}

/** A regular expression of JavaScript on one line; undefined where a slash only divides. */
export function endOfRegex(text: string, start: number): number | undefined {
  let inClass = false
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '\n') return undefined
    if (char === '\\') at += 1
    else if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (char === '/' && !inClass) return at + 1
  }
  return undefined
}

function after(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from)
  return end < 0 ? text.length : end + mark.length
}

function endOfQuoted(text: string, start: number, mark: string): number {
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text.startsWith(mark, at)) return at + mark.length
  }
  return text.length
}

function endOfLine(text: string, start: number, mark: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '\\') at += text.startsWith('\r\n', at + 1) ? 2 : 1
    else if (char === mark) return at + 1
    else if (char === '\n') return at
  }
  return text.length
}

/** A text with code in it (`${...}`, `{...}`), which may hold texts with code in them. */
function endOfTemplate(text: string, start: number, mark: string, open: string, level: number): number {
  if (level > DEEPEST) return text.length
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\' && open === '${') at += 1
    else if (text.startsWith(mark, at)) return at + mark.length
    else if (text.startsWith(open, at)) {
      if (open === '{' && text[at + 1] === '{') at += 1
      else at = endOfCode(text, at + open.length, open, level) - 1
    }
  }
  return text.length
}

function endOfCode(text: string, start: number, open: string, level: number): number {
  let depth = 1
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '{') depth += 1
    else if (char === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    } else if (char === '`' && open === '${') at = endOfTemplate(text, at + 1, '`', open, level + 1) - 1
    else if (char === '"' || char === "'") at = endOfLine(text, at, char) - 1
  }
  return text.length
}

function endOfHeredoc(text: string, start: number): number | undefined {
  HEREDOC.lastIndex = start
  const found = HEREDOC.exec(text)
  if (found === null) return undefined
  // The closing word may be indented - PHP manual, "Heredoc".
  const word = found[2] ?? ''
  for (let line = HEREDOC.lastIndex; line < text.length; line = after(text, '\n', line)) {
    let at = line
    while (text[at] === ' ' || text[at] === '\t') at += 1
    if (text.startsWith(word, at) && !/\w/.test(text.charAt(at + word.length))) return at + word.length
  }
  return text.length
}

/** `'c'`, `"..."`, `@"..."`, `$"..."`, `$@"..."` and `"""..."""` with any number of quotes. */
function endOfCsharp(text: string, start: number): number | undefined {
  if (text[start] === "'") return endOfLine(text, start, "'")
  PREFIX.lastIndex = start
  const prefix = PREFIX.exec(text)?.[0] ?? ''
  const at = start + prefix.length
  if (text[at] !== '"') return undefined
  QUOTES.lastIndex = at
  const quotes = QUOTES.exec(text)?.[0] ?? ''
  if (prefix.includes('@')) return endOfVerbatim(text, at + 1)
  if (quotes.length >= 3) return after(text, quotes, at + quotes.length)
  if (quotes.length === 2) return at + 2
  return prefix === '' ? endOfLine(text, at, '"') : endOfTemplate(text, at + 1, '"', '{', 0)
}

/** A doubled quote stands for itself. */
function endOfVerbatim(text: string, start: number): number {
  for (let at = text.indexOf('"', start); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at + 1
  }
  return text.length
}
