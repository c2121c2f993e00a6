/** One release's tree as readers see it: text in, data out, every blob read and parsed once per object id. */

/** A regular file of a release. */
export interface FileRef {
  readonly path: string
  /** Object id of the content. */
  readonly oid: string
}

/** Which files a reader may need. Names are tested once per distinct base name, so a narrow `name` keeps reading fast. */
export interface Wants {
  /** Tested on the base name. */
  readonly name: RegExp
  /** Tested on the whole path where the name fits. */
  readonly path?: RegExp
  /**
   * False where the names are broad and the reader opens only a few: content is then loaded when asked for. A pattern tells
   * the names of which most are opened.
   */
  readonly prefetch?: boolean | RegExp
}

/**
 * Thrown by a parser that meets something it cannot understand. Caught by `Files.parse`, which turns it into an
 * `Unreadable` entry with the place: the rest of the release goes on.
 */
export class Unclear extends Error {
  constructor(
    reason: string,
    /** Counts from 1. */
    readonly line = 1,
  ) {
    super(reason)
  }
}

/**
 * What a reader may ask of a release. A reader is a pure function of it. Content that is not loaded yet makes the
 * call throw an internal signal: the reader is run again when the blobs have arrived, in one batch for all releases.
 * So ask for many at once with `load`, and never catch everything.
 */
export interface Files {
  /** Files that fit the reader's `wants`, sorted by path. */
  readonly wanted: readonly FileRef[]
  /** The file at a path; undefined where there is none, or where it is a folder, a symlink or a submodule. */
  find(path: string): FileRef | undefined
  /** Direct entries of a folder ('' is the root); empty where there is none. */
  list(folder: string): { readonly files: readonly FileRef[]; readonly folders: readonly string[] }
  /** Asks for all contents in one batch. */
  load(files: readonly FileRef[]): void
  /** The content as text (UTF-8, a byte order mark honoured); undefined, and noted as unreadable, where it is too large. */
  text(file: FileRef): string | undefined
  /**
   * The parser's answer, remembered per (parser, object id): pass a module-level function that depends on the text
   * alone. Undefined, and noted as unreadable, where the parser throws `Unclear`.
   */
  parse<T>(file: FileRef, parser: (text: string) => T): T | undefined
  /** Notes something that could not be understood. */
  unclear(path: string, line: number, reason: string): void
}
