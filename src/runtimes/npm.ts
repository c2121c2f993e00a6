import semver from 'semver'
import type { RuntimeSource } from '../config/config.ts'
import { parseJson } from '../languages/json.ts'
import type { RuntimeFloor } from '../model.ts'
import type { Files } from '../snapshots/files.ts'
import { manifestFiles, runtimeVersion, type Stated } from './floor.ts'
import type { RuntimeReader } from './reader.ts'

/** The least version that `engines` of the root's package.json admits: of `node`, or of `vscode` for what runs in the editor. */
export const npm: RuntimeReader = {
  source: 'npm',
  title: 'npm: `engines` of package.json',
  wants: { name: /^package\.json$/, path: /^package\.json$/ },
  read,
}

/** Beside these, Node only builds or tests the product, which runs elsewhere. */
const OTHER_PRODUCTS =
  /^(?:action\.ya?ml|composer\.json|Gemfile|Cargo\.toml|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|pyproject\.toml|setup\.py|.*\.sln)$/

const relief = 'VS Code offers a release only to editors that are new enough for it'

function read(files: Files, source?: RuntimeSource): readonly RuntimeFloor[] {
  if (!source && files.list('').files.some(({ path }) => OTHER_PRODUCTS.test(path))) return []
  return manifestFiles(files, source).flatMap((file) => {
    const engines = files.parse(file, parseEngines)
    const runtime = engines?.has('vscode') === true ? 'vscode' : 'node'
    const stated = engines?.get(runtime)
    const version = stated && least(stated.text)
    if (!version) return []
    const place = { path: file.path, line: stated.line }
    return [{ runtime, source: 'npm', version, place, ...(runtime === 'vscode' ? { relief } : {}) }]
  })
}

/** Undefined for a range with no lower end, and for what is no range. */
function least(range: string): RuntimeFloor['version'] | undefined {
  if (semver.validRange(range) === null) return undefined
  const lowest = semver.minVersion(range)
  return lowest && semver.gt(lowest, '0.0.0') ? runtimeVersion(lowest.version) : undefined
}

function parseEngines(text: string): ReadonlyMap<string, Stated> {
  const { value, lines } = parseJson(text)
  const engines = (value as { engines?: unknown } | null)?.engines
  if (typeof engines !== 'object' || engines === null) return new Map()
  const stated = Object.entries(engines).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return new Map(stated.map(([name, range]) => [name, { text: range, line: lines.get(`/engines/${name}`) ?? 1 }]))
}
