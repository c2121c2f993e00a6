/** What the rules about version numbers share. */
import type { Manifest } from '../model.ts'
import type { View } from '../view.ts'

/** The same manifest one step before: at the predecessor, or undefined where there was none. */
export function baseManifest(view: View, manifest: Manifest): Manifest | undefined {
  if (!view.predecessor) return undefined
  return view
    .snapshot(view.predecessor)
    .manifests.find(({ place, format }) => place.path === manifest.place.path && format === manifest.format)
}
