import type { Behaviour, ListProblem, Migration } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { inFolder, listOf, readSql, type Entry } from '../by-file-name.ts'
import { baseName, filesIn, folderOf } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'
import { homeIn, homesOf, readConfig, type Home } from './config.ts'
import { sqitchEngine, twinsAmong } from './engine.ts'
import { readPlan, type Change, type Plan } from './plan.ts'

/**
 * "Cannot find change ..." where the plan does not have the change deployed last; what the plan has after it is deployed. An
 * id covers the change before it, so whatever is put in, taken out or moved gives other ids to all that follows; scripts are
 * not compared - Sqitch, `App::Sqitch::Engine::_sync_plan`, `App::Sqitch::Plan::Change`.
 */
const behaviour: Behaviour = { unknownApplied: 'refuses', outOfOrder: 'refuses', edited: 'ignores', source: 'default' }

export const sqitch: MigrationReader = {
  system: 'sqitch',
  title: 'Sqitch',
  site: 'https://sqitch.org/docs/manual/sqitch-deploy/',
  wants: { name: /^sqitch\.(?:plan|conf)$/ },
  engine: sqitchEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every plan is a list: those that a `sqitch.conf` names, and every other `sqitch.plan`. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const homes = new Map<string, Home>()
  for (const conf of files.wanted.filter(({ path }) => baseName(path) === 'sqitch.conf')) {
    for (const home of homesOf(folderOf(conf.path), files.parse(conf, readConfig) ?? new Map()))
      homes.set(home.plan, home)
  }
  for (const { path } of files.wanted.filter((file) => baseName(file.path) === 'sqitch.plan')) {
    if (!homes.has(path))
      homes.set(
        path,
        homeIn(folderOf(path), () => undefined),
      )
  }
  const plans = [...homes.keys()].map((path) => files.find(path)).filter((file) => file !== undefined)
  const read = filesIn(plans, source).flatMap((file) => {
    const [home, plan] = [homes.get(file.path), files.parse(file, readPlan)]
    return home === undefined || plan === undefined ? [] : [{ file, home, plan }]
  })
  const scripts = read.map(({ home, plan }) => plan.changes.map((change) => scriptOf(files, home, change)))
  files.load(scripts.flat().filter((script) => script !== undefined))
  return read.map(({ file, home, plan }, n) => listIn(files, file, home, plan, scripts[n] ?? []))
}

function listIn(
  files: Files,
  file: FileRef,
  home: Home,
  plan: Plan,
  scripts: readonly (FileRef | undefined)[],
): ListReading {
  const entries = plan.changes.map((change, n): Entry => {
    const script = scripts[n]
    if (script === undefined) {
      files.unclear(file.path, change.line, `expected the script ${scriptPath(home, change)} of the change, found none`)
    }
    return {
      // The plan is where a change stands; what it does stands in the script.
      file: { path: file.path, oid: script?.oid ?? change.id },
      line: change.line,
      id: idOf(change),
      order: [String(n)],
      slug: change.name,
      spellings: [change.name, change.id, ...change.tags.map((tag) => `${change.name}@${tag}`)],
      content: script === undefined ? undefined : files.parse(script, readSql),
    }
  })
  const { plan: path, deploy, extension } = home
  const style = { project: plan.project, plan: path, deploy, extension }
  const list = listOf({
    system: 'sqitch',
    path,
    entries,
    behaviour: { ...behaviour, source: `the plan ${path}` },
    style,
  })
  return { ...list, problems: twinsAmong(list.migrations).map((twin) => twinProblem(twin, list.migrations)) }
}

function twinProblem(twin: Migration, migrations: readonly Migration[]): ListProblem {
  const first = migrations.find(({ blob }) => blob === twin.blob)
  const detail = `its script is that of ${first?.slug ?? ''} to the byte, and Sqitch takes a script once`
  return { cause: 'same-text', subject: twin.id, ids: twin.spellings, place: twin.place, detail }
}

/** Names come back when a change is reworked, and ids are no words: both together tell one. */
function idOf({ id, name }: Change): string {
  return `${name}#${id.slice(0, 10)}`
}

function scriptPath(
  { deploy, reworked, extension }: Home,
  { name, reworkedBy }: Change,
  tag = reworkedBy?.[0],
): string {
  return tag === undefined
    ? inFolder(deploy, `${name}.${extension}`)
    : inFolder(reworked, `${name}@${tag}.${extension}`)
}

/** A reworked change keeps its script under the name of a tag that came after it. */
function scriptOf(files: Files, home: Home, change: Change): FileRef | undefined {
  if (change.reworkedBy === undefined) return files.find(scriptPath(home, change))
  return change.reworkedBy.map((tag) => files.find(scriptPath(home, change, tag))).find((file) => file !== undefined)
}

/** None in the place of another: its id would have to cover what comes before the original. */
function noop({ list, of: original, slug, date }: NoopRequest): NewFile | undefined {
  const { plan, deploy, extension = 'sql' } = list.style ?? {}
  if (plan === undefined || deploy === undefined) return undefined
  if (original !== undefined && !list.migrations.some(({ id }) => id === original.id)) return undefined
  const name = freeName(list.migrations, slug)
  const time = new Date(date * 1000).toISOString().replace(/\.\d+/, '')
  const lines = [
    `-- No-op. Add this line to the end of ${plan}, with your own name:`,
    `-- ${name} ${time} Your Name <you@example.org> # Does nothing here`,
    '',
    'SELECT 1;',
  ]
  return { id: name, path: inFolder(deploy, `${name}.${extension}`), text: `${lines.join('\n')}\n`, mode: 'create' }
}

function freeName(migrations: readonly Migration[], slug: string): string {
  const taken = new Set(migrations.map((migration) => migration.slug))
  let name = slug
  for (let turn = 2; taken.has(name); turn += 1) name = `${slug}_${String(turn)}`
  return name
}
