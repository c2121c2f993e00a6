import type { LazyJson } from '../../languages/json-lazy.ts'
import { tooMany } from '../../languages/limits.ts'
import { budgetOfFile, type Budget } from '../../languages/yaml-document.ts'
import { parseLargeYaml } from '../../languages/yaml-plain.ts'
import { Unclear } from '../../snapshots/files.ts'

/** One document of a manifest that defines a custom resource. */
export interface Definition {
  /** `metadata.name`, or the first words of the document where it has none. */
  readonly name: string
  /** `apiextensions.k8s.io/v1`, or an older one. */
  readonly api: string
  /** Whether it is a template of a chart. */
  readonly templated: boolean
  /** Parsed when asked for: a file often holds copies of what another one defines. Throws `Unclear`. */
  content(): Located
}

/** A document as data, with lines that count from the start of the file. */
export type Located = LazyJson

/** Bundles of whole platforms have a tenth of it. */
const MOST = 1_000
const KIND = /^kind: *["']?CustomResourceDefinition["']?\s*$/m

/** The custom resource definitions of a manifest, which may hold other documents and the actions of a chart's template. */
export function definitionsIn(text: string): readonly Definition[] {
  if (!text.includes('CustomResourceDefinition')) return []
  const found: Definition[] = []
  const plain = withoutActions(text)
  let from = 0
  // Counted on the way: from the start of the file for each document would take forever on many.
  let line = 0
  const budget = budgetOfFile()
  for (const document of plain.split(/^(?=---(?:\s|$))/m)) {
    const before = line
    for (let at = plain.indexOf('\n', from); at >= 0 && at < from + document.length; at = plain.indexOf('\n', at + 1))
      line += 1
    from += document.length
    if (!KIND.test(document)) continue
    if (found.length === MOST) throw tooMany('custom resource definitions', MOST, before + 1)
    const name = /^metadata:[^\n]*\n(?:[ #][^\n]*\n)*? +name: *["']?([\w.-]+)/m.exec(document)?.[1]
    const api = /^apiVersion: *["']?([\w./-]+)/m.exec(document)?.[1] ?? ''
    let content: Located | undefined
    found.push({
      name: name ?? document.trim().slice(0, 80),
      api,
      templated: plain !== text,
      content: () => (content ??= parseAt(document, before, budget)),
    })
  }
  return found
}

/** Reads one document; the marker of its start becomes a blank line. */
function parseAt(document: string, offset: number, budget: Budget): Located {
  try {
    const { value, lines } = parseLargeYaml(document.replace(/^---[^\n]*/, ''), budget)
    let moved: ReadonlyMap<string, number> | undefined
    const movedLines = (): Map<string, number> =>
      new Map([...lines()].map(([pointer, line]) => [pointer, line + offset]))
    return { value, lines: () => (moved ??= movedLines()) }
  } catch (error) {
    if (error instanceof Unclear) throw new Unclear(error.message, error.line + offset)
    throw error
  }
}

/** An action that decides about others; all others stand for a value. */
const CONTROL = /^\{\{-?\s*(?:if|else|end|with|range|define|block|template|break|continue|\/\*)/

/**
 * Blanks the actions of a chart's template: what they leave is the manifest with everything that may be left out. One that
 * is a part of a word (`{{ .Chart.Name }}-{{ .Chart.Version }}`) becomes a letter. Lines stay where they are.
 */
function withoutActions(text: string): string {
  const parts: string[] = []
  let from = 0
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', from)) {
    const close = text.indexOf('}}', open)
    if (close < 0) break
    const end = close + 2
    const action = text.slice(open, end)
    const isPart = /[^\s{}]/.test(text.charAt(open - 1)) || /[^\s{}]/.test(text.charAt(end))
    const left = isPart && !CONTROL.test(action) && !action.includes('\n') ? 'x' : action.replace(/[^\n]/g, '')
    parts.push(text.slice(from, open), left)
    from = end
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(from)
}
