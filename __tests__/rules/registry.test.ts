import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parseScenario } from '../../src/demo/scenario.ts'
import { readers } from '../../src/readers.ts'
import { rules } from '../../src/rules/index.ts'

const root = new URL('../../', import.meta.url)

function at(path: string): URL {
  return new URL(path, root)
}

function names(folder: string, ending: string): string[] {
  const entries = existsSync(at(folder)) ? readdirSync(at(folder)) : []
  return entries.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, name.length - ending.length))
}

/** Everything exported below a folder that looks like what is asked for, by the file or folder it stands in. */
async function exported(folder: string, file: (name: string) => string, looks: (value: object) => boolean) {
  const found: { readonly name: string; readonly value: object }[] = []
  for (const name of readdirSync(at(folder))) {
    const path = `${folder}/${file(name)}`
    if (!path.endsWith('.ts') || !existsSync(at(path))) continue
    const module = (await import(at(path).href)) as Record<string, unknown>
    for (const value of Object.values(module))
      if (typeof value === 'object' && value !== null && looks(value))
        found.push({ name: name.replace(/\.ts$/, ''), value })
  }
  return found
}

function tested(folder: string): boolean {
  return names(folder, '.test.ts').length > 0
}

const sorted = (list: readonly string[]): readonly string[] => [...list].sort()

describe('rules', () => {
  const ids = rules.map(({ id }) => id)

  it('are one file each, named by the id, and all in the index', async () => {
    const found = await exported(
      'src/rules',
      (name) => name,
      (value) => 'id' in value && 'find' in value && 'tell' in value,
    )
    expect(found.map(({ name, value }) => [name, (value as { id: string }).id])).toEqual(
      found.map(({ name }) => [name, name]),
    )
    expect(sorted(found.map(({ name }) => name))).toEqual(sorted(ids))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('have a page each, and no page is left over', () => {
    expect(sorted(names('docs/rules', '.md'))).toEqual(sorted(ids))
  })

  it.each(ids)('%s has a page that is its own', (id) => {
    expect(readFileSync(at(`docs/rules/${id}.md`), 'utf8')).toMatch(new RegExp(`^# .*\\b${id}\\b`))
  })

  it('are in a scenario each', () => {
    const expected = new Set(
      names('__tests__/scenarios', '.yaml').flatMap((name) =>
        parseScenario(readFileSync(at(`__tests__/scenarios/${name}.yaml`), 'utf8')).expect.flatMap(({ findings }) =>
          findings.map(({ rule }) => rule),
        ),
      ),
    )
    expect(ids.filter((id) => !expected.has(id))).toEqual([])
  })

  it.each(rules)('$id says all that its page and `explain` need', (rule) => {
    for (const words of [rule.summary, rule.why, rule.example, rule.cure, rule.severities])
      expect(words).toMatch(/\S.*\S|^[EWN]$/)
    expect(rule.id).toMatch(/^[a-z]+(?:-[a-z]+)+$/)
    expect(rule.summary).not.toMatch(/^[A-Z]|\.$/)
  })
})

describe('migration systems', () => {
  const systems = readers.migrations.map(({ system }) => system)

  it('are one folder each, named by the system, and all in the index', async () => {
    const found = await exported(
      'src/migrations',
      (name) => `${name}/index.ts`,
      (value) => 'system' in value && 'engine' in value,
    )
    expect(found.map(({ name, value }) => [name, (value as { system: string }).system])).toEqual(
      found.map(({ name }) => [name, name]),
    )
    expect(sorted(found.map(({ name }) => name))).toEqual(sorted(systems))
  })

  it.each(systems)('%s has a page and tests', (system) => {
    expect([existsSync(at(`docs/engines/${system}.md`)), tested(`__tests__/migrations/${system}`)]).toEqual([
      true,
      true,
    ])
  })

  it('have no page left over', () => {
    expect(names('docs/engines', '.md').filter((name) => !systems.includes(name))).toEqual([])
  })
})

describe('settings formats', () => {
  const formats = readers.settings.map(({ format }) => format)

  it('are one folder each, named by the format, and all in the index', async () => {
    const found = await exported(
      'src/settings',
      (name) => `${name}/index.ts`,
      (value) => 'format' in value && 'read' in value,
    )
    expect(found.map(({ name, value }) => [name, (value as { format: string }).format])).toEqual(
      found.map(({ name }) => [name, name]),
    )
    expect(sorted(found.map(({ name }) => name))).toEqual(sorted(formats))
  })

  it.each(formats)('%s has a page and tests', (format) => {
    expect([existsSync(at(`docs/settings/${format}.md`)), tested(`__tests__/settings/${format}`)]).toEqual([true, true])
  })

  it('have no page left over', () => {
    expect(names('docs/settings', '.md').filter((name) => !formats.includes(name))).toEqual([])
  })
})

describe('manifests', () => {
  it('are one file each, named by the format, and all in the index', async () => {
    const found = await exported(
      'src/manifests',
      (name) => name,
      (value) => 'format' in value && 'read' in value,
    )
    expect(found.map(({ name, value }) => [name, (value as { format: string }).format])).toEqual(
      found.map(({ name }) => [name, name]),
    )
    expect(sorted(found.map(({ name }) => name))).toEqual(sorted(readers.manifests.map(({ format }) => format)))
  })
})

describe('runtimes', () => {
  const sources = readers.runtimes.map(({ source }) => source)

  it('are one file each, named by the source, and all in the index', async () => {
    const found = await exported(
      'src/runtimes',
      (name) => name,
      (value) => 'source' in value && 'read' in value,
    )
    expect(found.map(({ name, value }) => [name, (value as { source: string }).source])).toEqual(
      found.map(({ name }) => [name, name]),
    )
    expect(sorted(found.map(({ name }) => name))).toEqual(sorted(sources))
  })

  it.each(sources)('%s has tests and a section of the page', (source) => {
    const tests = names('__tests__/runtimes', '.test.ts').map((name) =>
      readFileSync(at(`__tests__/runtimes/${name}.test.ts`), 'utf8'),
    )
    expect(tests.filter((text) => text.includes(`src/runtimes/${source}.ts`))).toHaveLength(1)
    expect(readFileSync(at('docs/runtimes.md'), 'utf8')).toContain(`\n## \`${source}\`\n`)
  })
})
