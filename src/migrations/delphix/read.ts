import type { FileRef, Files } from '../../snapshots/files.ts'
import { byOrder } from '../order.ts'
import type { ListReading } from '../reader.ts'
import { migrationsOfArtifact, parseArtifact } from './artifact.ts'
import type { Home } from './homes.ts'
import { canonicalId } from './ids.ts'
import { listOf, type Registered } from './list.ts'
import { mayHaveMigrations, parsePluginModule, type PluginModule } from './module.ts'
import { lookUpIn } from './names.ts'
import type { Plugin } from './plugin.ts'
import { registrationsOf, type Riddle } from './registrations.ts'
import { styleOf } from './style.ts'

interface Found {
  readonly registered: Registered[]
  /** What could not be read. */
  readonly riddles: (Riddle & { readonly path: string })[]
  /** A module imports the SDK. */
  readonly sdk: boolean
}

/** One plugin's list. */
export function readHome(
  files: Files,
  home: Home,
): Pick<ListReading, 'migrations' | 'problems' | 'evidence' | 'style'> {
  const { registered, riddles, sdk } = findIn(files, home)
  const { migrations, problems } = listOf(registered)
  if (riddles.length > 0) {
    const built = fromArtifact(files, home.plugin, new Set(migrations.map(({ id }) => id)))
    if (built) migrations.push(...built)
    else for (const { path, line, reason } of riddles) files.unclear(path, line, reason)
  }
  migrations.sort(byOrder)
  const style = styleOf(files, home, registered)
  return { migrations, problems, evidence: home.plugin !== undefined || sdk, ...(style ? { style } : {}) }
}

function findIn(files: Files, { modules, plugin }: Home): Found {
  const parsed = new Map<string, PluginModule>()
  const telling = modules.filter((file) => mayHaveMigrations(files.text(file) ?? ''))
  parseInto(parsed, files, telling)
  // Ids may be constants of modules that are imported.
  const imported = importedNames(parsed.values())
  parseInto(
    parsed,
    files,
    modules.filter(({ path }) => imported.has(moduleName(path)) && !parsed.has(path)),
  )
  const lookUp = lookUpIn(parsed)
  const found: Found = { registered: [], riddles: [], sdk: [...parsed.values()].some(({ sdk }) => sdk) }
  for (const file of telling) {
    const module = parsed.get(file.path)
    if (!module) continue
    const { registrations, riddles } = registrationsOf(module, lookUp)
    for (const riddle of riddles) found.riddles.push({ path: file.path, ...riddle })
    for (const registration of registrations) {
      found.registered.push({ file, registration })
      // Some Python 2 is no Python to the parser; there the body's effect stays unknown, and that is enough.
      if (!registration.broken || plugin?.config.language?.value === 'PYTHON27') continue
      const reason = `expected Python, found a syntax error in the data migration ${registration.written}`
      found.riddles.push({ path: file.path, line: registration.decorator.line, reason })
    }
  }
  return found
}

function parseInto(parsed: Map<string, PluginModule>, files: Files, modules: readonly FileRef[]): void {
  for (const file of modules) {
    const module = files.parse(file, parsePluginModule)
    if (module) parsed.set(file.path, module)
  }
}

/** Last parts of what is imported: those may be modules. */
function importedNames(modules: Iterable<PluginModule>): Set<string> {
  const names = new Set<string>()
  for (const { imports } of modules) {
    for (const { from, names: imported } of imports) {
      for (const name of [from ?? '', ...imported.map((one) => one.name)]) names.add(name.split('.').at(-1) ?? '')
    }
  }
  return names
}

function moduleName(path: string): string {
  return (
    path
      .replace(/(?:\/__init__)?\.py$/, '')
      .split('/')
      .at(-1) ?? ''
  )
}

/**
 * What the built artifact beside the config knows. Only where it was built from this very build number: projects commit
 * an artifact once and forget it.
 */
function fromArtifact(
  files: Files,
  plugin: Plugin | undefined,
  known: ReadonlySet<string>,
): ReturnType<typeof migrationsOfArtifact> | undefined {
  const file = plugin && files.find(plugin.folder === '' ? 'artifact.json' : `${plugin.folder}/artifact.json`)
  const number = plugin?.config.buildNumber?.value
  const stated = typeof number === 'string' ? canonicalId(number) : undefined
  if (!file || stated === undefined) return undefined
  const artifact = files.parse(file, parseArtifact)
  return artifact?.buildNumber === stated ? migrationsOfArtifact(artifact, file, known) : undefined
}
