import { makeBadge } from 'badge-maker'
import type { Report } from '../model.ts'
import { newFindings } from './order.ts'
import { declaresNothing, plural } from './words.ts'

/** The answer of a shields.io endpoint. */
export interface Badge {
  readonly schemaVersion: 1
  readonly label: string
  readonly message: string
  readonly color: 'brightgreen' | 'yellow' | 'red' | 'lightgrey'
}

/** `14 of 14 safe`, or how many new errors there are. */
export function badge(report: Report): Badge {
  const { pathsChecked, pathsSafe } = report.summary
  const count = (severity: string) => newFindings(report).filter((finding) => finding.severity === severity).length
  const errors = count('error')
  const base = { schemaVersion: 1, label: 'upgrade paths' } as const
  if (errors > 0) return { ...base, message: plural(errors, 'error'), color: 'red' }
  if (pathsChecked === 0) return { ...base, message: 'no earlier release', color: 'lightgrey' }
  const clear = pathsSafe === pathsChecked && count('warning') === 0
  if (clear && declaresNothing(report)) return { ...base, message: 'no migrations or settings', color: 'lightgrey' }
  return { ...base, message: `${pathsSafe} of ${pathsChecked} safe`, color: clear ? 'brightgreen' : 'yellow' }
}

export function badgeJson(report: Report): string {
  return `${JSON.stringify(badge(report))}\n`
}

export function badgeSvg(report: Report): string {
  const { label, message, color } = badge(report)
  return makeBadge({ label, message, color })
}
