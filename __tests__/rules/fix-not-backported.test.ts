import type { BackportGap } from '../../src/backports/gaps.ts'
import type { Line } from '../../src/model.ts'
import { fixNotBackported } from '../../src/rules/fix-not-backported.ts'
import type { View } from '../../src/view.ts'
import { settingsView } from '../support/settings-view.ts'

function gap(commit: string, ...missing: string[]): BackportGap {
  return { commit: commit.repeat(40), subject: `Fix ${commit}`, date: 1, missing, on: ['1.0', '4.0'], paths: [] }
}

/** What is said of gaps on lines 2.0, which gets fixes, and 3.0 and 3.1, which nobody supports. */
function told(...gaps: BackportGap[]) {
  const plain = settingsView({}, {})
  const release = plain.earlier[0]!
  const lines = ['2.0', '3.0', '3.1'].map((name): Line => {
    return { name, supported: name === '2.0', releases: [{ ...release, tag: `v${name}`, ref: `v${name}`, line: name }] }
  })
  const view: View = { ...plain, gaps, lines, line: (name) => lines.find((line) => line.name === name) }
  const [finding] = fixNotBackported.find(view)
  return { ...finding!, ...fixNotBackported.tell(finding!, view) }
}

describe('fix-not-backported', () => {
  it('speaks of what a line lacks that still gets fixes, and counts the rest', () => {
    const { message, severity, evidence, fix, subject, ids } = told(gap('a', '3.0', '3.1'), gap('b', '2.0', '3.0'), gap('c', '3.1')) // prettier-ignore
    expect(message).toBe('the fix "Fix b" is missing on line 2.0 (v2.0), and on 1 line that seems to be at its end; 2 more only on 2 lines that seem to be at their end') // prettier-ignore
    expect([severity, subject]).toEqual(['warning', 'b'.repeat(40)])
    expect(evidence.map((line) => line[0])).toEqual(['b', 'a', 'c'])
    expect(fix).toContain('--fix bbbbbbbbbbbb')
    expect(ids).toHaveLength(3)
  })

  it('notes what only lines at their end lack', () => {
    const { message, severity } = told(gap('a', '3.0'), gap('b', '3.1'))
    expect([severity, message]).toEqual(['note', '2 fixes are missing on line 3.0, 3.1 (v3.0, v3.1)'])
  })
})
