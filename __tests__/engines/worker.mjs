/** Lets an engine written in JavaScript answer JSON lines: see driver.ts. It runs on PostgreSQL, see postgres.ts. */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'

const MAINTENANCE = 'postgres'
const TEMPLATE = 'fresh'

/**
 * `upgrade(release, ran)` gives the database the release (`folder`, `database`, `client`, `setting`) and pushes what ran to
 * `ran`; `table(client)` reads what the engine keeps. `refusal` is what an engine says when it refuses: any other error is a
 * fault of the script and ends it.
 */
export async function serve({ version, upgrade, table, refusal }) {
  // Engines print what they do: that must not get between the answers.
  for (const method of ['log', 'info', 'debug', 'warn']) console[method] = console.error
  const server = await connected(MAINTENANCE)
  await server.query(`CREATE DATABASE ${TEMPLATE}`)
  await withClient(TEMPLATE, (client) => client.query('CREATE TABLE journal (entry text, at serial)'))
  let lives = 0
  for await (const line of createInterface({ input: process.stdin })) {
    const { releases, setting } = JSON.parse(line)
    lives += 1
    const answer = releases
      ? await live(server, `life_${lives}`, releases, setting, { upgrade, table, refusal })
      : { version }
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
  await server.end()
}

async function live(server, database, releases, setting, { upgrade, table, refusal }) {
  const home = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'upgrade-paths-engine-'))
  await server.query(`CREATE DATABASE ${database} TEMPLATE ${TEMPLATE}`)
  try {
    const seen = []
    for (const [turn, tree] of releases.entries()) {
      const folder = join(home, `${database}-${turn}`)
      await writeTree(folder, tree)
      seen.push(
        await withClient(database, async (client) => {
          const ran = []
          const message = await upgrade({ folder, database, client, setting }, ran).then(
            () => '',
            (error) => messageOf(error, refusal),
          )
          const { rows } = await client.query('SELECT entry FROM journal ORDER BY at')
          const journal = rows.map(({ entry }) => entry)
          return {
            outcome: message === '' ? 'runs' : 'refuses',
            message,
            ran,
            journal,
            table: await keptIn(client, table),
          }
        }),
      )
    }
    return seen
  } finally {
    await server.query(`DROP DATABASE ${database} WITH (FORCE)`)
    await rm(home, { recursive: true, force: true })
  }
}

function messageOf(error, refusal) {
  if (refusal?.test(error.message) !== true) throw error
  return `${error.name}: ${error.message}`
}

async function keptIn(client, table) {
  try {
    return await table(client)
  } catch (error) {
    const isMissing = error.code === '42P01'
    if (!isMissing) throw error
    return []
  }
}

async function connected(database) {
  const client = new pg.Client({ database })
  await client.connect()
  return client
}

async function withClient(database, work) {
  const client = await connected(database)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function writeTree(folder, tree) {
  for (const [path, text] of Object.entries(tree)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}
