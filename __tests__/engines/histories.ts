import fc from 'fast-check'

/** One migration of a made-up release, in no system's format. */
export interface Step {
  /** Its name in numbers, 1 to 40: what systems with an order of their own sort by. */
  readonly number: number
  /** Digits that the number is written with at least. */
  readonly width: number
  readonly slug: string
  /** What it does; 0 is nothing, another number is another text. */
  readonly body: number
  /** Which remark stands in its text; 0 is none. */
  readonly remark: number
  /** Numbers of the steps that it follows; systems without a graph do not care. */
  readonly parents: readonly number[]
  /** Earlier steps in whose place it stands (a squash). */
  readonly replaces: readonly Step[]
}

/** Parents first; never empty, as an empty list is none. */
export type Release = readonly Step[]

const LAST = 40
const SLUGS = ['a', 'add_users', 'add_index_to_users', 'b2', 'drop_users', 'z'] as const

/** Ways in which a release differs from the one it was made from. */
const ADDITIONS = ['append', 'insert', 'branch', 'merge'] as const
const CHANGES = ['edit', 'remark', 'remove', 'renumber', 'rename', 'rewrite-number', 'move'] as const
/** And those of systems where a migration may declare to replace others. */
const SQUASHES = ['squash', 'drop-squashed', 'settle'] as const

interface Edit {
  readonly kind: (typeof ADDITIONS)[number] | (typeof CHANGES)[number] | (typeof SQUASHES)[number]
  /** Which step, counted round. */
  readonly at: number
  readonly number: number
  readonly width: number
  readonly slug: string
  readonly body: number
}

function edits(kinds: readonly Edit['kind'][], maxLength: number): fc.Arbitrary<readonly Edit[]> {
  const edit = fc.record({
    kind: fc.constantFrom(...kinds),
    at: fc.nat(LAST),
    number: fc.integer({ min: 1, max: LAST }),
    width: fc.constantFrom(1, 3),
    slug: fc.constantFrom(...SLUGS),
    body: fc.constantFrom(1, 2, 3, 0),
  })
  return fc.array(edit, { maxLength })
}

/** Half of the releases to start from are plain lines, as most are. */
const bases = fc.oneof(edits(ADDITIONS, 7), edits(['append'], 7))

/** What a database meets in its life: a release that is installed and two that it is upgraded to. */
export type Life = readonly [Release, Release, Release]

/** The last release is made from the second, or from the first as another line's would be. */
function livesOf(kinds: readonly Edit['kind'][]): fc.Arbitrary<Life> {
  return fc.tuple(bases, edits(kinds, 4), edits(kinds, 4), fc.boolean()).map(([base, second, third, sibling]) => {
    const first = base.reduce(edited, [])
    const a = first.length > 0 ? first : edited([], FIRST)
    const b = second.reduce(edited, a)
    return [a, b, third.reduce(edited, sibling ? a : b)]
  })
}

export const lives = livesOf([...ADDITIONS, ...CHANGES])

export const livesWithSquashes = livesOf([...ADDITIONS, ...CHANGES, ...SQUASHES, ...SQUASHES])

const FIRST: Edit = { kind: 'append', at: 0, number: 1, width: 1, slug: 'a', body: 1 }

