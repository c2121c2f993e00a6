import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { GitHub } from './github.ts'
import { temporary } from './origin.ts'

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly runs: { readonly using: string; readonly main: string }
}

const root = new URL('../../', import.meta.url)

export function actionFile(): ActionFile {
  return parse(readFileSync(new URL('action.yml', root), 'utf8')) as ActionFile
}

/** What the runner gives to a step. */
export interface Step {
  readonly event: string
  readonly ref: string
  readonly sha: string
  readonly workspace: string
  readonly payload?: object
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

export interface Ended {
  readonly code: number | null
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

/** Runs `dist/action.js` as the runner does: inputs and context in the environment, the event and the answers in files. */
export async function runAction(hub: GitHub, step: Step): Promise<Ended> {
  const { inputs, runs } = actionFile()
  const folder = temporary('step')
  const files = {
    event: join(folder, 'event.json'),
    output: join(folder, 'output'),
    summary: join(folder, 'summary.md'),
  }
  writeFileSync(files.event, JSON.stringify({ repository: { id: 1, default_branch: 'main' }, ...step.payload }))
  writeFileSync(files.output, '')
  writeFileSync(files.summary, '')
  for (const name of Object.keys(step.inputs ?? {})) if (!(name in inputs)) throw new Error(`no input ${name}`)
  const given = Object.entries(inputs).map(([name, { default: text = '' }]) => {
    const value = step.inputs?.[name] ?? text.replace('${{ github.token }}', 'ghs_secret')
    return [`INPUT_${name.toUpperCase()}`, value] as const
  })
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    RUNNER_TEMP: folder,
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: hub.url,
    GITHUB_SERVER_URL: hub.url,
    GITHUB_REPOSITORY: 'acme/tool',
    GITHUB_EVENT_NAME: step.event,
    GITHUB_EVENT_PATH: files.event,
    GITHUB_REF: step.ref,
    GITHUB_SHA: step.sha,
    GITHUB_WORKFLOW: 'Upgrade paths',
    GITHUB_JOB: 'check',
    GITHUB_RUN_ID: '41',
    GITHUB_WORKSPACE: step.workspace,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    ...Object.fromEntries(given),
    ...step.env,
  }
  const main = new URL(runs.main, root).pathname
  const child = spawn(process.execPath, [main], { cwd: step.workspace, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const log: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => log.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => log.push(chunk))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return {
    code,
    log: Buffer.concat(log).toString('utf8'),
    outputs: readOutputs(readFileSync(files.output, 'utf8')),
    summary: readFileSync(files.summary, 'utf8'),
  }
}

/** `name<<delimiter`, lines, `delimiter`. */
function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  for (const [, name = '', , value = ''] of text.matchAll(/^(.+?)<<(\S+)\n([\s\S]*?)\n\2$/gm)) outputs[name] = value
  return outputs
}

/** What the runner would obey: workflow commands outside of stretches where it was told to obey none. */
export function commands(log: string): string[] {
  const obeyed: string[] = []
  let resume: string | undefined
  for (const line of log.split('\n')) {
    const stop = /^::stop-commands::(\S+)$/.exec(line)?.[1]
    if (resume !== undefined) {
      if (line === `::${resume}::`) resume = undefined
    } else if (stop !== undefined) resume = stop
    else if (/^\s*::|##\[/.test(line)) obeyed.push(line)
  }
  return obeyed
}

/** The payload of a pull request into `release/1.x`, from a fork where `fork` says so. */
export function pullRequest(head: string, base: string, fork = false) {
  return {
    number: 7,
    pull_request: {
      number: 7,
      head: { sha: head, ref: 'proposal', repo: { id: fork ? 2 : 1 } },
      base: { sha: base, ref: 'release/1.x', repo: { id: 1 } },
    },
    sender: { login: 'somebody' },
  }
}
