import { maven } from '../../src/runtimes/maven.ts'
import { readFloors } from './read.ts'

function pom(...parts: string[]): string {
  return `<project>\n${parts.join('\n')}\n</project>\n`
}
function properties(...entries: string[]): string {
  return `<properties>\n${entries.join('\n')}\n</properties>`
}
function plugin(name: string, body: string): string {
  return `<build><plugins><plugin><artifactId>${name}</artifactId>${body}</plugin></plugins></build>`
}
function compiler(configuration: string): string {
  return plugin('maven-compiler-plugin', `<configuration>${configuration}</configuration>`)
}
const enforced = (version: string): string =>
  plugin(
    'maven-enforcer-plugin',
    `<executions><execution><configuration><rules><requireJavaVersion><version>${version}</version></requireJavaVersion></rules></configuration></execution></executions>`,
  )

describe('maven', () => {
  it.each([
    ['target', pom(properties('<maven.compiler.target>1.8</maven.compiler.target>')), 'java 8 pom.xml:3'],
    ['source alone', pom(properties('<maven.compiler.source>11</maven.compiler.source>')), 'java 11 pom.xml:3'],
    [
      'release before target',
      pom(
        properties(
          '<maven.compiler.target>8</maven.compiler.target>',
          '<maven.compiler.release>17</maven.compiler.release>',
        ),
      ),
      'java 17 pom.xml:4',
    ],
    [
      'target before source',
      pom(
        properties(
          '<maven.compiler.source>17</maven.compiler.source>',
          '<maven.compiler.target>11</maven.compiler.target>',
        ),
      ),
      'java 11 pom.xml:4',
    ],
    ['the plugin', pom(compiler('<source>1.7</source><target>1.8</target>')), 'java 8 pom.xml:2'],
    ['the plugin before the property', pom(properties('<maven.compiler.target>8</maven.compiler.target>'), compiler('<target>11</target>')), 'java 11 pom.xml:5'], // prettier-ignore
    [
      'properties of properties',
      pom(
        properties(
          '<level>21</level>',
          '<java.version>${level}</java.version>',
          '<maven.compiler.release>${java.version}</maven.compiler.release>',
        ),
      ),
      'java 21 pom.xml:3',
    ],
    ['java.version alone', pom(properties('<java.version>17</java.version>')), 'java 17 pom.xml:3'],
    ['the execution that compiles', pom(plugin('maven-compiler-plugin', '<executions><execution><id>default-compile</id><configuration><release>9</release></configuration></execution></executions>')), 'java 9 pom.xml:2'], // prettier-ignore
    ['plugin management', pom(`<build><pluginManagement>${compiler('<target>8</target>').replace(/<\/?build>/g, '')}</pluginManagement></build>`), 'java 8 pom.xml:2'], // prettier-ignore
    ['what the enforcer demands, where nothing else says', pom(properties('<java.version>${elsewhere}</java.version>'), enforced('[17,)')), 'java 17 pom.xml:5'], // prettier-ignore
    ['the level before the enforcer', pom(properties('<maven.compiler.target>8</maven.compiler.target>'), enforced('17')), 'java 8 pom.xml:3'], // prettier-ignore
    ['comments and blanks', pom(properties('<!-- <maven.compiler.target>21</maven.compiler.target> -->', '<maven.compiler.target>', ' 11 ', '</maven.compiler.target>')), 'java 11 pom.xml:4'], // prettier-ignore
  ])('reads %s', (_, text, expected) => {
    expect(readFloors(maven, { 'pom.xml': text })).toEqual({ floors: [expected], notes: [] })
  })

  it.each([
    ['tests', pom(properties('<maven.compiler.testTarget>17</maven.compiler.testTarget>'))],
    ["the plugin's tests", pom(compiler('<testTarget>17</testTarget><testRelease>17</testRelease>'))],
    ['an execution for tests', pom(plugin('maven-compiler-plugin', '<executions><execution><id>default-testCompile</id><configuration><target>17</target></configuration></execution></executions>'))], // prettier-ignore
    ['profiles', pom(`<profiles><profile>${properties('<maven.compiler.target>17</maven.compiler.target>')}</profile></profiles>`)], // prettier-ignore
    ['other plugins', pom(plugin('maven-javadoc-plugin', '<configuration><release>17</release></configuration>'))],
    ['what is defined elsewhere', pom(properties('<maven.compiler.target>${base.java}</maven.compiler.target>'))],
    ['properties in a circle', pom(properties('<a>${b}</a>', '<b>${a}</b>', '<java.version>${a}</java.version>'))],
    ['what is no number', pom(properties('<java.version>latest</java.version>'))],
  ])('knows nothing of %s', (_, text) => {
    expect(readFloors(maven, { 'pom.xml': text })).toEqual({ floors: [], notes: [] })
  })

  it('asks the parents of a module that the config names, and the root alone without one', () => {
    const tree = {
      'pom.xml': pom(properties('<level>11</level>', '<maven.compiler.target>${level}</maven.compiler.target>')),
      'core/pom.xml': pom('<parent><artifactId>all</artifactId></parent>', properties('<level>17</level>')),
      'own/pom.xml': pom('<parent><relativePath/></parent>'),
      'far/pom.xml': pom('<parent><relativePath>../build/parent</relativePath></parent>'),
      'build/parent/pom.xml': pom(compiler('<release>21</release>')),
    }
    expect(readFloors(maven, tree).floors).toEqual(['java 11 pom.xml:3'])
    expect(readFloors(maven, tree, 'core/pom.xml').floors).toEqual(['java 17 core/pom.xml:4'])
    expect(readFloors(maven, tree, 'own/pom.xml').floors).toEqual([])
    expect(readFloors(maven, tree, 'far/pom.xml').floors).toEqual(['java 21 build/parent/pom.xml:2'])
  })

  it('ends where parents go round in a circle', () => {
    const parent = (path: string): string => pom(`<parent><relativePath>${path}</relativePath></parent>`)
    expect(readFloors(maven, { 'pom.xml': parent('a'), 'a/pom.xml': parent('..') }).floors).toEqual([])
  })

  it('notes what is no XML', () => {
    expect(readFloors(maven, { 'pom.xml': '<project>\n<properties>\n</project>' })).toEqual({
      floors: [],
      notes: ['pom.xml:3'],
    })
  })
})
