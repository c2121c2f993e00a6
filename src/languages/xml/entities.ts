import { Unclear } from '../../snapshots/files.ts'

const BUILT_IN: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const REFERENCE = /&(?:#(\d{1,7}|x[0-9a-fA-F]{1,6})|([\w.:-]{1,64}));/y

/** The text between two offsets with its references resolved. Throws `Unclear` for an entity that is not built in. */
export function decodeText(text: string, from: number, to: number): string {
  const raw = text.slice(from, to)
  if (!raw.includes('&')) return raw
  let result = ''
  let at = 0
  for (let next = raw.indexOf('&'); next >= 0; next = raw.indexOf('&', at)) {
    REFERENCE.lastIndex = next
    const [all, code, name] = REFERENCE.exec(raw) ?? []
    const value = code === undefined ? BUILT_IN[name ?? ''] : characterOf(code)
    if (all === undefined || value === undefined) {
      const line = text.slice(0, from + next).split('\n').length
      throw new Unclear(`expected XML: a built-in entity, found ${JSON.stringify(raw.slice(next, next + 20))}`, line)
    }
    result += raw.slice(at, next) + value
    at = next + all.length
  }
  return result + raw.slice(at)
}

/** An attribute's value: line ends and tabs are spaces there. */
export function decodeValue(text: string, from: number, to: number): string {
  const raw = text.slice(from, to)
  if (!/[&\n\r\t]/.test(raw)) return raw
  return decodeText(text, from, to).replace(/[\n\r\t]/g, ' ')
}

function characterOf(code: string): string | undefined {
  const point = code.startsWith('x') ? parseInt(code.slice(1), 16) : parseInt(code, 10)
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined
}
