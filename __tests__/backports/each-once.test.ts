import fc from 'fast-check'
import { eachOnce } from '../../src/backports/each-once.ts'

describe('eachOnce', () => {
  it('loads every key once, and nobody goes on before what was asked for is there', async () => {
    const key = fc.integer({ min: 0, max: 12 }).map(String)
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(fc.array(key), { maxLength: 6 }), async (scheduler, questions) => {
        const loads: string[] = []
        const here = new Set<string>()
        const load = eachOnce(async (keys) => {
          loads.push(...keys)
          await scheduler.schedule(Promise.resolve())
          for (const one of keys) here.add(one)
        })
        const asked = questions.map(async (keys) => {
          await load(keys)
          return keys.every((one) => here.has(one))
        })
        await scheduler.waitIdle()
        expect(await Promise.all(asked)).toEqual(questions.map(() => true))
        expect(loads.toSorted()).toEqual([...new Set(questions.flat())].sort())
      }),
    )
  })

  it('tells everybody who waits that a load failed', async () => {
    const load = eachOnce(() => Promise.reject(new Error('gone')))
    const answers = await Promise.allSettled([load(['a', 'b']), load(['b']), load([])])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })
})
