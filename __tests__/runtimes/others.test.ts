import { action } from '../../src/runtimes/action.ts'
import { delphix } from '../../src/runtimes/delphix.ts'
import { go } from '../../src/runtimes/go.ts'
import { npm } from '../../src/runtimes/npm.ts'
import { python } from '../../src/runtimes/python.ts'
import { readFloors } from './read.ts'

describe('npm', () => {
  it.each([
    ['>=18', 'node 18 package.json:3'],
    ['^12.20.0 || >=14', 'node 12.20 package.json:3'],
    ['>=14 || ^12.20.0', 'node 12.20 package.json:3'],
    ['20.x', 'node 20 package.json:3'],
    ['>= 16.13 < 21', 'node 16.13 package.json:3'],
  ])('reads %j', (range, expected) => {
    const text = `{\n"engines": {\n"node": "${range}", "npm": ">=9"\n}}`
    expect(readFloors(npm, { 'package.json': text })).toEqual({ floors: [expected], notes: [] })
  })

  it.each(['*', '<21', '', 'latest'])('knows nothing of %j', (range) => {
    expect(readFloors(npm, { 'package.json': `{"engines": {"node": "${range}"}}` })).toEqual({ floors: [], notes: [] })
  })

  it.each(['[]', 'null', '{"engines": null}', '{"engines": ["node >= 0.6"]}', '{"engines": {"node": 18}}'])(
    'survives %s',
    (text) => {
      expect(readFloors(npm, { 'package.json': text })).toEqual({ floors: [], notes: [] })
    },
  )

  it('asks what runs in an editor for the editor, which keeps what is too new from its users', () => {
    const text = '{"engines": {\n"vscode": "^1.77.0", "node": ">=18"}}'
    expect(readFloors(npm, { 'package.json': text }).floors).toEqual(['vscode 1.77 package.json:2 relief'])
  })

  it('takes Node for a tool beside another product, and reads it where the config names it', () => {
    const tree = { 'package.json': '{"engines": {"node": ">=18"}}', 'composer.json': '{}' }
    expect(readFloors(npm, tree).floors).toEqual([])
    expect(readFloors(npm, tree, 'package.json').floors).toEqual(['node 18 package.json:1'])
  })
})

describe('python', () => {
  it.each([
    ['pyproject.toml', '[project]\nname = "x"\nrequires-python = ">=3.8,<4"', 'python 3.8 pyproject.toml:3'],
    ['pyproject.toml', "[project]\nrequires-python = '~=3.9'", 'python 3.9 pyproject.toml:2'],
    ['pyproject.toml', '[tool.poetry.dependencies]\npython = "^3.10"', 'python 3.10 pyproject.toml:2'],
    ['pyproject.toml', '[tool.poetry.dependencies]\npython = ">=2.7 || ^3.6"', 'python 2.7 pyproject.toml:2'],
    ['pyproject.toml', '[project]\nrequires-python = "!=3.9.0,>=3.8"', 'python 3.8 pyproject.toml:2'],
    ['setup.cfg', '[metadata]\npython-requires = >=3.6\n', 'python 3.6 setup.cfg:2'],
    ['setup.cfg', '[options]\npython_requires = >= 3.7  # as in CI\n', 'python 3.7 setup.cfg:2'],
    ['setup.py', "setup(\n    name='x',\n    python_requires='>=3.8',\n)", 'python 3.8 setup.py:3'],
    ['setup.py', "FLOOR = '>=3.9'\nsetup(python_requires=FLOOR)", 'python 3.9 setup.py:1'],
  ])('reads %s: %j', (path, text, expected) => {
    expect(readFloors(python, { [path]: text })).toEqual({ floors: [expected], notes: [] })
  })

  it.each([
    ['pyproject.toml', '[tool.black]\nrequires-python = ">=3.8"'],
    ['pyproject.toml', '[project]\nrequires-python = "<4"'],
    ['pyproject.toml', '[project]\n# requires-python = ">=3.8"'],
    ['setup.py', "# python_requires='>=3.8'\nsetup(python_requires=floor())"],
    ['setup.cfg', '[options]\npython_requires =\n'],
  ])('knows nothing of %s: %j', (path, text) => {
    expect(readFloors(python, { [path]: text })).toEqual({ floors: [], notes: [] })
  })

  it('believes pyproject.toml before setup.cfg before setup.py', () => {
    const tree = {
      'setup.py': "setup(python_requires='>=3.6')",
      'setup.cfg': '[options]\npython_requires = >=3.7',
      'pyproject.toml': '[build-system]\nrequires = ["setuptools"]',
    }
    expect(readFloors(python, tree).floors).toEqual(['python 3.7 setup.cfg:2'])
  })
})

