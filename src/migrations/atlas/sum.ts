import { createHash } from 'node:crypto'

/** One line of `atlas.sum`. */
export interface SumLine {
  readonly name: string
  readonly hash: string
}

/** The checksums of `atlas.sum`: the first line is that of all others - Atlas, `HashFile.UnmarshalText`. */
export function readSum(text: string): readonly SumLine[] {
  return text
    .split(/\r?\n/)
    .slice(1)
    .flatMap((line) => {
      const at = line.indexOf('h1:')
      return at < 0 ? [] : [{ name: line.slice(0, at).trim(), hash: line.slice(at + 3).trim() }]
    })
}

const IGNORED = /^[ -~]*atlas:sum +ignore/

/** What Atlas computes: every checksum covers all files up to its own - Atlas, `NewHashFile`. */
export function sumOf(files: readonly { readonly name: string; readonly text: string }[]): readonly SumLine[] {
  const hash = createHash('sha256')
  return files.flatMap(({ name, text }) => {
    hash.update(name)
    if (IGNORED.test(text.slice(0, 1000))) return []
    return [{ name, hash: hash.update(text).copy().digest('base64') }]
  })
}

/** Counts from 1: the first line of `atlas.sum` that is not what the files give; undefined where all are. */
export function differingLine(stated: readonly SumLine[], computed: readonly SumLine[]): number | undefined {
  const count = Math.max(stated.length, computed.length)
  for (let n = 0; n < count; n += 1) {
    if (stated[n]?.name !== computed[n]?.name || stated[n]?.hash !== computed[n]?.hash) return n + 2
  }
  return undefined
}
