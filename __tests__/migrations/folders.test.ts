import { filesIn, isShipped } from '../../src/migrations/folders.ts'

describe('folders that are not the product', () => {
  it.each([
    'vendor/github.com/a/b/1_x.up.sql',
    'src/vendor/a/examples/1_x.up.sql',
    'ui/node_modules/a/db/migrate/1_x.rb',
    'pkg/testdata/1_x.up.sql',
    'test/dummy/db/migrate/1_x.rb',
    'spec/fixtures/db/migrate/1_x.rb',
    'examples/1_x.up.sql',
    '_examples/1_x.up.sql',
    'third_party/1_x.up.sql',
    'extra/sample_plugin/db/migrate/1_x.rb',
    'popx/stub/migrations/1_x.up.sql',
    'cmd/assets/topology-test/mock-crds.yaml',
    'integration_tests/migrations/0001_x.py',
    'cms/test_utils/project/app/migrations/0001_x.py',
    'testproject/app/migrations/0001_x.py',
  ])('%s', (path) => {
    expect(isShipped(path)).toBe(false)
  })

  it.each([
    'db/migrate/1_x.rb',
    'make/migrations/postgresql/1_x.up.sql',
    'latest/1_tests.up.sql',
    'app-latest/1_x.up.sql',
    'tests-of-speed/1_x.up.sql',
    'vendors/1_x.up.sql',
    'testimonials/migrations/0001_x.py',
    'sample_tracking/migrations/0001_x.py',
    'db/migrate/sample_1_x.rb',
  ])('not %s', (path) => {
    expect(isShipped(path)).toBe(true)
  })
})

it('what migrations are made from is no list, unless the config says so', () => {
  const path = 'networkx/migrations/templates/1_x.up.fizz'
  const app = { path: 'apps/templates/migrations/0001_x.py', oid: '1' }
  expect(filesIn([{ path, oid: '0' }, app], undefined)).toEqual([app])
  expect(filesIn([{ path, oid: '0' }], { path: 'networkx/migrations/templates' })).toHaveLength(1)
})
