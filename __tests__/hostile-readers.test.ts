import { readers } from '../src/readers.ts'
import type { Files } from '../src/snapshots/files.ts'
import { filesOf } from './support/files.ts'

/** Each case is over in a fraction of a second; without the measures against it each takes minutes, or all memory. */
const patience = 15_000

type Tree = Readonly<Record<string, string>>

interface Case {
  readonly kind: keyof typeof readers
  readonly reader: string
  readonly name: string
  readonly tree: Tree
  /** `path:line` of what is reported; undefined where there is nothing to report. */
  readonly place?: string
  readonly reason?: RegExp
}

function migrations(reader: string, name: string, tree: Tree, place?: string, reason?: RegExp): Case {
  return { kind: 'migrations', reader, name, tree, ...(place === undefined ? {} : { place }), ...(reason ? { reason } : {}) } // prettier-ignore
}
function settings(reader: string, name: string, tree: Tree, place?: string, reason?: RegExp): Case {
  return { ...migrations(reader, name, tree, place, reason), kind: 'settings' }
}
function of(kind: Case['kind'], reader: string, name: string, tree: Tree, place?: string, reason?: RegExp): Case {
  return { ...migrations(reader, name, tree, place, reason), kind }
}
function list(count: number, item: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => item(n)).join('')
}

const many = 400_000
const knexPackage = '{"dependencies":{"knex":"3"}}'
const script = 'migrations/20260101000000_a.js'
const chart = { 'chart/Chart.yaml': 'name: a\nversion: 1.0.0\n', 'chart/templates/a.yaml': '{{ .Values.a }}' }
const pluginConfig = 'plugin_config.yml'
const plugin =
  'from dlpx.virtualization.platform import Plugin\nplugin = Plugin()\n@plugin.upgrade.linked_source("1.0")\ndef a(old):\n    return old\n'
const crd = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: '
const master = 'db/changelog/master.xml'
const bigPython = list(300_000, () => 'x = 1\n')
/** A long name in front of a million short ones. */
const longName = 'x'.repeat(1_000_000)

