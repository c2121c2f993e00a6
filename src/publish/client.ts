import * as core from '@actions/core'
import { context } from '@actions/github'
import { getOctokitOptions } from '@actions/github/lib/utils'
import { Octokit } from '@octokit/rest'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { terminal } from '../report/escape.ts'

export type Client = Octokit

/** A repository on GitHub, with the client that speaks to it. */
export interface Remote {
  readonly client: Client
  readonly owner: string
  readonly repo: string
}

const Limited = Octokit.plugin(throttling, retry)

/** A limit that ends later than this is reported, not waited for. Seconds. */
const PATIENCE = 60
const LIMIT_RETRIES = 2

/** Speaks to `GITHUB_API_URL`: at most as fast as GitHub asks for, server faults tried again three times. */
export function connect(token: string): Client {
  const log = (text: string): void => {
    core.debug(terminal(text))
  }
  const waits = (seconds: number, _options: unknown, _client: unknown, retries: number): boolean =>
    seconds <= PATIENCE && retries < LIMIT_RETRIES
  const options = {
    log: { debug: log, info: log, warn: log, error: log },
    throttle: { onRateLimit: waits, onSecondaryRateLimit: waits },
  }
  // The action's options bring the API address of the runner and its proxy.
  return new Limited(getOctokitOptions(token, { ...options, baseUrl: context.apiUrl }))
}

/** The status GitHub answered with; 500 where it could not be reached; undefined for other errors. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined
  return typeof error.status === 'number' ? error.status : undefined
}

/** Why a request failed, as the rest of a sentence; a refusal names the permission it needs. */
export function problemWords(error: unknown, permission: string): string {
  const message = error instanceof Error ? error.message : String(error)
  const status = statusOf(error)
  if (status === undefined) return message
  const answer = `GitHub answered ${status}: ${message}`
  if (/rate limit/i.test(message)) return `the rate limit is used up for now (${answer})`
  if (status === 401) return `the token is not valid (${answer})`
  if (status === 403) return `the token needs the permission "${permission}" (${answer})`
  return answer
}
