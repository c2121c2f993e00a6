/**
 * Cuts GitHub's published API description down to the requests the action makes:
 *
 *     npm install --no-save @octokit/openapi@23
 *     node __tests__/action/trim-api.mjs node_modules/@octokit/openapi/generated/api.github.com.json
 *
 * It keeps path, query and body of each request and the types of the answers' fields.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { URL } from 'node:url'

const REQUESTS = [
  ['get', '/repos/{owner}/{repo}/issues/{issue_number}/comments'],
  ['post', '/repos/{owner}/{repo}/issues/{issue_number}/comments'],
  ['patch', '/repos/{owner}/{repo}/issues/comments/{comment_id}'],
  ['post', '/repos/{owner}/{repo}/check-runs'],
  ['patch', '/repos/{owner}/{repo}/check-runs/{check_run_id}'],
  ['get', '/repos/{owner}/{repo}/git/ref/{ref}'],
  ['post', '/repos/{owner}/{repo}/git/refs'],
  ['patch', '/repos/{owner}/{repo}/git/refs/{ref}'],
  ['get', '/repos/{owner}/{repo}/git/commits/{commit_sha}'],
  ['post', '/repos/{owner}/{repo}/git/commits'],
  ['get', '/repos/{owner}/{repo}/git/trees/{tree_sha}'],
  ['post', '/repos/{owner}/{repo}/git/trees'],
  ['get', '/repos/{owner}/{repo}/releases/{release_id}'],
  ['patch', '/repos/{owner}/{repo}/releases/{release_id}'],
  ['get', '/repos/{owner}/{repo}/releases/tags/{tag}'],
  ['get', '/repos/{owner}/{repo}/pulls'],
]
const PROSE = new Set(['description', 'summary', 'externalDocs', 'title', 'x-github'])

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('usage: trim-api.mjs <api.github.com.json>')
const api = JSON.parse(readFileSync(file, 'utf8'))

function resolved(node) {
  if (typeof node?.$ref !== 'string') return node
  return node.$ref
    .slice(2)
    .split('/')
    .reduce((inner, key) => inner[key], api)
}

/** A schema without prose. `names` tells a map of properties, whose keys are not keywords, from a schema. */
function bare(schema, names = false) {
  const node = resolved(schema)
  if (Array.isArray(node)) return node.map((item) => bare(item))
  if (typeof node !== 'object' || node === null) return node
  const kept = Object.entries(node).filter(([key]) => names || (!PROSE.has(key) && !key.startsWith('example')))
  return Object.fromEntries(kept.map(([key, value]) => [key, bare(value, !names && key === 'properties')]))
}

function parameter(reference) {
  const { name, in: place, required = false, schema } = resolved(reference)
  return { name, in: place, required, schema: bare(schema) }
}

/** Names and types of an answer's fields, to three levels: enough to keep a made-up server honest. */
function shape(schema, depth = 3) {
  const node = resolved(schema)
  const one = node.anyOf?.[0] ?? node.oneOf?.[0] ?? node.allOf?.[0]
  if (one) return shape(one, depth)
  if (node.items) return { type: 'array', items: shape(node.items, depth) }
  if (depth === 0 || !node.properties) return node.type ? { type: nullable(node) } : {}
  const fields = Object.entries(node.properties).map(([name, field]) => [name, shape(field, depth - 1)])
  return { type: nullable(node), properties: Object.fromEntries(fields), additionalProperties: false }
}

function nullable(node) {
  const types = [node.type ?? 'object'].flat()
  return node.nullable ? [...types, 'null'] : types
}

const requests = REQUESTS.map(([method, path]) => {
  const operation = api.paths[path][method]
  const body = operation.requestBody?.content['application/json'].schema
  const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'))
  return {
    method: method.toUpperCase(),
    path,
    parameters: operation.parameters.map(parameter),
    ...(body ? { body: bare(body), bodyRequired: operation.requestBody.required ?? false } : {}),
    answers: Object.fromEntries(
      answers.map(([status, answer]) => [status, shape(resolved(answer).content['application/json'].schema)]),
    ),
  }
})

const lines = requests.map((request) => `  ${JSON.stringify(request)}`).join(',\n')
const text = `{"source":"@octokit/openapi","version":"${api.info.version}","requests":[\n${lines}\n]}\n`
writeFileSync(new URL('fixtures/github-api.json', import.meta.url), text)
