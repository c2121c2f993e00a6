import { groupBy } from '../group.ts'
import type { RuntimeFloor, Snapshot } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import { tagsOf } from './migrations.ts'
import type { Rule } from './rule.ts'
import { weighBreak } from './settings.ts'
import { span } from './words.ts'
import { baseRelease } from '../world.ts'
import { lowerReleases } from '../view.ts'

export interface RuntimeFacts {
  readonly runtime: string
  readonly before: string
  readonly after: string
  readonly relief?: string
}

export const runtimeRaised: Rule<RuntimeFacts> = {
  id: 'runtime-raised',
  category: 'settings',
  summary: 'the lowest runtime that the product needs went up',
  severities: 'E; N in a version that admits a break, and where nobody is hurt',
  why: 'Where the older runtime is installed the new release does not start.',
  example: 'maven.compiler.release goes from 8 to 17 in 1.5.0.',
  cure: 'Go on supporting the older runtime until a version that admits a break, and announce it before.',
  find(view) {
    const { candidate } = view
    const base = baseRelease(view)
    if (!base) return []
    const before = view.snapshot(base)
    const raised = view.snapshot(candidate).floors.filter((floor) => isRaised(before, floor))
    return [...groupBy(raised, ({ runtime }) => runtime)].map(([runtime, floors]) => {
      const floor = floors.find(({ relief }) => relief === undefined) ?? floors[0]!
      const releases = lowerReleases(view).filter((release) => isRaised(view.snapshot(release), floor))
      return {
        rule: 'runtime-raised',
        ...weighBreak(view, floor.relief === undefined ? 'error' : 'note', releases),
        subject: runtime,
        ids: [...new Set(floors.map(({ place }) => place.path))],
        releases: tagsOf(releases),
        location: floor.place,
        facts: {
          runtime,
          before: askedBefore(before, floor)?.version.text ?? '',
          after: floor.version.text,
          ...(floor.relief === undefined ? {} : { relief: floor.relief }),
        },
      }
    })
  },
  tell({ facts, ids, releases }) {
    const { runtime, before, after, relief } = facts
    const name = runtimeName(runtime)
    return {
      message: `needs ${name} ${after} or newer: ${name} ${before} was enough for ${span(releases)}`,
      evidence: [...(ids.length > 1 ? [`stated in ${ids.join(', ')}`] : []), ...(relief === undefined ? [] : [relief])],
      fix: relief === undefined ? `Go on supporting ${name} ${before}, or release this under a number that admits a break.` : `Nothing; name ${name} ${after} in the notes.`, // prettier-ignore
    }
  },
}

/** What is unknown is not a change: both must state it. */
function isRaised(before: Snapshot, floor: RuntimeFloor): boolean {
  const asked = askedBefore(before, floor)
  return asked !== undefined && compareVersions(asked.version, floor.version) < 0
}

/** What an earlier release asked for in the same file, else in the same kind of manifest, else anywhere: the highest. */
function askedBefore({ floors }: Snapshot, { runtime, source, place }: RuntimeFloor): RuntimeFloor | undefined {
  const same = floors.filter((floor) => floor.runtime === runtime)
  const inSource = same.filter((floor) => floor.source === source)
  const inFile = inSource.filter((floor) => floor.place.path === place.path)
  const nearest = [inFile, inSource, same].find((found) => found.length > 0) ?? []
  return [...nearest].sort((a, b) => compareVersions(a.version, b.version)).at(-1)
}

const names: Readonly<Record<string, string>> = { java: 'Java', node: 'Node.js', python: 'Python', go: 'Go', vscode: 'VS Code' } // prettier-ignore

export function runtimeName(runtime: string): string {
  return names[runtime] ?? runtime
}
