/** Whether text is a well-formed XML 1.0 document of elements, attributes and text; throws with the place where not. */
export function assertWellFormed(text: string): void {
  const open: string[] = []
  const token = /<\?xml [^?<>]*\?>|<([a-z]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>|<\/([a-z]+)>|[^<]+/gy
  let at = 0
  for (const match of text.matchAll(token)) {
    if (match.index !== at) break
    at += match[0].length
    const [, start, attributes = '', empty, end] = match
    if (start !== undefined) {
      const names = [...attributes.matchAll(/([a-z]+)="/g)].map(([, name]) => name)
      if (new Set(names).size < names.length) throw new Error(`attribute twice in ${match[0]}`)
      if (empty === '') open.push(start)
    }
    if (end !== undefined && open.pop() !== end) throw new Error(`unexpected </${end}> at ${match.index}`)
  }
  if (at !== text.length) throw new Error(`no XML at ${at}: ${text.slice(at, at + 80)}`)
  if (open.length > 0) throw new Error(`not closed: ${open.join(', ')}`)
  const entity = /&(?!#\d+;|amp;|lt;|gt;|quot;)/.exec(text)
  if (entity) throw new Error(`stray ampersand at ${entity.index}`)
  const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text)
  if (illegal) throw new Error(`illegal character at ${illegal.index}`)
}
