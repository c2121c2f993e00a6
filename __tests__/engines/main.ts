import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { migrationReaders } from '../../src/readers.ts'
import type { Driver, RunningEngine } from './driver.ts'
import { drivers } from './drivers.ts'
import { lives } from './histories.ts'
import { proveLife, type Tally } from './prove.ts'
import { withTable, type Proof } from './table.ts'

const PAGE = 'docs/engines.md'
/** Histories for each setting of each engine; each is an installation and two upgrades. */
const HISTORIES = 300
const AT_ONCE = 2

const running = new Set<RunningEngine>()

interface Options {
  readonly seed: number
  readonly paths: number
}

/** Gives the exit code: 0 where every engine did what was predicted. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { check: { type: 'boolean' }, seed: { type: 'string' }, paths: { type: 'string' } },
  })
  const unknown = positionals.filter((name) => !drivers.some(({ system }) => system === name))
  if (unknown.length > 0) {
    console.error(`expected some of ${drivers.map(({ system }) => system).join(', ')}, found ${unknown.join(', ')}`)
    return 2
  }
  const chosen = drivers.filter(({ system }) => positionals.length === 0 || positionals.includes(system))
  const options = { seed: Number(values.seed ?? Date.now() % 2 ** 31), paths: Number(values.paths ?? HISTORIES) }
  // Servers outlive us where nobody stops them.
  const stop = (): void => void Promise.all([...running].map((engine) => engine.stop())).finally(() => process.exit(1))
  process.once('SIGINT', stop).once('SIGTERM', stop)
  // The slowest stand near the end: begun last, they would run alone.
  const waiting = [...chosen].reverse()
  const proofs: (Proof | undefined)[] = []
  async function work(): Promise<void> {
    for (let driver = waiting.shift(); driver !== undefined; driver = waiting.shift()) {
      proofs.push(await prove(driver, options))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const proven = proofs.filter((proof) => proof !== undefined)
  if (proven.length < chosen.length) return 1
  // The page tells of all engines, and of the usual number of histories: with fewer it can only be checked.
  if (chosen.length < drivers.length || (options.paths !== HISTORIES && values.check !== true)) return 0
  const found = await readFile(PAGE, 'utf8')
  const page = withTable(
    found,
    proven.map((proof) => ({ ...proof, histories: HISTORIES })),
  )
  if (page === found) return 0
  if (values.check !== true) await writeFile(PAGE, page)
  console.log(values.check === true ? `${PAGE} is not what this run gives: npm run test:engines` : `written: ${PAGE}`)
  return values.check === true ? 1 : 0
}

/** Undefined, and told on the console, where the engine cannot be started or does anything else than predicted. */
async function prove(driver: Driver, { seed, paths }: Options): Promise<Proof | undefined> {
  const reader = migrationReaders.get(driver.system)
  const began = performance.now()
  try {
    if (reader === undefined) throw new Error(`expected a reader for ${driver.system}, found none`)
    const engine = await driver.start()
    running.add(engine)
    try {
      for (const setting of driver.settings) {
        const tally: Tally = new Map()
        const property = fc.asyncProperty(driver.lives ?? lives, (life) =>
          proveLife(driver, reader, engine, life, setting, tally),
        )
        const details = await fc.check(property, { seed, numRuns: paths })
        if (details.failed) {
          const why = details.errorInstance instanceof Error ? details.errorInstance.message : ''
          throw new Error(
            `${setting}: seed ${seed}, history ${details.numRuns}, made smaller ${details.numShrinks} times\n${why}`,
          )
        }
        const came = [...tally].map(([what, times]) => `${what} ${times}`).join(', ')
        console.log(`   ${driver.engine}, ${setting}: ${came}`)
      }
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(`ok ${driver.engine} ${engine.version}: ${paths} histories, seed ${seed}, ${seconds} s`)
      return { driver, version: engine.version, histories: paths }
    } finally {
      running.delete(engine)
      await engine.stop()
    }
  } catch (error) {
    console.error(`FAILED ${driver.engine}: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}