describe('go', () => {
  const module = 'module example.org/x\n\ngo 1.21\n\ntoolchain go1.23.1\n'

  it('reads the language and not the toolchain, of the root alone', () => {
    const tree = { 'go.mod': module, 'tools/go.mod': 'module t\ngo 1.25\n' }
    expect(readFloors(go, tree)).toEqual({ floors: ['go 1.21 go.mod:3'], notes: [] })
    expect(readFloors(go, tree, 'tools/go.mod').floors).toEqual(['go 1.25 tools/go.mod:2'])
  })

  it.each(['main.go', 'cmd/x/main.go', 'bin/x/main.go', 'server/main.go', 'app/server/main.go'])(
    'relieves the users of a program (%s)',
    (path) => {
      expect(readFloors(go, { 'go.mod': module, [path]: 'package main' }).floors).toEqual(['go 1.21 go.mod:3 relief'])
    },
  )

  it.each(['charts/pump/acceptance/config.go', 'pump_test.go', 'a/b/c/d_test.go', 'tools/gen/main.go'])(
    'relieves those of a module for tests and tools (%s)',
    (path) => {
      expect(readFloors(go, { 'go.mod': module, [path]: 'package x' }).floors).toEqual(['go 1.21 go.mod:3 relief'])
    },
  )

  it.each(['store/file.go', 'a/b/main.go', 'pkg/a/b/c/file.go'])('not those of a library (%s)', (path) => {
    expect(readFloors(go, { 'go.mod': module, [path]: 'package main' }).floors).toEqual(['go 1.21 go.mod:3'])
  })

  it('knows nothing of a module that does not say', () => {
    expect(readFloors(go, { 'go.mod': 'module x\n// go 1.21\n' })).toEqual({ floors: [], notes: [] })
  })
})

describe('action', () => {
  it('reads the Node that runs it', () => {
    const tree = {
      'action.yml': 'name: x\nruns:\n  using: node20\n  main: index.js\n',
      'init/action.yaml': "runs: { using: 'node24', main: init.js }",
      '.github/actions/own/action.yml': 'runs: { using: node12 }',
      'tests/action.yml': 'runs: { using: node12 }',
      'deep/down/action.yml': 'runs: { using: node12 }',
    }
    expect(readFloors(action, tree)).toEqual({
      floors: ['node 20 action.yml:3', 'node 24 init/action.yaml:1'],
      notes: [],
    })
  })

  it.each(['runs: { using: composite }', 'runs: { using: docker }', 'runs:', '[]', 'name: x'])(
    'knows nothing of %s',
    (text) => {
      expect(readFloors(action, { 'action.yml': text })).toEqual({ floors: [], notes: [] })
    },
  )
})

describe('delphix', () => {
  it.each([
    ['PYTHON27', 'python 2.7 plugin_config.yml:2'],
    ["'PYTHON38'", 'python 3.8 plugin_config.yml:2'],
    ['PYTHON311', 'python 3.11 plugin_config.yml:2'],
  ])('reads %s', (language, expected) => {
    const tree = { 'plugin_config.yml': `srcDir: src\nlanguage: ${language}\n` }
    expect(readFloors(delphix, tree)).toEqual({ floors: [expected], notes: [] })
  })

  it.each(['language: JAVA', 'language: [PYTHON38]', 'name: x'])('knows nothing of %s', (line) => {
    expect(readFloors(delphix, { 'plugin_config.yml': `srcDir: src\n${line}\n` })).toEqual({ floors: [], notes: [] })
  })
})
