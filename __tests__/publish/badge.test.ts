import { rawUrl } from '../../src/publish/badge.ts'

const remote = { owner: 'acme', repo: 'tool' }

describe('rawUrl', () => {
  it('is the file itself, on github.com and on other servers', () => {
    expect(rawUrl('https://github.com', remote, 'badges', 'b.svg')).toBe(
      'https://raw.githubusercontent.com/acme/tool/badges/b.svg',
    )
    expect(rawUrl('https://git.example', remote, 'badges', 'b.svg')).toBe(
      'https://git.example/acme/tool/raw/badges/b.svg',
    )
  })

  it('keeps the slashes of a branch and escapes the rest', () => {
    expect(rawUrl('https://github.com', remote, 'a/b#?c', 'b.svg')).toBe(
      'https://raw.githubusercontent.com/acme/tool/a/b%23%3Fc/b.svg',
    )
  })
})
