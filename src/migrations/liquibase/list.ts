import type { ListProblem, Migration } from '../../model.ts'
import type { ChangeSet } from './changelog.ts'
import type { Placed } from './flatten.ts'
import { digestOfText } from './tree.ts'

interface Entry {
  readonly placed: Placed
  readonly id: string
  /** All that share the identity, each for another database or context. */
  readonly variants: ChangeSet[]
}

/**
 * Liquibase tells change sets apart by id, author and path. The path depends on how the product is packed and changes
 * when files move, so here it only counts where it is needed to tell two apart in one list.
 */
export function listOf(
  placed: readonly Placed[],
  contentDigest: (changeSet: ChangeSet) => string,
): { migrations: readonly Migration[]; problems: readonly ListProblem[] } {
  const problems: ListProblem[] = []
  const entries = new Map<string, Entry>()
  const identities = new Map<string, Entry>()
  const tails = new Map<string, string>()
  for (const one of placed) {
    const { changeSet, file, path } = one
    const place = { path: file.path, line: changeSet.line }
    const tail = tails.get(path) ?? tailOf(path)
    tails.set(path, tail)
    const short = `${changeSet.id}::${changeSet.author}`
    const whole = `${short}::${tail}`
    const known = identities.get(whole)
    const id = known?.id ?? (entries.has(short) || changeSet.id === 'raw' ? whole : short)
    if (changeSet.lacksSql) {
      const detail = `change set ${id} has no SQL; Liquibase wants some, at least SELECT 1`
      problems.push({ cause: 'no-statement', subject: id, ids: [changeSet.id], place, detail })
    }
    if (!known) {
      const entry = { placed: one, id, variants: [changeSet] }
      entries.set(id, entry)
      identities.set(whole, entry)
    } else if (known.variants.some(({ scope }) => scope === changeSet.scope)) {
      const detail = `change set ${id} stands in ${path} twice`
      problems.push({ cause: 'duplicate-id', subject: id, ids: [changeSet.id], place, detail })
    } else {
      known.variants.push(changeSet)
    }
  }
  const migrations = [...entries.values()].map((entry, position) => migrationOf(entry, position, contentDigest))
  return { migrations, problems }
}

function migrationOf(
  { placed, id, variants }: Entry,
  position: number,
  contentDigest: (changeSet: ChangeSet) => string,
): Migration {
  const { changeSet, file } = placed
  const digests = variants.map((variant) => variant.digest + contentDigest(variant))
  const runsAgain = variants.map((variant) => variant.runsAgain).find((when) => when !== undefined)
  return {
    id,
    spellings: [id, changeSet.id, `${placed.path}::${changeSet.id}::${changeSet.author}`],
    order: [String(position)],
    parents: [],
    place: { path: file.path, line: changeSet.line },
    blob: file.oid,
    digest: digests.length === 1 ? (digests[0] ?? '') : digestOfText(digests.join(' ')),
    effect: variants.every(({ effect }) => effect === 'noop') ? 'noop' : 'changes',
    slug: '',
    objects:
      variants.length === 1 ? changeSet.objects : [...new Set(variants.flatMap(({ objects }) => objects))].sort(),
    replaces: [],
    mayChange: variants.some(({ mayChange }) => mayChange),
    ...(runsAgain === undefined ? {} : { runsAgain }),
  }
}

/** From the root of the resources on, as far as the layout of the folders tells. */
function tailOf(path: string): string {
  return path.replace(/^(?:.*\/)?(?:src\/main\/resources|resources|classes)\//, '').replace(/^classpath:|^\/+/, '')
}
