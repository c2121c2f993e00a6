import type { Acceptance, AcceptedFinding, Finding, ReportedFinding, StaleAcceptance, Words } from '../model.ts'
import { fingerprint } from '../report/fingerprint.ts'
import type { View } from '../view.ts'
import { isAccepted, isExpired } from './acceptance.ts'
import { rules } from './index.ts'
import type { Rule } from './rule.ts'

export interface Judgement {
  readonly findings: readonly ReportedFinding[]
  readonly accepted: readonly AcceptedFinding[]
  readonly stale: readonly StaleAcceptance[]
}

/** Puts what was found into words. What is among `known` is told apart; what the config accepts is set aside. */
export function judge(view: View, found: readonly Found[], known: ReadonlySet<string>): Judgement {
  const findings: ReportedFinding[] = []
  const accepted: AcceptedFinding[] = []
  const used = new Set<Acceptance>()
  for (const { rule, finding } of found) {
    const isNew = finding.known !== true && !known.has(keyOf(finding))
    const words = named(rule.tell(finding, view), finding, view)
    const first = finding.releases[0]
    const reported: ReportedFinding = {
      ...finding,
      ...words,
      new: isNew,
      ...(first === undefined ? {} : { firstAffected: first }),
      fingerprint: fingerprint(finding.rule, finding.subject, finding.facts),
    }
    const acceptance = view.config.accept.find((entry) => isAccepted(entry, finding, view))
    if (acceptance) {
      used.add(acceptance)
      accepted.push({ ...reported, acceptance })
    } else {
      findings.push(reported)
    }
  }
  const stale = view.config.accept.flatMap((acceptance): StaleAcceptance[] => {
    if (isExpired(acceptance, view)) return [{ acceptance, why: 'expired' }]
    return used.has(acceptance) ? [] : [{ acceptance, why: 'unused' }]
  })
  return { findings: findings.sort(bySeverity), accepted, stale }
}

/** What a rule found, before words. */
export interface Found {
  readonly rule: Rule
  readonly finding: Finding
}

/** A key for each rule and subject found: what is known to a later check that this one is the base of. */
export function keysOf(found: readonly Found[]): ReadonlySet<string> {
  return new Set(found.map(({ finding }) => keyOf(finding)))
}

/** Runs every rule that is on, or those among them. */
export function findAll(view: View, among: readonly Rule[] = rules): readonly Found[] {
  return among.flatMap((rule) => {
    const setting = view.config.rules[rule.id]
    if (setting === 'off' || (rule.off === true && setting === undefined)) return []
    return rule.find(view).map((finding) => {
      const counts = finding.state !== 'satisfied' && touchesSupported(finding, view)
      return { rule, finding: setting !== undefined && counts ? { ...finding, severity: setting } : finding }
    })
  })
}

/** What touches no supported release stays a note whatever the config says of its rule. */
function touchesSupported(finding: Finding, view: View): boolean {
  if (finding.releases.length === 0) return true
  return view.earlier.some((release) => finding.releases.includes(release.tag) && view.supported(release))
}

function keyOf(finding: Finding): string {
  // Two surfaces may well have a setting of one name each.
  return [finding.rule, finding.subject, surfaceOf(finding) ?? ''].join('\n')
}

/** The surface of settings that a finding is about. */
function surfaceOf({ facts }: Finding): string | undefined {
  const { surface } = facts as { readonly surface?: unknown }
  return typeof surface === 'string' ? surface : undefined
}

/** A setting alone says little where many resources, modules or charts have settings. */
function named(words: Words, finding: Finding, view: View): Words {
  const surface = surfaceOf(finding)
  if (surface === undefined || surface === finding.subject) return words
  const all = [...view.snapshot(view.candidate).settings.values()]
  const format = all.find(({ name }) => name === surface)?.format
  const several = format !== undefined && all.filter((one) => one.format === format).length > 1
  return several ? { ...words, message: `${surface}: ${words.message}` } : words
}

const severities = ['error', 'warning', 'note']

function bySeverity(a: Finding, b: Finding): number {
  const order = severities.indexOf(a.severity) - severities.indexOf(b.severity)
  if (order !== 0) return order
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1
  return a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0
}
