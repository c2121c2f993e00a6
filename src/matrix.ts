import { findConfig } from './config/find.ts'
import { open, type CheckRequest } from './check.ts'
import { pathsOf } from './paths/judge.ts'
import { look, openProject, sight, snapshotsFor } from './project.ts'
import { findRevision, placeRelease } from './releases/candidate.ts'
import { comparedRelease } from './report/assemble.ts'
import type { MatrixReport } from './report/shapes.ts'
import type { UpgradePath } from './model.ts'

export interface MatrixRequest extends Pick<CheckRequest, 'repo' | 'config' | 'fetch' | 'progress'> {
  /** All releases, not only the supported ones. */
  readonly all?: boolean
}

/** Every path between releases, as things stand today. */
export async function matrix(request: MatrixRequest): Promise<MatrixReport> {
  const repository = await open(request, [])
  try {
    const head = await findRevision(repository, 'HEAD', 'HEAD')
    const { config } = await findConfig(repository, request.config, undefined, head)
    const project = await openProject(repository, config, [])
    const newest = project.history.releases.at(-1)
    if (!newest) return { schemaVersion: 1, releases: [], paths: [] }
    const today = await sight(project, newest, Infinity)
    const snapshots = await snapshotsFor(project, [today]).whole
    const view = await look(project, snapshots, today, placeRelease(newest))
    const { releases } = project.history
    const counted = releases.filter((release) => request.all === true || release === newest || view.supported(release))
    const tags = new Set(counted.map((release) => release.tag))
    const paths: UpgradePath[] = []
    for (const [n, release] of counted.entries()) {
      request.progress?.(`${n + 1}/${counted.length} ${release.tag}`)
      const touching = pathsOf(await look(project, snapshots, today, placeRelease(release)))
      paths.push(...touching.filter(({ from, to }) => from === release.tag && tags.has(to)))
    }
    return { schemaVersion: 1, releases: counted.map((release) => comparedRelease(view, release)), paths }
  } finally {
    repository.close()
  }
}
