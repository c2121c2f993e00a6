import { nameRemoved } from '../../src/rules/name-removed.ts'
import { settingsView } from '../support/settings-view.ts'

describe('name-removed', () => {
  it.each<[string, string, string, string | undefined]>([
    ['a name alike', 'output size', 'output byte-size', 'byte-size'],
    ['a name of another kind', 'output size', 'input byte-size', undefined],
    ['another version of the resource', 'served Lock.a.io/v1alpha1', 'served Lock.a.io/v1', 'Lock.a.io/v1'],
    ['the same version of another', 'served Lock.a.io/v1alpha1', 'served Store.a.io/v1alpha1', undefined],
  ])('names as heir %s', (_, old, added, now) => {
    const view = settingsView({}, {}, '', { before: { names: [old] }, after: { names: [added] } })
    const [found, ...others] = nameRemoved.find(view)
    expect(others).toEqual([])
    expect(found?.facts.now).toBe(now)
  })

  it.each([
    ['other.yaml', ['size']],
    ['names.yaml', []],
  ])('says nothing of names whose file cannot be read any more (%s)', (unreadable, gone) => {
    const before = { names: ['output size'], namesPath: 'names.yaml' }
    const view = settingsView({}, {}, '', { before, after: { names: ['output kind'], unreadable } })
    expect(nameRemoved.find(view).map(({ facts }) => facts.name)).toEqual(gone)
  })
})
