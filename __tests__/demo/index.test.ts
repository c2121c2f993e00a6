import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { UnknownStory, listStories, prepareDemo } from '../../src/demo/index.ts'

describe('listStories', () => {
  it('starts with the motivating story and says something of each', () => {
    const stories = listStories()
    expect(stories[0]?.name).toBe('story')
    expect(stories.filter(({ title, expectation }) => title === '' || expectation === '')).toEqual([])
    expect(stories.length).toBeGreaterThan(10)
  })
})

describe('prepareDemo', () => {
  it('leaves a work tree and a candidate', async () => {
    const { directory, candidate, name } = await prepareDemo()
    try {
      expect(name).toBe('story')
      expect(candidate).toBe('1.2')
      expect(existsSync(join(directory, 'plugin_config.yml'))).toBe(true)
      const tags = execFileSync('git', ['tag', '--list'], { cwd: directory, encoding: 'utf8' })
      expect(tags.trim().split('\n')).toEqual(['1.0', '1.1', '1.2', '2.0', '2.1'])
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it.each(['stroy', '../story', 'constructor', ''])('refuses %j', async (name) => {
    await expect(prepareDemo(name)).rejects.toBeInstanceOf(UnknownStory)
  })
})
