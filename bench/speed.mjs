/**
 * How long a check takes against the least it could: starting node, and one `git cat-file --batch` over every tree of every
 * tag. Both sides run in turn, A B A B, so that a machine that slows down slows both; medians and their ratio are printed.
 *
 *   node bench/speed.mjs REPOSITORY [CANDIDATE] [--runs 5] [--command backtest]
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, command: { type: 'string', default: 'check' } },
})
const [repository, candidate = 'HEAD'] = positionals
if (repository === undefined) {
  console.error('usage: node bench/speed.mjs REPOSITORY [CANDIDATE] [--runs 5] [--command backtest]')
  process.exit(2)
}
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const git = (args, input) => execFileSync('git', args, { cwd: repository, input, maxBuffer: 2 ** 31 - 1 })

const trees = git(['rev-list', '--objects', '--no-walk', '--filter=blob:none', '--tags'])
  .toString('latin1')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split(' ', 1)[0])
  .join('\n')

function product() {
  const which = values.command === 'check' ? ['--candidate', candidate] : []
  spawnSync('node', [cli, values.command, '--repo', repository, ...which, '--fail-on', 'never'], { stdio: 'ignore' })
}
function floor() {
  spawnSync('node', ['-e', '0'])
  spawnSync('git', ['cat-file', '--batch', '--buffer'], { cwd: repository, input: trees, maxBuffer: 2 ** 31 - 1 })
}
function time(run) {
  const start = performance.now()
  run()
  return (performance.now() - start) / 1000
}
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

product()
floor()
const pairs = Array.from({ length: Number(values.runs) }, () => [time(product), time(floor)])
const [ours, least] = [0, 1].map((side) => median(pairs.map((pair) => pair[side])))
const ratio = median(pairs.map(([a, b]) => a / b))
console.log(
  `${values.command}: median ${ours.toFixed(2)} s, floor ${least.toFixed(2)} s, ratio ${ratio.toFixed(1)} (${pairs.length} pairs)`,
)
