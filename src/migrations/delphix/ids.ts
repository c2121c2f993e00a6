/** Ids are compared as integers, so leading zeros and trailing zero parts do not count - SDK, `migration_helper.py`. */
const PLATFORM_ID = /^[0-9]+(?:\.[0-9]+)*\n?$/
const LUA_ID = /^[0-9]+\.[0-9]+\n?$/

/**
 * `2021.09.20.009` and `2021.9.20.9.0` -> `2021.9.20.9`; undefined for an id the SDK refuses: anything but integers
 * separated by dots, and zero, because nothing could be ordered before it.
 */
export function canonicalId(raw: string): string | undefined {
  if (!PLATFORM_ID.test(raw)) return undefined
  const parts = integers(raw)
  while (parts.at(-1) === '0') parts.pop()
  return parts.length > 0 ? parts.join('.') : undefined
}

/** The toolkit version a Lua migration upgrades from, always major and minor: `1.01` -> `1.1`, `1.0` stays. */
export function canonicalLuaId(raw: string): string | undefined {
  return LUA_ID.test(raw) ? integers(raw).join('.') : undefined
}

function integers(raw: string): string[] {
  return raw
    .trimEnd()
    .split('.')
    .map((part) => part.replace(/^0+(?=[0-9])/, ''))
}
