import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { parseJson } from '../languages/json.ts'
import { parseYaml } from '../languages/yaml.ts'
import { answerLine, compareFiles, type SettingsVerdict } from '../settings/diff.ts'
import { Unclear } from '../snapshots/files.ts'
import { terminal } from '../report/escape.ts'
import { Refusal, type SetExit } from './exit.ts'
import { addFlags } from './flags.ts'
import { listFormat } from './formats.ts'
import { emit, type OutputFlags } from './output.ts'

/** Characters. */
const largestPortion = 16_000_000

interface Flags extends OutputFlags {
  readonly batch?: string
  readonly format?: string
  readonly failOn?: string
}

export function diffSettingsCommand(setExit: SetExit): Command {
  const command = new Command('diff-settings')
    .description('Compares two schema files: is every document that the old one accepts accepted by the new one?')
    .argument('[old]', 'schema of the earlier release')
    .argument('[new]', 'schema of the candidate')
    .option('--batch <FILE>', 'Read JSON lines {id, original, updated, draft}, write JSON lines with the verdicts.')
  addFlags(command, ['format', 'output', 'fail-on'], { 'fail-on': 'never' })
  return command.action(async (old: string | undefined, now: string | undefined, flags: Flags) => {
    if (flags.batch !== undefined) {
      await runBatch(flags.batch, flags)
      return
    }
    if (old === undefined || now === undefined)
      throw new Refusal('diff-settings takes two schema files, or --batch FILE')
    const verdict = compareFiles(await readSchema(old), await readSchema(now))
    const format = listFormat('diff-settings', flags.format)
    await emit(format === 'json' ? JSON.stringify(verdict, null, 2) : asText(verdict, old, now), flags)
    setExit(flags.failOn !== undefined && flags.failOn !== 'never' && verdict.verdict === 'breaking' ? 1 : 0)
  })
}

/** Answers go out in portions: all witnesses of a large batch together may be more than one text can hold. */
async function runBatch(file: string, flags: OutputFlags): Promise<void> {
  let answers: string[] = []
  let waiting = 0
  const input = createReadStream(file, 'utf8')
  const failed = new Promise<never>((_, reject) => {
    input.on('error', (error: NodeJS.ErrnoException) => {
      reject(new Refusal(`${file}: cannot be read (${error.code ?? error.message})`))
    })
  })
  const lines = createInterface({ input, crlfDelay: Infinity })
  async function read(): Promise<void> {
    for await (const line of lines) {
      if (line.trim() === '') continue
      const answer = answerLine(line)
      answers.push(answer)
      waiting += answer.length
      if (waiting < largestPortion || flags.output !== undefined) continue
      await emit(answers.join('\n'), flags)
      answers = []
      waiting = 0
    }
  }
  await Promise.race([read(), failed])
  if (answers.length > 0 || flags.output !== undefined) await emit(answers.join('\n'), flags)
}

async function readSchema(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Refusal(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`)
  })
  try {
    return (/\.ya?ml$/i.test(file) ? parseYaml(text) : parseJson(text)).value
  } catch (error) {
    if (error instanceof Unclear) throw new Refusal(`${file}:${error.line}: ${error.message}`)
    throw error
  }
}

function asText({ verdict, witness, reason, changes }: SettingsVerdict, old: string, now: string): string {
  const lines = [`${terminal(old)} to ${terminal(now)}: ${verdict}`]
  if (verdict === 'breaking') lines.push(`  accepted before, refused now: ${terminal(JSON.stringify(witness))}`)
  if (reason !== undefined) lines.push(`  ${terminal(reason)}`)
  for (const change of changes) lines.push(`  ${change.rule}  ${terminal(change.path)}`)
  return lines.join('\n')
}
