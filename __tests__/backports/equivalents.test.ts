import * as fc from 'fast-check'
import { join } from 'node:path'
import { matchCommits } from '../../src/backports/command.ts'
import { createEquivalents } from '../../src/backports/equivalents.ts'
import { readGraph } from '../../src/git/graph.ts'
import { openRepository, type Repository } from '../../src/git/repository.ts'
import { makeChanges, type Change } from '../support/two-lines.ts'
import { temporaryFolder } from '../support/git.ts'

const folder = temporaryFolder('equivalents')
let made = 0

const branches = ['main', 'one', 'two'] as const
const subjects = ['Repair the leaking pump', 'Replace the old valve', 'Count the flow of water', 'Fix tests'] as const

interface Step {
  readonly on: number
  /** Number of an earlier step to pick, revert or do anew. */
  readonly of: number
  readonly how: 'new' | 'pick' | 'stated' | 'revert'
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    on: fc.nat(2),
    of: fc.nat(20),
    how: fc.constantFrom<Step['how']>('new', 'new', 'pick', 'stated', 'revert'),
  }),
  { minLength: 3, maxLength: 14 },
)

/** Changes of three branches from one root. */
function changesOf(drawn: readonly Step[]): readonly Change[] {
  const changes: Change[] = [{ id: 'c0', message: 'Start', files: { a: 'a\n' } }]
  for (const [n, { on, of, how }] of drawn.entries()) {
    const earlier = changes[of % changes.length]
    const place = { id: `c${n + 1}`, on: branches[on % 3] ?? 'main', from: 'c0' }
    const files = { [`f${of % 3}`]: `line of ${of}\nand one more ${n % 2}\nand a third\n` }
    if (how === 'new' || !earlier || earlier.id === 'c0') {
      changes.push({ ...place, message: subjects[of % 4] ?? '', files })
    } else if (how === 'revert') {
      const subject = earlier.message.split('\n')[0] ?? ''
      changes.push({ ...place, message: `Revert "${subject}"\n\nThis reverts commit {${earlier.id}}.`, files })
    } else {
      const authored = earlier.authored ?? Number(earlier.id.slice(1))
      const trailer = how === 'stated' ? `\n\n(cherry picked from commit {${earlier.id}})` : ''
      changes.push({ ...place, authored, message: earlier.message + trailer, files: earlier.files ?? {} })
    }
  }
  return changes
}

async function withChanges(
  changes: readonly Change[],
  use: (repository: Repository, tips: readonly string[]) => Promise<void>,
): Promise<void> {
  const directory = join(folder, `${made++}`)
  const ids = await makeChanges(directory, changes)
  const tip = (branch: string) => ids[changes.findLast(({ on = 'main' }) => on === branch)?.id ?? 'c0'] ?? ''
  const repository = await openRepository(directory)
  try {
    await use(repository, branches.map(tip))
  } finally {
    repository.close()
  }
}

describe('createEquivalents', () => {
  it('answers each pair as if it were the only one', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (drawn) => {
        await withChanges(changesOf(drawn), async (repository, tips) => {
          const shared = createEquivalents(repository, await readGraph(repository.directory, tips))
          for (const from of tips) {
            for (const to of tips) {
              const alone = await matchCommits(repository, { from, to })
              expect(await shared.match(from, to)).toEqual(alone)
            }
          }
        })
      }),
      { numRuns: 12 },
    )
  })

  it('looks at those commits alone that it is asked about, and at no contents where messages shall do', async () => {
    const changes: readonly Change[] = [
      { id: 'c0', message: 'Start', files: { a: 'a\n' } },
      { id: 'c1', message: 'Repair the leaking pump', files: { a: 'a\nrepaired here\nand there\n' } },
      { id: 'c2', on: 'one', from: 'c0', message: 'Stop the water', files: { a: 'a\nrepaired here\nand there\n' } },
      { id: 'c3', on: 'one', message: 'Paint the door', files: { door: 'green\n' } },
    ]
    await withChanges(changes, async (repository, [main = '', one = '']) => {
      const matcher = createEquivalents(repository, await readGraph(repository.directory, [main, one]))
      const [, stop = ''] = matcher.own(one, main)
      expect(await matcher.match(one, main, [stop], 'messages')).toEqual([{ commit: stop, equivalent: null }])
      expect(await matcher.match(one, main, [stop])).toEqual([{ commit: stop, equivalent: main, by: 'patch-id' }])
    })
  })
})
