import { mkdir } from 'node:fs/promises'
import { importRepository } from '../git/import.ts'
import { ScenarioError, type Scenario, type ScenarioStep } from './parse.ts'

export { ScenarioError, parseScenario, type Expectation, type Scenario, type ScenarioStep } from './parse.ts'

type Tree = ReadonlyMap<string, string>

/** A step that has become a commit. */
interface Made {
  readonly step: ScenarioStep
  readonly mark: number
  readonly tree: Tree
  /** This commit and everything it descends from. */
  readonly ancestry: ReadonlySet<Made>
}

export interface BuildOptions {
  /** Without a work tree; true where nothing is said. */
  readonly bare?: boolean
}

function fail(step: ScenarioStep, what: string): never {
  throw new ScenarioError(`scenario line ${step.line}: ${what}`)
}

function withChanges(base: Tree, changes: ScenarioStep, step: ScenarioStep): Tree {
  const tree = new Map(base)
  const take = (path: string): string => tree.get(path) ?? fail(step, `there is no file "${path}" here`)
  for (const [path, target] of Object.entries(changes.move)) {
    tree.set(target, take(path))
    tree.delete(path)
  }
  for (const path of changes.delete) {
    take(path)
    tree.delete(path)
  }
  for (const [path, text] of Object.entries(changes.write)) tree.set(path, text)
  for (const [path, pairs] of Object.entries(changes.replace)) {
    for (const [old, text] of Object.entries(pairs)) {
      if (!take(path).includes(old)) fail(step, `"${old}" is not in "${path}"`)
      tree.set(
        path,
        take(path).replace(old, () => text),
      )
    }
  }
  for (const [path, text] of Object.entries(changes.append)) tree.set(path, take(path) + text)
  return tree
}

/** Three-way by whole files; a file that both sides changed is for the step's own changes to settle. */
function merged(step: ScenarioStep, ours: Made, theirs: Made): Tree {
  const common = [...ours.ancestry].filter((made) => theirs.ancestry.has(made))
  const base = common.reduce<Made | undefined>((best, made) => (best && best.mark > made.mark ? best : made), undefined)
  const tree = new Map(ours.tree)
  for (const path of new Set([...ours.tree.keys(), ...theirs.tree.keys(), ...(base?.tree.keys() ?? [])])) {
    const [old, mine, other] = [base?.tree, ours.tree, theirs.tree].map((side) => side?.get(path))
    if (other === mine || other === old) continue
    if (mine !== old && step.write[path] === undefined)
      fail(step, `both sides changed "${path}": give its text in write`)
    if (other === undefined) tree.delete(path)
    else tree.set(path, other)
  }
  return tree
}

function sorted(tree: Tree): Tree {
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * Makes the scenario a git repository in `directory`, which must be missing or empty. Answers the commit of every step
 * id, tag and branch. The same scenario gives the same object ids everywhere. Throws `ScenarioError` or `GitError`.
 */
export async function buildScenario(
  scenario: Scenario,
  directory: string,
  { bare = true }: BuildOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const made = new Map<string, Made>()
  const commits = new Map<string, string>()
  await mkdir(directory, { recursive: true })
  await importRepository({ directory, bare, head: scenario.branch }, async (into) => {
    for (const [index, step] of scenario.steps.entries()) {
      const find = (name: string): Made => made.get(name) ?? fail(step, `nothing is called "${name}" before this step`)
      const parent = made.get(step.on) ?? (step.from === undefined ? undefined : find(step.from))
      if (!parent && index > 0) fail(step, `the branch "${step.on}" is new: say where it starts with from`)
      const others = step.merge.map(find)
      const picked = step.pick === undefined ? undefined : find(step.pick).step
      let tree: Tree = parent?.tree ?? new Map()
      for (const other of others) tree = merged(step, parent ?? other, other)
      if (picked) tree = withChanges(tree, picked, step)
      tree = sorted(withChanges(tree, step, step))

      const mark = index + 1
      const ancestry = new Set([...(parent?.ancestry ?? []), ...others.flatMap((other) => [...other.ancestry])])
      const self: Made = { step, mark, tree, ancestry }
      ancestry.add(self)
      const commit = await into.commit({
        ref: `refs/heads/${step.on}`,
        mark,
        parents: [...(parent ? [parent.mark] : []), ...others.map((other) => other.mark)],
        authored: picked?.date ?? step.date,
        committed: step.date,
        message: message(step, picked, commits),
        files: tree,
      })
      for (const tag of step.tags) into.tag({ ...tag, mark, date: step.date })
      for (const name of [step.on, step.id, ...step.tags.map((tag) => tag.name)]) {
        if (name === undefined) continue
        made.set(name, self)
        commits.set(name, commit)
      }
    }
  })
  return commits
}

function message(step: ScenarioStep, picked: ScenarioStep | undefined, commits: ReadonlyMap<string, string>): string {
  const own = withIds(step.message === '' ? (picked?.message ?? 'Merge') : step.message, commits).trimEnd()
  const origin = step.trailer && step.pick !== undefined ? commits.get(step.pick) : undefined
  return `${own}\n${origin === undefined ? '' : `\n(cherry picked from commit ${origin})\n`}`
}

/** Puts commits for the names in braces that scenarios use for them. */
export function withIds(text: string, commits: ReadonlyMap<string, string>): string {
  return text.replace(/\{([^{}]+)\}/g, (whole, name: string) => commits.get(name) ?? whole)
}
