import { assertWellFormed } from './xml.ts'
import { liveMarkdown, shownWords } from './markdown.ts'

/** What a hostile repository would like to be read as more than text. */
export const evil = '::error file=x::injected ##[error]x @octocat #1 <script>alert(1)</script><img src=x onerror=x> [x](http://evil.example) <!-- upgrade-paths --> `x` \u001b[31mred \u009b2J \u202egnp.exe' // prettier-ignore

const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
const trace =
  /\n\s+at .*:\d+:\d+|node:internal|this should not happen|TypeError|RangeError|ReferenceError|Maximum call stack/
const live = /@octocat|(?<!&)#1\b|http:\/\/evil|<script|<img|javascript:/

type Verdict = readonly string[]

function terminal(text: string): Verdict {
  return [
    ...(control.test(text) ? ['a control character'] : []),
    ...(/^\s*::/m.test(text) || text.includes('##[') ? ['a workflow command'] : []),
  ]
}

function markdown(text: string): Verdict {
  const { lines, closed } = liveMarkdown(text)
  const shown = lines.filter((line) => live.test(shownWords(line)) && !/&#60;|&lt;|\\</.test(line))
  const raw = lines.filter((line) => /<script|<img|\]\(http:\/\/evil/.test(line))
  return [
    ...(closed ? [] : ['an open fence']),
    ...shown,
    ...raw,
    ...(control.test(text) ? ['a control character'] : []),
  ]
}

function json(text: string): Verdict {
  JSON.parse(text)
  return control.test(text) || text.includes('##[') ? ['a control character or command'] : []
}

function html(text: string): Verdict {
  return [
    ...(/<script>alert|<img src=x/.test(text) ? ['an element'] : []),
    ...(control.test(text) ? ['a control character'] : []),
  ]
}

function junit(text: string): Verdict {
  assertWellFormed(text)
  return html(text)
}

const judges: Readonly<Record<string, (text: string) => Verdict>> = {
  text: terminal,
  markdown,
  json,
  html,
  sarif: json,
  junit,
}

/** What of an output is more than text where it goes; empty where nothing is. */
export function injections(format: string, text: string): Verdict {
  const found = trace.test(text) ? ['a stack trace'] : []
  return text === '' ? found : [...found, ...(judges[format] ?? terminal)(text)]
}
