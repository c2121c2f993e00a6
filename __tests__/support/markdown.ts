/** Just enough of GitHub's Markdown to judge our own: what of it is live, once code is taken out. */

export interface LiveMarkdown {
  /** Lines outside fences, code spans blanked. */
  readonly lines: readonly string[]
  /** False where a fence or a `<details>` is left open. */
  readonly closed: boolean
}

export function liveMarkdown(markdown: string): LiveMarkdown {
  const lines: string[] = []
  let fence: string | undefined
  let depth = 0
  for (const line of markdown.split('\n')) {
    const mark = /^(`{3,}|~{3,})([^`]*)$/.exec(line)
    if (fence !== undefined) {
      if (mark?.[1]?.startsWith(fence) && mark[2]?.trim() === '') fence = undefined
      continue
    }
    if (mark) {
      fence = mark[1]
      continue
    }
    if (line === '<details>') depth++
    if (line === '</details>') depth--
    // Inside an HTML block there are no code spans.
    lines.push(line.startsWith('<') ? line : withoutCodeSpans(line))
  }
  return { lines, closed: fence === undefined && depth === 0 }
}

/** A backtick after a backslash opens no span; inside a span a backslash is nothing special. */
function withoutCodeSpans(line: string): string {
  let shown = ''
  for (let at = 0; at < line.length;) {
    const run = /^`+/.exec(line.slice(at))?.[0]
    if (line[at] === '\\') {
      shown += line.slice(at, at + 2)
      at += 2
    } else if (run === undefined) {
      shown += line[at] ?? ''
      at++
    } else {
      const close = new RegExp(`(?<!\`)${run}(?!\`)`).exec(line.slice(at + run.length))
      shown += close ? 'CODE' : run
      at += run.length + (close ? close.index + run.length : 0)
    }
  }
  return shown
}

/** The words of a line as GitHub looks through them for mentions and references: escapes and entities resolved. */
export function shownWords(line: string): string {
  return line
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(lt|gt|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? '')
}
