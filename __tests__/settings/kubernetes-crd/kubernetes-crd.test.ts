import { changes } from '../../../src/settings/compare/index.ts'
import { comparable } from '../../../src/settings/comparable.ts'
import { kubernetesCrd } from '../../../src/settings/kubernetes-crd/index.ts'
import { filesOf } from '../../support/files.ts'

function crd(versions: string, more = ''): string {
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
spec:
  group: example.com
  names:
    kind: Widget
${more}  versions:
${versions}`
}

function version(name: string, properties: string, head = 'served: true'): string {
  return `    - name: ${name}
      ${head}
      schema:
        openAPIV3Schema:
          type: object
          required: [spec, status]
          properties:
            spec:
              type: object
              properties:
${properties}
            status:
              type: object
`
}

const size = '                size:\n                  type: integer'

function read(tree: Readonly<Record<string, string>>, path?: string) {
  const files = filesOf(kubernetesCrd.wants, tree)
  const surfaces = kubernetesCrd.read(files, path === undefined ? undefined : { format: 'kubernetes-crd', path })
  return { surfaces: new Map(surfaces.map((one) => [one.name, one])), unreadable: files.unreadable }
}

function namesIn(surfaces: ReturnType<typeof read>['surfaces']): readonly string[] {
  return [...(surfaces.get('custom resources')?.names?.values() ?? [])].map(({ name }) => name)
}

describe('finding definitions', () => {
  const text = crd(version('v1', size))
  it.each(['deploy/crds/widgets.yaml', 'config/crd/bases/example.com_widgets.yaml', 'widgets-crd.yml'])(
    'takes %s',
    (path) => {
      expect([...read({ [path]: text }).surfaces.keys()]).toEqual(['Widget.example.com/v1', 'custom resources'])
    },
  )
  it.each([
    'deploy/widgets.yaml',
    'test/crds/widgets.yaml',
    'hack/crds/widgets.yaml',
    'docs/crds/a.yaml',
    'config/crd/patches/webhook_in_widgets.yaml',
  ])('leaves %s alone', (path) => {
    expect(read({ [path]: text }).surfaces.size).toBe(0)
  })
  it('takes what the config names', () => {
    expect(read({ 'deploy/all.yaml': text }, 'deploy/*.yaml').surfaces.has('Widget.example.com/v1')).toBe(true)
  })
  it('reads one of several copies: the current API, no template', () => {
    const old = text.replace('apiextensions.k8s.io/v1', 'apiextensions.k8s.io/v1beta1')
    const template = `{{- if .Values.crds }}\n${text}{{- end }}\n`
    const { surfaces } = read({ 'a/crds/old.yaml': old, 'b/crds/chart.yaml': template, 'c/crds/plain.yaml': text })
    expect(surfaces.get('Widget.example.com/v1')?.path).toBe('c/crds/plain.yaml')
  })
})

describe('a definition', () => {
  it('has a surface for each served version, and their names', () => {
    const text = crd(version('v1', size) + version('v1beta1', size) + version('v1alpha1', size, 'served: false'))
    const { surfaces } = read({ 'crds/a.yaml': text })
    expect(namesIn(surfaces)).toEqual(['Widget.example.com/v1', 'Widget.example.com/v1beta1'])
    expect(surfaces.has('Widget.example.com/v1alpha1')).toBe(false)
  })
  it('may share one schema between versions, or have one version, in v1beta1', () => {
    const validation = `  validation:
    openAPIV3Schema:
      properties:
        spec: {}
`
    const shared = crd('    - name: v1\n      served: true\n    - name: v2\n      served: true\n', validation)
    const { surfaces } = read({ 'crds/a.yaml': shared })
    expect(surfaces.get('Widget.example.com/v2')?.schema).toMatchObject({ properties: { spec: {} } })
    const single = shared.replace(/ {2}versions:[^]*/, '  version: v1\n')
    expect(namesIn(read({ 'crds/a.yaml': single }).surfaces)).toEqual(['Widget.example.com/v1'])
  })
  it('is what users write: without its status', () => {
    const schema = read({ 'crds/a.yaml': crd(version('v1', size)) }).surfaces.get('Widget.example.com/v1')?.schema
    expect(schema).toMatchObject({ required: ['spec'] })
    expect(Object.keys((schema as { properties: object }).properties)).toEqual(['spec'])
  })
  it('tells lines from the start of the file, in the second document and after template actions', () => {
    const text = `{{- if .Values.install }}\n# first\n---\n${crd(version('v1', size))}\n{{- end }}\n`
    const { surfaces, unreadable } = read({ 'templates/crds.yaml': `kind: ConfigMap\n---\n${text}` })
    const surface = surfaces.get('Widget.example.com/v1')
    const lines = `kind: ConfigMap\n---\n${text}`.split('\n')
    expect(unreadable).toEqual([])
    expect(surface?.lines.get('/properties/spec/properties/size')).toBe(
      lines.findIndex((line) => line.includes('size:')) + 1,
    )
    const [name] = surfaces.get('custom resources')?.names?.values() ?? []
    expect(name?.place.line).toBe(lines.findIndex((line) => line.includes('- name: v1')) + 1)
  })
  it.each([
    ['nullable', 'type: string\nnullable: true', { type: ['string', 'null'] }],
    ['nullable values', 'type: string\nnullable: true\nenum: [a]', { enum: ['a', null] }],
    ['a port or its name', 'x-kubernetes-int-or-string: true', { type: ['integer', 'string'] }],
    ['anything', 'x-kubernetes-preserve-unknown-fields: true\ntype: object', { type: 'object' }],
  ])('reads %s as JSON Schema', (_, keywords, expected) => {
    const text = `                size:\n${keywords.replace(/^/gm, '                  ')}`
    const schema = read({ 'crds/a.yaml': crd(version('v1', text)) }).surfaces.get('Widget.example.com/v1')?.schema
    expect(schema).toMatchObject({ properties: { spec: { properties: { size: expected } } } })
  })
  it('marks a version deprecated with its warning', () => {
    const head = 'served: true\n      deprecated: true\n      deprecationWarning: use v2'
    const schema = read({ 'crds/a.yaml': crd(version('v1', size, head)) }).surfaces.get('Widget.example.com/v1')?.schema
    expect(schema).toMatchObject({ deprecated: true, deprecationMessage: 'use v2' })
  })
  it('loses nothing by a field that goes but what users set: unknown fields are pruned, never refused', () => {
    const before = read({ 'crds/a.yaml': crd(version('v1', size)) }).surfaces.get('Widget.example.com/v1')
    const after = read({ 'crds/a.yaml': crd(version('v1', size.replace('size', 'weight'))) }).surfaces
    const found = changes(before?.schema, after.get('Widget.example.com/v1')?.schema)
    expect(found.find(({ rule }) => rule === 'setting-removed')).toMatchObject({
      path: 'spec.size',
      verdict: 'additive',
    })
  })
  it('is none where a generator found no resource', () => {
    const empty = 'kind: CustomResourceDefinition\nspec:\n  group: ""\n  names: { kind: "" }\n  versions: null\n'
    expect(read({ 'crds/_.yaml': empty })).toMatchObject({ surfaces: new Map(), unreadable: [] })
  })
  it('is read where a template makes words of several actions', () => {
    const text = crd(version('v1', size)).replace('metadata:\n', 'metadata:\n  labels:\n    chart: {{ .Chart.Name }}-{{ .Chart.Version }}\n    part: {{- if .Values.part }}of{{ end }}\n    {{- with .Values.labels }}{{ toYaml . | nindent 4 }}{{- end }}\n') // prettier-ignore
    expect(text).toContain('{{ end }}')
    const { surfaces, unreadable } = read({ 'templates/crds.yaml': text })
    expect(unreadable).toEqual([])
    expect([...surfaces.keys()]).toContain('Widget.example.com/v1')
  })
  it.each([
    ['no names', 'kind: CustomResourceDefinition\nspec: {}\n', 1],
    ['broken YAML', `a: 1\n---\n${crd('    - name: [\n')}`, 13],
  ])('notes %s with its place', (_, text, line) => {
    const { surfaces, unreadable } = read({ 'crds/a.yaml': text })
    expect(surfaces.size).toBe(0)
    expect(unreadable.map(({ place }) => place)).toEqual([{ path: 'crds/a.yaml', line }])
  })
})

