import { LineCounter, isNode, parseDocument } from 'yaml'

/** A tag of a step; annotated where it has a message. */
export interface ScenarioTag {
  readonly name: string
  readonly message?: string
}

/** One commit of a scenario, with the tags it gets. */
export interface ScenarioStep {
  /** Where the step stands in the file, for messages. */
  readonly line: number
  /** Branch; the default branch where the file says nothing. */
  readonly on: string
  /** Where a new branch starts: an id, a tag or a branch. */
  readonly from?: string
  /** A name for other steps and for `{id}` in messages and expectations. */
  readonly id?: string
  /** Seconds since 1970. */
  readonly date: number
  readonly message: string
  /** A step whose changes are made again on this branch. */
  readonly pick?: string
  /** Whether the picked commit is named in the message. */
  readonly trailer: boolean
  /** What is merged: ids, tags or branches. */
  readonly merge: readonly string[]
  /** Old path -> new path. */
  readonly move: Readonly<Record<string, string>>
  readonly delete: readonly string[]
  /** Path -> whole text. */
  readonly write: Readonly<Record<string, string>>
  /** Path -> old text -> new text; every old text must be there. */
  readonly replace: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Path -> text added at the end. */
  readonly append: Readonly<Record<string, string>>
  readonly tags: readonly ScenarioTag[]
}

export interface ExpectedFinding {
  readonly rule: string
  readonly subject?: string
  readonly state?: string
  readonly severity?: string
}

export interface ExpectedPath {
  readonly from: string
  readonly to: string
  readonly outcome: string
}

/** What a check of the scenario says: `findings` and `paths` are among its answers, rules of `never` are not. */
export interface Expectation {
  readonly candidate: string
  /** Command-line flags without their dashes: `candidate-version: 1.3`. */
  readonly options: Readonly<Record<string, string>>
  readonly exit: number
  readonly findings: readonly ExpectedFinding[]
  readonly never: readonly string[]
  readonly paths: readonly ExpectedPath[]
}

/** A repository's whole history as text. */
export interface Scenario {
  readonly title: string
  readonly about: string
  /** Branch that `HEAD` names. */
  readonly branch: string
  readonly candidate: string
  readonly steps: readonly ScenarioStep[]
  readonly expect: readonly Expectation[]
}

/** A scenario file that does not say what it should; the message names the line. */
export class ScenarioError extends Error {}

const stepKeys = 'on from id date message pick trailer merge move delete write replace append tag'.split(' ')
const expectKeys = 'candidate options exit findings never paths'.split(' ')
const topKeys = 'title about branch candidate history expect'.split(' ')

type Fields = Readonly<Record<string, unknown>>

function fail(line: number, what: string): never {
  throw new ScenarioError(`scenario line ${line}: ${what}`)
}

function fields(value: unknown, keys: readonly string[], line: number): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(line, 'expected a mapping')
  const unknown = Object.keys(value).find((key) => !keys.includes(key))
  if (unknown !== undefined) fail(line, `unknown key "${unknown}"; expected one of ${keys.join(', ')}`)
  return value as Fields
}

function optionalString(from: Fields, key: string, line: number): string | undefined {
  const value = from[key]
  if (value === undefined || typeof value === 'string') return value
  return fail(line, `"${key}" must be one text`)
}

function string(from: Fields, key: string, line: number): string {
  return optionalString(from, key, line) ?? fail(line, `"${key}" is missing`)
}

