import { createHash } from 'node:crypto'
import { scanRuby } from './ruby/scan.ts'

export interface RubyText {
  /** Comments, blank lines and indentation do not count. */
  readonly digest: string
  /** One entry per line of code, literals as they are written. */
  readonly code: readonly string[]
  /** The first class that has a superclass. */
  readonly className: string | undefined
  readonly superclass: string | undefined
  /** A class whose `up` and `change` are empty, and nothing else that has an effect when it is loaded or run. */
  readonly noop: boolean
}

const CLASS = /^class ([A-Z][\w:]*) ?< ?(.+)$/
const EMPTY_BODY = String.raw`(?:(?:nil|true|return)\n)*`
/** What undoes a migration does not matter, as long as it can be seen where it ends. */
const PLAIN_LINE = String.raw`(?![^\n]*(?:\{|\b(?:do|if|unless|case|begin|while|until|for|def|class|module|end)\b))[^\n]*\n`
const EMPTY_CLASS = new RegExp(
  String.raw`^(?:require[^\n]*\n)*class [A-Z][\w:]* ?<[^\n]*\n` +
    String.raw`(?:disable_ddl_transaction!\n` +
    String.raw`|def (?:self\.)?(?:up|change)(?: ?\(\))?\n${EMPTY_BODY}end\n` +
    String.raw`|def (?:self\.)?down(?: ?\(\))?\n(?:${PLAIN_LINE})*end\n)*end\n$`,
)

/** A Ruby file as far as a digest and the outline of a migration need it; what is unclear is kept. */
export function readRuby(text: string): RubyText {
  const { code, outline } = scanRuby(text.replace(/^\uFEFF/, ''))
  const found = outline.map((line) => CLASS.exec(line)).find((match) => match !== null)
  return {
    digest: createHash('sha1').update(code.join('\n')).digest('hex'),
    code,
    className: found?.[1],
    superclass: found?.[2],
    noop: EMPTY_CLASS.test(outline.map((line) => `${line}\n`).join('')),
  }
}