describe('what is not described', () => {
  const open = '              x-kubernetes-preserve-unknown-fields: true'
  const [described, kept] = [
    version('v1', size),
    version('v1', size).replace(/ {14}type: object\n {14}properties:\n.*\n.*/, open),
  ]
  const bare = '    - name: v1\n      served: true\n'
  function between(before: string, now: string) {
    const [one, other] = [before, now].map((text) =>
      read({ 'crds/a.yaml': crd(text) }).surfaces.get('Widget.example.com/v1'),
    )
    return changes(...comparable(one?.schema, other?.schema)).map(({ rule, path }) => `${rule} ${path}`)
  }

  it('is kept where the schema says so, and where there is none', () => {
    expect(between(described, kept)).toEqual([])
    expect(between(described, bare)).toEqual([])
  })
  it('is kept further down, up to the next description', () => {
    const items = (inside: string, more = '') =>
      version(
        'v1',
        `                all:\n                  type: array\n${more}                  items:\n                    type: object\n${inside}`,
      )
    const keep = '                  x-kubernetes-preserve-unknown-fields: true\n'
    const named = (name: string) => `                    properties:\n                      ${name}: { type: string }\n`
    expect(between(items(named('a')), items('', keep))).toEqual([])
    expect(between(items(named('a')), items(''))).toEqual(['setting-removed spec.all[].a'])
    expect(between(items(named('a')), items(named('b'), keep))).toContain('setting-removed spec.all[].a')
  })
  it('is cut away elsewhere', () => {
    expect(
      between(version('v1', `${size}\n                color:\n                  type: string`), described),
    ).toEqual(['setting-removed spec.color'])
  })
  it('says nothing of metadata', () => {
    expect(
      between(withProperty('metadata:\n              properties:\n                name: { type: string }'), described),
    ).toEqual([])
  })
  it('has its kind and its API version whether it lists them or not', () => {
    expect(
      between(withProperty('apiVersion: { type: string }\n            kind: { type: string }'), described),
    ).toEqual([])
  })

  function withProperty(text: string): string {
    const changed = described.replace(' status:\n', ` ${text}\n            status:\n`)
    expect(changed).not.toBe(described)
    return changed
  }
})
