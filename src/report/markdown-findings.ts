import type { ReportedFinding, Severity } from '../model.ts'
import { clip, markdownCode, markdownFence, markdownHtml, markdownText } from './escape.ts'
import { span } from './fold.ts'
import { fixParts, placeWords, witnessWords } from './words.ts'

const EVIDENCE_SHOWN = 20
const CODE_LIMIT = 4_000

export const SIGNS = { error: '❌ error', warning: '⚠️ warning', note: 'ℹ️ note' } as const satisfies Record<
  Severity,
  string
>

export const FINDINGS_HEAD = '| | Rule | Subject | What | Where |\n|---|---|---|---|---|\n'

export function findingRow(finding: ReportedFinding): string {
  const state = finding.state === undefined ? '' : ` (${finding.state})`
  const cells = [
    `${SIGNS[finding.severity]}${state}`,
    markdownCode(finding.rule),
    markdownCode(clip(finding.subject, 120)),
    markdownText(clip(finding.message, 300)),
    finding.location ? markdownCode(clip(placeWords(finding.location), 160)) : '',
  ]
  return `| ${cells.join(' | ')} |`
}

/** Evidence, witness and fix, folded. Blank lines around the inside: without them GitHub shows its Markdown as text. */
export function findingDetails(finding: ReportedFinding): string {
  const title = `${SIGNS[finding.severity]} <b>${markdownHtml(finding.rule)}</b> ${markdownHtml(clip(finding.subject, 120))}`
  return [`<details>\n<summary>${title}</summary>`, evidenceList(finding), ...fixBlocks(finding.fix), '</details>']
    .filter(Boolean)
    .join('\n\n')
}

function evidenceList(finding: ReportedFinding): string {
  const more = finding.evidence.length - EVIDENCE_SHOWN
  return [
    `- ${markdownText(clip(finding.message, 2_000))}`,
    ...(finding.releases.length > 0 ? [`- affects ${markdownText(clip(span(finding.releases), 300))}`] : []),
    ...finding.evidence.slice(0, EVIDENCE_SHOWN).map((item) => `- ${markdownText(clip(item, 400))}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
    ...(finding.witness ? [`- witness: ${markdownText(witnessWords(finding.witness))}`] : []),
  ].join('\n')
}

function fixBlocks(fix: string): string[] {
  return fixParts(fix).map((part, index) => {
    if (part.kind === 'verbatim') return markdownFence(wholeLines(part.text))
    return `${index === 0 ? '**Fix:** ' : ''}${markdownText(clip(part.text, 2_000))}`
  })
}

/** Code cut in the middle of a line would be pasted wrong. */
function wholeLines(code: string): string {
  if (code.length <= CODE_LIMIT) return code
  const cut = code.slice(0, CODE_LIMIT)
  const end = cut.lastIndexOf('\n')
  return `${end > 0 ? cut.slice(0, end) : clip(code, CODE_LIMIT)}\n... shortened, the JSON report has all of it`
}
