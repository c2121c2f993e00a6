import type { Migration } from '../../model.ts'
import { Unclear, type FileRef } from '../../snapshots/files.ts'
import { canonicalId } from './ids.ts'

/** What the build wrote about the plugin - SDK, `commands/build.py`, `plugin_importer.py`. */
export interface Artifact {
  /** Canonical. */
  readonly buildNumber: string | undefined
  readonly ids: readonly string[]
  /** Line of the id list. */
  readonly line: number
}

/** Throws `Unclear` for what is no artifact. */
export function parseArtifact(text: string): Artifact {
  const { buildNumber, manifest } = objectOf(parseJson(text))
  const { migrationIdList } = objectOf(manifest)
  if (!Array.isArray(migrationIdList)) throw new Unclear('expected manifest.migrationIdList, found none')
  const ids = migrationIdList.flatMap((id) => (typeof id === 'string' ? (canonicalId(id) ?? []) : []))
  const at = text.indexOf('"migrationIdList"')
  return {
    buildNumber: typeof buildNumber === 'string' ? canonicalId(buildNumber) : undefined,
    ids,
    line: text.slice(0, Math.max(at, 0)).split('\n').length,
  }
}

/** Ids that the artifact has and the source did not tell: all that is known of them is that they exist. */
export function migrationsOfArtifact(artifact: Artifact, file: FileRef, known: ReadonlySet<string>): Migration[] {
  const missing = artifact.ids.filter((id) => !known.has(id))
  return missing.map((id) => ({
    id,
    spellings: [id],
    order: id.split('.'),
    parents: [],
    place: { path: file.path, line: artifact.line },
    blob: file.oid,
    digest: `artifact ${id}`,
    effect: 'unknown',
    slug: '',
    objects: [],
    replaces: [],
    mayChange: false,
  }))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) throw new Unclear('expected JSON')
    throw error
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
