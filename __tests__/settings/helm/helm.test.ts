import { changes } from '../../../src/settings/compare/index.ts'
import { helm } from '../../../src/settings/helm/index.ts'
import { jsonSchema } from '../../../src/settings/json-schema/index.ts'
import { filesOf } from '../../support/files.ts'

type Tree = Readonly<Record<string, string>>

function read(tree: Tree, path?: string, name?: string) {
  const files = filesOf(helm.wants, tree)
  const source = { format: 'helm', path: path ?? '', ...(name === undefined ? {} : { name }) }
  const surfaces = helm.read(files, path === undefined ? undefined : source)
  return { surfaces, unreadable: files.unreadable }
}

const plain = { 'Chart.yaml': 'name: demo\n', 'templates/a.yaml': 'a: {{ .Values.port }}\n' }

function chart(values: string, more: Tree = {}) {
  return { ...plain, 'values.yaml': values, ...more }
}

function rules(before: Tree, after: Tree): readonly string[] {
  const [old, now] = [read(before).surfaces[0], read(after).surfaces[0]]
  return changes(old?.schema, now?.schema)
    .filter(({ rule }) => rule !== 'setting-added')
    .map(({ rule, path }) => `${rule} ${path}`)
}

describe('finding charts', () => {
  const inside = (folder: string, tree: Tree): Tree =>
    Object.fromEntries(Object.entries(tree).map(([path, text]) => [`${folder}/${path}`, text]))
  const demo = chart('port: 1\n')

  it.each(['charts/widget', 'deploy/charts/widget', 'widget'])('takes %s', (folder) => {
    expect(read(inside(folder, demo)).surfaces.map((one) => one.name)).toEqual([`${folder}/values`])
  })
  it.each(['test/chart', 'hack/chart', 'examples/demo', 'cli/test_fixtures/demo'])('leaves %s alone', (folder) => {
    expect(read(inside(folder, demo)).surfaces).toEqual([])
  })
  it('leaves what a chart is made from, and the next one, to the chart of that name', () => {
    const drafts = { ...inside('cmd/build/static', demo), ...inside('manifest_staging/charts/widget', demo) }
    const names = (tree: Tree) => read(tree).surfaces.map((one) => one.name)
    expect(names({ ...drafts, ...inside('charts/widget', demo) })).toEqual(['charts/widget/values'])
    expect(names(inside('cmd/build/static', demo))).toEqual(['cmd/build/static/values'])
    const other = inside('charts/other', { ...demo, 'Chart.yaml': 'name: other\n' })
    expect(names({ ...inside('build/widget', demo), ...other })).toHaveLength(2)
  })
  it('leaves the charts inside a chart to the outer one', () => {
    const { surfaces } = read({ ...demo, ...inside('charts/part', demo) })
    expect(surfaces.map((one) => one.name)).toEqual(['values'])
  })
  it('leaves libraries and overrides alone, and takes umbrellas', () => {
    expect(read({ ...demo, 'Chart.yaml': 'name: demo\ntype: library\n' }).surfaces).toEqual([])
    expect(read({ 'Chart.yaml': 'name: demo\n', 'values.yaml': 'a: 1\n' }).surfaces).toEqual([])
    const umbrella = { 'Chart.yaml': 'name: demo\ndependencies:\n  - name: part\n', 'values.yaml': 'part: {}\n' }
    expect(read(umbrella).surfaces).toHaveLength(1)
  })
  it('takes what the config names, by folder or file, under its name', () => {
    const tree = inside('hack/chart', demo)
    expect(read(tree, 'hack/chart', 'dev').surfaces.map((one) => one.name)).toEqual(['dev'])
    expect(read(tree, 'hack/chart/values.yaml').surfaces).toHaveLength(1)
  })
  it('reads a schema beside a chart instead of the json-schema reader', () => {
    const tree = chart('port: 1\n', { 'values.schema.json': '{}', 'other/values.schema.json': '{}' })
    const files = filesOf(jsonSchema.wants, tree)
    expect(jsonSchema.read(files).map((one) => one.path)).toEqual(['other/values.schema.json'])
  })
})

