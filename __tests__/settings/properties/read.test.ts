import fc from 'fast-check'
import { properties } from '../../../src/settings/properties/index.ts'
import { parseProperties } from '../../../src/settings/properties/parse.ts'
import { filesOf } from '../../support/files.ts'

function read(tree: Readonly<Record<string, string>>, path?: string) {
  return properties.read(
    filesOf(properties.wants, tree),
    path === undefined ? undefined : { format: 'properties', path },
  )
}

function entries(text: string) {
  return parseProperties(text).map(({ key, value, line }) => [key, value, line])
}

describe('keys and values', () => {
  it.each([
    ['a.b=1', [['a.b', '1', 1]]],
    ['  a_b : two words  ', [['a_b', 'two words', 1]]],
    ['export A=', [['A', '', 1]]],
    ['a = "x # y" # why', [['a', 'x # y', 1]]],
    ["a='x'", [['a', 'x', 1]]],
    ['a=http://x/#y # why', [['a', 'http://x/#y', 1]]],
    ['a=1,\\\n  2\nb=3', [['a', '1,2', 1], ['b', '3', 3]]], // prettier-ignore
    ['a=x\\\\\nb=3', [['a', 'x\\\\', 1], ['b', '3', 2]]], // prettier-ignore
    ['[s one] # why\na=1\r\n[t]\na=2', [['s one.a', '1', 2], ['t.a', '2', 4]]], // prettier-ignore
    ['listener[0].port=1', [['listener[0].port', '1', 1]]],
    ['\uFEFFa=1', [['a', '1', 1]]],
  ])('%j', (text, found) => {
    expect(entries(text)).toEqual(found)
  })
  it('takes keys that are commented out, and no prose', () => {
    expect(entries('#a.b=1\n# c = 2\n;d=\n#E=x y')).toEqual([
      ['a.b', undefined, 1],
      ['c', undefined, 2],
      ['d', undefined, 3],
      ['E', undefined, 4],
    ])
    expect(entries('# set x=1 for y\n#x=1 is the default\n## x=1\n# x == 1\n# Note: this\n#####\n#x')).toEqual([])
  })
  it('never fails, and reads back what it is given', () => {
    const key = fc.stringMatching(/^[a-z][a-z.]{0,8}$/)
    const value = fc.stringMatching(/^[a-z0-9:/,]{0,9}$/)
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value)), fc.string(), (pairs, noise) => {
        parseProperties(noise)
        expect(entries(pairs.map((pair) => pair.join('=')).join('\n'))).toEqual(
          pairs.map((pair, n) => [...pair, n + 1]),
        )
      }),
    )
  })
  it('takes time in proportion to the text', () => {
    const started = performance.now()
    for (const piece of ['a', '\\', '#a=', 'a=\\\n', '[', 'a=" ', '\\\\']) parseProperties(piece.repeat(100_000))
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('files', () => {
  const text = 'b=2\n#a=1\n\nb=3\n#b=4\n'
  it('are open objects of texts, sorted, the last value counting', () => {
    const [surface] = read({ 'conf/defaults.properties': text })
    expect(surface).toMatchObject({ name: 'conf/defaults.properties', format: 'properties' })
    expect(surface?.schema).toEqual({
      type: 'object',
      properties: {
        a: { type: 'string', 'x-computed-default': expect.any(String) as string },
        b: { type: 'string', default: '3' },
      },
    })
    expect([surface?.lines.get('/properties/a'), surface?.lines.get('/properties/b')]).toEqual([2, 4])
  })
  it('that are templates hold no defaults', () => {
    const [surface] = read({ 'x/.env.example': 'A=secret\n' }, 'x/.env.example')
    expect(surface?.schema).toMatchObject({ properties: { A: { 'x-computed-default': expect.any(String) as string } } })
  })
  it.each(['.env', '.env.example', 'application.properties', 'config/server.properties', 'tests/defaults.cfg'])(
    '%s is left alone without a config',
    (path) => {
      expect(read({ [path]: text })).toEqual([])
    },
  )
  it('are found by what the config names', () => {
    const tree = { 'config/a.properties': text, 'config/b.properties': text, 'c.properties': text }
    expect(read(tree, 'config/*.properties').map(({ path }) => path)).toEqual([
      'config/a.properties',
      'config/b.properties',
    ])
  })
})
