import { LineCounter, isScalar, parseDocument, type YAMLError } from 'yaml'
import { findDeepNesting } from '../languages/yaml-nesting.ts'
import type { Config } from './config.ts'
import { configFile } from './options.ts'
import { defaultsOf, readDocument } from './read.ts'

/** Characters; room for hundreds of acceptances. */
const longest = 128 * 1024

/** A config that says something it cannot mean. Each problem names `origin:line`, what was expected and what was found. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
  }
}

/**
 * Reads the text of a config file, YAML 1.2; an empty one gives the defaults. `origin` is where it was read, for
 * messages: a path or `ref:path`. Throws `ConfigError` with everything that is wrong.
 */
export function parseConfig(text: string, origin: string): Config {
  const problems: string[] = []
  const complain = (line: number, problem: string): void => {
    problems.push(`${origin}:${line}: ${problem}`)
  }
  const values = readText(text, complain)
  if (problems.length > 0) throw new ConfigError(problems)
  // The table describes `Config` key by key; a test holds the two together.
  const config = values as Config
  const { tags } = config.releases as { readonly tags: string | readonly string[] }
  const releases = { ...config.releases, tags: typeof tags === 'string' ? [tags] : tags }
  return { ...(origin !== '' && { origin }), ...config, releases }
}

function readText(text: string, complain: (line: number, problem: string) => void): unknown {
  if (text.length > longest) {
    complain(1, `expected at most ${longest} characters, found ${text.length}`)
    return undefined
  }
  const deep = findDeepNesting(text)
  if (deep !== undefined) {
    complain(deep, 'expected a config file, found YAML that nests too deep')
    return undefined
  }
  const lines = new LineCounter()
  // Keys are compared by our own reader: the library compares each with each.
  const document = parseDocument(text, { version: '1.2', lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  for (const error of [...document.errors, ...document.warnings])
    complain(lines.linePos(error.pos[0]).line, syntax(error))
  if (document.directives.yaml.version !== '1.2')
    complain(1, `expected YAML 1.2, found ${document.directives.yaml.version}`)
  if (document.errors.length > 0) return undefined
  const { contents } = document
  if (contents === null || (isScalar(contents) && contents.value === null && !contents.source))
    return defaultsOf(configFile)
  return readDocument(document, lines, configFile, complain)
}

function syntax(error: YAMLError): string {
  return `expected YAML: ${error.message.split('\n', 1)[0] ?? error.code}`
}
