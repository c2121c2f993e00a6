import { appendFile } from 'node:fs/promises'
import { markdownText } from '../report/escape.ts'

/** Bytes. Over 1 MiB a step the runner shows nothing at all. */
const BUDGET = 1_000_000

/**
 * Adds to the job's summary: what `render` makes of the bytes left, then `remarks` as a list. `file` is
 * `GITHUB_STEP_SUMMARY`; older servers give none.
 */
export async function publishSummary(
  file: string | undefined,
  remarks: readonly string[],
  render: (bytes: number) => string,
): Promise<void> {
  if (file === undefined || file === '') return
  const list = remarks.map((remark) => `- ${markdownText(remark)}\n`).join('')
  await appendFile(file, `${render(BUDGET - Buffer.byteLength(list))}\n\n${list}`)
}
