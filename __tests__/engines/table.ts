import type { Behaviour } from '../../src/model.ts'
import { readers } from '../../src/readers.ts'
import { readLists } from '../support/readings.ts'
import type { Driver } from './driver.ts'
import type { Release } from './histories.ts'

/** An engine that did what was predicted. */
export interface Proof {
  readonly driver: Driver
  readonly version: string
  /** Random histories for each setting. */
  readonly histories: number
}

const START = '<!-- proofs: written by npm run test:engines -->\n'
const END = '<!-- /proofs -->'
const SAMPLE: Release = [{ number: 1, width: 3, slug: 'a', body: 1, remark: 0, parents: [], replaces: [] }]

/** The page with the table that these proofs give; nothing in it depends on when or how long the engines ran. */
export function withTable(page: string, proofs: readonly Proof[]): string {
  const [head, rest = ''] = page.split(START)
  const [, tail] = rest.split(END)
  if (head === undefined || tail === undefined) throw new Error(`expected ${START.trim()} and ${END} in the page`)
  return `${head}${START}\n${tableOf(proofs)}\n${END}${tail}`
}

function tableOf(proofs: readonly Proof[]): string {
  const rows = readers.migrations.flatMap(({ system, title, site, behaviour }) => {
    const link = `[${title}](engines/${system}.md)`
    const proof = proofs.find(({ driver }) => driver.system === system)
    if (proof === undefined) {
      const why = site.startsWith('http') ? `not proven: from its [documentation](${site})` : 'the config states them'
      return [rowOf(link, behaviour, why)]
    }
    const { driver, version, histories } = proof
    return driver.settings.map((setting) =>
      rowOf(
        setting === 'default' ? link : `${link}, \`${setting}\``,
        answersOf(driver, setting),
        `${driver.engine} ${version}, ${histories} random histories`,
      ),
    )
  })
  const all = proofs.reduce((sum, { driver, histories }) => sum + driver.settings.length * histories, 0)
  const total = `${proofs.length} engines, ${all} random histories of three releases, every one of them as predicted.`
  return [HEAD, ...rows, '', total, ''].join('\n')
}

const HEAD = '| system | unknown | late | edited | how we know |\n|---|---|---|---|---|'

/** What the reader makes of the files that hold the setting. */
function answersOf(driver: Driver, setting: string): Behaviour {
  const reader = readers.migrations.find(({ system }) => system === driver.system)
  const [list] = reader === undefined ? [] : readLists(reader, driver.files(SAMPLE, setting)).lists
  if (list === undefined) throw new Error(`expected a list for ${driver.system} with ${setting}, found none`)
  return list.behaviour
}

function rowOf(name: string, { unknownApplied, outOfOrder, edited }: Behaviour, proof: string): string {
  return `| ${[name, unknownApplied, outOfOrder, edited, proof].join(' | ')} |`
}
