import type { RuntimeSource } from '../config/config.ts'
import type { RuntimeFloor } from '../model.ts'
import { baseName } from '../migrations/folders.ts'
import type { Files } from '../snapshots/files.ts'
import { manifestFiles, runtimeVersion, type Stated } from './floor.ts'
import type { RuntimeReader } from './reader.ts'

/** The `go` line of the root's go.mod; `toolchain` is only what its own developers use. */
export const go: RuntimeReader = {
  source: 'go',
  title: 'Go: the `go` line of go.mod',
  wants: { name: /^go\.mod$/, path: /^go\.mod$/ },
  read,
}

const programRelief = 'a compiled program needs no Go where it runs; only those who build it do'
const testRelief = 'the Go code here is for tests: nobody builds on it'

function read(files: Files, source?: RuntimeSource): readonly RuntimeFloor[] {
  return manifestFiles(files, source).flatMap((file) => {
    const stated = files.parse(file, parseModule)
    const version = stated && runtimeVersion(stated.text)
    if (!version) return []
    const folder = file.path.slice(0, Math.max(file.path.lastIndexOf('/'), 0))
    const place = { path: file.path, line: stated.line }
    const relief = isProgram(files, folder) ? programRelief : isForTests(files, folder) ? testRelief : undefined
    return [{ runtime: 'go', source: 'go', version, place, ...(relief === undefined ? {} : { relief }) }]
  })
}

/** Folders of programs that a library has beside it. */
const beside = /^(?:[._]|examples?$|samples?$|tools?$|tests?$|hack$|scripts?$|internal$|docs?$|build$|ci$|generate)/

/** Folders that hold one for each program of a product. */
const several = /^(?:apps?|services?|servers?)$/

/**
 * With a main program in it or in one of its folders (`server/main.go`), or a folder of them (`cmd`, `bin`,
 * `app/server/main.go`).
 */
function isProgram(files: Files, folder: string): boolean {
  const foldersIn = (at: string): readonly string[] =>
    files.list(at).folders.map((name) => (at === '' ? name : `${at}/${name}`))
  const own = foldersIn(folder)
  const homes = [folder, ...own.filter((path) => !beside.test(baseName(path)))]
  const further = homes.filter((path) => path !== folder && several.test(baseName(path))).flatMap(foldersIn)
  return (
    own.some((path) => /^(?:cmd|bin)$/.test(baseName(path))) ||
    [...homes, ...further].some((home) => files.find(home === '' ? 'main.go' : `${home}/main.go`) !== undefined)
  )
}

const testing = /^(?:acceptance|e2e|integration)$/
/** Packages of a library lie no deeper than this. */
const deepest = 4
/** Where more folders hold no code nobody can tell. */
const mostFolders = 1_000

/** With packages in folders for tests and tools, and no other. */
function isForTests(files: Files, folder: string): boolean {
  const kinds = new Set<'product' | 'tests'>()
  let left = mostFolders
  look(folder, 'product', 0)
  return left >= 0 && kinds.has('tests') && !kinds.has('product')

  function look(at: string, kind: 'product' | 'tests', depth: number): void {
    if (kinds.has('product') || --left < 0) return
    const { files: inside, folders } = files.list(at)
    const code = inside.filter(({ path }) => path.endsWith('.go'))
    if (code.some(({ path }) => !path.endsWith('_test.go'))) kinds.add(kind)
    else if (code.length > 0) kinds.add('tests')
    if (depth === deepest) return
    for (const name of folders)
      look(at === '' ? name : `${at}/${name}`, beside.test(name) || testing.test(name) ? 'tests' : kind, depth + 1)
  }
}

function parseModule(text: string): Stated | undefined {
  for (const [n, line] of text.split('\n').entries()) {
    const version = /^\s*go\s+(\d+(?:\.\d+){0,2})/.exec(line)?.[1]
    if (version !== undefined) return { text: version, line: n + 1 }
  }
  return undefined
}