function list(from: Fields, key: string): readonly unknown[] {
  const value = from[key]
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function strings(from: Fields, key: string, line: number): readonly string[] {
  return list(from, key).map((item) => (typeof item === 'string' ? item : fail(line, `"${key}" must hold texts`)))
}

function texts(value: unknown, key: string, line: number): Record<string, string> {
  if (value === undefined) return {}
  if (typeof value !== 'object' || value === null) return fail(line, `"${key}" must be a mapping of texts`)
  for (const item of Object.values(value)) if (typeof item !== 'string') fail(line, `"${key}" must hold texts`)
  return value as Record<string, string>
}

/** ISO day (noon UTC) or ISO time -> seconds since 1970. */
function seconds(text: string, line: number): number {
  const time = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T12:00:00Z` : text)
  return Number.isNaN(time) ? fail(line, `expected an ISO date, found "${text}"`) : time / 1000
}

function parseTag(value: unknown, line: number): ScenarioTag {
  if (typeof value === 'string') return { name: value }
  const tag = fields(value, ['name', 'message'], line)
  return { name: string(tag, 'name', line), message: string(tag, 'message', line) }
}

function parseStep(value: unknown, branch: string, line: number): ScenarioStep {
  const step = fields(value, stepKeys, line)
  const [from, id, pick] = ['from', 'id', 'pick'].map((key) => optionalString(step, key, line))
  const replace = Object.entries((step.replace ?? {}) as Fields)
  return {
    line,
    on: optionalString(step, 'on', line) ?? branch,
    ...(from !== undefined && { from }),
    ...(id !== undefined && { id }),
    date: seconds(string(step, 'date', line), line),
    message: optionalString(step, 'message', line) ?? '',
    ...(pick !== undefined && { pick }),
    trailer: optionalString(step, 'trailer', line) === 'true',
    merge: strings(step, 'merge', line),
    move: texts(step.move, 'move', line),
    delete: strings(step, 'delete', line),
    write: texts(step.write, 'write', line),
    replace: Object.fromEntries(replace.map(([path, pairs]) => [path, texts(pairs, 'replace', line)])),
    append: texts(step.append, 'append', line),
    tags: list(step, 'tag').map((tag) => parseTag(tag, line)),
  }
}

function parseFinding(value: unknown, line: number): ExpectedFinding {
  const finding = fields(value, ['rule', 'subject', 'state', 'severity'], line)
  const [subject, state, severity] = ['subject', 'state', 'severity'].map((key) => optionalString(finding, key, line))
  return {
    rule: string(finding, 'rule', line),
    ...(subject !== undefined && { subject }),
    ...(state !== undefined && { state }),
    ...(severity !== undefined && { severity }),
  }
}

function parsePath(value: unknown, line: number): ExpectedPath {
  const path = fields(value, ['from', 'to', 'outcome'], line)
  return { from: string(path, 'from', line), to: string(path, 'to', line), outcome: string(path, 'outcome', line) }
}

function parseExpectation(value: unknown, candidate: string, line: number): Expectation {
  const expected = fields(value, expectKeys, line)
  return {
    candidate: optionalString(expected, 'candidate', line) ?? candidate,
    options: texts(expected.options, 'options', line),
    exit: Number(string(expected, 'exit', line)),
    findings: list(expected, 'findings').map((finding) => parseFinding(finding, line)),
    never: strings(expected, 'never', line),
    paths: list(expected, 'paths').map((path) => parsePath(path, line)),
  }
}

/** Reads a scenario file. Every scalar is text, so `tag: 1.10` needs no quotes. Throws `ScenarioError`. */
export function parseScenario(text: string): Scenario {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', lineCounter })
  const [error] = document.errors
  if (error) fail(lineCounter.linePos(error.pos[0]).line, error.message)
  const lineOf = (key: string, index: number): number => {
    const node = document.getIn([key, index], true)
    return isNode(node) && node.range ? lineCounter.linePos(node.range[0]).line : 1
  }
  const top = fields(document.toJS(), topKeys, 1)
  const branch = optionalString(top, 'branch', 1) ?? 'main'
  const candidate = optionalString(top, 'candidate', 1) ?? branch
  return {
    title: string(top, 'title', 1),
    about: optionalString(top, 'about', 1) ?? '',
    branch,
    candidate,
    steps: list(top, 'history').map((step, index) => parseStep(step, branch, lineOf('history', index))),
    expect: list(top, 'expect').map((item, index) => parseExpectation(item, candidate, lineOf('expect', index))),
  }
}
