import { terraform } from '../../../src/settings/terraform/index.ts'
import type { SettingsSource } from '../../../src/settings/reader.ts'
import { filesOf } from '../../support/files.ts'

function read(tree: Readonly<Record<string, string>>, source?: SettingsSource) {
  const files = filesOf(terraform.wants, tree)
  return { surfaces: terraform.read(files, source), unreadable: files.unreadable }
}

/** The schema of one variable. */
function variable(body: string): unknown {
  const [surface] = read({ 'variables.tf': `variable "x" {\n${body}\n}\n` }).surfaces
  return (surface?.schema as { properties: Record<string, unknown> } | undefined)?.properties.x
}

const text = { type: ['string', 'number', 'boolean', 'null'] }
const bool = { type: ['boolean', 'string', 'null'], pattern: '^(?:true|false|[01])$' }
const number = { type: ['number', 'string', 'null'], pattern: expect.any(String) as string }

describe('types', () => {
  it.each([
    ['string', text],
    ['number', number],
    ['bool', bool],
    ['any', {}],
    ['list(string)', { type: ['array', 'null'], items: text }],
    ['set(string)', { type: ['array', 'null'], items: text }],
    ['map(list(bool))', { type: ['object', 'null'], additionalProperties: { type: ['array', 'null'], items: bool } }],
    ['tuple([string, any])', { type: ['array', 'null'], items: [text, {}], minItems: 2, maxItems: 2 }],
    [
      'object({\n b = string # why\n a = optional(bool, true), c = optional(any)\n})',
      {
        type: ['object', 'null'],
        properties: { a: { ...bool, default: true }, b: text, c: {} },
        required: ['b'],
      },
    ],
    ['"string"', text],
    ['something(else)', {}],
  ])('%s', (type, schema) => {
    expect(variable(`type = ${type}`)).toEqual(schema)
  })
  it('guesses by the default where no type is stated', () => {
    const guess = { 'x-guessed-type': true }
    expect(variable('default = []')).toEqual({ type: ['array', 'null'], ...guess, default: [] })
    expect(variable('default = {}')).toEqual({ type: ['object', 'null'], ...guess, default: {} })
    expect(variable('default = "false"')).toEqual({ ...bool, ...guess, default: false })
    expect(variable('type = list\ndefault = []')).toEqual({ type: ['array', 'null'], ...guess, default: [] })
    expect(variable('')).toEqual(guess)
  })
  it.each([
    ['4', true],
    ['-4.5e3', true],
    ['four', false],
  ])('takes the text %j for a number: %s', (value, taken) => {
    const { pattern } = variable('type = number') as { pattern: string }
    expect(new RegExp(pattern, 'u').test(value)).toBe(taken)
  })
})

describe('one variable', () => {
  it('gives defaults the type that is asked for', () => {
    expect(variable('type = bool\ndefault = "true"')).toMatchObject({ default: true })
    expect(variable('type = number\ndefault = "5"')).toMatchObject({ default: 5 })
    expect(variable('type = string\ndefault = 5')).toMatchObject({ default: '5' })
    expect(variable('type = string\ndefault = null')).toMatchObject({ default: null })
    expect(variable('type = any\ndefault = { a = ["b", 1] }')).toMatchObject({ default: { a: ['b', 1] } })
  })
  it('takes a list in a validation for the allowed values', () => {
    const validated = (condition: string) =>
      variable(`type = string\nvalidation {\n condition = ${condition}\n error_message = "no"\n}`)
    expect(validated('contains(["a", "b"], var.x)')).toEqual({ ...text, enum: ['a', 'b'] })
    expect(validated('contains(["a", "b"], var.y)')).toEqual(text)
    expect(validated('length(var.x) > 2 || contains(["a"], var.x)')).toEqual(text)
  })
  it('finds deprecations in the attribute and at the start of the description', () => {
    expect(variable('deprecated = "Use y."\ndescription = "About x."')).toMatchObject({
      deprecated: true,
      deprecationMessage: 'Use y.',
      description: 'About x.',
    })
    for (const words of ['DEPRECATED: use y', '(Deprecated) use y', '[DEPRECATED](https://x.y) use y'])
      expect(variable(`description = "${words}"`)).toMatchObject({ deprecated: true, deprecationMessage: words })
    expect(variable('description = "Whether to show deprecated things"')).not.toHaveProperty('deprecated')
  })
})

describe('modules', () => {
  const tree = {
    'variables.tf': 'variable "b" {}\nvariable "a" { default = 1 }\n',
    'more.tf': 'variable "c" {\n  default = null\n}\noutput "o" { value = 1 }\n',
    'main.tf': 'resource "r" "x" {\n  count = var.a\n}\n',
    'modules/sub/variables.tf': 'variable "d" {}\n',
    'modules/sub/deeper/variables.tf': 'variable "e" {}\n',
    'modules/empty/main.tf': 'locals {}\n',
    'examples/one/variables.tf': 'variable "f" {}\n',
  }
  it('is a surface each, put together from all its files', () => {
    const [root, sub, ...more] = read(tree).surfaces
    expect(more).toEqual([])
    expect(root).toMatchObject({ name: 'root module', path: 'more.tf', format: 'terraform' })
    expect(root?.schema).toMatchObject({ additionalProperties: false, required: ['b'] })
    expect(Object.keys((root?.schema as { properties: object }).properties)).toEqual(['a', 'b', 'c'])
    expect([root?.paths?.get('/properties/a'), root?.lines.get('/properties/a')]).toEqual(['variables.tf', 2])
    expect([...(root?.names?.values() ?? [])]).toEqual([
      { kind: 'output', name: 'o', place: { path: 'more.tf', line: 4 }, aliases: [] },
    ])
    expect(sub?.name).toBe('modules/sub')
  })
  it('does not change when a variable moves to another file', () => {
    const [before] = read({ 'a.tf': 'variable "x" {}\nvariable "y" {}\n' }).surfaces
    const [after] = read({ 'a.tf': 'variable "y" {}\n', 'b.tf': '\nvariable "x" {}\n' }).surfaces
    expect(after?.digest).toBe(before?.digest)
  })
  it('is what the config names', () => {
    const source = { format: 'terraform', path: 'examples/one/*.tf', name: 'one' }
    expect(read(tree, source).surfaces.map(({ name, path }) => [name, path])).toEqual([
      ['one', 'examples/one/variables.tf'],
    ])
  })
  it('notes a file that is no HCL and goes on', () => {
    const { surfaces, unreadable } = read({ 'a.tf': 'variable "x" {}\n', 'b.tf': '\nvariable "y" {\n' })
    expect(surfaces).toHaveLength(1)
    expect(unreadable.map(({ place }) => place)).toEqual([{ path: 'b.tf', line: 3 }])
  })
})