describe('a chart without a schema', () => {
  it('accepts anything and knows defaults, places and what templates name', () => {
    const text = '# the port\nport: 8080\nname:\n'
    const [surface] = read(chart(text, { 'templates/b.tpl': '{{ .Values.debug.level }}' })).surfaces
    expect(surface?.schema).toMatchObject({
      properties: { port: { default: 8080 }, name: {}, debug: { properties: { level: {} } } },
    })
    expect((surface?.schema as { properties: { port: object } }).properties.port).not.toHaveProperty('type')
    expect(surface?.lines.get('/properties/port')).toBe(2)
    expect(surface?.path).toBe('values.yaml')
  })
  it('loses a value that neither the file nor a template names any more', () => {
    const gone = { ...chart('a: 1\n'), 'templates/a.yaml': 'x' }
    expect(rules(chart('a: 1\nport: 2\n'), gone)).toEqual(['setting-removed port'])
    expect(rules(chart('a: 1\nport: 2\n'), chart('a: 1\n'))).toEqual(['setting-default-changed port'])
  })
  it.each(['{{ index .Values "old" "on" }}', '{{ (.Values.old).on }}', '{{ hasKey .Values.old "on" }}'])(
    'keeps what a template reads: %s',
    (template) => {
      const more = { 'templates/b.yaml': template }
      expect(rules(chart('old:\n  on:\n', more), chart('b: 1\n', more))).toEqual([])
    },
  )
  it('does not keep a value that a template only refuses, or that the notes name', () => {
    const more = {
      'templates/b.yaml': '{{- if .Values.old }}\n  {{- fail "old is gone" }}\n{{- end }}',
      'templates/NOTES.txt': '{{ .Values.old }}',
    }
    expect(rules(chart('old: x\n', more), chart('b: 1\n', more))).toEqual(['setting-removed old'])
  })
  it('takes the entries of a value that is read as a whole for no settings', () => {
    const more = { 'templates/b.yaml': '{{ toYaml .Values.resources }}' }
    const before = chart('resources:\n  limits:\n    cpu: 1\n    memory: 2\n', more)
    expect(rules(before, chart('resources:\n  limits:\n    cpu: 1\n', more))).toEqual([
      'setting-default-changed resources.limits.memory',
    ])
    expect(rules(before, chart('resources: {}\n', more))).toEqual(['setting-default-changed resources.limits'])
  })
  it('takes the image for what is released, not for a default', () => {
    expect(rules(chart('image:\n  tag: v1\n  name: a\n'), chart('image:\n  tag: v2\n  name: b\n'))).toEqual([
      'setting-default-changed image.name',
    ])
  })
  it('does not take what one template refuses for read by another, unless it is refused beside something else only', () => {
    const files = (condition: string) => ({
      'templates/a.yaml': '{{ .Values.main.other }}{{ .Values.main.x }}',
      'templates/deprecation.yaml': `{{- if ${condition} }}\n{{ fail "main.other is main.more now" }}\n{{- end }}`,
    })
    const before = chart('main:\n  x: 1\n  other:\n', { 'templates/a.yaml': '{{ .Values.main.other }}' })
    expect(rules(before, chart('main:\n  x: 1\n', files('.Values.main.other')))).toEqual(['setting-removed main.other'])
    expect(rules(before, chart('main:\n  x: 1\n', files('and .Values.main.other .Values.main.x')))).toEqual([])
  })
  it('promises nothing by a name that only a template has, unless values.yaml has it in a comment', () => {
    const reading = (name: string) => ({ 'templates/b.yaml': `{{ .Values.main.x }}{{ .Values.${name} }}` })
    const after = chart('main:\n  x: 1\n', reading('main.tolerations'))
    const slip = chart('main:\n  x: 1\n', reading('tolerations'))
    expect(rules(slip, after)).toEqual([])
    expect(rules(chart('main:\n  x: 1\n', reading('old.x.y')), chart('main:\n  x: 1\n', reading('old.z')))).toEqual([])
    const told = chart('main:\n  x: 1\n# tolerations: []\n', reading('tolerations'))
    expect(rules(told, after)).toEqual(['setting-removed tolerations'])
  })
  it('takes the pins of a list for the same: what is on it is the default', () => {
    const pinned = (list: string): Tree => chart(`plugins:\n${list}`)
    const before = pinned('  - git:4.4.5\n  - role-strategy:2.16\n')
    expect(rules(before, pinned('  - git:5.0.0\n  - role-strategy:3.1.0-b1\n'))).toEqual([])
    expect(rules(before, pinned('  - git:5.0.0\n'))).toEqual(['setting-default-changed plugins'])
    expect(rules(pinned('  - host:80\n  - low\n'), pinned('  - host:81\n  - low\n'))).toEqual([
      'setting-default-changed plugins',
    ])
  })
  it('takes the tag in the name of an image for the same', () => {
    const image = (name: string): Tree => chart(`agent:\n  image: "${name}"\n`)
    expect(rules(image('host:5000/a:v1'), image('host:5000/a:v2@sha256:12'))).toEqual([])
    expect(rules(image('host:5000/a:v1'), image('host:5000/b:v1'))).toEqual(['setting-default-changed agent.image'])
  })
  it('misses nothing where the templates come to read a value as a whole', () => {
    const [named, whole] = [
      '{{ .Values.image.size }}',
      '{{ .Values.image.name }}{{ with .Values.image }}{{ .size }}{{ end }}',
    ]
    const before = chart('image:\n  name: a\n  size: 1\n', { 'templates/b.yaml': named })
    expect(rules(before, chart('image:\n  name: a\n', { 'templates/b.yaml': whole }))).toEqual([
      'setting-default-changed image.size',
    ])
  })
  it('follows what a template reads by a dot or a variable that stands for a value', () => {
    const before = chart('main:\n# a: {}\n', { 'templates/b.yaml': '{{ .Values.main.a.x }}{{ .Values.main.a.y }}' })
    const read = (template: string) => rules(before, chart('main:\n# a: {}\n', { 'templates/b.yaml': template }))
    const gone = ['setting-removed main.a.y']
    expect(read('{{- with .Values.main.a }}{{ .x }}{{- with .z }}{{ end }}{{ .y | quote }}{{ end }}')).toEqual([])
    expect(read('{{- with .Values.main }}{{ with .a }}{{ .x }}{{ end }}{{ end }}{{ .y }}')).toEqual(gone)
    expect(read('{{ $a := .Values.main.a }}{{ $a.x }}{{ with $ }}{{ $a.y }}{{ end }}')).toEqual([])
    expect(read('{{ with $m := $.Values.main }}{{ if $m.a }}{{ $m.a.x }}{{ end }}{{ end }}')).toEqual(gone)
    expect(read('{{ with .Values.main.a }}{{ .x }}{{ else }}{{ .y }}{{ end }}')).toEqual(gone)
    expect(read('{{ if .Values.b }}{{ else with .Values.main.a }}{{ .x }}{{ .y }}{{ end }}')).toEqual([])
    expect(read('{{ range .Values.list }}{{ with $.Values.main.a }}{{ .x }}{{ end }}{{ .y }}{{ end }}')).toEqual(gone)
    expect(read('{{ with .Values.main.a }}{{ .x }}{{ "a}} .y" }}{{ end }}')).toEqual(gone)
  })
  it('leaves what is read as a whole to the users', () => {
    const before = chart('main:\n# a: {}\n', { 'templates/b.yaml': '{{ .Values.main.a.x }}{{ .Values.main.a.y }}' })
    const read = (template: string) => rules(before, chart('main:\n# a: {}\n', { 'templates/b.yaml': template }))
    for (const template of [
      '{{ toYaml .Values.main.a }}',
      '{{ with .Values.main.a }}{{ toYaml . }}{{ end }}',
      '{{ $a := .Values.main.a }}{{ range $k, $v := $a }}{{ end }}',
      '{{ with .Values.main.a }}{{ include "x" . }}{{ end }}',
    ])
      // prettier-ignore
      expect(read(template)).toEqual([])
    const schema = JSON.stringify({ type: 'object', properties: { main: { properties: { a: { type: 'object' } } } } })
    const described = (template: string): Tree => chart('main:\n  a:\n', { 'values.schema.json': schema, 'templates/b.yaml': template }) // prettier-ignore
    expect(rules(described('{{ .Values.main.a.x }}'), described('{{ .Values.main.a | toYaml }}'))).toEqual([])
    const deep = chart('main:\n  a:\n    b:\n      x: 1\n', { 'templates/b.yaml': '{{ .Values.main.a.b.x }}{{ .Values.main.a.b.y }}' }) // prettier-ignore
    const passed = chart('main:\n  a:\n    b: {}\n', { 'templates/b.yaml': '{{ .Values.main.a.b.y }}{{ toYaml .Values.main }}' }) // prettier-ignore
    expect(rules(deep, passed)).toEqual(['setting-default-changed main.a.b.x'])
    const each = (template: string): Tree => chart('ports:\n  web:\n    port: 1\n', { 'templates/b.yaml': template })
    const named = each('{{ .Values.ports.web.port }}{{ .Values.ports.web.open }}')
    for (const some of ['{{ range $n, $p := .Values.ports }}{{ end }}', '{{ (index .Values.ports .Values.main).x }}'])
      expect(rules(named, each(`${some}{{ .Values.ports.web.port }}`))).toEqual(['setting-removed ports.web.open'])
    expect(rules(named, each('{{ toYaml .Values.ports }}{{ .Values.ports.web.port }}'))).toEqual([])
    const known = JSON.stringify({ type: 'object', properties: { main: { properties: { a: { properties: { x: {} } } } } } }) // prettier-ignore
    const unknown = JSON.stringify({ type: 'object', properties: { main: { properties: {} } } })
    const told = (text: string, template: string): Tree => chart('main: {}\n', { 'values.schema.json': text, 'templates/b.yaml': template }) // prettier-ignore
    const reading = '{{ toYaml .Values.main.a }}'
    expect(rules(told(known, reading), told(unknown, reading))).toEqual([])
    expect(rules(told(known, reading), told(unknown, '{{ .Values.main.a.y }}'))).toEqual(['setting-removed main.a.x'])
  })
  it('reads templates that go on without end in a time that grows with their length alone', () => {
    const deep = `{{ $a := .Values.main }}${'{{ $a := $a.b }}'.repeat(100_000)}`
    const open = `{{ with .Values.main }}${'{{ with .b }}'.repeat(100_000)}`
    for (const template of [deep, open, `{{ "${'\\"'.repeat(100_000)}`])
      expect(read(chart('main:\n  x: 1\n', { 'templates/b.yaml': template })).surfaces).toHaveLength(1)
  })
  it('knows no setting by what a comment or a message names', () => {
    const before = chart('main:\n  x: 1\n', { 'templates/b.yaml': '{{ .Values.main.x }}{{ .Values.main.y }}' })
    const read = (template: string) => rules(before, chart('main:\n  x: 1\n', { 'templates/b.yaml': template }))
    for (const rest of [
      '{{/* .Values.main.y */}}',
      '{{- /* .Values.main.y */ -}}',
      '# .Values.main.y',
      '{{ fail "set .Values.main.y" }}',
      '{{ if not .Values.main.x }}{{ fail (printf "%s .Values.main.y" "a") }}{{ end }}',
    ])
      // prettier-ignore
      expect(read(`{{ .Values.main.x }}${rest}`)).toEqual(['setting-removed main.y'])
  })
  it('applies merge keys as Helm does', () => {
    const [surface] = read(chart('a: &a\n  x: 1\n  y: 1\nb:\n  <<: *a\n  y: 2\n')).surfaces
    expect(surface?.schema).toMatchObject({
      properties: { b: { properties: { x: { default: 1 }, y: { default: 2 } } } },
    })
  })
  it('refuses nothing that was promised when a schema comes to describe it', () => {
    const schema = JSON.stringify({ type: 'object', properties: { port: { type: 'integer' } } })
    expect(rules(chart('port: 1\n'), chart('port: 1\n', { 'values.schema.json': schema }))).toEqual([])
  })
})

