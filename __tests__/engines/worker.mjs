/** Lets an engine written in JavaScript answer JSON lines: see driver.ts. It runs on PostgreSQL, see postgres.ts. */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'

export const DATABASE = 'postgres'

/**
 * `upgrade(release, ran)` gives the database the release (`folder`, `database`, `client`, `setting`) and pushes what ran to
 * `ran`; `table(client)` reads what the engine keeps. `refusal` is what an engine says when it refuses: any other error is a
 * fault of the script and ends it.
 */
export async function serve({ version, upgrade, table, refusal }) {
  // Engines print what they do: that must not get between the answers.
  for (const method of ['log', 'info', 'debug', 'warn']) console[method] = console.error
  const client = new pg.Client({ database: DATABASE })
  await client.connect()
  for await (const line of createInterface({ input: process.stdin })) {
    const { releases, setting } = JSON.parse(line)
    const answer = releases ? await live(client, releases, setting, { upgrade, table, refusal }) : { version }
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
  await client.end()
}

async function live(client, releases, setting, { upgrade, table, refusal }) {
  const home = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'upgrade-paths-engine-'))
  await empty(client)
  try {
    const seen = []
    for (const [turn, tree] of releases.entries()) {
      const folder = join(home, `release-${turn}`)
      await writeTree(folder, tree)
      const ran = []
      const message = await upgrade({ folder, database: DATABASE, client, setting }, ran).then(
        () => '',
        (error) => messageOf(error, refusal),
      )
      await endSession(client)
      const { rows } = await client.query('SELECT entry FROM journal ORDER BY at')
      const journal = rows.map(({ entry }) => entry)
      seen.push({
        outcome: message === '' ? 'runs' : 'refuses',
        message,
        ran,
        journal,
        table: await keptIn(client, table),
      })
    }
    return seen
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** A connection costs more than all that a life asks of it: a database is made empty, not made anew. */
async function empty(client) {
  const { rows } = await client.query("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$'")
  for (const { nspname: schema } of rows) await client.query(`DROP SCHEMA "${schema}" CASCADE`)
  await client.query('CREATE SCHEMA public')
  await client.query('CREATE TABLE journal (entry text, at serial)')
}

/** What a program leaves behind when it ends: no transaction, no locks, no settings. */
async function endSession(client) {
  await client.query('ROLLBACK')
  await client.query('DISCARD ALL')
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

async function writeTree(folder, tree) {
  for (const [path, text] of Object.entries(tree)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}
