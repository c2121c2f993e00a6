/** How values and releases are written in sentences. */

/** Texts that would be read as something else. */
const AMBIGUOUS = /^(?:|true|false|null|nothing|-?\d+(?:\.\d+)?|[[{"\s].*|.*\s)$/

/** A value as a person would write it, short. */
export function show(value: unknown): string {
  const text =
    typeof value === 'string' && !AMBIGUOUS.test(value)
      ? value
      : ((JSON.stringify(value) as string | undefined) ?? 'nothing')
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

/** `v1.0 to v1.4`, or the tags where they are few. */
export function span(tags: readonly string[]): string {
  return tags.length > 3 ? `${tags[0] ?? ''} to ${tags.at(-1) ?? ''} (${tags.length} releases)` : tags.join(', ')
}

/** The same where a way leads to, or from, each of them: `any of v1.0 to v1.4 (5 releases)`. */
export function anyOf(tags: readonly string[]): string {
  return tags.length > 3 ? `any of ${span(tags)}` : span(tags)
}
