import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeWhole } from '../../src/publish/write-file.ts'

describe('writeWhole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'upgrade-paths-write-'))

  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it('makes the folders on the way and replaces what is there', async () => {
    const path = join(folder, 'a/b/report.json')
    await writeWhole(path, 'one')
    await writeWhole(path, 'two')
    expect(readFileSync(path, 'utf8')).toBe('two')
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['report.json'])
  })

  it('leaves nothing behind where it cannot write', async () => {
    const path = join(folder, 'taken')
    mkdirSync(join(path, 'inside'), { recursive: true })
    await expect(writeWhole(path, 'text')).rejects.toThrow()
    expect(readdirSync(folder).sort()).toEqual(['a', 'taken'])
  })
})
