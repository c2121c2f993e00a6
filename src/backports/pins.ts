import type { FileChange } from '../git/log.ts'
import type { Facts } from './message.ts'

/** Files that say which versions of other projects are wanted. */
const manifest =
  /(?:^|\/)(?:go\.mod|package\.json|Gemfile|[^/]+\.gemspec|bundler\.d\/[^/]+\.rb|[^/]*requirements[^/]*\.(?:txt|in)|requirements\/[^/]+|pyproject\.toml|setup\.cfg|Pipfile|pom\.xml|libs\.versions\.toml|(?:dependencies|versions)\.(?:gradle|props|toml|ya?ml)|build\.gradle(?:\.kts)?|gradle\.properties|Cargo\.toml|composer\.json|mix\.exs|[^/]+\.csproj|(?:Docker|Container|Vagrant)file[^/]*|[^/]*\.Dockerfile|Chart\.ya?ml|\.(?:ruby|node|python|java|tool|go)-versions?)$/

/** A subject about versions of something. */
const about =
  /\b(?:bump|upgrad|downgrad|versions?\b|releas|pin(?:s|ned|ning)?\b|refresh|prepar|promot|deps?\b|dependenc|images?\b|rebuil|vendor|stable[/-])|\bupdat.*\d/

/** Some of it are fixes that users wait for; `spring-security` is a name. */
const advisory = /\bcves?\b|\bghsa-|vulnerab|vulncheck|(?<!\w[.:/@-])\bsecurity\b(?![.:/-]\w)|advisor/

/** `1.2`, `1.2.x`, `v3-rc1`, `@sha256:1a2b3c...`, `stable/pike`, the end of `org/image:latest`. */
const version =
  /(?<=\/[\w.-]+:)(?:main|master|latest|nightly|edge|dev|develop|canary|unstable)(?![\w.:/-])|\bstable\/[\w.-]+|\bv?\d+(?:\.(?:\d+|x))+[\w.+-]*|\bv\d+[\w.+-]*|\b(?=\w*\d)[0-9a-f]{7,}\b/g
/** `< 4`, `^5`. */
const range = /[~^<>=]\s*v?\d/
/** `"pump": "next"`, as npm and composer name a version. */
const channel = /^\s*"(?!default")[\w@./-]+":\s*"(?:next|latest|canary|nightly|alpha|beta|rc|dev|edge|\*)",?\s*$/
/** Brackets, a remark, or a requirement of any version. */
const bare = /^(?:[\s{}[\]()<>,;'"/]*|\s*(?:#|\/\/).*|\s*gem\s[^#]*|[\w.-]+\s*)$/

/** Whether a commit may do nothing but name other versions, by what it says and which files it changes. */
export function mayPin({ key, references }: Facts, changes: readonly FileChange[]): boolean {
  if (changes.length === 0 || advisory.test(key) || references.some((name) => name.startsWith('cve-'))) return false
  return changes.every(({ path, status }) => status === 'M' && (about.test(key) || manifest.test(path)))
}

/**
 * Whether a file before and after differs in versions alone. In a manifest a line that names a version may also come or go;
 * elsewhere lines must be the same but for their versions.
 */
export function isPin(path: string, before: string, after: string): boolean {
  const { added, removed } = difference(before, after)
  if (added.length + removed.length === 0) return false
  if (manifest.test(path) && [...added, ...removed].every(isRequirement)) return true
  return [...added, ...removed].every(named) && masked(added) === masked(removed)
}

function isRequirement(line: string): boolean {
  return bare.test(line) || range.test(line) || channel.test(line) || named(line)
}

function named(line: string): boolean {
  return line.search(version) >= 0
}

function masked(lines: readonly string[]): string {
  return lines.map((line) => line.replace(version, '#')).sort().join('\n') // prettier-ignore
}

function difference(before: string, after: string): { readonly added: string[]; readonly removed: string[] } {
  const surplus = new Map<string, number>()
  for (const line of before.split('\n')) surplus.set(line, (surplus.get(line) ?? 0) - 1)
  for (const line of after.split('\n')) surplus.set(line, (surplus.get(line) ?? 0) + 1)
  const [added, removed]: [string[], string[]] = [[], []]
  for (const [line, times] of surplus) {
    const side = times > 0 ? added : removed
    for (let n = 0; n < Math.abs(times); n++) side.push(line)
  }
  return { added, removed }
}
