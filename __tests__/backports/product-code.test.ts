import { isProductCode } from '../../src/backports/product-code.ts'

describe('isProductCode', () => {
  it.each([
    'src/pump.ts',
    'src/changes/12.ts',
    'lib/foreman/version_check.rb',
    'neutron/db/migration/versions/2024_add.py',
    'api/src/main/java/org/example/Testing.java',
    'app/models/contest.rb',
    'pkg/latest/spec.go',
    'charts/pump/values.yaml',
    'Dockerfile',
    'pom.xml',
    'src/main/resources/messages.properties',
    'app/models/ci/build.rb',
    'playbooks/site.yml',
    'web/.htaccess',
    'lib/pump/samples/tone.wav',
    'requirements.txt',
  ])('%s is', (path) => {
    expect(isProductCode(path, [])).toBe(true)
  })

  it.each([
    'README.md',
    'docs/a/b.html',
    'pkg/docs/x.go',
    'releasenotes/notes/fix.yaml',
    'pkg/pump_test.go',
    'test_pump.py',
    'neutron/tests/unit/db/base.py',
    'api/src/test/resources/data.xml',
    'src/PumpTest.java',
    'src/pump.spec.ts',
    'spec/models/pump_spec.rb',
    '.github/workflows/ci.yml',
    '.gitreview',
    'Jenkinsfile',
    'CHANGELOG.md',
    'changelogs/fragments/12-pump.yml',
    'changes/4587.housekeeping',
    'src/pump/newsfragments/12.bugfix',
    'VERSION',
    'lib/pump/version.rb',
    'locale/de/pump.po',
    'src/locales/de.json',
    'web/package-lock.json',
    'LICENSE',
    'LICENSE-binary',
    'extras/debian/changelog',
    'webpack/components/Menu/__test__/Menu.js',
    'hack/update-vendor.sh',
    'gcb/build.yaml',
    'Vagrantfile',
    'configure',
    '.travis/install.sh',
    'contrib/ci/common.sh',
    'functest_requirements.txt',
    'playbooks/legacy/run.yaml',
    '.bumpversion.cfg',
    'phpstan.neon',
    '.trivyignore',
    'Tiltfile',
    'features/checkout.feature',
    'src/Sylius/Behat/Page/Show.php',
    'phpspec.yml.dist',
    'etc/travis/build.sh',
    'examples/pipeline.yaml',
    '.readthedocs.yml',
  ])('%s is not', (path) => {
    expect(isProductCode(path, [])).toBe(false)
  })

  it('goes by the config alone where there is one, the last match first', () => {
    const globs = ['**', '!docs/**', '!**/test/**', 'docs/schema/**']
    expect(isProductCode('README.md', globs)).toBe(true)
    expect(isProductCode('docs/a.md', globs)).toBe(false)
    expect(isProductCode('a/test/b.c', globs)).toBe(false)
    expect(isProductCode('docs/schema/a.json', globs)).toBe(true)
    expect(isProductCode('README.md', ['src/**'])).toBe(false)
    expect(isProductCode('README.md', ['!src/**'])).toBe(true)
    expect(isProductCode('src/a', ['!src/**'])).toBe(false)
  })
})
