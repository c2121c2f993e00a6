import { Unclear } from '../../snapshots/files.ts'
import { longestPath } from '../folders.ts'

/** A section of `alembic.ini` that describes an environment, paths as they are written. */
export interface Section {
  readonly scriptLocation: string
  readonly versionLocations: readonly string[]
}

const HEADER = /^\[([^\]]*)\]/
const OPTION = /^([\w.]+)\s*[=:]\s*(.*)$/
const SEPARATORS: Readonly<Record<string, RegExp>> = {
  space: / +/,
  newline: /\n/,
  os: /:/,
  ':': /:/,
  ';': /;/,
}

/**
 * Every section with a `script_location`; options of `[DEFAULT]` count in all, as Python's configparser has it. Throws `Unclear`
 * for a line that is longer than any path.
 */
export function parseIni(text: string): readonly Section[] {
  const sections = sectionsOf(text)
  const shared = sections.get('DEFAULT') ?? new Map<string, string>()
  return [...sections.values()].flatMap((own) => {
    const option = (name: string): string | undefined => own.get(name) ?? shared.get(name)
    const scriptLocation = own.get('script_location')
    if (scriptLocation === undefined || scriptLocation === '') return []
    const separator = option('path_separator') ?? option('version_path_separator') ?? ''
    const locations = (option('version_locations') ?? '').split(SEPARATORS[separator] ?? /, *| +|\n/)
    return [{ scriptLocation, versionLocations: locations.map((path) => path.trim()).filter((path) => path !== '') }]
  })
}

function sectionsOf(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>()
  let options = new Map<string, string>()
  let last = ''
  let lines: string[] = []
  // What goes on over many lines is put together once.
  const close = (): void => {
    if (last !== '') options.set(last, lines.join('\n').trim())
    last = ''
  }
  for (const [n, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue
    if (line.length > longestPath)
      throw new Unclear(`expected an option of at most ${longestPath} characters, found more`, n + 1)
    const header = HEADER.exec(line)?.[1]
    const [, name, value = ''] = OPTION.exec(line) ?? []
    if (header !== undefined) {
      close()
      options = sections.get(header) ?? new Map<string, string>()
      sections.set(header, options)
    } else if (/^\s/.test(line)) {
      if (last !== '') lines.push(line.trim())
    } else if (name !== undefined) {
      close()
      last = name.toLowerCase()
      lines = [value.trim()]
    }
  }
  close()
  return sections
}
