import type { RuntimeSource } from '../config/config.ts'
import type { RuntimeFloor } from '../model.ts'
import type { Files, Wants } from '../snapshots/files.ts'

/** Reads the lowest runtime a product needs out of the manifest that states it. */
export interface RuntimeReader {
  /** The file's name, the config's `source` and the report's. */
  readonly source: string
  readonly title: string
  readonly wants: Wants
  /**
   * The floors of the product's own manifests (those that fit `wants`); with a `source`, of the files it names. What is
   * computed, inherited from elsewhere or not stated is unknown, and no floor.
   */
  read(files: Files, source?: RuntimeSource): readonly RuntimeFloor[]
}
