import { gradle } from '../../src/runtimes/gradle.ts'
import { readFloors } from './read.ts'

describe('gradle', () => {
  it.each([
    ["sourceCompatibility = '1.8'", 'java 8 build.gradle:1'],
    ['targetCompatibility = 11', 'java 11 build.gradle:1'],
    ['sourceCompatibility JavaVersion.VERSION_1_8', 'java 8 build.gradle:1'],
    ['java {\n  sourceCompatibility = JavaVersion.VERSION_17\n}', 'java 17 build.gradle:2'],
    ['sourceCompatibility = 17\ntargetCompatibility = 11', 'java 11 build.gradle:2'],
    ['java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }', 'java 21 build.gradle:1'],
    ['java.toolchain.languageVersion = JavaLanguageVersion.of(21)\ntargetCompatibility = 17', 'java 17 build.gradle:2'],
    [
      "targetCompatibility = 17\ntasks.withType(JavaCompile) {\n  options.encoding = 'UTF-8'\n  options.release = 11\n}",
      'java 11 build.gradle:4',
    ],
    ['compileJava {\n  options {\n    release = 11\n  }\n}', 'java 11 build.gradle:3'],
    ['subprojects {\n  sourceCompatibility = 17\n}', 'java 17 build.gradle:2'],
    ["ext {\n  javaLevel = '11'\n}\nsourceCompatibility = javaLevel", 'java 11 build.gradle:4'],
    ['def level = JavaVersion.VERSION_21\nsourceCompatibility = level', 'java 21 build.gradle:2'],
    ['sourceCompatibility = JavaVersion.toVersion("17")', 'java 17 build.gradle:1'],
    ['// sourceCompatibility = 21\nsourceCompatibility = 17 // not 11', 'java 17 build.gradle:2'],
  ])('reads %j', (text, expected) => {
    expect(readFloors(gradle, { 'build.gradle': text })).toEqual({ floors: [expected], notes: [] })
  })

  it.each([
    ['java {\n  sourceCompatibility = JavaVersion.VERSION_11\n}', 'java 11 build.gradle.kts:2'],
    ['java.toolchain.languageVersion.set(JavaLanguageVersion.of(17))', 'java 17 build.gradle.kts:1'],
    ['kotlin {\n  jvmToolchain(17)\n}', 'java 17 build.gradle.kts:2'],
    ['tasks.withType<JavaCompile> {\n  options.release.set(8)\n}', 'java 8 build.gradle.kts:2'],
    [
      'val level = 17\nkotlin { jvmToolchain { languageVersion.set(JavaLanguageVersion.of(level)) } }',
      'java 17 build.gradle.kts:2',
    ],
  ])('reads Kotlin: %j', (text, expected) => {
    expect(readFloors(gradle, { 'build.gradle.kts': text })).toEqual({ floors: [expected], notes: [] })
  })

  it.each([
    ['sourceCompatibility = JavaVersion.current()'],
    ['if (JavaVersion.current() >= JavaVersion.VERSION_17) { println 1 }'],
    ['compileTestJava.targetCompatibility = 17'],
    ['compileTestJava {\n  targetCompatibility = 17\n  options.release = 17\n}'],
    ["tasks.named('compileTestJava') { options.release = 21 }"],
    ['publishing { release = 17 }'],
    ['println sourceCompatibility'],
    ['sourceCompatibility = libs.versions.java.get()'],
    ['def a = b\ndef b = a\nsourceCompatibility = a'],
    ["description = 'sourceCompatibility = 17'"],
  ])('knows nothing of %j', (text) => {
    expect(readFloors(gradle, { 'build.gradle': text })).toEqual({ floors: [], notes: [] })
  })

  it('looks up what gradle.properties says, beside the script', () => {
    const script = 'sourceCompatibility = project.property("javaLevel")\n'
    const tree = {
      'build.gradle': script,
      'gradle.properties': '# levels\njavaLevel = 17\n',
      'core/build.gradle': 'sourceCompatibility = javaLevel',
      'core/gradle.properties': 'javaLevel=1.8',
    }
    expect(readFloors(gradle, tree).floors).toEqual(['java 17 build.gradle:1'])
    expect(readFloors(gradle, tree, 'core/build.gradle').floors).toEqual(['java 8 core/build.gradle:1'])
  })
})

describe('hostile scripts', () => {
  it.each([
    ['a line without end', 'targetCompatibility = x '.repeat(60_000)],
    ['blocks without end', 'tasks {'.repeat(200_000)],
    ['brackets without end', `targetCompatibility = ${'a('.repeat(200_000)}`],
  ])('take time in proportion to their length: %s', (_, text) => {
    const start = performance.now()
    expect(readFloors(gradle, { 'build.gradle': text }).floors).toEqual([])
    expect(performance.now() - start).toBeLessThan(8_000)
  })
})
