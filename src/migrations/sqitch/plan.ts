import { createHash } from 'node:crypto'
import { Unclear } from '../../snapshots/files.ts'

/** `sqitch.plan`, in the order in which it is deployed. */
export interface Plan {
  readonly project: string
  readonly changes: readonly Change[]
}

export interface Change {
  /** SHA-1 over everything the plan says of it and over the change before it. */
  readonly id: string
  readonly name: string
  readonly line: number
  /** Tags that stand after it. */
  readonly tags: readonly string[]
  /** Tags up to the change that takes its name again; undefined for the last one of a name. */
  readonly reworkedBy: readonly string[] | undefined
}

interface Pragmas {
  readonly project: string
  readonly uri: string | undefined
}

interface Line {
  readonly name: string
  readonly dependencies: readonly string[]
  readonly date: string
  readonly planner: string
  readonly note: string
}

const PRAGMA = /^[ \t]*%[ \t]*([\w.-]+)[ \t]*(?:=[ \t]*(.*))?$/
const HEAD = /^[ \t]*(@|[+-][ \t]*)?([^\s:@#\\]+)[ \t]*(?:\[([^\]]*)\][ \t]*)?/
const DATE = /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)[ \t]*/
const PLANNER = /^([^<]+)[ \t]<([^>]+)>$/

/** Throws `Unclear` with the line that Sqitch would refuse - Sqitch, `App::Sqitch::Plan::_parse`. */
export function readPlan(text: string): Plan {
  const pragmas = new Map<string, string>()
  const changes: (Change & { tags: string[]; reworkedBy: string[] | undefined })[] = []
  const latest = new Map<string, number>()
  for (const [n, raw] of text.split(/\r?\n/).entries()) {
    const [, pragma, value = ''] = changes.length === 0 ? (PRAGMA.exec(withoutNote(raw)) ?? []) : []
    if (pragma !== undefined) pragmas.set(pragma, value)
    if (pragma !== undefined || /^[ \t]*(?:#|$)/.test(raw)) continue
    const { isTag, ...line } = readLine(raw, n + 1)
    if (isTag) {
      const last = changes.at(-1)
      if (last === undefined) throw new Unclear(`expected a change before the tag @${line.name}, found none`, n + 1)
      last.tags.push(line.name)
      continue
    }
    const before = changes[latest.get(line.name) ?? -1]
    if (before !== undefined) {
      const between = changes.slice(latest.get(line.name)).flatMap(({ tags }) => tags)
      if (between.length === 0)
        throw new Unclear(`expected a tag before ${line.name} is planned again, found none`, n + 1)
      before.reworkedBy = between
    }
    latest.set(line.name, changes.length)
    const id = idOf(line, pragmasOf(pragmas), changes.at(-1)?.id)
    changes.push({ id, name: line.name, line: n + 1, tags: [], reworkedBy: undefined })
  }
  return { project: pragmasOf(pragmas).project, changes }
}

function pragmasOf(pragmas: ReadonlyMap<string, string>): Pragmas {
  const project = pragmas.get('project')
  if (project === undefined || project === '') throw new Unclear('expected the pragma %project, found none')
  return { project, uri: pragmas.get('uri') }
}

function withoutNote(raw: string): string {
  const at = raw.indexOf('#')
  return (at < 0 ? raw : raw.slice(0, at)).trimEnd()
}

function readLine(raw: string, number: number): Line & { readonly isTag: boolean } {
  const text = withoutNote(raw)
  const head = HEAD.exec(text)
  const date = DATE.exec(text.slice(head?.[0].length ?? 0))
  const planner = PLANNER.exec(text.slice((head?.[0].length ?? 0) + (date?.[0].length ?? 0)))
  const [, mark, name = '', dependencies = ''] = head ?? []
  if (name === '' || date === null || planner === null) {
    throw new Unclear(
      'expected a name, [dependencies], a time and a planner with <address>, found something else',
      number,
    )
  }
  const note = raw.includes('#') ? raw.slice(raw.indexOf('#') + 1).trim() : ''
  return {
    isTag: mark === '@',
    name,
    dependencies: dependencies.split(/[ \t]+/).filter((word) => word !== ''),
    date: date[1] ?? '',
    planner: `${planner[1] ?? ''} <${planner[2] ?? ''}>`,
    note: note.replace(/\\([\\nr])/g, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? '\\'),
  }
}

/** As git names its objects - Sqitch, `App::Sqitch::Plan::Change`, `info` and `id`. */
function idOf({ name, dependencies, date, planner, note }: Line, { project, uri }: Pragmas, parent?: string): string {
  const local = (text: string): string => (text.startsWith(`${project}:`) ? text.slice(project.length + 1) : text)
  const requires = dependencies.filter((text) => !text.startsWith('!')).map(local)
  const conflicts = dependencies.filter((text) => text.startsWith('!')).map((text) => local(text.slice(1)))
  const info = [
    `project ${project}`,
    ...(uri === undefined || uri === '' ? [] : [`uri ${canonical(uri)}`]),
    `change ${name}`,
    ...(parent === undefined ? [] : [`parent ${parent}`]),
    `planner ${planner}`,
    `date ${date}`,
    ...(requires.length === 0 ? [] : [`requires\n  + ${requires.join('\n  + ')}`]),
    ...(conflicts.length === 0 ? [] : [`conflicts\n  - ${conflicts.join('\n  - ')}`]),
    ...(note === '' ? [] : ['', note]),
  ].join('\n')
  return createHash('sha1')
    .update(`change ${Buffer.byteLength(info)}\0${info}`)
    .digest('hex')
}

function canonical(uri: string): string {
  return URL.canParse(uri) ? new URL(uri).href : uri
}
