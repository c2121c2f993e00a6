/** What the rules about version numbers share. */
import type { Manifest } from '../model.ts'
import type { View } from '../view.ts'
import { baseRelease } from '../world.ts'

/** The same manifest one step before: at the predecessor, or undefined where there was none. */
export function baseManifest(view: View, manifest: Manifest): Manifest | undefined {
  const before = baseRelease(view)
  if (!before) return undefined
  return view
    .snapshot(before)
    .manifests.find(({ place, format }) => place.path === manifest.place.path && format === manifest.format)
}
