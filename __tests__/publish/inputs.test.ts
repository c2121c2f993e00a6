import { readInputs } from '../../src/publish/inputs.ts'

function read(given: Readonly<Record<string, string>> = {}) {
  return readInputs((name) => given[name] ?? '')
}

describe('readInputs', () => {
  it('fills in what is not given', () => {
    expect(read()).toEqual({ failOn: 'error', comment: true, checkRun: true, summary: true, releaseNotes: false })
  })

  it('takes what is given', () => {
    const texts = {
      config: 'c.yml',
      candidate: 'v1',
      base: 'main',
      report: 'r.json',
      sarif: 's.sarif',
      token: 't',
      badge: 'badges',
    }
    const given = {
      ...texts,
      'fail-on': 'Warning',
      comment: 'FALSE',
      'check-run': 'false',
      summary: 'false',
      'release-notes': 'append',
    }
    expect(read(given)).toEqual({
      ...texts,
      failOn: 'warning',
      comment: false,
      checkRun: false,
      summary: false,
      releaseNotes: true,
    })
  })

  it('has no badge where it is off', () => {
    expect(read({ badge: 'off' }).badge).toBeUndefined()
  })

  it.each([
    ['fail-on', 'note'],
    ['comment', 'yes'],
    ['release-notes', 'replace'],
  ])('names a bad %s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(new RegExp(`${name}.*${value}`))
  })
})
