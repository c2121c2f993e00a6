import { bodyOf, classNameOf, digestOf, hasWord, isInert, readProgram, type Program } from '../languages/braces.ts'
import type { Behaviour } from '../model.ts'
import type { FileRef, Files, Wants } from '../snapshots/files.ts'
import { listOf, type Content, type Entry } from './by-file-name.ts'
import { proofsFor, readNodePackage, type NodePackage, type Proof } from './evidence.ts'
import { baseName, byFolder, filesIn } from './folders.ts'
import type { ListReading, MigrationSource } from './reader.ts'

/** What the tools of Node share whose migrations are scripts in a folder. */
export type Shape = 'db-migrate' | 'knex' | 'sequelize' | 'node-pg-migrate' | 'typeorm'

/** What only the API of one tool is called. */
const SHAPES: readonly (readonly [Shape, RegExp])[] = [
  ['typeorm', /^(?:MigrationInterface|queryRunner|QueryRunner)$/],
  ['sequelize', /^(?:queryInterface|QueryInterface)$/],
  ['node-pg-migrate', /^(?:pgm|MigrationBuilder)$/],
  ['knex', /^[kK]nex$/],
  ['db-migrate', /^(?:dbm|runSql)$/],
]

export const SCRIPT = /^[0-9]+(?!.*\.(?:d|test|spec)\.).*\.[cm]?[jt]s$/
const PACKAGE = 'package.json'

/** Their scripts are told by the number in front, and package.json shows which tool runs them. */
export const scriptWants: Wants = { name: new RegExp(String.raw`${SCRIPT.source}|^package\.json$`), prefetch: false }

export interface Script extends Content {
  readonly shape: Shape | undefined
  readonly className: string | undefined
  /** What a class says its name is. */
  readonly stated: string | undefined
}

export interface ScriptFile {
  readonly file: FileRef
  readonly script: Script | undefined
}

export interface ScriptTool {
  readonly system: string
  readonly shape: Shape
  /** One of these in package.json shows that the tool is used. */
  readonly packages: readonly string[]
  readonly entryOf: (script: ScriptFile) => Entry
  readonly behaviourOf: (source: MigrationSource | undefined, proof: Proof<NodePackage> | undefined) => Behaviour
}

/** Every folder of scripts that mostly have the tool's shape, in a project whose package.json has the tool. */
export function readScripts(
  files: Files,
  source: MigrationSource | undefined,
  tool: ScriptTool,
): readonly ListReading[] {
  const packages = files.wanted.filter(({ path }) => baseName(path) === PACKAGE)
  const scripts = files.wanted.filter(({ path }) => SCRIPT.test(baseName(path)))
  return [...byFolder(filesIn(scripts, source))].flatMap(([path, inside]) => {
    const proof = proofsFor(files, packages, path, readNodePackage).find(({ value }) =>
      tool.packages.some((name) => value.dependencies.has(name)),
    )
    if (proof === undefined && source === undefined) return []
    files.load(inside)
    const read = inside.map((file) => ({ file, script: files.parse(file, readScript) }))
    if (source === undefined && mostOf(read) !== tool.shape) return []
    return [
      listOf({
        system: tool.system,
        path,
        entries: read.map((one) => tool.entryOf(one)),
        behaviour: tool.behaviourOf(source, proof),
        style: styleOf(read),
      }),
    ]
  })
}

/** The shape that most scripts have of those that have one. */
function mostOf(read: readonly ScriptFile[]): Shape | undefined {
  const counts = SHAPES.map(([shape]) => [shape, read.filter(({ script }) => script?.shape === shape).length] as const)
  return counts.reduce<readonly [Shape | undefined, number]>((a, b) => (b[1] > a[1] ? b : a), [undefined, 0])[0]
}

/** One parser for all tools, so that a script is read once. */
export function readScript(text: string): Script {
  const program = readProgram(text, 'javascript')
  const className = classNameOf(program)
  const stated = statedName(program)
  const body = bodyOf(program, 'up')
  const names = [className, stated].filter((name) => name !== undefined)
  return {
    // A class is named for its time: a twin with another one is the same change.
    digest: digestOf(program, [...names, ...names.map((name) => `"${name}"`)]),
    effect: body === undefined ? 'unknown' : isInert(body) ? 'noop' : 'changes',
    objects: [],
    shape: SHAPES.find(([, words]) => hasWord(program, words))?.[0],
    className,
    stated,
  }
}

/** `name = 'CreateUsers1600000000000'` in a class. */
function statedName({ tokens }: Program): string | undefined {
  const at = tokens.findIndex(
    ({ text }, n) =>
      text === 'name' && (tokens[n + 1]?.text === '=' || (tokens[n + 1]?.text === ':' && tokens[n + 3]?.text === '=')),
  )
  const value = at < 0 ? undefined : tokens.slice(at + 1, at + 5).find(({ kind }) => kind === 'literal')?.text
  return value === undefined ? undefined : /^['"`](\w+)['"`]$/.exec(value)?.[1]
}

/** The newest file's extension and manner: modules or CommonJS. */
function styleOf(read: readonly ScriptFile[]): Readonly<Record<string, string>> {
  const name = baseName(read.at(-1)?.file.path ?? '.js')
  const extension = /\.[cm]?[jt]s$/.exec(name)?.[0] ?? '.js'
  const separator = /^[0-9]+([_-]?)/.exec(name)?.[1] ?? '_'
  return { extension, separator, module: /ts$|mjs$/.test(extension) ? 'esm' : 'commonjs' }
}

/** A file's name as a database has it: what is compiled from TypeScript is run as JavaScript. */
export function compiledName(path: string): string {
  return baseName(path).replace(/\.([cm]?)ts$/, '.$1js')
}
