import { LIST_FORMATS, type ListFormat } from '../report/index.ts'
import { Refusal } from './exit.ts'

/** The format of a command that has text, markdown and JSON only. */
export function listFormat(command: string, given = 'text'): ListFormat {
  const found = LIST_FORMATS.find((format) => format === given)
  if (found === undefined)
    throw new Refusal(`${command} has no format ${given}; expected one of ${LIST_FORMATS.join(', ')}`)
  return found
}
