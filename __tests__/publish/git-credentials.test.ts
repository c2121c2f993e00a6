import { execFileSync } from 'node:child_process'
import { gitCredentials } from '../../src/publish/git-credentials.ts'

function headers(env: Record<string, string>, url: string): string {
  const args = ['config', '--get-urlmatch', 'http.extraheader', url]
  const options = { env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env }, encoding: 'utf8' as const }
  try {
    return execFileSync('git', args, options).trim()
  } catch {
    return ''
  }
}

describe('gitCredentials', () => {
  const env = gitCredentials('https://github.example', 'secret', {})

  it('shows the token to its server and to no other', () => {
    const basic = Buffer.from('x-access-token:secret').toString('base64')
    expect(headers(env, 'https://github.example/acme/tool')).toBe(`AUTHORIZATION: basic ${basic}`)
    for (const url of [
      'https://github.example.evil.org/acme/tool',
      'http://github.example/acme/tool',
      'https://evil.org/',
    ]) {
      expect(headers(env, url)).toBe('')
    }
  })

  it('keeps settings that are there', () => {
    const set = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'a.b', GIT_CONFIG_VALUE_0: 'c' }
    const both = { ...set, ...gitCredentials('https://github.example', 'secret', set) }
    expect(both).toMatchObject({ GIT_CONFIG_COUNT: '3', GIT_CONFIG_KEY_0: 'a.b', GIT_CONFIG_VALUE_0: 'c' })
    expect(headers(both, 'https://github.example/acme/tool')).not.toBe('')
  })
})
