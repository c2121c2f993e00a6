/** Something that is shown whole or not at all. */
export interface Piece {
  /** The lowest is shown first when room is short. */
  readonly rank: number
  readonly text: string
}

/** Pieces that share a frame; without a piece there is no frame. */
export interface Section {
  /** What a piece is called when it is not shown, singular and plural. */
  readonly name: readonly [one: string, many: string]
  readonly open?: string
  readonly close?: string
  readonly separator?: string
  readonly pieces: readonly Piece[]
}

const GAP = '\n\n'

/**
 * The sections in their order, as many pieces as fit into `bytes` of UTF-8: by rank, and none after the first that does
 * not fit, so that nothing stands where something more important was cut. `notShown` words what is missing and is
 * part of the budget; where even that leaves no room, only pieces are shown.
 */
export function fit(
  sections: readonly Section[],
  bytes: number,
  notShown: (counts: readonly string[]) => string,
): string {
  const whole = assemble(sections)
  if (byteLength(whole) <= bytes) return whole
  const reserve = byteLength(notShown(missing(sections, []))) + GAP.length
  const roomy = choose(sections, bytes - reserve)
  const chosen = roomy.some(({ pieces }) => pieces.length > 0) ? roomy : choose(sections, bytes)
  const footer = chosen === roomy ? [notShown(missing(sections, chosen))] : []
  return [assemble(chosen), ...footer].filter(Boolean).join(GAP)
}

function choose(sections: readonly Section[], bytes: number): Section[] {
  const ranked = sections
    .flatMap((section, index) => section.pieces.map((piece) => ({ piece, section, index })))
    .sort((a, b) => a.piece.rank - b.piece.rank)
  const kept = sections.map((): Piece[] => [])
  let used = 0
  for (const { piece, section, index } of ranked) {
    const target = kept[index]
    if (!target) continue
    const frame = target.length === 0 ? frameBytes(section) : byteLength(section.separator ?? GAP)
    used += byteLength(piece.text) + frame
    if (used > bytes) break
    target.push(piece)
  }
  return sections.map((section, index) => ({ ...section, pieces: kept[index] ?? [] }))
}

function frameBytes({ open = '', close = '' }: Section): number {
  return byteLength(open) + byteLength(close) + GAP.length
}

function assemble(sections: readonly Section[]): string {
  return sections
    .filter(({ pieces }) => pieces.length > 0)
    .map(({ open = '', close = '', separator = GAP, pieces }) => {
      return open + pieces.map(({ text }) => text).join(separator) + close
    })
    .join(GAP)
}

function missing(sections: readonly Section[], chosen: readonly Section[]): string[] {
  return sections.flatMap(({ name, pieces }, index) => {
    const count = pieces.length - (chosen[index]?.pieces.length ?? 0)
    return count === 0 ? [] : [`${count} ${name[count === 1 ? 0 : 1]}`]
  })
}

function byteLength(text: string): number {
  return Buffer.byteLength(text)
}