const cases: readonly Case[] = [
  migrations('golang-migrate', 'words beyond count', { 'migrations/1_a.up.sql': `select 1;\n${'(('.repeat(1_100_000)}` }, 'migrations/1_a.up.sql:2', /at most 2,000,000 words/),
  migrations('golang-migrate', 'a body that is nearly nothing', { 'migrations/1_a.up.sql': `do $$begin end${' '.repeat(many)}x$$` }),
  migrations('knex', 'marks beyond count', { 'package.json': knexPackage, [script]: `exports.up = (knex) => {\n${'{'.repeat(1_200_000)}` }, `${script}:2`, /at most 500,000 words/),
  migrations('rails', 'words beyond count', { 'db/migrate/1_a.rb': `class A < ActiveRecord::Migration[7.1]\n${'a '.repeat(700_000)}` }, 'db/migrate/1_a.rb:2', /at most 500,000 words/),
  migrations('alembic', 'statements beyond count', { 'm/env.py': 'import alembic', 'm/versions/a.py': `revision = "a"\n${bigPython.repeat(2)}` }, 'm/versions/a.py:166667', /at most 500,000 words/),
  migrations('alembic', 'statements side by side far to the right', { 'm/env.py': 'import alembic', 'm/versions/a.py': `revision = "a"\ndown_revision = None\nif x:\n${' '.repeat(many)}${'a;'.repeat(200_000)}` }),
  migrations('alembic', 'an option over many lines', { 'm/env.py': '', 'm/versions/a.py': 'revision = "a"', 'alembic.ini': `[alembic]\nscript_location = m\nversion_locations = m/versions\n${'  m/versions\n'.repeat(100_000)}` }),
  migrations('alembic', 'a revision that merges thousands', { 'm/env.py': 'import alembic', ...Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`m/versions/r${n}.py`, `revision = "r${n}"\ndown_revision = None\n`])), 'm/versions/z.py': `revision = "z"\ndown_revision = (${list(4_000, (n) => `"r${n}",`)})\n` }),
  migrations('delphix', 'a module that takes the parser too long', { [pluginConfig]: "buildNumber: '1.0'\nentryPoint: plugin_runner:plugin\nsrcDir: src\n", 'src/plugin_runner.py': `${plugin}${bigPython}` }, 'src/plugin_runner.py:37496', /at most 150,000 words/),
  migrations('delphix', 'closing brackets without end', { [pluginConfig]: "buildNumber: '1.0'\nentryPoint: plugin_runner:plugin\nsrcDir: src\n", 'src/plugin_runner.py': `${plugin}${')'.repeat(100_000)}` }, 'src/plugin_runner.py:6', /syntax error/),
  migrations('delphix', 'keys of YAML beyond count', { [pluginConfig]: `a: [\n ${'b, '.repeat(many)}]` }, `${pluginConfig}:2`, /at most 250,000 keys/),
  migrations('delphix', 'an error in each line of YAML', { [pluginConfig]: 'a: }\n'.repeat(35_000) }, `${pluginConfig}:1`, /Unexpected flow-map-end/),
  migrations('ef-core', 'lines without anything', { 'M/20260101000000_A.cs': `using Microsoft.EntityFrameworkCore.Migrations;${'\n'.repeat(many)}class A : Migration {}` }),
  migrations('dbmate', 'a config of empty lines', { '.env': '\n'.repeat(many), 'db/1_a.sql': '-- migrate:up\nselect 1;' }),
  migrations('dbmate', 'a command that is named without end', { '.env': 'dbmate '.repeat(many), 'db/1_a.sql': '-- migrate:up\nselect 1;' }),
  migrations('goose', 'a command that is named without end', { Makefile: 'goose '.repeat(many), 'db/1_a.sql': '-- +goose Up\nselect 1;' }),
  migrations('goose', 'many functions named for the way up', { 'db/1_a.go': `package a\nfunc init() { goose.AddMigration(up, down) }\n${list(100_000, (n) => `up${n} `)}` }),
  migrations('atlas', 'a config of returns', { 'atlas.hcl': '\r'.repeat(many), 'db/atlas.sum': '', 'db/1.sql': 'select 1;' }, 'db/atlas.sum:2', /checksum/),
  migrations('flyway', 'calls inside one another', { 'FlywayConfig.java': `${'.outOfOrder('.repeat(100_000)}${')'.repeat(100_000)}`, 'db/migration/V1__a.sql': 'select 1;' }),
  migrations('flyway', 'a dependency that is never closed', { 'pom.xml': `<artifactId>${'flyway'.repeat(100_000)}`, 'db/migration/V1__a.sql': 'select 1;' }),
  migrations('flyway', 'a long name above many', { 'application.yml': `${longName}:\n${'  a: b\n'.repeat(many)}`, 'db/migration/V1__a.sql': 'select 1;' }),
  migrations('sqlx', 'a manifest of empty lines', { 'Cargo.toml': '\n'.repeat(many), 'sqlx.toml': '\n'.repeat(many), 'db/1_a.sql': 'select 1;' }),
  migrations('liquibase', 'elements beyond count', { [master]: `<databaseChangeLog>\n${'<a/>'.repeat(600_000)}</databaseChangeLog>` }, `${master}:2`, /at most 250,000 elements/),
  migrations('liquibase', 'an entity of its own', { [master]: `<!DOCTYPE a [\n<!ENTITY a "aa">\n<!ENTITY b "&a;&a;">\n]>\n<databaseChangeLog>\n&b;</databaseChangeLog>` }, `${master}:6`, /a built-in entity/),
  migrations('liquibase', 'a name with a separator in its line', { 'db/changelog/a.sql': `--liquibase formatted sql\n--changeset a:${'b'.repeat(many)}\u2028x\nselect 1;` }),
  migrations('liquibase', 'a changelog that includes itself', { [master]: '<databaseChangeLog>\n<include file="master.xml" relativeToChangelogFile="true"/></databaseChangeLog>' }, `${master}:2`, /to include itself/),
  migrations('liquibase', 'a chain of changelogs', Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`db/changelog/${n}.xml`, `<databaseChangeLog>\n<include file="${n + 1}.xml" relativeToChangelogFile="true"/></databaseChangeLog>`])), 'db/changelog/199.xml:2', /at most 200 deep/),
  settings('json-schema', 'items beyond count', { 'config.schema.json': `{"enum":\n[${'1,'.repeat(600_000)}1]}` }, 'config.schema.json:2', /at most 250,000 members/),
  settings('json-schema', 'a long name above many items', { 'config.schema.json': `{"${longName}":\n[${'1,'.repeat(many)}1]}` }, 'config.schema.json:2', /long names/),
  settings('json-schema', 'a long name above many items in YAML', { 'config.schema.yaml': `? ${longName}\n:\n${'- a\n'.repeat(30_000)}` }, 'config.schema.yaml:101', /long names/),
  settings('vscode', 'an extension nested deep', { 'package.json': `{"contributes":{"configuration":{"properties":{"a":\n${'{"items":'.repeat(5_000)}{}${'}'.repeat(5_000)}}}}}` }, 'package.json:2', /deeper than 500/),
  settings('helm', 'a long name above many items', { ...chart, 'chart/values.yaml': `${longName}:\n${'- a\n'.repeat(40_000)}` }, 'chart/values.yaml:100', /long names/),
  settings('helm', 'values beyond count', { ...chart, 'chart/values.yaml': 'a: 1\n'.repeat(60_000) }, 'chart/values.yaml:50001', /at most 50,000 lines/),
  settings('properties', 'settings beyond count', { 'defaults.env': list(60_000, (n) => `A${n}=b\n`) }, 'defaults.env:50002', /at most 50,000 settings/),
  settings('helm', 'a name that goes on without end', { ...chart, 'chart/values.yaml': 'a: 1\n', 'chart/templates/b.yaml': `{{ index ${'.Values'.repeat(100_000)} }}` }),
  settings('kubernetes-crd', 'definitions beyond count', { 'crd/a.yaml': list(2_000, (n) => `---\n${crd}${n}.b\nspec:\n  group: b\n`) }, 'crd/a.yaml:7001', /at most 1,000 custom/),
  settings('kubernetes-crd', 'many definitions that are not plain', { 'crd/a.yaml': list(900, (n) => `---\n${crd}${n}.b\nspec: {a: [${'b, '.repeat(200)}]}\n`) }, 'crd/a.yaml:1788', /at most 250,000 keys/),
  settings('liquibase-extension', 'types that use one another twice', { 'src/main/resources/a.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.liquibase.org/xml/ns/dbchangelog-ext">${list(200, (n) => `<xs:complexType name="t${n}"><xs:attribute name="a"/><xs:group ref="t${n + 1}"/><xs:group ref="t${n + 1}"/></xs:complexType>`)}<xs:element name="e" type="t0"/></xs:schema>` }),
  settings('properties', 'blanks behind a value', { 'defaults.properties': `a = b${' '.repeat(many)}x` }),
  settings('properties', 'a long section above many keys', { 'defaults.ini': `[${longName}]\n${'a = b\n'.repeat(many)}` }, 'defaults.ini:1', /name of a section/),
  settings('terraform', 'marks beyond count', { 'variables.tf': `variable "a" {\n${'{'.repeat(1_200_000)}` }, 'variables.tf:2', /at most 500,000 words/),
  settings('kubernetes-crd', 'versions beyond count', { 'crd/a.yaml': `${crd}a.b\nspec:\n  group: b\n  names:\n    kind: A\n  versions:\n${list(20_000, (n) => `  - name: v${n}\n    served: true\n`)}` }, 'crd/a.yaml:9', /at most 100 versions/),
  settings('oslo-config', 'lists that hold others many times each', { 'a/conf/a.py': `from oslo_config import cfg\na0 = [cfg.StrOpt("x")]\n${list(12, (n) => `a${n + 1} = ${Array.from({ length: 30 }, () => `a${n}`).join(' + ')}\n`)}CONF.register_opts(a8)\n` }),
  settings('oslo-config', 'statements beyond count', { 'a/conf/a.py': `from oslo_config import cfg\nCONF.register_opts([])\n${'x = 1\n'.repeat(6_000)}` }, 'a/conf/a.py:5001', /at most 5,000 statements/),
  settings('oslo-config', 'a list of many numbers', { 'a/conf/a.py': `from oslo_config import cfg\nCONF.register_opts(a)\nx = [\n${'1,\n'.repeat(40_000)}]\n` }),
  settings('oslo-config', 'decorators without end', { 'a/conf/a.py': `from oslo_config import cfg\nCONF.register_opts(a)\n${'@a\n'.repeat(60_000)}` }, 'a/conf/a.py:50003', /syntax error|at most/),
  of('manifests', 'maven', 'a version that stands for itself many times', { 'pom.xml': `<project>\n<version>${'${project.version}'.repeat(100_000)}</version></project>` }, 'pom.xml:2', /at most 200 characters/),
  of('runtimes', 'python', 'many names for the version', { 'setup.py': list(40_000, (n) => `python_requires=A${n},\n`) }),
  of('runtimes', 'python', 'a name longer than an expression', { 'setup.py': `python_requires=${'a'.repeat(many)}` }),
  of('runtimes', 'action', 'aliases beyond count', { 'action.yml': `a: &a\n${list(3_000, () => '- *a\n')}` }, 'action.yml:2', /inside what it is an alias of/),
] // prettier-ignore

interface Reader {
  readonly system?: string
  readonly format?: string
  readonly source?: string
  readonly wants: Parameters<typeof filesOf>[0]
  read(files: Files, source?: unknown): readonly unknown[]
}

function readerOf({ kind, reader }: Case): Reader {
  const all = readers[kind] as readonly unknown[] as readonly Reader[]
  const found = all.find(({ system, format, source }) => (system ?? format ?? source) === reader)
  if (!found) throw new Error(`no reader ${reader}`)
  return found
}

describe('what takes a reader too long elsewhere', () => {
  it.each(cases)(
    '$reader: $name',
    (given) => {
      const reader = readerOf(given)
      const files = filesOf(reader.wants, given.tree)
      reader.read(files)
      const { place, reason } = given
      const found = reason ? files.unreadable.find((entry) => reason.test(entry.reason)) : files.unreadable[0]
      expect(found && `${found.place.path}:${found.place.line}`).toBe(place)
    },
    patience,
  )
})
