import { decode, largestFile } from '../../src/snapshots/open.ts'

describe('the text of a blob', () => {
  it.each([
    ['UTF-8', Buffer.from('é\n')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFé\n')],
    ['UTF-16, the low byte first', Buffer.from('\uFEFFé\n', 'utf16le')],
    ['UTF-16, the high byte first', Buffer.from('\uFEFFé\n', 'utf16le').swap16()],
  ])('is read as %s', (_, data) => {
    expect(decode(data)).toBe('é\n')
  })

  it('has marks where bytes are no text', () => {
    expect(decode(Buffer.from([0x61, 0xff, 0x62]))).toBe('a\uFFFDb')
  })

  it('is as long as people write', () => {
    expect(decode(Buffer.alloc(largestFile, 'a'))).toHaveLength(largestFile)
    expect(decode(Buffer.alloc(largestFile + 1, 'a'))).toHaveProperty('unreadable', expect.stringMatching(/^too large/))
    expect(decode(Buffer.alloc(500_000, '\n'))).toHaveLength(500_000)
    expect(decode(Buffer.alloc(500_001, '\n'))).toHaveProperty('unreadable', expect.stringMatching(/^too many lines/))
  })
})
