import { matchesGlob } from '../config/glob.ts'

interface Reason {
  readonly why: string
  readonly globs: readonly string[]
}

/** What is no product code where the config does not say (`fixes.paths`): changing it changes nothing for users. */
export const notProduct: readonly Reason[] = [
  {
    why: 'documentation is read, not run',
    globs: [
      '{doc,docs,Documentation,documentation,man,releasenotes,release-notes,newsfragments,api-ref}/**',
      '**/{doc,docs}/**',
      '{example,examples,sample,samples}/**',
      '{.readthedocs,readthedocs,mkdocs}.{yml,yaml}',
      '**/*.{md,mdx,rst,adoc,asciidoc,textile,markdown}',
      '**/{README,AUTHORS,CONTRIBUTORS,MAINTAINERS,OWNERS,NOTICE,LICENSE,LICENCE,COPYING,CODEOWNERS,HACKING,TODO}{,.*,-*}',
    ],
  },
  {
    why: 'tests and their data are not shipped, or do nothing for users',
    globs: [
      '**/{test,tests,testing,__tests__,__test__,__snapshots__,__mocks__,__fixtures__,e2e,testdata,test-data,test-fixtures,*-tests,systemtest,systemtests}/**',
      'spec/**',
      'devstack/**',
      '**/spec/**/*.{rb,js,ts,php}',
      '**/src/{test,it,integrationTest,testFixtures}/**',
      '**/{test_*,*_test,*_tests,*_spec,conftest}.{py,go,rb,js,ts,exs,c,cc,cpp,rs,php,sh}',
      '**/*.{test,tests,spec,e2e,stories}.{js,jsx,ts,tsx,mjs,cjs,mts,cts,snap}',
      '**/*{Test,Tests,TestCase,IT,Spec}.{java,kt,kts,scala,groovy,cs,php,swift}',
      '**/{jest,karma,vitest,cypress,playwright,mocha}.config.*',
      '**/{pytest.ini,tox.ini,.coveragerc,codecov.yml,.stestr.conf,.testr.conf,phpunit.xml,phpspec.yml,phpspec.yaml,behat.yml,behat.yaml}{,.dist}',
      '**/Behat/**',
      '**/*.feature',
    ],
  },
  {
    why: 'continuous integration, editors and bots act on the repository, not on the product',
    globs: [
      // Whatever the tool is called: .github, .travis, .ci, .zuul.d, .devcontainer.
      '.*/**',
      '{ci,zuul.d,hack,gcb,playbooks/legacy}/**',
      '{contrib,tools,scripts}/ci/**',
      '{contrib,tools,scripts,etc}/travis/**',
      '**/{Vagrantfile,Rakefile,Tiltfile,netlify.toml,cloudbuild*.yaml,cloudbuild*.yml}',
      '**/{.travis.yml,.packit.yml,.packit.yaml,.gitlab-ci.yml,appveyor.yml,.appveyor.yml,azure-pipelines.yml,Jenkinsfile,.zuul.yaml,zuul.yaml,.drone.yml,.cirrus.yml}',
      '**/{.gitignore,.gitattributes,.gitreview,.gitmodules,.mailmap,.dockerignore,.trivyignore,.grype.yaml,.vscodeignore,.npmignore,.helmignore,.eslintignore,.prettierignore,.editorconfig,.pre-commit-config.yaml,renovate.json,dependabot.yml,.bumpversion.cfg,.bumpversion.toml}',
      '**/{.eslintrc*,eslint.config.*,.prettierrc*,.rubocop*.yml,.flake8,.pylintrc,pylintrc,.golangci.y*ml,.hadolint.yaml,.stylelintrc*,.yamllint*,phpstan*.neon*,psalm*.xml*,ecs.php,.php-cs-fixer*,.php_cs*,mypy.ini}',
    ],
  },
  {
    why: 'change logs and version numbers differ on every line by nature',
    globs: [
      '**/{CHANGELOG,CHANGES,ChangeLog,Changelog,changelog,HISTORY,NEWS,RELEASE_NOTES,RELEASES,UPGRADING}{,.*}',
      'CHANGES/**',
      '**/{changelogs,changelog.d,changes,.changes,unreleased_changelogs}/**/*.{md,rst,txt,yml,yaml}',
      // News fragments, one for each change: 4587.housekeeping.
      '**/{changes,newsfragments,news,changelog.d}/**/*.{added,breaking,bugfix,changed,dependencies,deprecated,deprecation,doc,documentation,enhancement,feature,fixed,housekeeping,internal,misc,removal,removed,security}',
      '**/{VERSION,*_VERSION,VERSION.txt,.version,version.txt,VERSION.in,_version.py,__version__.py,version.rb,version.go}',
    ],
  },
  {
    why: 'translations are imported for each line on its own',
    globs: [
      '**/*.{po,pot,mo,xliff,xlf}',
      '**/{locale,locales,i18n,l10n,translations,lang}/**/*.{json,yml,yaml,properties,js,ts,xml}',
    ],
  },
  {
    why: 'tools make them from other files, which are looked at',
    globs: ['**/{configure,aclocal.m4,config.guess,config.sub,ltmain.sh,install-sh}'],
  },
  {
    why: 'pinned versions of dependencies are resolved anew on every line',
    globs: [
      '**/{package-lock.json,npm-shrinkwrap.json,yarn.lock,pnpm-lock.yaml,Gemfile.lock,poetry.lock,Pipfile.lock,uv.lock,Cargo.lock,composer.lock,symfony.lock,go.sum,mix.lock,artifacts.lock.yaml,rpms.lock.yaml,rpms.in.yaml}',
      '**/{requirements-dev,requirements-test,requirements-build,requirements-build-*,lower-constraints,upper-constraints}.txt',
      '**/*{test,tests,lint,doc,docs,dev,ci}{-,_}requirements.txt',
    ],
  },
]

// One expression: thousands of paths are tested. The globs are our own, so it cannot be made to backtrack.
const excluded = new RegExp(`^(?:${notProduct.flatMap(({ globs }) => globs.map(toSource)).join('|')})$`)
const known = new Map<string, boolean>()

/**
 * Whether a path is product code. `globs` are those of the config, in order: the last that matches decides, `!` excludes;
 * where all exclude, they are taken off everything. Without globs the defaults count.
 */
export function isProductCode(path: string, globs: readonly string[]): boolean {
  if (globs.length > 0) {
    const last = globs.findLast((glob) => matchesGlob(path, glob.replace(/^!/, '')))
    return last === undefined ? globs.every((glob) => glob.startsWith('!')) : !last.startsWith('!')
  }
  let answer = known.get(path)
  if (answer === undefined) known.set(path, (answer = !excluded.test(path)))
  return answer
}

/** The source of a regular expression for a glob of `**`, `*` and `{a,b}`. */
function toSource(glob: string): string {
  const parts = glob.match(/\*\*\/|\*\*|\*|[^*]+/g) ?? []
  return parts
    .map((part) => {
      if (part === '**/') return '(?:.*/)?'
      if (part === '**') return '.*'
      if (part === '*') return '[^/]*'
      return part
        .replace(/[.+^$()|[\]\\?]/g, '\\$&')
        .replaceAll('{', '(?:')
        .replaceAll('}', ')')
        .replaceAll(',', '|')
    })
    .join('')
}
