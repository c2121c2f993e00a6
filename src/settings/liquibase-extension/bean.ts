import { splitAtCommas, type JavaAnnotation, type JavaClass } from '../../languages/java.ts'
import type { SerializedName } from '../../model.ts'
import type { Classes, Found } from './classes.ts'

/** A property of a bean: its setter's place, and the names that work besides its own. */
export interface Property extends Pick<SerializedName, 'place' | 'aliases'> {
  readonly name: string
}

/** What Liquibase itself sets on every change and precondition. */
const OWN: ReadonlySet<string> = new Set(['changeSet', 'resourceAccessor', 'serializedObjectNamespace'])
const STATIC = /^(?:static|final)$/

/**
 * Properties that a changelog may set: those with a setter and a getter, the class's own and those it inherits from classes
 * of the repository - Liquibase, `AbstractChange.createChangeMetaData`. Lombok's annotations count as what they generate.
 */
export function propertiesOf(full: string, classes: Classes): readonly Property[] {
  const { classes: chain, beyond } = classes.chain(full)
  const found = new Map<string, Property>()
  // A getter may be inherited from a class that is not here.
  const getters = new Set(chain.flatMap(({ type }) => gettersOf(type)))
  const isComplete = beyond === undefined || /\bAbstract(?:Change|SQLChange|Precondition)$/.test(beyond)
  for (const one of chain) {
    for (const { name, line, annotations } of settersOf(one.type)) {
      if (OWN.has(name) || found.has(name) || (isComplete && !getters.has(name))) continue
      const said = [...annotations, ...annotationsOfGetter(chain, name)].filter(
        (annotation) => annotation.name === 'DatabaseChangeProperty',
      )
      if (said.some(({ values }) => values.get('isChangeProperty')?.[0]?.text === 'false')) continue
      const aliases = said.flatMap((annotation) => alternates(annotation, one, classes))
      found.set(name, { name, place: { path: one.path, line }, aliases })
    }
  }
  return [...found.values()]
}

interface Accessor {
  readonly name: string
  readonly line: number
  readonly annotations: readonly JavaAnnotation[]
}

function settersOf(type: JavaClass): readonly Accessor[] {
  const written = type.methods.flatMap((method): Accessor[] => {
    const name = /^set([A-Z]\w*)$/.exec(method.name)?.[1]
    const isSetter = name !== undefined && method.parameters === 1 && isPublic(method.modifiers)
    return isSetter ? [{ ...method, name: decapitalized(name) }] : []
  })
  return [...written, ...generated(type, 'Setter')]
}

function gettersOf(type: JavaClass): readonly string[] {
  const written = type.methods.flatMap((method) => {
    const name = /^(?:get|is)([A-Z]\w*)$/.exec(method.name)?.[1]
    return name !== undefined && method.parameters === 0 ? [decapitalized(name)] : []
  })
  return [...written, ...generated(type, 'Getter').map(({ name }) => name)]
}

function annotationsOfGetter(chain: readonly Found[], property: string): readonly JavaAnnotation[] {
  const getters = chain.flatMap(({ type }) => type.methods.filter((method) => /^(?:get|is)[A-Z]/.test(method.name)))
  return getters
    .filter((method) => decapitalized(method.name.replace(/^(?:get|is)/, '')) === property)
    .flatMap((method) => method.annotations)
}

/** Fields for which Lombok writes the accessor. */
function generated({ annotations, fields }: JavaClass, kind: 'Getter' | 'Setter'): readonly Accessor[] {
  const ofAll = annotations.some(({ name }) => name === kind || name === 'Data')
  return fields.filter(
    (field) =>
      !field.modifiers.some((modifier) => STATIC.test(modifier)) &&
      (ofAll || field.annotations.some(({ name }) => name === kind)),
  )
}

function alternates({ values }: JavaAnnotation, at: Found, classes: Classes): readonly string[] {
  const given = values.get('alternatePropertyNames') ?? []
  const list = given[0]?.text === '{' ? given.slice(1, -1) : given
  return splitAtCommas(list).flatMap((expression) => classes.evaluate(expression, at) ?? [])
}

function isPublic(modifiers: readonly string[]): boolean {
  return modifiers.includes('public') && !modifiers.includes('static')
}

/** As `java.beans.Introspector` does: `URL` stays. */
function decapitalized(name: string): string {
  return /^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1)
}
