import { parseConfig } from '../../src/config/load.ts'
import type { Config } from '../../src/config/config.ts'
import type { Ref } from '../../src/git/refs.ts'
import { readTags } from '../../src/releases/tags.ts'

const defaults = parseConfig('', '').releases

interface Written {
  readonly tag: string
  readonly commit?: string
  readonly date?: number
}

function read(tags: readonly (string | Written)[], settings: Partial<Config['releases']> = {}) {
  const refs = tags.map((given, n): Ref => {
    const { tag, commit = `commit of ${n}`, date = n } = typeof given === 'string' ? { tag: given } : given
    return { name: `refs/tags/${tag}`, commit, tree: `tree of ${n}`, date }
  })
  const { releases, skipped, doubles, scheme } = readTags(refs, [], { ...defaults, ...settings })
  return {
    tags: releases.map(({ tag }) => tag),
    versions: releases.map(({ version }) => version.parts.join('.')),
    twins: releases.flatMap(({ twins }) => twins),
    skipped: skipped.map(({ tag }) => tag),
    doubles: doubles.map(({ tag }) => tag),
    reasons: new Map(skipped.map(({ tag, reason }) => [tag, reason])),
    scheme,
  }
}

describe('readTags', () => {
  it.each([
    '',
    'v',
    'V',
    'name-',
    'name-v',
    'name@',
    '@scope/name@',
    'release/',
    'release/v',
    'releases/',
    'REL_',
    'release-',
    'my.app/v',
    'name2-',
  ])('reads numbers after %j', (prefix) => {
    // prettier-ignore
    const { versions, skipped } = read(['1.2.3', '1.10.0', '1_9_4', '2.0'].map((number) => prefix + number))
    expect([versions, skipped]).toEqual([['1.2.3', '1.9.4', '1.10', '2'], []])
  })

  it('orders numerically and takes trailing zeros for nothing', () => {
    expect(read(['1.10', '1.9', '1', '1.1.0.0', '0.9.9']).tags).toEqual(['0.9.9', '1', '1.1.0.0', '1.9', '1.10'])
  })

  it('leaves out short tags that move with the releases of their line', () => {
    const { tags, twins, reasons } = read([
      { tag: 'v1.0.0', commit: 'a', date: 1 },
      { tag: 'v1.1.0', commit: 'b', date: 2 },
      { tag: 'v1', commit: 'b', date: 2 },
      { tag: 'v2.0.0', commit: 'c', date: 3 },
      { tag: 'v2.0.1', commit: 'd', date: 4 },
      { tag: 'v2', commit: 'e', date: 5 },
      { tag: 'v2.0', commit: 'e', date: 5 },
      { tag: 'v3.0.0', commit: 'f', date: 6 },
      { tag: 'v3', commit: 'f', date: 6 },
    ])
    expect([tags, twins]).toEqual([['v1.0.0', 'v1.1.0', 'v2.0.0', 'v2.0.1', 'v3.0.0'], ['v3']])
    expect([...reasons.keys()]).toEqual(['v1', 'v2', 'v2.0'])
  })

  it('takes a short tag for a release where none has its number, and for a second one where it came first', () => {
    expect(read(['1.0', '1.0.1', '1.1', '1.1.1', '2']).tags).toEqual(['1.0', '1.0.1', '1.1', '1.1.1', '2'])
    const { tags, skipped } = read([
      { tag: '1.0', date: 1 },
      { tag: '1.0.0', date: 2 },
      { tag: '1.0.1', date: 3 },
    ])
    expect([tags, skipped]).toEqual([['1.0', '1.0.1'], ['1.0.0']])
  })

  it('counts twins on one commit as one release, named as the others are, else by the shortest', () => {
    const { tags, twins, skipped } = read([
      { tag: 'v1.0.0', commit: 'a' },
      { tag: 'v1.0', commit: 'a' },
      { tag: '1.0.0', commit: 'a' },
      { tag: 'v2.0', commit: 'b' },
    ])
    expect([tags, twins.sort(), skipped]).toEqual([['1.0.0', 'v2.0'], ['v1.0', 'v1.0.0'], []])
  })

  it('names twins with as many parts as the others have', () => {
    const { tags, twins } = read([
      { tag: '1.0', commit: 'a' },
      { tag: '2.0', commit: 'b' },
      { tag: '2.0.0', commit: 'b' },
      { tag: '3.0', commit: 'c' },
    ])
    expect([tags, twins]).toEqual([['1.0', '2.0', '3.0'], ['2.0.0']])
  })

  it('skips a version that another commit already has', () => {
    const { tags, reasons } = read([
      { tag: 'v1.0', commit: 'a' },
      { tag: '1.0.0', commit: 'b' },
    ])
    expect(tags).toEqual(['v1.0'])
    expect(reasons.get('1.0.0')).toContain('v1.0')
  })

  it('takes the larger family', () => {
    const { tags, skipped } = read(['v1.0', 'v1.1', 'tile-1.0', 'v1.2', 'tile-9.0', 'chart/1.0'])
    expect([tags, skipped.sort()]).toEqual([
      ['v1.0', 'v1.1', 'v1.2'],
      ['chart/1.0', 'tile-1.0', 'tile-9.0'],
    ])
    expect(read(['tile-1.0', 'v1.0']).tags).toEqual(['v1.0'])
    expect(read(['a-1.0', 'b-1.0-rc1', 'b-1.0-rc2']).tags).toEqual(['a-1.0'])
  })

  it('takes builds between releases where there is nothing else', () => {
    const builds = ['develop-20260101', 'develop-20260102', 'develop-20260103']
    expect(read([...builds, 'v1.0', 'v1.1']).tags).toEqual(['v1.0', 'v1.1'])
    expect(read(builds).tags).toEqual(builds)
    expect(read(['edge/1.0', 'edge/1.1', 'knowledge-1.0']).tags).toEqual(['knowledge-1.0'])
  })

  it('leaves pre-releases out unless asked for', () => {
    const written = ['1.0', '1.1-rc.1', '1.1rc2', '1.1-beta', '1.1', '2.0.0-alpha.1', '2.0a1', '2.0.0-SNAPSHOT']
    expect(read(written).tags).toEqual(['1.0', '1.1'])
    expect(read(written).reasons.size).toBe(6)
    expect(read(written, { prereleases: true }).tags.slice(0, 5)).toEqual([
      '1.0',
      '1.1-beta',
      '1.1-rc.1',
      '1.1rc2',
      '1.1',
    ])
  })

  it('takes a number behind a dash for a package release where most tags have one', () => {
    const written = ['p-1.0.0-1', 'p-1.0.0-2', 'p-1.0.0-10', 'p-1.1.0-1', 'p-1.1.0-2.el8', 'q-1.0.0-1']
    const { tags, versions, reasons } = read(written)
    expect(tags).toEqual(['p-1.0.0-1', 'p-1.0.0-2', 'p-1.0.0-10', 'p-1.1.0-1'])
    expect(versions).toEqual(['1', '1', '1', '1.1'])
    expect(reasons.get('p-1.1.0-2.el8')).toBe('pre-release')
    expect(read(['1.0.0', '1.1.0-1', '1.1.0', '2.0.0-1']).tags).toEqual(['1.0.0', '1.1.0'])
    expect(read(['1.0.0-0', '1.0.0-1', '1.0.0-2', '1.0.0']).tags).toEqual(['1.0.0'])
  })

  it('reads numbers that are joined by dashes', () => {
    const { tags, versions, scheme } = read(['release-4-9-1', 'release-4-10-0', 'release-4-9-0', 'release-4-11-0-rc1'])
    expect(tags).toEqual(['release-4-9-0', 'release-4-9-1', 'release-4-10-0'])
    expect(versions).toEqual(['4.9', '4.9.1', '4.10'])
    expect(scheme).toBe('semver')
  })

  it('tells builds of one number apart where they stand on different commits', () => {
    expect(read(['v1.2.0+k3s1', 'v1.2.0+k3s10', 'v1.2.0+k3s2', 'v1.2.0-rc1+k3s1']).tags).toEqual([
      'v1.2.0+k3s1',
      'v1.2.0+k3s2',
      'v1.2.0+k3s10',
    ])
    const same = read([
      { tag: 'v1.2.0', commit: 'a' },
      { tag: 'v1.2.0+1', commit: 'a' },
    ])
    expect([same.tags, same.twins]).toEqual([['v1.2.0'], ['v1.2.0+1']])
  })

  it('tells a number that is taken from another build of it', () => {
    const { tags, doubles, reasons } = read(['v1.2.0', 'v1.2.0+docs', 'v1.2'])
    expect([tags, doubles]).toEqual([['v1.2'], ['v1.2.0']])
    expect([...reasons]).toEqual([
      ['v1.2.0', 'the same version as v1.2, on another commit'],
      ['v1.2.0+docs', 'another build of v1.2'],
    ])
    const forked = read(['1.0.0', '1.1.0', 'v1.1.0', 'v1.2.0', 'v1.3.0'])
    expect(forked.tags).toEqual(['1.0.0', 'v1.1.0', 'v1.2.0', 'v1.3.0'])
    expect([...forked.reasons]).toEqual([['1.1.0', 'the same version as v1.1.0, on another commit']])
    const packages = read(['p-1.0.0-1', 'p-1.0.0.0-1', 'p-1.1.0-1'])
    expect(packages.tags).toEqual(['p-1.0.0-1', 'p-1.1.0-1'])
    expect(packages.reasons.get('p-1.0.0.0-1')).toBe('the same version as p-1.0.0-1, on another commit')
  })

  it('orders pre-releases as semver.org does', () => {
    const ordered = ['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0'] // prettier-ignore
    expect(read(ordered.toReversed(), { prereleases: true }).tags).toEqual(ordered)
  })

  it('takes final suffixes for the release and later ones for one more part', () => {
    expect(read(['1.0.0.Final', '1.1.0-RELEASE', '1.2.0.GA']).versions).toEqual(['1', '1.1', '1.2'])
    expect(read(['1.0.0', '1.0.0-hotfix1', '1.0.0.post2', '1.0.1']).versions).toEqual([
      '1',
      '1.0.0.1',
      '1.0.0.2',
      '1.0.1',
    ])
  })

  it.each([
    'latest',
    'nightly',
    'stable',
    'queens-eol',
    '1.0-eol',
    'build-a',
    'v',
    'release/',
    '-x',
    '$(x)',
    '1.99999999999999999999',
    `v1.${'9'.repeat(400)}`,
  ])('skips %j with a reason', (tag) => {
    // prettier-ignore
    const { tags, reasons } = read(['v1.0', tag])
    expect(tags).toEqual(['v1.0'])
    expect(reasons.get(tag)).toEqual(expect.any(String))
  })

  it('takes configured patterns, and nothing else', () => {
    const written = ['plugin-a@1.0', 'plugin-a@1.1', 'plugin-b@3.0', 'v7.0', 'plugin-a@next']
    const { tags, skipped } = read(written, { tags: ['plugin-a@{version}'] })
    expect([tags, skipped.sort()]).toEqual([
      ['plugin-a@1.0', 'plugin-a@1.1'],
      ['plugin-a@next', 'plugin-b@3.0', 'v7.0'],
    ])
    expect(read(written, { tags: ['v*', 'plugin-b@*'] }).tags).toEqual(['plugin-b@3.0', 'v7.0'])
    expect(read(['r1.0-x', 'r1.1-y'], { tags: ['r{version}-x'] }).versions).toEqual(['1'])
    expect(read(['aa'], { tags: ['a{version}a', 'aa{version}a'] }).tags).toEqual([])
  })

  it('leaves out the date of a build among numbers, where not all are dates', () => {
    const { tags, reasons } = read(['v0.14.4', '20200616', 'v0.15.0', '20209999'])
    expect(tags).toEqual(['v0.14.4', 'v0.15.0', '20209999'])
    expect(reasons.get('20200616')).toBe('a date, where releases have numbers')
    expect(read(['20200616', '20200701', 'v1.0']).tags).toEqual(['v1.0', '20200616', '20200701'])
    const previews = ['v2.34.1', 'v2.34.2', 'v2.34.2024121211', 'v2.34.1000', 'v2.34.2024992211']
    expect(read(previews).tags).toEqual(['v2.34.1', 'v2.34.2', 'v2.34.1000', 'v2.34.2024992211'])
  })

  it('leaves calendar numbers out that a project gave up for small ones', () => {
    const { tags, reasons } = read(['2013.1', '2014.1', '1.0', '1.1', '2.0'])
    expect([tags, [...reasons.keys()]]).toEqual([
      ['1.0', '1.1', '2.0'],
      ['2013.1', '2014.1'],
    ])
    expect(read(['1.0', '1.1', '2023.1', '2024.1']).tags).toHaveLength(4)
    expect(read(['2023.1', '2024.1']).tags).toHaveLength(2)
  })

  it('tells the scheme by what most numbers look like, unless it is stated', () => {
    expect(read(['1.0.0', '1.1.0', '2.0.0']).scheme).toBe('semver')
    expect(read(['1.0', '1.1', '2.0.0']).scheme).toBe('build-number')
    expect(read(['1.0'], { scheme: 'semver' }).scheme).toBe('semver')
    expect(read([]).scheme).toBe('build-number')
  })

  it('answers long and odd names at once', () => {
    const odd = [
      '1.'.repeat(50_000),
      '-1'.repeat(50_000),
      `v1.0${'-a'.repeat(50_000)}`,
      '_'.repeat(100_000),
      'v'.repeat(100_000),
    ]
    const start = performance.now()
    read(odd, { prereleases: true })
    expect(performance.now() - start).toBeLessThan(2000)
  })

  const day = 86_400
  /** Tags of both families with the numbers and days given as `1.0@3`. */
  function families(named: string, bare: string): readonly Written[] {
    return [['product-', named], ['v', bare]].flatMap(([prefix = '', text = '']) =>
      text.split(' ').map((entry) => {
        const [number = '', at = ''] = entry.split('@')
        return { tag: prefix + number, date: Number(at) * day }
      }),
    ) // prettier-ignore
  }

  it('counts a family that took over from another as the same product, each release once', () => {
    const { versions, twins, tags } = read(
      families('1.0@0 1.1@20 1.2@40 1.3@60 1.4@80 1.5@100 1.6@120', '1.3@60 1.4@82 1.5@100 1.6@121 2.0@200'),
    )
    expect(versions).toEqual(['1', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '2'])
    expect(twins).toEqual(['product-1.3', 'product-1.4', 'product-1.5', 'product-1.6'])
    expect(tags.slice(-2)).toEqual(['v1.6', 'v2.0'])
  })

  it('leaves another product alone that shares some numbers, or all of them on other days', () => {
    const other = families('1.0@0 1.1@20 1.2@40 1.3@60 1.4@80', '1.0@1 1.1@21 1.2@41 1.5@50 1.6@60 1.7@70')
    expect(read(other).versions).toEqual(['1', '1.1', '1.2', '1.5', '1.6', '1.7'])
    expect(read(families('1.0@0 1.1@20 1.2@40 1.3@60', '1.0@10 1.1@30 1.2@50')).versions).toEqual([
      '1',
      '1.1',
      '1.2',
      '1.3',
    ])
  })
})