describe('a chart with a schema', () => {
  const schema = {
    $defs: { tls: { type: 'object', properties: { on: { type: 'boolean', default: false } } } },
    type: 'object',
    additionalProperties: false,
    properties: {
      port: { type: 'integer', default: 1 },
      tls: { $ref: '#/$defs/tls' },
      also: { $ref: '#/$defs/tls' },
      extra: { type: 'object' },
      only: { type: 'string', default: 'here' },
    },
  }
  const text = JSON.stringify(schema, undefined, 2)
  const values = 'port: 2\ntls:\n  on: true\nextra:\n  a:\n    b: 1\n'
  const tree = chart(values, { 'values.schema.json': text })
  const [surface] = read(tree).surfaces

  it('has the defaults of values.yaml, each at its own place', () => {
    expect(surface?.schema).toMatchObject({
      properties: {
        port: { type: 'integer', default: 2 },
        tls: { properties: { on: { type: 'boolean', default: true } } },
        also: { $ref: '#/$defs/tls' },
        extra: { type: 'object', properties: { a: { properties: { b: { default: 1 } } } } },
        only: { default: 'here' },
      },
    })
  })
  it('accepts what the schema accepts', () => {
    expect(changes(schema, surface?.schema).filter(({ verdict }) => verdict === 'breaking')).toEqual([])
    expect(changes(surface?.schema, schema).filter(({ rule }) => rule === 'setting-narrowed')).toEqual([])
  })
  it('requires nothing that values.yaml gives, as Helm checks both together', () => {
    const asking = JSON.stringify({ type: 'object', required: ['a', 'b', 'c'], properties: { a: {}, b: {}, c: {} } })
    const [found] = read(chart('a: 1\nb: ""\n', { 'values.schema.json': asking })).surfaces
    expect(found?.schema).toMatchObject({ required: ['b', 'c'] })
  })
  it('leaves the names inside an object that it says nothing of to the users', () => {
    const before = chart('config: {}\n', { 'templates/b.yaml': '{{ .Values.config.kind }}' })
    const free = JSON.stringify({ type: 'object', properties: { config: { type: 'object' } } })
    expect(rules(before, chart('config: {}\n', { 'values.schema.json': free }))).toEqual([])
  })
  it('tells places in both files', () => {
    const lineOf = (word: string): number => text.split('\n').findIndex((line) => line.includes(word)) + 1
    expect(surface?.path).toBe('values.schema.json')
    expect(surface?.lines.get('/properties/port')).toBe(lineOf('"port"'))
    expect(surface?.lines.get('/properties/tls/properties/on')).toBe(lineOf('"on"'))
    expect(surface?.paths?.get('/properties/port')).toBeUndefined()
    expect(surface?.lines.get('/properties/extra/properties/a')).toBe(5)
    expect(surface?.paths?.get('/properties/extra/properties/a')).toBe('values.yaml')
    expect(surface?.lines.get('/properties/tls/properties/on/default')).toBe(3)
  })
  it('tells a default that changes, and an entry that goes for the same', () => {
    const next = chart('port: 3\ntls:\n  on: true\nextra: {}\n', { 'values.schema.json': text })
    expect(rules(tree, next)).toEqual(['setting-default-changed extra.a', 'setting-default-changed port'])
  })
  it('survives a schema that refers to itself', () => {
    const recursive = JSON.stringify({
      definitions: { node: { type: 'object', properties: { node: { $ref: '#/definitions/node' } } } },
      properties: { node: { $ref: '#/definitions/node' }, loop: { $ref: '#/properties/loop' } },
    })
    const { surfaces, unreadable } = read(
      chart('node:\n  node:\n    node: 1\nloop: 2\n', { 'values.schema.json': recursive }),
    )
    expect(unreadable).toEqual([])
    expect(surfaces[0]?.schema).toMatchObject({
      properties: { node: { properties: { node: { properties: { node: { default: 1 } } } } } },
    })
  })
  it.each([
    ['broken values', 'values.yaml', 'a: 1\nb: [\n', 3],
    ['values that are a list', 'values.yaml', '- a\n', 1],
    ['a broken schema', 'values.schema.json', '{ "a": ', 1],
  ])('notes %s with their place', (_, path, broken, line) => {
    const { surfaces, unreadable } = read({ ...tree, [path]: broken })
    expect(surfaces).toEqual([])
    expect(unreadable.map(({ place }) => place)).toEqual([{ path, line }])
  })
})
