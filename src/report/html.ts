import { createHash } from 'node:crypto'
import type { Report, ReportedFinding } from '../model.ts'
import { html } from './escape.ts'
import { foldPaths, span } from './fold.ts'
import { STYLE } from './html-style.ts'
import { knownFindings, newFindings, SEVERITIES } from './order.ts'
import {
  acceptedWords,
  candidateName,
  fixParts,
  headline,
  placeWords,
  plural,
  readerWords,
  skippedWords,
  staleWords,
  witnessWords,
} from './words.ts'

/** One page that loads nothing and runs nothing, readable on its own wherever it is put. */
export function renderHtml(report: Report): string {
  const digest = createHash('sha256').update(STYLE).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`
  const fresh = newFindings(report)
  const loud = fresh.filter(({ severity }) => severity !== 'note')
  const notes = fresh.filter(({ severity }) => severity === 'note')
  const known = knownFindings(report)
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>Upgrade paths of ${html(candidateName(report.candidate))}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    ...head(report, fresh),
    ...(fresh.length > 0 ? ['<h2>Findings</h2>', ...loud.map(article)] : []),
    ...fold(plural(notes.length, 'note'), notes.map(article)),
    ...fold(`${plural(known.length, 'known finding')}, already in ${report.base ?? 'the base'}`, known.map(article)),
    ...acceptances(report),
    ...paths(report),
    ...compared(report),
    ...basis(report),
    '</body>',
    '</html>\n',
  ].join('\n')
}

function head(report: Report, fresh: readonly ReportedFinding[]): string[] {
  const { candidate, summary, tool } = report
  const tiles = SEVERITIES.map((severity) => {
    const count = fresh.filter((finding) => finding.severity === severity).length
    return tile(`${count}`, plural(count, severity).replace(/^\d+ /, ''), count > 0 ? severity : '')
  })
  const whole = summary.pathsSafe === summary.pathsChecked
  return [
    `<h1>${html(headline(report))}</h1>`,
    `<p class="soft">Line ${html(candidate.line)}, commit <code>${html(candidate.commit.slice(0, 12))}</code>, ` +
      `${html(candidate.date)}; checked by ${tool.name} ${html(tool.version)}</p>`,
    '<ul class="tiles">',
    ...tiles,
    tile(`${summary.pathsSafe} of ${summary.pathsChecked}`, 'paths safe', whole ? 'safe' : 'refused'),
    '</ul>',
  ]
}

function tile(value: string, label: string, name: string): string {
  return `<li class="${name}"><b class="word">${value}</b> ${label}</li>`
}

function article(finding: ReportedFinding): string {
  const state = finding.state === undefined ? '' : ` (${finding.state})`
  const place = finding.location ? ` <span class="soft">${html(placeWords(finding.location))}</span>` : ''
  const facts = [
    ...(finding.releases.length > 0 ? [`affects ${span(finding.releases)}`] : []),
    ...finding.evidence,
    ...(finding.witness ? [`witness: ${witnessWords(finding.witness)}`] : []),
  ]
  return [
    `<article class="${finding.severity}" id="f-${html(finding.fingerprint)}">`,
    `<h3><span class="word">${finding.severity}${state}</span> <code>${html(finding.rule)}</code> ` +
      `<code>${html(finding.subject)}</code>${place}</h3>`,
    `<p>${html(finding.message)}</p>`,
    ...list(facts),
    ...fixParts(finding.fix).map((part, index) =>
      part.kind === 'verbatim'
        ? `<pre>${html(part.text)}</pre>`
        : `<p>${index === 0 ? '<b>Fix:</b> ' : ''}${html(part.text)}</p>`,
    ),
    '</article>',
  ].join('\n')
}

function list(items: readonly string[]): string[] {
  return items.length === 0 ? [] : ['<ul>', ...items.map((item) => `<li>${html(item)}</li>`), '</ul>']
}

function fold(summary: string, inside: readonly string[]): string[] {
  if (inside.length === 0) return []
  return [`<details><summary>${html(summary)}</summary>`, ...inside, '</details>']
}

function acceptances(report: Report): string[] {
  return [
    ...fold(`${report.accepted.length} accepted`, list(report.accepted.map(acceptedWords))),
    ...fold(
      `${plural(report.staleAcceptances.length, 'acceptance')} to clean up`,
      list(report.staleAcceptances.map(staleWords)),
    ),
  ]
}

function paths(report: Report): string[] {
  const name = (ref: string) => (ref === report.candidate.ref ? candidateName(report.candidate) : ref)
  const rows = foldPaths(report.paths, report.candidate.ref).map((group) => {
    const why = [...new Set(group.reasons.map(({ text }) => text))].join('\n')
    const ends = `<td>${html(span(group.from.map(name)))}</td><td>${html(span(group.to.map(name)))}</td>`
    return `<tr>${ends}<td class="${group.outcome}">${group.outcome}</td><td>${html(why)}</td></tr>`
  })
  return rows.length === 0 ? [] : ['<h2>Upgrade paths</h2>', ...table(['From', 'To', 'Outcome', 'Why'], rows)]
}

function compared(report: Report): string[] {
  const rows = report.compared.map((release) => {
    const cells = [release.tag, release.line, release.date, `${release.migrations}`, `${release.settings}`]
    const text = cells.map((cell) => `<td>${html(cell)}</td>`).join('')
    return `<tr>${text}<td>${release.supported ? 'yes' : 'no, only noted'}</td></tr>`
  })
  return fold(
    `Compared with ${plural(rows.length, 'release')}`,
    rows.length === 0 ? [] : table(['Release', 'Line', 'Date', 'Migrations', 'Settings', 'Supported'], rows),
  )
}

/** What the verdict rests on beside the releases: tags skipped, engines assumed, remarks. */
function basis(report: Report): string[] {
  return [
    ...fold(`Skipped ${skippedWords(report)}`, list(report.skipped.map(({ tag, reason }) => `${tag}: ${reason}`))),
    ...fold(
      'What was read and assumed',
      list([...readerWords(report.readers).map(({ label, text }) => `${label}: ${text}`), ...report.remarks]),
    ),
  ]
}

function table(headings: readonly string[], rows: readonly string[]): string[] {
  const cells = headings.map((heading) => `<th scope="col">${heading}</th>`).join('')
  return [
    '<div class="scroll"><table>',
    `<thead><tr>${cells}</tr></thead>`,
    '<tbody>',
    ...rows,
    '</tbody></table></div>',
  ]
}
