import { parseYaml } from '../languages/yaml.ts'
import { Unclear } from '../snapshots/files.ts'
import type { Notes } from './sections.ts'

/** Where reno keeps one file for each change - docs.openstack.org/reno. */
export const renoFolder = 'releasenotes/notes'

/** What reno's new notes say about upgrades, as the notes of one release. */
export function fromReno(notes: readonly Notes[]): readonly Notes[] {
  if (notes.length === 0) return []
  const items = notes.flatMap(({ text }) => upgradeItems(text))
  return [{ path: renoFolder, text: ['# Breaking changes', ...items].join('\n\n'), folder: true }]
}

function upgradeItems(text: string): readonly string[] {
  try {
    const upgrade = (parseYaml(text).value as { upgrade?: unknown } | null)?.upgrade
    return (Array.isArray(upgrade) ? upgrade : [upgrade]).filter((item) => typeof item === 'string')
  } catch (error) {
    // A note that cannot be read announces nothing.
    if (error instanceof Unclear) return []
    throw error
  }
}
