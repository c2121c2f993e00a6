import type { Manifest } from '../model.ts'
import type { Files, Wants } from '../snapshots/files.ts'

/** Reads the product's own version out of a manifest file. */
export interface ManifestReader {
  readonly format: string
  readonly wants: Wants
  read(files: Files): readonly Manifest[]
}
