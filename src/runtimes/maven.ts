import { posix } from 'node:path'
import type { RuntimeSource } from '../config/config.ts'
import { elementsIn, localName, parseXml, type XmlElement } from '../languages/xml.ts'
import { longestPath } from '../migrations/folders.ts'
import type { RuntimeFloor } from '../model.ts'
import type { FileRef, Files } from '../snapshots/files.ts'
import { javaVersion, manifestFiles, type Stated } from './floor.ts'
import type { RuntimeReader } from './reader.ts'

/**
 * The Java that the root's pom.xml compiles for: `release`, else `target`, else `source`, of maven-compiler-plugin or as
 * `maven.compiler.*`, else the property `java.version`, else what maven-enforcer-plugin demands: a parent elsewhere may say
 * the rest. Profiles and what holds for tests alone do not count.
 */
export const maven: RuntimeReader = {
  source: 'maven',
  title: 'Maven: the Java compiled for',
  wants: { name: /^pom\.xml$/, path: /^pom\.xml$/ },
  read,
}

interface Pom {
  /** Of the parent, from this file's folder. */
  readonly parent: string | undefined
  readonly properties: ReadonlyMap<string, Stated>
  /** `release`, `target` and `source` of maven-compiler-plugin. */
  readonly compiler: ReadonlyMap<string, Stated>
  /** `requireJavaVersion` of maven-enforcer-plugin. */
  readonly enforced: Stated | undefined
}

interface Located extends Stated {
  readonly path: string
}

const LEVELS = ['release', 'target', 'source'] as const
const REFERENCE = /^\$\{([^{}]+)\}$/
/** Properties and parents that refer to one another further than this go round in a circle. */
const LONGEST_CHAIN = 8

function read(files: Files, source?: RuntimeSource): readonly RuntimeFloor[] {
  return manifestFiles(files, source).flatMap((file) => {
    const lineage = lineageOf(files, file)
    for (const stated of levels(lineage)) {
      const literal = resolved(stated, lineage)
      // The enforcer takes ranges: `[17,)`.
      const version = literal && javaVersion(literal.text.slice(0, 40).replace(/^[[(]|,.*$/g, ''))
      if (version) return [{ runtime: 'java', source: 'maven', version, place: placeOf(literal) }]
    }
    return []
  })
}

type Lineage = readonly { readonly path: string; readonly pom: Pom }[]

/** The file and its parents as far as they are in the repository, the nearest first. */
function lineageOf(files: Files, file: FileRef): Lineage {
  const found: { path: string; pom: Pom }[] = []
  for (let at: FileRef | undefined = file; at && found.length < LONGEST_CHAIN;) {
    const pom: Pom | undefined = files.parse(at, parsePom)
    if (!pom) break
    found.push({ path: at.path, pom })
    at = pom.parent === undefined ? undefined : parentOf(files, at.path, pom.parent)
  }
  return found
}

/** `relativePath` names a file or the folder of a pom.xml. */
function parentOf(files: Files, path: string, relative: string): FileRef | undefined {
  if (relative.length > longestPath) return undefined
  const at = posix.join(posix.dirname(path), relative)
  return files.find(at) ?? files.find(posix.join(at, 'pom.xml'))
}

/** All that is stated about the level, what Maven prefers first. */
function levels(lineage: Lineage): readonly Located[] {
  return [
    ...LEVELS.flatMap((level) => [
      ...lineage.flatMap(({ path, pom }) => located(path, pom.compiler.get(level))),
      ...property(`maven.compiler.${level}`, lineage),
    ]),
    ...property('java.version', lineage),
    ...lineage.flatMap(({ path, pom }) => located(path, pom.enforced)),
  ]
}

function property(name: string, lineage: Lineage): readonly Located[] {
  return lineage.flatMap(({ path, pom }) => located(path, pom.properties.get(name))).slice(0, 1)
}

function located(path: string, stated: Stated | undefined): readonly Located[] {
  return stated ? [{ ...stated, path }] : []
}

/** Follows `${name}` to the text it stands for. */
function resolved(stated: Located, lineage: Lineage): Located | undefined {
  let at: Located | undefined = stated
  for (let steps = 0; at && steps < LONGEST_CHAIN; steps += 1) {
    const name: string | undefined = REFERENCE.exec(at.text)?.[1]
    if (name === undefined) return at
    at = property(name, lineage)[0]
  }
  return undefined
}

function placeOf({ path, line }: Located): RuntimeFloor['place'] {
  return { path, line }
}

/** Throws `Unclear` for what is no XML. */
function parsePom(text: string): Pom {
  const project = parseXml(text)
  const parent = child(project, 'parent')
  const properties = new Map<string, Stated>()
  for (const element of inside(child(project, 'properties'))) properties.set(localName(element), stated(element))
  const build = child(project, 'build')
  const compiler = new Map<string, Stated>()
  const plugins = [child(build, 'plugins'), child(child(build, 'pluginManagement'), 'plugins')].flatMap(inside)
  for (const plugin of plugins) if (isNamed(plugin, 'maven-compiler-plugin')) readCompiler(plugin, compiler)
  const enforcer = plugins.find((plugin) => isNamed(plugin, 'maven-enforcer-plugin'))
  return {
    parent: parent && relativePathOf(parent),
    properties,
    compiler,
    enforced: enforcer && enforcedBy(enforcer),
  }
}

/** An empty one says that the parent is not in this repository. */
function relativePathOf(parent: XmlElement): string | undefined {
  const element = child(parent, 'relativePath')
  return element ? stated(element).text || undefined : '../pom.xml'
}

function isNamed(plugin: XmlElement, name: string): boolean {
  return stated(child(plugin, 'artifactId')).text === name
}

function enforcedBy(plugin: XmlElement): Stated | undefined {
  const versions = [plugin, ...inside(child(plugin, 'executions'))].flatMap((element) => {
    const rules = child(child(element, 'configuration'), 'rules')
    return inside(child(rules, 'requireJavaVersion')).filter((one) => localName(one) === 'version')
  })
  return versions[0] && stated(versions[0])
}

/** Its own configuration, and that of the execution that compiles the product; what came first holds. */
function readCompiler(plugin: XmlElement, into: Map<string, Stated>): void {
  const main = inside(child(plugin, 'executions')).filter(
    (execution) => stated(child(execution, 'id')).text === 'default-compile',
  )
  for (const configuration of [...main, plugin].map((element) => child(element, 'configuration')))
    for (const level of LEVELS) {
      const value = child(configuration, level)
      if (value && !into.has(level)) into.set(level, stated(value))
    }
}

function inside(element: XmlElement | undefined): readonly XmlElement[] {
  return element ? elementsIn(element) : []
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return inside(element).find((one) => localName(one) === name)
}

function stated(element: XmlElement | undefined): Stated {
  const text = element?.children.filter((part) => typeof part === 'string').join('') ?? ''
  return { text: text.trim(), line: element?.line ?? 1 }
}
