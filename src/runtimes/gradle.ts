import type { RuntimeSource } from '../config/config.ts'
import { lexBraces, type Token } from '../languages/braces/lex.ts'
import type { RuntimeFloor, Version } from '../model.ts'
import type { FileRef, Files } from '../snapshots/files.ts'
import { javaVersion, manifestFiles } from './floor.ts'
import type { RuntimeReader } from './reader.ts'

/**
 * The Java that the root's build script compiles for, in Groovy or Kotlin: `options.release`, else `targetCompatibility`,
 * else `sourceCompatibility`, else the toolchain's. Variables of the script and of gradle.properties are looked up.
 */
export const gradle: RuntimeReader = {
  source: 'gradle',
  title: 'Gradle: the Java compiled for',
  wants: { name: /^build\.gradle(?:\.kts)?$/, path: /^build\.gradle(?:\.kts)?$/ },
  read,
}

/** One statement about the level: the tokens that give its value. */
interface Statement {
  readonly level: number
  readonly value: readonly Token[]
  readonly line: number
}

/** A block around a statement. */
interface Block {
  /** What opened it, as it stands on its line. */
  readonly opener: string
  /** It, or one around it, is about tests and the like. */
  readonly isOther: boolean
}

interface Script {
  readonly statements: readonly Statement[]
  readonly variables: ReadonlyMap<string, readonly Token[]>
}

/** What Gradle prefers first. */
const LEVELS = [
  ['release'],
  ['targetCompatibility'],
  ['sourceCompatibility'],
  ['languageVersion', 'jvmToolchain'],
] as const
const LEVEL_OF: ReadonlyMap<string, number> = new Map(
  LEVELS.flatMap((names, level) => names.map((name) => [name, level])),
)
const OTHER_CODE = /test|jmh|benchmark|example|sample/i
const VARIABLE = /^[A-Za-z_]\w*$/
const LONGEST_CHAIN = 8
/** In tokens: nobody states a level in more, and a script without line breaks would take long. */
const LONGEST_STATEMENT = 24
/** One tells the level; nobody writes it down a hundred times. */
const MOST_STATEMENTS = 100

function read(files: Files, source?: RuntimeSource): readonly RuntimeFloor[] {
  return manifestFiles(files, source).flatMap((file) => {
    const script = files.parse(file, parseScript)
    if (!script) return []
    const properties = propertiesBeside(files, file)
    for (const { value, line } of script.statements) {
      const version = versionIn(value, script.variables, properties)
      if (version) return [{ runtime: 'java', source: 'gradle', version, place: { path: file.path, line } }]
    }
    return []
  })
}

function propertiesBeside(files: Files, { path }: FileRef): ReadonlyMap<string, string> {
  const file = files.find(`${path.slice(0, path.lastIndexOf('/') + 1)}gradle.properties`)
  return (file && files.parse(file, parseProperties)) ?? new Map<string, string>()
}

function parseProperties(text: string): ReadonlyMap<string, string> {
  const lines = [...text.matchAll(/^[ \t]*([\w.]+)[ \t]*[=:][ \t]*(\S+)[ \t]*$/gm)]
  return new Map(lines.map(([, key = '', value = '']) => [key, value]))
}

function parseScript(text: string): Script {
  const tokens = lexBraces(text, 'java')
  const statements: Statement[] = []
  const variables = new Map<string, readonly Token[]>()
  const blocks: Block[] = []
  let start = 0
  for (const [at, token] of tokens.entries()) {
    if (token.line !== tokens[start]?.line || tokens[at - 1]?.text === ';') start = at
    const before = (): string => words(tokens.slice(Math.max(start, at - LONGEST_STATEMENT), at))
    const around = blocks.at(-1)
    if (token.text === '{') {
      const opener = before()
      blocks.push({ opener, isOther: around?.isOther === true || OTHER_CODE.test(opener) })
    } else if (token.text === '}') blocks.pop()
    if (token.kind !== 'word' || around?.isOther === true) continue
    const level = LEVEL_OF.get(token.text) ?? -1
    if (level < 0 && tokens[at + 1]?.text !== '=') continue
    const value = tokens.slice(at + 1, endOfLine(tokens, at))
    if (level >= 0 && statements.length < MOST_STATEMENTS && gives(value) && !OTHER_CODE.test(before())) {
      if (level > 0 || isCompilerOption(before(), around)) statements.push({ level, value, line: token.line })
    } else if (value[0]?.text === '=' && !variables.has(token.text)) variables.set(token.text, value)
  }
  return { statements: statements.sort((a, b) => a.level - b.level), variables }
}

/** `= 17`, ` 17` and `.set(17)` state a level; `.get()` and `>= 17` ask for it. */
function gives([first, second]: readonly Token[]): boolean {
  if (first?.text === '.') return second?.text === 'set' || second?.text === 'convention'
  if (first?.text === '=') return second?.text !== '='
  return first !== undefined && (first.kind !== 'mark' || first.text === '(')
}

/** `release` means much else. */
function isCompilerOption(before: string, around: Block | undefined): boolean {
  return before.endsWith('options . ') || (before === '' && /options(?: \. configure)? $/.test(around?.opener ?? ''))
}

function versionIn(
  value: readonly Token[],
  variables: ReadonlyMap<string, readonly Token[]>,
  properties: ReadonlyMap<string, string>,
  steps = 0,
): Version | undefined {
  const text = value.map((token) => token.text).join('')
  const literal = /^(?:=|\(|\.(?:set|convention)\()?(?:[\w.]*\()*["']?(?:JavaVersion\.)?(?:VERSION_)?(\d[\d._]*)/.exec(
    text,
  )
  if (literal) return javaVersion((literal[1] ?? '').replace('_', '.'))
  for (const { kind, text: word } of value) {
    const name = kind === 'literal' ? word.replace(/^["']\$?\{?|\}?["']$/g, '') : word
    const property = properties.get(name)
    if (property !== undefined) return javaVersion(property)
    const variable = VARIABLE.test(name) && steps < LONGEST_CHAIN ? variables.get(name) : undefined
    if (variable) return versionIn(variable, variables, properties, steps + 1)
  }
  return undefined
}

function endOfLine(tokens: readonly Token[], at: number): number {
  const line = tokens[at]?.line
  let end = at + 1
  while (end - at <= LONGEST_STATEMENT && tokens[end]?.line === line && !/^[;}]$/.test(tokens[end]?.text ?? ';'))
    end += 1
  return end
}

function words(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => `${text} `).join('')
}