function edited(release: Release, edit: Edit): Release {
  const at = release.length === 0 ? 0 : edit.at % release.length
  const step = release[at]
  const { number, width, slug, body } = edit
  const fresh = (wanted: number, parents: readonly number[]): Step => ({
    number: freeNumber(release, wanted),
    width,
    slug,
    body,
    remark: 0,
    parents,
    replaces: [],
  })
  const changed = (change: Partial<Step>): Release => release.with(at, { ...step!, ...change })
  if (step === undefined) return [fresh(number, [])]
  switch (edit.kind) {
    case 'append':
      return [...release, fresh(highest(release) + 1, [release.at(-1)!.number])]
    case 'branch':
      return [...release, fresh(number, body === 3 ? [] : [step.number])]
    case 'merge':
      return [...release, fresh(highest(release) + 1, headsOf(release))]
    case 'insert':
      return inserted(release, at, fresh(number, step.parents))
    case 'edit':
      return changed({ body: body === step.body ? (body + 1) % 4 : body })
    case 'remark':
      return changed({ remark: step.remark + 1 })
    case 'rename':
      return changed({ slug })
    case 'rewrite-number':
      return changed({ width: step.width === 1 ? 3 : 1 })
    case 'renumber': {
      const free = freeNumber(release, number)
      const parents = (old: Step): readonly number[] => old.parents.map((id) => (id === step.number ? free : id))
      return changed({ number: free }).map((other) => ({ ...other, parents: parents(other) }))
    }
    case 'remove':
      return release.length === 1 ? release : removed(release, at)
    case 'move': {
      if (release.length === 1) return release
      const rest = removed(release, at)
      const place = number % rest.length
      return inserted(rest, place, { ...step, parents: rest[place]!.parents })
    }
    case 'squash':
      return squashed(release, at, fresh(number, []), 2 + (number % 2))
    case 'drop-squashed': {
      const gone = new Set(step.replaces.map((old) => old.number))
      return release.filter((old) => !gone.has(old.number))
    }
    case 'settle':
      return settled(release, at)
  }
}

/** The step takes a place between another one and what that one followed. */
function inserted(release: Release, at: number, step: Step): Release {
  const next = release[at]!
  return [...release.slice(0, at), step, { ...next, parents: [step.number] }, ...release.slice(at + 1)]
}

/** What followed the step follows what it followed. */
function removed(release: Release, at: number): Release {
  const gone = release[at]!
  return release.toSpliced(at, 1).map((step) => ({
    ...step,
    parents: [...new Set(step.parents.flatMap((id) => (id === gone.number ? gone.parents : [id])))],
  }))
}

/**
 * A few neighbours, and after them one step that stands for them all. What is a squash or part of one stays out: of two
 * that meet, Django takes one or the other from run to run, as it reads them from a set.
 */
function squashed(release: Release, at: number, squash: Step, length: number): Release {
  const replaces = release.slice(at, at + length)
  const taken = new Set(release.flatMap((step) => step.replaces.map(({ number }) => number)))
  if (replaces.some((step) => step.replaces.length > 0 || taken.has(step.number))) return release
  const inside = new Set(replaces.map(({ number }) => number))
  const parents = new Set(replaces.flatMap((step) => step.parents).filter((number) => !inside.has(number)))
  return release.toSpliced(at + replaces.length, 0, { ...squash, parents: [...parents], replaces })
}

/** A squash becomes a step as any other once nothing is left of what it replaced. */
function settled(release: Release, at: number): Release {
  const squash = release[at]!
  const gone = new Set(squash.replaces.map(({ number }) => number))
  if (release.some(({ number }) => gone.has(number))) return release
  const renamed = (number: number): number => (gone.has(number) ? squash.number : number)
  return release
    .with(at, { ...squash, replaces: [] })
    .map((step) => ({ ...step, parents: [...new Set(step.parents.map(renamed))] }))
}

export function headsOf(release: Release): readonly number[] {
  const followed = new Set(release.flatMap(({ parents }) => parents))
  return release.map(({ number }) => number).filter((number) => !followed.has(number))
}

function highest(release: Release): number {
  return Math.max(0, ...release.map(({ number }) => number))
}

/** The wanted number, or the next one that nobody has. */
function freeNumber(release: Release, wanted: number): number {
  const taken = new Set(release.map(({ number }) => number))
  let free = wanted
  while (taken.has(free)) free = (free % (2 * LAST)) + 1
  return free
}

/** The number as the step writes it. */
export function digitsOf({ number, width }: Pick<Step, 'number' | 'width'>): string {
  return String(number).padStart(width, '0')
}
