import type { World } from '../view.ts'
import { fileFor } from './guard.ts'
import { migrationState, stateOf } from './lines.ts'
import type { Assignment, Fix, LineFacts, ListedMigration, PlannedFile, PlanStep } from './shapes.ts'

/** What every step is told from. */
interface Context {
  readonly world: World
  readonly fix: Fix
  readonly order: readonly Assignment[]
  readonly guards: readonly ListedMigration[]
}

/**
 * The steps in order, those already taken among them. On the first line the fix is made, what guards it is added and the
 * release is cut; every other line takes over fix and guard in one step.
 */
export function stepsOf(context: Context): readonly PlanStep[] {
  return context.order.flatMap((assignment, n): PlanStep[] => {
    const { line, release, done } = assignment
    // It was there before the line's first release: the table says so.
    if (done && release && release === line.releases[0]) return []
    const missing = context.guards.filter((guard) => migrationState(context.world, line, guard) === 'open')
    const fixed = stateOf(line) !== 'open'
    // A no-op is no fix by itself: it goes with one, in a step of its own.
    const own = context.fix.migrations.some(({ migration }) => migration.effect !== 'noop')
    const apart = n === 0 && context.guards.length > 0 && (!own || (fixed && missing.length > 0))
    return [
      takeOver(context, line, n === 0 ? 'fix' : 'pick', apart ? [] : missing),
      ...(apart ? [addMigration(context, line, missing)] : []),
      ...(release ? [cut(context, assignment, n, done)] : []),
    ]
  })
}

function takeOver(
  context: Context,
  line: LineFacts,
  action: 'fix' | 'pick',
  missing: readonly ListedMigration[],
): PlanStep {
  const { fix, guards, world } = context
  const fixed = stateOf(line) !== 'open'
  const done = fixed && missing.length === 0
  const where = branchOf(line)
  const ids = idsOf(done ? guards : missing)
  const source = sourceFor(context, line)
  const brings = fix.migrations.length > 0 && !fixed
  const known = line.found?.commit === undefined ? '' : ` as ${short(line.found.commit)}`
  const withIds = ids !== '' && (action === 'pick' || fix.migrations.length > 0) ? ` with migration ${ids}` : ''
  const what = fixed
    ? `"${fix.title}" is on ${where}${known}${done ? withIds : ''}`
    : source === undefined
      ? `bring "${fix.title}" to ${where}`
      : `pick ${short(source)} "${fix.title}" onto ${where}`
  const ship =
    missing.length === 0
      ? ''
      : `${fixed ? '; ship' : ', and ship'} migration ${ids} with it${brings ? ', which it brings' : ''}`
  return {
    action,
    line: line.name,
    release: null,
    done,
    text: `Line ${line.name}: ${what}${ship}.`,
    commands: fixed || source === undefined ? [] : [...switchTo(line), `git cherry-pick -x ${source}`],
    files: brings ? [] : missing.flatMap((guard) => planned(world, fix, line, guard)),
  }
}

function addMigration({ world, fix, guards }: Context, line: LineFacts, missing: readonly ListedMigration[]): PlanStep {
  const ids = idsOf(missing.length === 0 ? guards : missing)
  const idle = guards.every(({ migration }) => migration.effect === 'noop')
  const what = `migration ${ids}${idle ? ', which does nothing but be missed by a release without the fix' : ''}`
  return {
    action: 'migration',
    line: line.name,
    release: null,
    done: missing.length === 0,
    text: `Line ${line.name}: ${missing.length === 0 ? 'the fix comes with' : 'ship with the fix'} ${what}.`,
    commands: [],
    files: missing.flatMap((guard) => planned(world, fix, line, guard)),
  }
}

function cut({ order }: Context, { line, release }: Assignment, n: number, done: boolean): PlanStep {
  const tag = release?.tag ?? ''
  const before = order[n - 1]?.release?.tag
  const when =
    before === undefined ? (order.length > n + 1 ? ', before the lines below' : '') : `, not before ${before}`
  return {
    action: 'release',
    line: line.name,
    release: release?.tag ?? null,
    done,
    text: done ? `Release ${tag}: it is out.` : `Release ${tag} from ${branchOf(line)}${when}.`,
    commands: [],
    files: [],
  }
}

function idsOf(guards: readonly ListedMigration[]): string {
  return guards.map(({ migration }) => migration.id).join(', ')
}

function planned(world: World, fix: Fix, line: LineFacts, guard: ListedMigration): readonly PlannedFile[] {
  const file = fileFor(world, fix, line, guard)
  return file ? [{ path: file.path, mode: file.mode, text: file.text }] : []
}

/** The commit to pick: that of the next newer line, which is as a rule the most like this one; else the fix itself. */
function sourceFor({ fix, order }: Context, line: LineFacts): string | undefined {
  const at = order.findIndex((one) => one.line === line)
  const newer = order.slice(0, at).findLast((one) => one.line.found?.commit !== undefined)
  return newer?.line.found?.commit ?? fix.commit ?? order.find((one) => one.line.found?.commit)?.line.found?.commit
}

/** The line's branch; where none was found, the one to cut. */
function branchOf(line: LineFacts): string {
  return line.head?.ref ?? `release/${line.name}`
}

function switchTo(line: LineFacts): readonly string[] {
  if (line.head) return [`git switch ${word(line.head.ref)}`]
  const last = line.releases.at(-1)
  return last ? [`git switch -c ${word(branchOf(line))} ${word(last.tag)}`] : []
}

function short(commit: string): string {
  return commit.slice(0, 12)
}

/** For a shell: refs can hold quotes and dollars. */
function word(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
