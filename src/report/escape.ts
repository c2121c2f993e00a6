/**
 * One function per target. Every name, path, id and sentence in a report may come from a hostile repository, so
 * nothing is written anywhere but through one of these. All take plain text and never throw.
 */

const ZERO_WIDTH_SPACE = '\u200b'

// CSI, OSC and the other string commands, then any two-character escape; in 7-bit and in C1 form.
const ANSI =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/g
// Bidirectional controls reorder what is read; tag characters and the other invisible ones hide text from a person
// but not from a program. Joiners (U+200C, U+200D) stay: names in several scripts need them.
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]/gu
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g
const LONE_SURROGATE = /\p{Surrogate}/gu
const LINE_END = /\r\n?|\n|\u0085|\u2028|\u2029/g

/** Text as lines: no escape sequence, control or invisible character; what was dropped shows as U+FFFD. */
export function cleanLines(text: string): string[] {
  return text
    .replace(LINE_END, '\n')
    .replace(ANSI, '')
    .replace(UNSEEN, '\ufffd')
    .replace(CONTROL, '\ufffd')
    .replace(LONE_SURROGATE, '\ufffd')
    .split('\n')
    .map((line) => line.replace(/\t/g, '    ').trimEnd())
}

/** Text as one line without control or invisible characters, runs of blanks folded. */
export function clean(text: string): string {
  return cleanLines(text).join(' ').replace(/\s+/g, ' ').trim()
}

/** At most `limit` characters, the last one an ellipsis when something was cut; never half a character. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 2)) ? limit - 2 : limit - 1
  return `${text.slice(0, end).trimEnd()}…`
}

/** One line for a terminal or a job's log, where the runner would obey `::command::` at a start and `##[command]` anywhere. */
export function terminal(text: string): string {
  return withoutCommand(clean(text))
}

/** Lines for a terminal, indentation kept. */
export function terminalLines(text: string): string[] {
  return cleanLines(text).map(withoutCommand)
}

function withoutCommand(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1: ').replace(/##(?=\[)/g, '# #')
}

/** The part of a workflow command after its second `::`; line breaks are kept, encoded. */
export function commandData(text: string): string {
  return cleanLines(text)
    .join('\n')
    .replace(/%/g, '%25')
    .replace(/\n/g, '%0A')
    .replace(/##(?=\[)/g, '# #')
}

/** A property (`file`, `title`) of a workflow command. */
export function commandProperty(text: string): string {
  return commandData(clean(text)).replace(/:/g, '%3A').replace(/,/g, '%2C')
}

// GitHub looks for these in the rendered text, after escapes and entities are resolved: only a character in between helps.
const LIVE = /@|#(?=\p{N})|GH-(?=\d)|:(?=\/\/)|:(?=[\w+-]+:)|www(?=\.)|(?:mailto|xmpp):(?=\S)/giu

function defuse(text: string, separator: string): string {
  return text.replace(LIVE, `$&${separator}`)
}

/** Cleaned text with a place held between the characters that GitHub would link: no cleaned text holds a NUL. */
function held(text: string): string {
  return defuse(clean(text), '\u0000')
}

function released(text: string): string {
  return text.replace(/\u0000/g, '&#8203;')
}

/** Inline Markdown text for any block, a table cell too: shows exactly the given words on GitHub and links nothing. */
export function markdownText(text: string): string {
  const escaped = held(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]~$]/g, '\\$&')
    .replace(/\|/g, '&#124;')
    // Only a line's first characters can open a list, a heading, an underline or a table.
    .replace(/^[-+=:#]/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
  return released(escaped)
}

/** A code span for any block, a table cell too. */
export function markdownCode(text: string): string {
  const cleaned = clean(text)
  // A pipe would end the table cell, a backtick the span, and `<!--` could pass for a marker of our own.
  if (cleaned === '' || /[`|<]/.test(cleaned)) return `<code>${markdownText(cleaned)}</code>`
  return `\`${cleaned}\``
}

/** A fenced block, longer fence than any run of backticks inside. `language` is ours, never the repository's. */
export function markdownFence(text: string, language = ''): string {
  const lines = cleanLines(text).map((line) => line.replace(/<!--(?=\s*upgrade-paths)/gi, `<!-${ZERO_WIDTH_SPACE}-`))
  const longest = Math.max(0, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return [`${fence}${language}`, ...lines, fence].join('\n')
}

/** Text inside an HTML element that stands in Markdown (`<summary>`), where GitHub still looks for mentions. */
export function markdownHtml(text: string): string {
  return released(held(text).replace(/[&<>"']/g, htmlEntity))
}

/** A quoted Mermaid label: all but plain letters, digits and a few signs as Mermaid's own `#code;`. */
export function mermaidLabel(text: string): string {
  return clip(clean(text) || '(empty)', 60).replace(/[^\p{L}\p{N} .,_/+-]/gu, (char) => `#${char.codePointAt(0) ?? 0};`)
}

function htmlEntity(char: string): string {
  return `&#${char.charCodeAt(0)};`
}

/** Text or a quoted attribute's value in HTML; line breaks are kept. */
export function html(text: string): string {
  return cleanLines(text)
    .join('\n')
    .replace(/[&<>"']/g, htmlEntity)
}

/** Text or a quoted attribute's value in XML 1.0; line breaks are kept as references, which attributes need. */
export function xml(text: string): string {
  return html(text).replace(/\n/g, '&#10;')
}

/** A SARIF message: viewers link `[text](target)` and fill `{0}`, and may pass the text on to an issue. */
export function sarifText(text: string): string {
  const plain = cleanLines(text)
    .join('\n')
    .replace(/\](?=\()/g, `]${ZERO_WIDTH_SPACE}`)
  return defuse(plain, ZERO_WIDTH_SPACE)
    .replace(/<(?=[a-z/!?])/gi, `<${ZERO_WIDTH_SPACE}`)
    .replace(/\{(?=\d)/g, `{${ZERO_WIDTH_SPACE}`)
    .replace(/^(\s*):(?=:)/gm, '$1: ')
}

/** JSON text that is safe to print: what a terminal or a runner would obey is written as `\uXXXX`; same value. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replace(/##(?=\[)/g, '\\u0023#')
    .replace(UNSEEN, codeUnits)
    .replace(/[\u007f-\u009f]/g, codeUnits)
}

function codeUnits(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
