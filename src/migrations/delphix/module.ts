import {
  callsIn,
  constantsOf,
  everyStatement,
  functionResult,
  parsePython,
  type PyDecorator,
  type PyImport,
  type PyResult,
  type PyStatement,
  type PyValue,
} from '../../languages/python.ts'

/** What a Python file tells about data migrations. */
export interface PluginModule {
  readonly decorated: readonly Decorated[]
  /** Calls that are no decorators, by the dotted name that is called. */
  readonly calls: readonly { readonly callee: string; readonly line: number }[]
  readonly imports: readonly PyImport[]
  readonly constants: ReadonlyMap<string, PyValue>
  /** Lines that look like a migration's decorator in a file with syntax errors, where none was found. */
  readonly lost: readonly number[]
  /** Imports the SDK. */
  readonly sdk: boolean
}

/** One decorator with the function below it. */
export interface Decorated {
  readonly decorator: PyDecorator
  readonly name: string
  readonly digest: string
  readonly result: PyResult
  /** A syntax error stands in the function. */
  readonly broken: boolean
}

const LOOKS_LIKE_MIGRATION = /^[ \t]*@[ \t]*[\w.]*\bupgrade[ \t]*\.[ \t]*\w+[ \t]*\(/
/** A file without either has no migration. */
const MAY_HAVE_MIGRATION = /upgrade|^[ \t]*@/m

export function mayHaveMigrations(text: string): boolean {
  return MAY_HAVE_MIGRATION.test(text)
}

/** Throws `Unclear` for what no Python parser can work with. */
export function parsePluginModule(text: string): PluginModule {
  const module = parsePython(text)
  const decorated: Decorated[] = []
  const calls: { callee: string; line: number }[] = []
  const imports: PyImport[] = []
  for (const statement of everyStatement(module.body)) {
    if (statement.kind === 'import') imports.push(statement)
    if (statement.kind === 'function') {
      const result = functionResult(statement)
      const { name, digest, broken } = statement
      for (const decorator of statement.decorators) {
        if (decorator.args) decorated.push({ decorator, name, digest, result, broken })
      }
    }
    for (const call of callsOf(statement)) if (call.callee !== '') calls.push({ callee: call.callee, line: call.line })
  }
  return {
    decorated,
    calls,
    imports,
    constants: constantsOf(module),
    lost: module.errors.length > 0 ? lostLines(text, decorated) : [],
    sdk: imports.some(({ from, names }) => (from ?? names[0]?.name ?? '').startsWith('dlpx.virtualization')),
  }
}

function callsOf(statement: PyStatement): Iterable<{ callee: string; line: number }> {
  if (statement.kind !== 'assign' && statement.kind !== 'expression' && statement.kind !== 'return') return []
  return statement.value ? callsIn(statement.value) : []
}

function lostLines(text: string, decorated: readonly Decorated[]): number[] {
  const found = new Set(decorated.map(({ decorator }) => decorator.line))
  const lines = text.split(/\r\n|\r|\n/)
  return lines.flatMap((line, i) => (LOOKS_LIKE_MIGRATION.test(line) && !found.has(i + 1) ? [i + 1] : []))
}
