import { parseCommit, type Facts } from '../../src/backports/message.ts'
import { isPin, mayPin } from '../../src/backports/pins.ts'

function saying(message: string): Facts {
  return parseCommit({ commit: 'c', authorName: 'a', authorEmail: 'a@b', authorDate: 1, date: 1, message })
}

function changing(...paths: readonly string[]) {
  return paths.map((path) => ({ path, status: 'M', oldBlob: '1', newBlob: '2' }))
}

describe('mayPin', () => {
  it.each([
    ['Bump Citus Version to 12.1.6 (#7744)', 'configure.ac'],
    ['Update go to 1.26.5/1.25.12', 'Makefile'],
    ['chore(deps): update base images', 'make/base_images.mk'],
    ['KAFKA-16322 upgrade jline from 3.22.0 to 3.25.1 (#15464)', 'gradle/dependencies.gradle'],
    ['Setup octavia for stable/pike', 'elements/agent'],
    ['Fixes #15712 - less than 0.13 of rabl', 'Gemfile'],
    ['Bump org.example:ae-security', 'pom.xml'],
    ['Bump spring-security.version to 6', 'pom.xml'],
  ])('%s of %s', (subject, path) => {
    expect(mayPin(saying(subject), changing(path))).toBe(true)
  })

  it.each([
    ['Set a reasonable value for the limit', 'server/http.go'],
    ['Update the way jobs are counted', 'server/jobs.go'],
    ['bump x/net (CVE-2023-44487)', 'go.mod'],
    ['bump golang/x/crypto to address CVE', 'go.mod'],
    ['fix GHSA-pjcq-xvwq-hhpj reported by grype', 'go.mod'],
    ['security: bump x/net', 'go.mod'],
    ['bump go + deps to fix govulncheck issues', 'go.mod'],
  ])('not %s of %s', (subject, path) => {
    expect(mayPin(saying(subject), changing(path))).toBe(false)
  })

  it('says no of files that come or go, and of an advisory that the text names', () => {
    expect(mayPin(saying('Bump it to 2.0'), [{ path: 'a', status: 'A', oldBlob: '0', newBlob: '2' }])).toBe(false)
    expect(mayPin(saying('Bump it to 2.0\n\nFor CVE-2024-1234.'), changing('go.mod'))).toBe(false)
    expect(mayPin(saying('Bump it to 2.0'), [])).toBe(false)
  })
})

describe('isPin', () => {
  it.each([
    ['configure.ac', 'AC_INIT([Citus], [12.1.5])\nrest\n', 'AC_INIT([Citus], [12.1.6])\nrest\n'],
    ['Makefile', 'GO ?= 1.25.4\nall:\n', 'GO ?= 1.26.0-rc1\nall:\n'],
    ['make/images.mk', 'BASE := a@sha256:0a1b2c3d4e5f\n', 'BASE := a@sha256:99887766aa55\n'],
    ['Gemfile', "gem 'rabl'\n", "gem 'rabl', '< 0.13'\n"],
    ['requirements.txt', 'aiohttp\n', 'aiohttp>=3.9,<4\n'],
    ['elements/agent', 'git agent /opt https://a/agent stable/ocata\n', 'git agent /opt https://a/agent stable/pike\n'],
    ['cmd/provisioner.go', 'image: "ghcr.io/org/pump:main",\n', 'image: "ghcr.io/org/pump:v1.33.0",\n'],
    ['package.json', '    "yaml-ls": "next"\n', '    "yaml-ls": "1.5.0"\n'],
    ['go.mod', 'require (\n\ta v1.2.3\n)\n', 'require (\n\ta v1.2.4\n\tb v0.1.0 // indirect\n)\n'],
  ])('%s', (path, before, after) => {
    expect(isPin(path, before, after)).toBe(true)
  })

  it.each([
    ['src/limits.ts', 'const most = 30\n', 'const most = 60\n'],
    ['src/push.sh', 'git push origin main\n', 'git push origin v1.2\n'],
    ['src/pull.yaml', 'image: org/pump:main\n', 'image: org/valve:v1.2\n'],
    ['src/versions.ts', "if (at('1.2')) run()\n", "if (at('1.3')) stop()\n"],
    ['Makefile', 'GO ?= 1.25.4\n', 'GO ?= 1.26.0\nFLAGS += -race\n'],
    ['package.json', '  "default": "next"\n', '  "default": "1.0"\n'],
    ['package.json', '{"maxLength": 5}\n', '{"maxLength": 50}\n'],
    ['package.json', '{"a": "1.2.3"}\n', '{"a": "1.2.3"}\n'],
  ])('not %s', (path, before, after) => {
    expect(isPin(path, before, after)).toBe(false)
  })
})
