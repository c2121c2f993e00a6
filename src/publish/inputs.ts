import { runOptions, type RunOption } from '../config/run-options.ts'
import type { FailOn } from './verdict.ts'

/** The action's inputs, checked. */
export interface Inputs {
  readonly config?: string
  readonly candidate?: string
  readonly base?: string
  readonly failOn: FailOn
  readonly comment: boolean
  readonly checkRun: boolean
  readonly summary: boolean
  /** Branch of the badge; absent: none. */
  readonly badge?: string
  readonly releaseNotes: boolean
  readonly report?: string
  readonly sarif?: string
  readonly token?: string
}

/** Reads the inputs; `get` answers an empty text for what is not given. Throws an Error that names what is wrong. */
export function readInputs(get: (name: string) => string): Inputs {
  const values = new Map(runOptions.filter(({ input }) => input).map((option) => [option.name, valueOf(option, get)]))
  const text = (name: string) => values.get(name) ?? ''
  const given = (name: string) => (text(name) === '' ? {} : { [name]: text(name) })
  return {
    ...given('config'),
    ...given('candidate'),
    ...given('base'),
    ...given('report'),
    ...given('sarif'),
    ...given('token'),
    ...(text('badge') === 'off' ? {} : given('badge')),
    failOn: text('fail-on') as FailOn,
    comment: text('comment') === 'true',
    checkRun: text('check-run') === 'true',
    summary: text('summary') === 'true',
    releaseNotes: text('release-notes') === 'append',
  }
}

function valueOf({ name, values, input }: RunOption, get: (name: string) => string): string {
  const text = get(name)
  if (values === undefined) return text
  const value = values.find((one) => one === (text.toLowerCase() || input?.default))
  if (value !== undefined) return value
  throw new Error(`input ${name}: expected one of ${values.join(', ')}, found ${JSON.stringify(text)}`)
}
