import { readFileSync } from 'node:fs'
import { check } from '../../src/check.ts'
import { buildScenario, parseScenario } from '../../src/demo/scenario.ts'
import { temporaryFolder } from '../support/git.ts'

const repo = temporaryFolder('apply')

async function removals(scenario: string, candidate: string) {
  const text = readFileSync(new URL(`../scenarios/${scenario}.yaml`, import.meta.url), 'utf8')
  await buildScenario(parseScenario(text), `${repo}/${scenario}`)
  const report = await check({ repo: `${repo}/${scenario}`, candidate, base: 'main', candidateVersion: '1.1.0' })
  return report.findings.filter(({ rule }) => rule === 'setting-removed')
}

it('tells two surfaces apart: in words, and by what the base has already', async () => {
  const found = await removals('setting-removed-twice', 'topic')
  expect(found.map((finding) => `${finding.new ? 'new' : 'known'} ${finding.message}`).sort()).toEqual([
    'known pump/settings.schema.json: port is gone: users of v1.0.0 have it',
    'new valve/settings.schema.json: port is gone: users of v1.0.0 have it',
  ])
})
