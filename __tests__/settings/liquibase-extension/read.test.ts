import { liquibaseExtension } from '../../../src/settings/liquibase-extension/index.ts'
import { filesOf } from '../../support/files.ts'

const java = 'src/main/java/x/'
const services = 'src/main/resources/META-INF/services/liquibase.'

function read(tree: Readonly<Record<string, string>>) {
  const files = filesOf(liquibaseExtension.wants, tree)
  return { surfaces: liquibaseExtension.read(files), unreadable: files.unreadable }
}

/** The names of a tree, as `kind name (alias, ...)`. */
function names(tree: Readonly<Record<string, string>>): readonly string[] {
  const [surface] = read(tree).surfaces
  return [...(surface?.names?.values() ?? [])]
    .map(({ kind, name, aliases }) => `${kind} ${name}${aliases.length > 0 ? ` (${aliases.join(', ')})` : ''}`)
    .sort()
}

function change(body: string, more: Readonly<Record<string, string>> = {}, head = 'extends AbstractChange') {
  return names({
    [`${services}change.Change`]: 'x.One # the only one\n',
    [`${java}One.java`]: `package x;\n@DatabaseChange(name = "one", description = "name")\npublic class One ${head} {\n${body}\n}\n`,
    ...more,
  })
}

const both = (name: string) => `public String get${name}() { return a; }\npublic void set${name}(String a) { }`

describe('changes', () => {
  it('have properties with a setter and a getter', () => {
    const body = `${both('Alpha')} ${both('URL')} public boolean isBeta() { return true; } public void setBeta(boolean b) {}
      public void setOnlySet(int a) {} public int getOnlyGet() { return 1; } private void setHidden(int a) {}
      public void setTwo(int a, int b) {} ${both('ChangeSet')}`
    expect(change(body)).toEqual(['attribute one.URL', 'attribute one.alpha', 'attribute one.beta', 'change one'])
  })
  it('inherit those of classes of the repository, so that pulling one up is no change', () => {
    const base = {
      [`${java}Base.java`]: `package x;\npublic abstract class Base extends AbstractChange { ${both('Alpha')} }`,
    }
    expect(change('', base, 'extends Base')).toEqual(change(both('Alpha')))
  })
  it('know alternate names and what is no property', () => {
    const body = `@DatabaseChangeProperty(alternatePropertyNames = {"a1", "a" + TWO}) ${both('Alpha')}
      @DatabaseChangeProperty(isChangeProperty = false) ${both('Beta')} static final String TWO = "2";`
    expect(change(body)).toEqual(['attribute one.alpha (one.a1, one.a2)', 'change one'])
  })
  it('may have accessors that Lombok writes', () => {
    const body = '@Getter @Setter private String alpha; private String beta; private static String gamma;'
    expect(change(body)).toEqual(['attribute one.alpha', 'change one'])
    const data = {
      [`${java}Base.java`]: 'package x;\n@Data class Base { private String alpha, beta; private static int c; }',
    }
    expect(change('', data, 'extends Base')).toEqual(['attribute one.beta', 'change one'])
  })
  it('are named by constants, of other classes too', () => {
    const tree = (name: string, imported = '') => ({
      [`${services}change.Change`]: 'x.One\n',
      [`${java}One.java`]: `package x;\n${imported}\n@DatabaseChange(name = ${name})\nclass One { static final String OWN = "own"; }`,
      [`${java}y/Names.java`]:
        'package x.y;\nclass Names { static final String A = PRE + "A"; static final String PRE = "pre"; }',
    })
    expect(names(tree('OWN'))).toEqual(['change own'])
    expect(names(tree('"a" + OWN'))).toEqual(['change aown'])
    expect(names(tree('Names.A', 'import x.y.Names;'))).toEqual(['change preA'])
    expect(names(tree('elsewhere()'))).toEqual([])
  })
  it('of Liquibase itself count with what an extension adds', () => {
    const tree = {
      [`${services}change.Change`]: 'x.Own\n',
      [`${java}Own.java`]: `package x;\n@DatabaseChange(name = "createTable")\nclass Own extends CreateTableChange { ${both('TableName')} ${both('Format')} }`,
    }
    expect(names(tree)).toEqual(['attribute createTable.format'])
  })
})

