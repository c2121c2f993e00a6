/**
 * Scores `match` against cherry-pick trailers, which are hidden from it, on any clone with release branches:
 *
 *   node bench/match-score.mjs --repo CLONE [--main BRANCH] [--branch NAME ...] [--newest 1000] [--without trailer]
 *                              [--tool 'node dist/cli.js'] [--verbose]
 *
 * The truth: a commit off the main branch that says `cherry picked from commit X`, where X is on the main branch. With
 * `--chains` an answer counts, too, that X itself says it was picked from. A commit that has been reverted on the main
 * branch since is in the truth all the same, and counts as missed.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import console from 'node:console'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    main: { type: 'string' },
    branch: { type: 'string', multiple: true },
    newest: { type: 'string', default: '1000' },
    without: { type: 'string', default: 'trailer' },
    tool: { type: 'string', default: 'node dist/cli.js' },
    chains: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})
if (values.repo === undefined) {
  console.error('--repo CLONE is needed: a work tree or a bare repository')
  process.exit(2)
}

function git(...args) {
  return execFileSync('git', args, { cwd: values.repo, maxBuffer: 1 << 30 }).toString('utf8')
}

/** Commits of a range with their committer date and the commits they say they were picked from. */
function picksIn(...range) {
  const records = git('log', '--no-merges', '--format=%H%x00%ct%x00%B%x01', ...range).split('\x01')
  return records.flatMap((record) => {
    const [commit = '', date, body = ''] = record.trim().split('\0')
    const picks = [...body.matchAll(/cherry[- ]picked from commit ([0-9a-f]{40})/g)].map((match) => match[1])
    return picks.length > 0 ? [{ commit, date: Number(date), picks }] : []
  })
}

const main = values.main ?? git('symbolic-ref', '--short', 'HEAD').trim()
const onMain = new Set(git('rev-list', main, '--').split('\n'))
const chains = new Map(values.chains ? picksIn(main, '--').map(({ commit, picks }) => [commit, picks]) : [])
const names = git('for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/tags').trim().split('\n')
const branches = values.branch ?? names.filter((name) => name !== `refs/heads/${main}`)

const seen = new Set()
const todo = branches
  .map((branch) => {
    const labelled = picksIn(`${main}..${branch}`, '--')
      .map((one) => ({ ...one, picks: one.picks.filter((pick) => onMain.has(pick)) }))
      .filter(({ commit, picks }) => picks.length > 0 && !seen.has(commit))
    for (const { commit } of labelled) seen.add(commit)
    return { branch, labelled: labelled.sort((a, b) => b.date - a.date) }
  })
  .filter(({ labelled }) => labelled.length > 0)
  .sort((a, b) => b.labelled[0].date - a.labelled[0].date)

let left = Number(values.newest)
let [right, wrong, missed, seconds, slowest] = [0, 0, 0, 0, 0]
for (const { branch, labelled } of todo) {
  if (left <= 0) break
  const [command, ...args] = values.tool.split(' ')
  const flags = ['match', '--repo', values.repo, '--from', branch, '--to', main, '--without', values.without]
  const start = performance.now()
  const run = spawnSync(command, [...args, ...flags, '--format', 'json'], { maxBuffer: 1 << 30 })
  const took = (performance.now() - start) / 1000
  seconds += took
  slowest = Math.max(slowest, took)
  if (run.status !== 0) {
    console.error(`${branch}: ${run.stderr.toString('utf8').trim() || run.error}`)
    process.exit(2)
  }
  const found = new Map(JSON.parse(run.stdout.toString('utf8')).matches.map((match) => [match.commit, match]))
  for (const { commit, picks } of labelled.slice(0, left)) {
    const { equivalent = null, by } = found.get(commit) ?? {}
    const truth = new Set(picks.flatMap((pick) => [pick, ...(chains.get(pick) ?? [])]))
    if (equivalent === null) missed++
    else if (truth.has(equivalent)) right++
    else wrong++
    if (!values.verbose || truth.has(equivalent)) continue
    console.log(equivalent === null ? 'missed' : `wrong ${equivalent} by ${by}`, commit, 'of', branch, ...picks)
  }
  left -= labelled.length
}
const labelled = right + wrong + missed
if (labelled === 0) {
  console.error(`no commit outside ${main} says which commit of ${main} it was picked from`)
  process.exit(2)
}
const recall = right / labelled
const precision = right / Math.max(1, right + wrong)
console.log(
  `labelled ${labelled} recall ${recall.toFixed(4)} precision ${precision.toFixed(4)} missed ${missed} wrong ${wrong}`,
  `wall ${seconds.toFixed(1)}s slowest ${slowest.toFixed(1)}s`,
)
process.exit(recall >= 0.98 && precision >= 0.995 ? 0 : 1)
