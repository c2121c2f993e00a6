import fc from 'fast-check'
import { compareVersions } from '../../src/releases/version.ts'
import { rules } from '../../src/rules/index.ts'
import { disagreements } from '../support/disagreements.ts'
import { engines, play, readerOf, setup, type Setup } from '../support/histories.ts'
import { viewOf, versionOf, type Made } from '../support/worlds.ts'

/** The rules that speak of paths and what runs on them. */
const counted = rules.filter(({ category }) => ['backport-gap', 'missing-noop', 'history'].includes(category))

/** Every line counts: whether a line is at its end is a guess that rules make where nobody says it. */
const config = 'releases: { supported: [">=0"] }\n'

/** What the rules say above a note about the release made last. */
function complaints(setup: Setup, made: readonly Made[]): readonly string[] {
  const view = viewOf(made, made.at(-1)!.tag, readerOf(setup), config)
  const found = counted.flatMap((rule) => rule.find(view))
  return found
    .filter(({ severity }) => severity !== 'note')
    .map(({ rule, subject, severity }) => `${rule} ${subject} ${severity}`)
}

/** What becomes of users of one release who move to others, each step by the engine's own answer. */
function walk(
  { family, behaviour }: Setup,
  way: readonly Made[],
  about?: string,
): 'refused' | 'skips' | 'loses' | 'runs' {
  const engine = engines[family]
  const [start, ...rest] = way
  let state = engine.install(start!.list.migrations)
  for (const stop of rest) {
    const { obstacles, after } = engine.upgrade(state, stop.list.migrations, behaviour)
    if (
      obstacles.some(
        ({ effect, certain, migration: { id } }) => effect === 'refuses' && certain && id === (about ?? id),
      )
    )
      return 'refused'
    state = after
  }
  const target = way.at(-1)!.list.migrations
  if (about === undefined && target.some(({ id, effect }) => effect !== 'noop' && !state.migrations.has(id)))
    return 'skips'
  const had = way.slice(0, -1).flatMap(({ list }) => list.migrations)
  return had.some(
    ({ id, effect }) => effect !== 'noop' && id === (about ?? id) && !target.some((other) => other.id === id),
  )
    ? 'loses'
    : 'runs'
}

/** Every way of up to three steps upwards between the releases that goes through the last one made. */
function waysOf(made: readonly Made[]): readonly (readonly Made[])[] {
  const candidate = made.at(-1)!
  const ways: (readonly Made[])[] = []
  function extend(way: readonly Made[]): void {
    if (way.length > 1 && way.includes(candidate)) ways.push(way)
    if (way.length === 4) return
    for (const next of made) if (isAbove(next, way.at(-1)!)) extend([...way, next])
  }
  for (const start of made) extend([start])
  return ways
}

function isAbove(a: Made, b: Made): boolean {
  return compareVersions(versionOf(a.tag), versionOf(b.tag)) > 0
}

/** The three promises, as far as they touch the release made last; each break in a few words. */
function broken(setup: Setup, made: readonly Made[]): readonly string[] {
  const candidate = made.at(-1)!
  const breaks: string[] = []
  const told = (way: readonly Made[]): string => way.map(({ tag }) => tag).join(' to ')
  // Whoever moves to it gets there, gets all of it, and keeps what they had.
  for (const way of waysOf(made)) {
    const outcome = walk(setup, way)
    // What is skipped between later stops alone, or without a stop at it, is not this release's doing.
    const at = way.indexOf(candidate)
    const others = [way.slice(at + 1), at > 0 && at < way.length - 1 ? way.toSpliced(at, 1) : []]
    const skips = outcome === 'skips' && !others.some((other) => other.length > 1 && walk(setup, other) === 'skips')
    if (skips) breaks.push(`${told(way)} skips`)
    if (way.length !== 2 || way[1] !== candidate) continue
    if (outcome === 'refused' || outcome === 'loses') breaks.push(`${told(way)} ${outcome}`)
  }
  // Whoever leaves it finds on every newer line a release that takes them as they are.
  for (const line of new Set(made.map((one) => one.line))) {
    const targets = made.filter((one) => one.line === line && line !== candidate.line && isAbove(one, candidate))
    if (targets.length > 0 && !targets.some((target) => walk(setup, [candidate, target]) === 'runs'))
      breaks.push(
        `${candidate.tag} to line ${line}: ${targets.map((target) => walk(setup, [candidate, target])).join(', ')}`,
      )
  }
  return [...breaks, ...passedBy(setup, made)]
}

/** What the last release brings to the newest line, or to an older one, while a line between the two stays without. */
function passedBy(setup: Setup, made: readonly Made[]): readonly string[] {
  const candidate = made.at(-1)!
  const before = made.slice(0, -1)
  const base =
    before.findLast(({ line }) => line === candidate.line) ?? highest(before.filter((one) => isAbove(candidate, one)))
  const known = new Set(base?.list.migrations.map(({ id }) => id))
  const last = new Map(made.map((one) => [Number(one.line), one]))
  const newest = last.get(Math.max(...last.keys()))!
  const has = (one: Made, id: string): boolean => one.list.migrations.some((other) => other.id === id)
  return candidate.list.migrations.flatMap(({ id }) => {
    if (base === undefined || known.has(id) || !has(newest, id)) return []
    const lines = [...last].sort(([a], [b]) => a - b).map(([, one]) => one)
    return lines.flatMap((target, n) => {
      const older = has(target, id) ? [] : lines.slice(0, n).filter((one) => has(one, id))
      const bad = older.filter((one) => walk(setup, [one, target], id) !== 'runs')
      return bad.map((one) => `${id}: ${one.tag} to ${target.tag}`)
    })
  })
}

function highest(among: readonly Made[]): Made | undefined {
  return among.reduce<Made | undefined>((best, one) => (best && isAbove(best, one) ? best : one), undefined)
}

function disagreement(one: Setup): string | undefined {
  const made = play(one)
  const [said, found] = [complaints(one, made), broken(one, made)]
  if (said.length > 0 === found.length > 0) return undefined
  const history = made.map(({ tag, list }) => {
    return `${tag}: ${list.migrations.map(({ id, effect }) => (effect === 'noop' ? `(${id})` : id)).join(' ')}`
  })
  return [...history, `said: ${said.join('; ')}`, `broken: ${found.join('; ')}`].join('\n')
}

it('hold exactly when no rule reports anything above a note', () => {
  fc.assert(
    fc.property(setup, (one) => {
      fc.pre(play(one).length > 1)
      const found = disagreement(one)
      if (found !== undefined) throw new Error(found)
    }),
    { numRuns: Number(process.env.RUNS ?? 1500) },
  )
})

it.each(Object.entries(disagreements))('agree: %s', (_, one) => {
  expect(disagreement(one)).toBeUndefined()
})
