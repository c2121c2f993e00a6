/** ASCII as Unicode's default collation sorts it; letters without their case. */
const ALPHABET = '_-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz'
const RANKS: ReadonlyMap<string, number> = new Map(Array.from(ALPHABET, (character, at) => [character, at]))

/**
 * The order of `a.localeCompare(b)`, in which `migrate deploy` lists folders since Prisma 6.6: punctuation before digits,
 * so that `1_b` comes before `10_a`, and digits before letters; case decides where nothing else does, small letters first -
 * prisma, `listMigrations.ts`. Other characters than ASCII come last, by code unit; the command puts some of them elsewhere.
 */
export function collatedOrder(name: string): readonly string[] {
  return [told(name, rankOf), told(name, (character) => (/[A-Z]/.test(character) ? 1 : 0))]
}

function rankOf(character: string): number {
  return RANKS.get(character.toLowerCase()) ?? ALPHABET.length + character.charCodeAt(0)
}

/** Numbers as characters that lie outside of the digits, which would compare as numbers. */
function told(name: string, numberOf: (character: string) => number): string {
  const numbers = Array.from({ length: name.length }, (_, at) => numberOf(name.charAt(at)))
  return numbers.map((number) => String.fromCharCode(0x100 + number)).join('')
}
