import { readFileSync } from 'node:fs'
import { compareSchemas, type Draft } from '../src/settings/compare/index.ts'
import { validatorOf } from '../src/settings/compare/validator.ts'

/**
 * Holds the schema comparison against rows of known answers. The argument is a file of JSON lines:
 * `{"id","draft","original","updated","additive"}`; `--verbose` names each row that is not as it should be.
 */
interface Row {
  id: string
  draft: Draft
  original: unknown
  updated: unknown
  additive: boolean
}

const [file = '', ...flags] = process.argv.slice(2)
const counts = { rows: 0, additive: 0, breaking: 0, falseAlarms: 0, missedBreaks: 0, undecided: 0, unconfirmed: 0 }
const reasons = new Map<string, number>()
let slowest = { id: '', milliseconds: 0 }
const started = performance.now()

for (const line of readFileSync(file, 'utf8').split('\n')) {
  if (line.trim() === '') continue
  const row = JSON.parse(line) as Row
  const begun = performance.now()
  const { verdict, witness, reason } = compareSchemas(row.original, row.updated, { draft: row.draft })
  const milliseconds = performance.now() - begun
  if (milliseconds > slowest.milliseconds) slowest = { id: row.id, milliseconds }
  counts.rows++
  if (verdict === 'additive') counts.additive++
  if (verdict === 'breaking') counts.breaking++
  let wrong = ''
  if (verdict === 'undecided') {
    counts.undecided++
    wrong = `undecided: ${reason ?? ''}`
    reasons.set(reason ?? '', (reasons.get(reason ?? '') ?? 0) + 1)
  } else if (verdict === 'breaking' && row.additive) {
    counts.falseAlarms++
    wrong = `false alarm: ${JSON.stringify(witness)}`
  } else if (verdict === 'additive' && !row.additive) {
    counts.missedBreaks++
    wrong = 'missed break'
  }
  if (verdict === 'breaking') {
    const accepts = validatorOf(row.original, row.draft, false)(witness)
    const stillAccepts = validatorOf(row.updated, row.draft, false)(witness)
    if (!accepts || stillAccepts) counts.unconfirmed++
  }
  if (wrong !== '' && flags.includes('--verbose')) console.log(`${row.id} ${wrong}\n  ${line.slice(0, 600)}`)
}

console.log({ ...counts, seconds: Math.round(performance.now() - started) / 1000, slowest })
for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 20)) console.log(count, reason)
