import { readJava, stringOf, textOf, type JavaClass, type JavaFile } from '../../languages/java.ts'
import type { Token } from '../../languages/braces/lex.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'

/** A class and where it is declared. */
export interface Found {
  readonly type: JavaClass
  readonly file: JavaFile
  readonly path: string
}

/** Classes by full name. */
export interface Classes {
  find(full: string): Found | undefined
  /** The class and those of the repository above it, and the name of the first one that is not of the repository. */
  chain(full: string): { readonly classes: readonly Found[]; readonly beyond: string | undefined }
  /** The text that an expression stands for: literals and constants, put together with `+`. */
  evaluate(expression: readonly Token[], at: Found): string | undefined
}

/** A class extends others, which use constants of others: so far they are followed. */
const FARTHEST = 6
const SOURCE = /(?:^|\/)src\/main\/java\/(.+)\.java$/

/** Loads classes, those above them and those whose constants they may use: one batch for each step away. */
export function loadClasses(files: Files, named: Iterable<string>): Classes {
  const sources = new Map<string, FileRef>()
  for (const file of files.wanted) {
    const full = SOURCE.exec(file.path)?.[1]
    if (full !== undefined) sources.set(full.replaceAll('/', '.'), file)
  }
  const found = new Map<string, Found>()
  let open = new Set(named)
  for (let step = 0; step < FARTHEST && open.size > 0; step += 1) {
    const refs = [...open].flatMap((full) => sources.get(full) ?? [])
    files.load(refs)
    const next = new Set<string>()
    for (const ref of refs) {
      const file = files.parse(ref, readJava)
      if (!file) continue
      for (const type of file.classes) {
        found.set(fullName(file, type.name), { type, file, path: ref.path })
        for (const name of mentioned(type)) next.add(resolve(name, file))
      }
    }
    open = new Set([...next].filter((full) => sources.has(full) && !found.has(full)))
  }
  return classesOf(found)
}

function classesOf(found: ReadonlyMap<string, Found>): Classes {
  function chain(full: string): ReturnType<Classes['chain']> {
    const classes: Found[] = []
    let name: string | undefined = full
    for (let at = found.get(full); at && !classes.includes(at); at = name === undefined ? undefined : found.get(name)) {
      classes.push(at)
      name = at.type.extends === undefined ? undefined : resolve(at.type.extends, at.file)
    }
    return { classes, beyond: name }
  }
  function constant(name: string, at: Found, depth: number): string | undefined {
    const dot = name.lastIndexOf('.')
    const own = fullName(at.file, at.type.name)
    const imported = at.file.imports.get(name)
    const [holder, field] =
      dot >= 0
        ? [resolve(name.slice(0, dot), at.file), name.slice(dot + 1)]
        : imported === undefined
          ? [own, name]
          : [imported.slice(0, imported.lastIndexOf('.')), name]
    for (const one of chain(holder).classes) {
      const value = one.type.fields.find((other) => other.name === field)?.value
      if (value) return evaluate(value, one, depth + 1)
    }
    return undefined
  }
  function evaluate(expression: readonly Token[], at: Found, depth = 0): string | undefined {
    if (depth > FARTHEST || expression.length === 0) return undefined
    let value = ''
    let name = ''
    for (const token of [...expression, undefined]) {
      const text = token && stringOf(token)
      if (text !== undefined) value += text
      else if (token && token.text !== '+') name += token.text
      else if (name !== '') {
        const part = constant(name, at, depth)
        if (part === undefined) return undefined
        value += part
        name = ''
      }
    }
    return value
  }
  return { find: (full) => found.get(full), chain, evaluate: (expression, at) => evaluate(expression, at) }
}

function fullName(file: JavaFile, name: string): string {
  return file.package === '' ? name : `${file.package}.${name}`
}

/** The full name of a type as a file writes it. */
function resolve(name: string, file: JavaFile): string {
  const [first = ''] = name.split('.')
  const imported = file.imports.get(first)
  if (imported !== undefined) return imported + name.slice(first.length)
  return first === name || /^[A-Z]/.test(first) ? fullName(file, name) : name
}

/** Types that a class extends, or that its names may be constants of. */
function mentioned({ extends: parent, annotations, methods }: JavaClass): readonly string[] {
  const expressions = [
    ...annotations.flatMap(({ values }) => [...values.values()]),
    ...methods.filter(({ name, body }) => /^get\w*Name$/.test(name) && body.length < 10).map(({ body }) => body),
  ]
  const holders = expressions.flatMap((expression) => [...textOf(expression).matchAll(/\b([A-Z]\w*)\./g)])
  return [...(parent === undefined ? [] : [parent]), ...holders.map((match) => match[1] ?? '')]
}
