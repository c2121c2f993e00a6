import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check } from '../../src/check.ts'
import { buildScenario, parseScenario } from '../../src/demo/scenario.ts'
import { temporaryFolder } from '../support/git.ts'

const repo = join(temporaryFolder('apply'), 'repo')

it('tells two surfaces apart: in words, and by what the base has already', async () => {
  const text = readFileSync(new URL('../scenarios/setting-removed-twice.yaml', import.meta.url), 'utf8')
  await buildScenario(parseScenario(text), repo)
  const { findings } = await check({ repo, candidate: 'topic', base: 'main', candidateVersion: '1.1.0' })
  const removals = findings.filter(({ rule }) => rule === 'setting-removed')
  expect(removals.map((finding) => `${finding.new ? 'new' : 'known'} ${finding.message}`).sort()).toEqual([
    'known pump/settings.schema.json: port is gone: users of v1.0.0 have it',
    'new valve/settings.schema.json: port is gone: users of v1.0.0 have it',
  ])
})
