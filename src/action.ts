import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import * as core from '@actions/core'
import { context } from '@actions/github'
import { check } from './check.ts'
import type { Report } from './model.ts'
import { connect } from './publish/client.ts'
import { readOccasion, type Occasion } from './publish/event.ts'
import { readForeignReport } from './publish/foreign-run.ts'
import { gateConfig } from './publish/gate-config.ts'
import { gitCredentials } from './publish/git-credentials.ts'
import { readInputs, type Inputs } from './publish/inputs.ts'
import { named, prepare } from './publish/prepare.ts'
import { publish, type Job } from './publish/publish.ts'
import { titleOf, verdictOf, type Verdict } from './publish/verdict.ts'
import { writeWhole } from './publish/write-file.ts'
import { terminal } from './report/escape.ts'
import { render } from './report/index.ts'
import { rules } from './rules/index.ts'

const workspace = process.env.GITHUB_WORKSPACE ?? process.cwd()

async function run(): Promise<void> {
  const inputs = readInputs(core.getInput)
  const occasion = readOccasion(context.eventName, context.ref, context.sha, context.payload)
  const verdict = await judge(inputs, occasion)
  core.setOutput('result', verdict.result)
  const failures: string[] = []
  if (verdict.report) {
    print(render(verdict.report, 'text'))
    tell(verdict.report)
    if (!occasion.foreignRun) failures.push(...(await writeReports(verdict.report, inputs)))
  }
  const { commentUrl = '', badgeUrl = '', missed } = await publish(verdict, occasion, inputs, jobOf(inputs))
  core.setOutput('comment-url', commentUrl)
  core.setOutput('badge-url', badgeUrl)
  for (const sentence of missed) {
    if (occasion.readOnly === undefined) core.warning(terminal(sentence))
    else core.notice(terminal(sentence))
  }
  // The fork's own run has passed or failed already.
  if (verdict.result === 'could-not-check' || (verdict.result === 'failed' && !occasion.foreignRun)) {
    failures.push(titleOf(verdict))
  }
  for (const failure of failures) core.setFailed(terminal(failure))
}

async function judge(inputs: Inputs, occasion: Occasion): Promise<Verdict> {
  try {
    return verdictOf(await reportOf(inputs, occasion), inputs.failOn)
  } catch (error) {
    return { result: 'could-not-check', problem: words(error) }
  }
}

async function reportOf(inputs: Inputs, occasion: Occasion): Promise<Report> {
  const { foreignRun } = occasion
  if (foreignRun) {
    if (foreignRun.event !== 'pull_request') {
      throw new Error(`workflow_run: expected a run of pull_request, found one of ${foreignRun.event}`)
    }
    if (inputs.report === undefined) throw new Error('input report: name the file the first workflow wrote')
    return await readForeignReport(resolve(workspace, inputs.report))
  }
  const { token, config, candidate, base } = inputs
  if (token !== undefined) Object.assign(process.env, gitCredentials(context.serverUrl, token, process.env))
  const prepared = await prepare(workspace, {
    ...occasion,
    ...(candidate === undefined ? {} : { candidate: named(candidate) }),
    ...(base === undefined ? {} : { base: named(base) }),
  })
  const gated = config === undefined ? undefined : await gateConfig(workspace, config, prepared.base)
  const report = await check({
    repo: workspace,
    fetch: true,
    candidate: prepared.candidate,
    ...(prepared.base === undefined ? {} : { base: prepared.base }),
    ...(gated ? { config: gated.file } : {}),
    ...(occasion.labels ? { labels: occasion.labels } : {}),
  })
  if (prepared.shallow && report.compared.length === 0) throw new Error(prepared.remarks.join('; '))
  return {
    ...report,
    remarks: [...new Set([...prepared.remarks, ...(gated?.remark ? [gated.remark] : []), ...report.remarks])],
  }
}

function tell({ summary }: Report): void {
  core.setOutput('errors', summary.error)
  core.setOutput('warnings', summary.warning)
  core.setOutput('notes', summary.note)
  core.setOutput('paths-checked', summary.pathsChecked)
  core.setOutput('paths-safe', summary.pathsSafe)
}

/** Answers what could not be written, as sentences. */
async function writeReports(report: Report, inputs: Inputs): Promise<string[]> {
  const failures: string[] = []
  for (const [output, format] of [
    ['report', 'json'],
    ['sarif', 'sarif'],
  ] as const) {
    const file = inputs[output]
    if (file === undefined) continue
    const path = resolve(workspace, file)
    try {
      await writeWhole(path, render(report, format, { rules }))
      core.setOutput(output, path)
    } catch (error) {
      failures.push(`input ${output}: the file could not be written: ${words(error)}`)
    }
  }
  return failures
}

/** Every line is escaped already; the runner is told to obey none of them all the same. */
function print(text: string): void {
  const resume = randomUUID()
  process.stdout.write(`::stop-commands::${resume}\n${text}\n::${resume}::\n`)
}

function jobOf({ token }: Inputs): Job {
  const { serverUrl, runId, sha } = context
  const { owner, repo } = context.repo
  return {
    remote: token === undefined ? undefined : { client: connect(token), owner, repo },
    server: serverUrl,
    workflow: context.workflow,
    name: context.job,
    runUrl: `${serverUrl}/${owner}/${repo}/actions/runs/${runId}`,
    commit: sha,
    summaryFile: process.env.GITHUB_STEP_SUMMARY,
    command: (line) => process.stdout.write(`${line}\n`),
  }
}

function words(error: unknown): string {
  if (error instanceof Error) core.debug(terminal(error.stack ?? ''))
  return error instanceof Error ? error.message : String(error)
}

try {
  await run()
} catch (error) {
  core.setOutput('result', 'could-not-check')
  core.setFailed(terminal(`could not check: ${words(error)}`))
}
