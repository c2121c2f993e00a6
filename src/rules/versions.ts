/** What the rules about version numbers share. */
import type { Manifest } from '../model.ts'
import type { View } from '../view.ts'
import { baseRelease } from '../world.ts'

/** The same manifest one step before: at the base, or undefined where there was none. */
export function baseManifest(view: View, manifest: Manifest): Manifest | undefined {
  const base = baseRelease(view)
  if (!base) return undefined
  return view
    .snapshot(base)
    .manifests.find(({ place, format }) => place.path === manifest.place.path && format === manifest.format)
}
