import type { Finding, Words } from '../model.ts'
import type { View } from '../view.ts'

export type Category = 'backport-gap' | 'missing-noop' | 'history' | 'settings' | 'versions' | 'check'

/** One rule: one file, one test, one page, one line in the index. */
export interface Rule<Facts = unknown> {
  /** The file's name. */
  readonly id: string
  readonly category: Category
  /** One line: fires when ... */
  readonly summary: string
  /** For the page: why it matters to the users of the product. */
  readonly why: string
  /** A history in a few lines that makes it fire. */
  readonly example: string
  readonly cure: string
  /** How severities are decided, as in the catalogue: `E`, `open E, pending W, satisfied N`. */
  readonly severities: string
  /** Off unless the config turns it on. */
  readonly off?: true
  find(view: View): readonly Finding<Facts>[]
  /** Plain text; the outputs escape it for where it goes. */
  tell(finding: Finding<Facts>, view: View): Words
}
