import { has, isObject } from './json.ts'

export type Draft = '4' | '6' | '7' | '2019-09' | '2020-12'

const byUri: Record<string, Draft> = {
  'http://json-schema.org/draft-04/schema': '4',
  'http://json-schema.org/draft-06/schema': '6',
  'http://json-schema.org/draft-07/schema': '7',
  'http://json-schema.org/schema': '7',
  'https://json-schema.org/draft/2019-09/schema': '2019-09',
  'https://json-schema.org/draft/2020-12/schema': '2020-12',
}

/** Every keyword whose presence or form belongs to one generation of drafts only. */
interface Marks {
  draft4: boolean
  draft7: boolean
  draft2019: boolean
}

export function isModern(draft: Draft): boolean {
  return draft === '2019-09' || draft === '2020-12'
}

/** The draft that `$schema` names, else the given one, else the one whose keywords the schema uses. */
export function draftOf(schema: unknown, given?: Draft): Draft {
  if (isObject(schema) && typeof schema.$schema === 'string') {
    const named =
      byUri[schema.$schema.replace(/^https:\/\/(json-schema\.org\/(?:draft-0|schema))/, 'http://$1').replace(/#$/, '')]
    if (named) return named
  }
  if (given) return given
  const marks: Marks = { draft4: false, draft7: false, draft2019: false }
  look(schema, marks)
  if (isObject(schema) && typeof schema.id === 'string' && !has(schema, '$id'))
    marks.draft4 ||= /^https?:|#$/.test(schema.id)
  if (marks.draft4) return '4'
  if (marks.draft2019) return '2019-09'
  return marks.draft7 ? '7' : '2020-12'
}

function look(schema: unknown, marks: Marks): void {
  if (Array.isArray(schema)) {
    for (const part of schema) look(part, marks)
    return
  }
  if (!isObject(schema)) return
  if (typeof schema.exclusiveMinimum === 'boolean' || typeof schema.exclusiveMaximum === 'boolean') marks.draft4 = true
  if (Array.isArray(schema.items) || has(schema, 'additionalItems')) marks.draft7 = true
  if (has(schema, '$recursiveRef') || has(schema, '$recursiveAnchor')) marks.draft2019 = true
  for (const [key, value] of Object.entries(schema)) {
    if (!['enum', 'const', 'default', 'examples'].includes(key)) look(value, marks)
  }
}
