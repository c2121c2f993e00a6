/**
 * Patterns for file names: characters, `.`, `\d`, `\w`, `\s`, classes, `*`, `+`, `?`, `{2,4}` and named groups around them.
 * They come from files that anybody may edit, so what can make a regular expression run for ever (groups that repeat,
 * alternatives, references) is left out, and no place of the name is tried twice for one part.
 */
export interface NamePattern {
  /** The named groups of a name that fits as a whole. */
  match(name: string): ReadonlyMap<string, string> | undefined
}

interface Part {
  readonly fits: RegExp
  readonly least: number
  readonly most: number
  readonly lazy: boolean
  readonly group: string | undefined
}

const GROUP = /\(\?<([A-Za-z]\w*)>/y
const ATOM = /\\[dDwWsS]|\\[^\w\s]|\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\[\](){}|*+?^$]/uy
const QUANTIFIER = /(?:([*+?])|\{([0-9]{1,3})(?:(,)([0-9]{1,3})?)?\})(\?)?/y
const LONGEST = 200

/** The reason where it is none. */
export function parsePattern(source: string): NamePattern | { readonly reason: string } {
  if (source.length > LONGEST) return { reason: `expected a pattern of at most ${LONGEST} characters` }
  const text = source.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')
  const parts: Part[] = []
  const groups = new Set<string>()
  let group: string | undefined
  let at = 0
  while (at < text.length) {
    const opened = at === text.length ? null : exec(GROUP, text, at)
    if (opened) {
      if (group !== undefined) return { reason: `expected no group inside the group ${group}` }
      group = opened[1] ?? ''
      if (groups.has(group)) return { reason: `expected one group named ${group}` }
      groups.add(group)
      at += opened[0].length
      continue
    }
    if (text[at] === ')' && group !== undefined) {
      group = undefined
      at += 1
      if (exec(QUANTIFIER, text, at)) return { reason: 'expected no group that repeats' }
      continue
    }
    const atom = exec(ATOM, text, at)?.[0]
    const fits = atom === undefined ? undefined : compile(atom)
    if (atom === undefined || fits === undefined) {
      return {
        reason: `expected a character, a class or a named group, found ${JSON.stringify(text.slice(at, at + 10))}`,
      }
    }
    at += atom.length
    const found = exec(QUANTIFIER, text, at)
    if (found) at += found[0].length
    parts.push({ fits, group, ...countsOf(found) })
  }
  if (group !== undefined) return { reason: `expected the group ${group} to be closed` }
  if (!groups.has('id')) return { reason: 'expected a group named id: (?<id>...)' }
  return { match: (name) => match(parts, name) }
}

function exec(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** One character alone: nothing in it can repeat. */
function compile(atom: string): RegExp | undefined {
  try {
    return new RegExp(`^${atom}$`, 'su')
  } catch {
    return undefined
  }
}

function countsOf(found: RegExpExecArray | null): Pick<Part, 'least' | 'most' | 'lazy'> {
  if (!found) return { least: 1, most: 1, lazy: false }
  const [, sign, low, comma, high, lazy] = found
  const least = sign === undefined ? Number(low) : sign === '+' ? 1 : 0
  const most = sign === '?' ? 1 : sign !== undefined ? Infinity : comma === undefined ? least : Number(high ?? Infinity)
  return { least, most, lazy: lazy !== undefined }
}

function match(parts: readonly Part[], name: string): ReadonlyMap<string, string> | undefined {
  const failed = new Set<number>()
  const lengths: number[] = []
  if (!fitsFrom(0, 0)) return undefined
  const groups = new Map<string, string>()
  let at = 0
  for (const [n, { group }] of parts.entries()) {
    const end = at + (lengths[n] ?? 0)
    if (group !== undefined) groups.set(group, (groups.get(group) ?? '') + name.slice(at, end))
    at = end
  }
  return groups

  function fitsFrom(n: number, start: number): boolean {
    const part = parts[n]
    if (part === undefined) return start === name.length
    const key = n * (name.length + 1) + start
    if (failed.has(key)) return false
    let most = 0
    while (most < part.most && start + most < name.length && part.fits.test(name.charAt(start + most))) most += 1
    for (let tried = part.least; tried <= most; tried += 1) {
      const length = part.lazy ? tried : most + part.least - tried
      if (!fitsFrom(n + 1, start + length)) continue
      lengths[n] = length
      return true
    }
    failed.add(key)
    return false
  }
}
