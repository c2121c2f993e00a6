import type { RuntimeSource } from '../config/config.ts'
import type { RuntimeFloor, Version } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import type { FileRef, Files } from '../snapshots/files.ts'
import { manifestFiles, runtimeVersion, type Stated } from './floor.ts'
import type { RuntimeReader } from './reader.ts'

/**
 * The least Python that the root's package asks for: `requires-python` of pyproject.toml (or Poetry's `python`), else
 * `python_requires` of setup.cfg, else the one that setup.py states as a text.
 */
export const python: RuntimeReader = {
  source: 'python',
  title: 'Python: `requires-python`',
  wants: {
    name: /^(?:pyproject\.toml|setup\.cfg|setup\.py)$/,
    path: /^(?:pyproject\.toml|setup\.cfg|setup\.py)$/,
  },
  read,
}

const SECTION = /^\s*\[([^[\]]+)\]\s*(?:#.*)?$/
const ENTRIES: Readonly<Record<string, RegExp>> = {
  project: /^\s*requires-python\s*=\s*["']([^"']*)["']/,
  'tool.poetry.dependencies': /^\s*python\s*=\s*(?:\{\s*version\s*=\s*)?["']([^"']*)["']/,
  options: /^\s*python[-_]requires\s*=\s*([^#]*)/,
  metadata: /^\s*python[-_]requires\s*=\s*([^#]*)/,
}
const ARGUMENT = /^[^#]*\bpython_requires\s*=\s*(?:["']([^"']*)["']|([A-Za-z_]\w*))/
const CONSTANT = /^([A-Za-z_]\w*)\s*=\s*["']([^"']*)["']/
const CLAUSE = /^\s*(>=|>|~=|===?|\^|~|)\s*v?(\d+(?:\.\d+)*)(?:\.\*)?\s*$/

/** Nobody writes more, and blanks without end would take long. */
const LONGEST = 200

function read(files: Files, source?: RuntimeSource): readonly RuntimeFloor[] {
  const floors = manifestFiles(files, source).flatMap((file) => floorIn(files, file))
  // In the order of their names, pyproject.toml wins over setup.cfg over setup.py.
  return source ? floors : floors.slice(0, 1)
}

function floorIn(files: Files, file: FileRef): readonly RuntimeFloor[] {
  const stated = files.parse(file, file.path.endsWith('.py') ? parseSetup : parseSections)
  const version = stated && least(stated.text)
  return version
    ? [{ runtime: 'python', source: 'python', version, place: { path: file.path, line: stated.line } }]
    : []
}

function parseSections(text: string): Stated | undefined {
  let entry: RegExp | undefined
  for (const [n, line] of text.split('\n').entries()) {
    const section = SECTION.exec(line)
    if (section) entry = ENTRIES[(section[1] ?? '').trim()]
    const found = entry?.exec(line)
    if (found) return { text: found[1] ?? '', line: n + 1 }
  }
  return undefined
}

function parseSetup(text: string): Stated | undefined {
  const lines = text.split('\n')
  let constants: ReadonlyMap<string, Stated> | undefined
  for (const [n, line] of lines.entries()) {
    const [, literal, name] = ARGUMENT.exec(line) ?? []
    if (literal !== undefined) return { text: literal, line: n + 1 }
    const stated = name === undefined ? undefined : (constants ??= constantsIn(lines)).get(name)
    if (stated) return stated
  }
  return undefined
}

/** What names of the module are first given, once for all lines that may ask. */
function constantsIn(lines: readonly string[]): ReadonlyMap<string, Stated> {
  const constants = new Map<string, Stated>()
  for (const [n, line] of lines.entries()) {
    const [, name, text = ''] = CONSTANT.exec(line) ?? []
    if (name !== undefined && !constants.has(name)) constants.set(name, { text, line: n + 1 })
  }
  return constants
}

/** Of several alternatives (`|`) the lowest, of the clauses of one the highest lower end - PEP 440, Poetry's constraints. */
function least(specifier: string): Version | undefined {
  if (specifier.length > LONGEST) return undefined
  const lowest = specifier.split(/\s*\|\|?\s*/).map((alternative) => {
    const ends = alternative.split(/,|\s+(?=[<>=!~^])/).flatMap((clause) => {
      const version = runtimeVersion(CLAUSE.exec(clause)?.[2] ?? '')
      return version ? [version] : []
    })
    return ends.sort(compareVersions).at(-1)
  })
  // An alternative without a lower end leaves none.
  if (lowest.some((version) => version === undefined)) return undefined
  return (lowest as Version[]).sort(compareVersions)[0]
}
