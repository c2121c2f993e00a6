import * as fc from 'fast-check'
import { parseLargeJson } from '../../src/languages/json-lazy.ts'
import { parseJson } from '../../src/languages/json.ts'
import { Unclear } from '../../src/snapshots/files.ts'

/** Every pointer of a value. */
function pointersOf(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer]
  const steps = Object.entries(value).flatMap(([key, child]) =>
    pointersOf(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
  return [pointer, ...steps]
}

it('tells the line of every member and item', () => {
  const { lines } = parseJson('{\n "a": [\n  1,\n  {"b": "}\\n]"}\n ], "c/~": {},\r\n\t"\\u0064":\n  true\n}')
  expect([...lines]).toEqual([
    ['', 1],
    ['/a', 2],
    ['/a/0', 3],
    ['/a/1', 4],
    ['/a/1/b', 4],
    ['/c~1~0', 5],
    ['/d', 6],
  ])
})

it('knows every pointer of any JSON, however it is laid out', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      const parsed = parseJson(text)
      expect(new Set(parsed.lines.keys())).toEqual(new Set(pointersOf(parsed.value)))
      expect(Math.max(...parsed.lines.values())).toBeLessThanOrEqual(text.split('\n').length)
    }),
  )
})

it('takes the last of two members with one name', () => {
  expect(parseJson('{"a": 1,\n"a": 2}')).toEqual({ value: { a: 2 }, lines: new Map([['', 1], ['/a', 2]]) }) // prettier-ignore
})

it.each([
  ['{\n"a": 1,\n}', 3],
  ['', 1],
  ['{"a": "b', 1],
  ['[\n\n1 2]', 3],
  ['\n'.repeat(3) + '['.repeat(200_000), 4],
  ['['.repeat(2_000) + ']'.repeat(2_000), 1],
])('gives the line of what is wrong (%#)', (text, line) => {
  const attempt = (): unknown => parseJson(text)
  expect(attempt).toThrow(Unclear)
  expect(attempt).toThrow(expect.objectContaining({ line }) as Error)
})

it('honours a byte order mark, and reads 5 MB', () => {
  expect(parseJson('\uFEFF{}').value).toEqual({})
  const { lines } = parseJson(`[${'{"a": "\\"a much longer text than that"},\n'.repeat(120_000)}0]`)
  expect(lines.get('/120000')).toBe(120_001)
})

// Each would take seconds and gigabytes: pointers of a megabyte for a million items.
it.each([
  ['items beyond count', `[\n${'1,'.repeat(600_000)}1]`, 2],
  ['members beyond count', `{\n${Array.from({ length: 600_000 }, (_, n) => `"${n}":1`).join()}}`, 2],
  ['a long name above many items', `{"${'x'.repeat(1_000_000)}":\n[${'1,'.repeat(400_000)}1]}`, 2],
  ['long names inside one another', `${`{"${'x'.repeat(10_000)}":\n`.repeat(300)}1${'}'.repeat(300)}`, 141],
])('refuses %s', (_, text, line) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ line }) as Error)
  expect(() => parseLargeJson(text)).toThrow(expect.objectContaining({ line }) as Error)
})