describe('other services', () => {
  it('name preconditions by getName, with their properties', () => {
    const tree = {
      [`${services}precondition.Precondition`]: 'x.P\n',
      [`${java}P.java`]: `package x;\nclass P extends AbstractPrecondition { static final String N = "edition"; public String getName() { return N; } ${both('Alpha')} }`,
    }
    expect(names(tree)).toEqual(['attribute edition.alpha', 'precondition edition'])
  })
  it('name snapshot types by getObjectTypeName or the class', () => {
    const tree = {
      [`${services}structure.DatabaseObject`]: 'x.GraphType\nx.Other\n',
      [`${java}GraphType.java`]: 'package x;\nclass GraphType extends AbstractDatabaseObject { }',
      [`${java}Other.java`]: 'package x;\nclass Other { public String getObjectTypeName() { return "other-type"; } }',
    }
    expect(names(tree)).toEqual(['snapshot type graphType', 'snapshot type other-type'])
  })
  it('name configuration keys, with aliases', () => {
    const tree = {
      [`${services}configuration.AutoloadedConfigurations`]: 'x.Conf\n',
      [`${java}Conf.java`]: `package x;
class Conf implements AutoloadedConfigurations {
  static { ConfigurationDefinition.Builder builder = new ConfigurationDefinition.Builder("liquibase.x");
    A = builder.define("a", String.class).addAliasKey("liquibase.y.a").addAliasKey("old").setDefaultValue("1").build();
    B = builder.define("b" + "b", Integer.class).build(); }
}`,
    }
    expect(names(tree)).toEqual([
      'configuration key liquibase.x.a (liquibase.y.a, old)',
      'configuration key liquibase.x.bb',
    ])
  })
  it('have no names that users write', () => {
    expect(
      names({ [`${services}sqlgenerator.SqlGenerator`]: 'x.G\n', [`${java}G.java`]: 'package x;\nclass G { }' }),
    ).toEqual([])
  })
})

describe('schemas', () => {
  const xsd = `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:complexType name="shared"><xsd:attribute name="s"/></xsd:complexType>
  <xsd:attributeGroup name="group"><xsd:attribute name="g"/></xsd:attributeGroup>
  <xsd:element name="one" type="shared"/>
  <xsd:element name="two"><xsd:complexType><xsd:sequence>
    <xsd:element name="three"><xsd:complexType><xsd:attribute name="t"/></xsd:complexType></xsd:element>
  </xsd:sequence><xsd:attributeGroup ref="x:group"/><xsd:attribute name="u"/></xsd:complexType></xsd:element>
</xsd:schema>`
  it('name elements and attributes, one with those of the sources', () => {
    const tree = { 'src/main/resources/x/x.xsd': xsd }
    expect(change(both('S'), tree)).toEqual([
      'attribute one.s',
      'attribute three.t',
      'attribute two.g',
      'attribute two.u',
      'change one',
      'element one',
      'element three',
      'element two',
    ])
  })
  it('alone make no extension', () => {
    expect(read({ 'src/main/resources/x/x.xsd': xsd }).surfaces).toEqual([])
  })
  it('are noted where they are no XML', () => {
    const tree = { [`${services}change.Change`]: '', 'src/main/resources/x.xsd': '<a>\n<b>' }
    expect(read(tree).unreadable.map(({ place }) => place.path)).toEqual(['src/main/resources/x.xsd'])
  })
})

describe('the surface', () => {
  it('tells places, and does not change when a class is renamed or moves', () => {
    const tree = (pack: string, name: string) => ({
      [`${services}change.Change`]: `${pack}.${name}\n`,
      [`src/main/java/${pack.replace('.', '/')}/${name}.java`]: `package ${pack};\n\n@DatabaseChange(name = "one")\nclass ${name} { }`,
    })
    const [before] = read(tree('a.b', 'One')).surfaces
    const [after] = read(tree('a.c', 'Uno')).surfaces
    expect(after?.digest).toBe(before?.digest)
    expect(before?.names?.get('change one')?.place).toEqual({ path: 'src/main/java/a/b/One.java', line: 4 })
  })
  it('reads no class that no service names', () => {
    const files = filesOf(liquibaseExtension.wants, {
      [`${services}change.Change`]: 'x.Missing\n',
      [`${java}Other.java`]: 'package x;\n@DatabaseChange(name = "other")\nclass Other { }',
    })
    expect(liquibaseExtension.read(files)[0]?.names?.size).toBe(0)
    expect([...files.parses.keys()].map(({ name }) => name)).not.toContain('readJava')
  })
})
