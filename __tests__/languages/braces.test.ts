import fc from 'fast-check'
import { bodyOf, classNameOf, digestOf, isInert, readProgram, type BraceLanguage } from '../../src/languages/braces.ts'

const digest = (text: string, language: BraceLanguage): string => digestOf(readProgram(text, language))

describe('the digest of a program', () => {
  it.each<[BraceLanguage, string, string]>([
    ['javascript', "// a\nconst x = 'a' /* b */", 'const x = "a";'],
    ['javascript', '#!/usr/bin/env node\nup()', 'up()'],
    ['javascript', 'f({\n  a,\n  b,\n})', 'f({ a, b })'],
    ['php', "<?php\n# a\n// b\n/** c */\n$x = 'y';", "<?php $x='y' ;"],
    ['csharp', '#region A\nint x = 1; // b\n#endregion\n#nullable disable\n', 'int x=1;'],
    ['go', '// a\nfunc up() error { return nil }', 'func up() error {\n\treturn nil\n}'],
    ['java', '/* a */ int x; // b', 'int x;'],
  ])('%s: comments and formatting do not count: %j', (language, one, other) => {
    expect(digest(one, language)).toBe(digest(other, language))
  })

  it.each<[BraceLanguage, string, string]>([
    ['javascript', "x = '// a'", "x = '// b'"],
    ['javascript', 'x = `${f("`")} // a`', 'x = `${f("`")} // b`'],
    ['javascript', 'x = /"/; // a\ny = 1', 'x = /"/; // a\ny = 2'],
    ['javascript', 'x = /[/"]/.test(a) // "\ny = 1', 'x = /[/"]/.test(a) // "\ny = 2'],
    ['javascript', 'x = a / b // /\ny = 1', 'x = a / b // /\ny = 2'],
    ['javascript', "x = 'it\\'s // a'", "x = 'it\\'s // b'"],
    ['php', '<?php $x = <<<SQL\n  # a\n  SQL;', '<?php $x = <<<SQL\n  # b\n  SQL;'],
    ['php', "<?php $x = <<<'SQL'\n// a\nSQL;\n$y=1;", "<?php $x = <<<'SQL'\n// a\nSQL;\n$y=2;"],
    ['php', '<?php #[A]\nclass B {}', '<?php #[C]\nclass B {}'],
    ['php', 'a<?php ?>b', 'a<?php ?>c'],
    ['csharp', 'x = @"a"" // b";', 'x = @"a"" // c";'],
    ['csharp', 'x = $"{f("a")} // b";', 'x = $"{f("a")} // c";'],
    ['csharp', 'x = """\n " // a\n """;', 'x = """\n " // b\n """;'],
    ['csharp', '#if A\nx();\n#endif', '#if B\nx();\n#endif'],
    ['go', 'x := `a // b`', 'x := `a // c`'],
    ['java', 'x = """\n // a\n """;', 'x = """\n // b\n """;'],
    ['java', 'x = \'"\'; y = "// a";', 'x = \'"\'; y = "// b";'],
  ])('%s: what is no comment counts: %j', (language, one, other) => {
    expect(digest(one, language)).not.toBe(digest(other, language))
  })

  it('leaves out the names it is told to', () => {
    const [one, other] = ['A1', 'A2'].map((name) => readProgram(`class ${name} { name = '${name}' }`, 'javascript'))
    if (!one || !other) throw new Error('no program')
    expect(digestOf(one, ['A1', '"A1"'])).toBe(digestOf(other, ['A2', '"A2"']))
    expect(digestOf(one)).not.toBe(digestOf(other))
    expect(classNameOf(one)).toBe('A1')
  })
})

describe('the body of a function', () => {
  it.each<[BraceLanguage, string, string]>([
    ['javascript', 'exports.up = async function (knex) {}', 'up'],
    ['javascript', 'exports.up = knex => Promise.resolve();', 'up'],
    ['javascript', 'module.exports = { up: (q) => {}, down: (q) => q.drop() }', 'up'],
    ['javascript', 'export const up = async (pgm: MigrationBuilder): Promise<void> => {\n // none\n}', 'up'],
    ['javascript', 'class A { public async up(q: QueryRunner): Promise<void> { return; } }', 'up'],
    ['php', '<?php class A { public function up(Schema $schema): ?bool { return null; } }', 'up'],
    ['csharp', 'protected override void Up(MigrationBuilder b) { }', 'Up'],
    ['go', 'func upA(ctx context.Context, tx *sql.Tx) error { return nil }', 'upA'],
    ['java', 'public void migrate(Context c) throws Exception { }', 'migrate'],
  ])('%s: nothing in %j', (language, text, name) => {
    const body = bodyOf(readProgram(text, language), name)
    expect(body && isInert(body)).toBe(true)
  })

  it.each<[BraceLanguage, string, string]>([
    ['javascript', 'exports.up = (knex) => knex.schema.dropTable("a")', 'up'],
    ['javascript', 'exports.up = (knex) => { return knex.raw("x") }', 'up'],
    ['javascript', 'up(1); function up() { go() }', 'up'],
    ['javascript', 'up = () => Promise.resolve(go())', 'up'],
    ['php', '<?php class A { function up() { $this->addSql("x"); } }', 'up'],
  ])('%s: something in %j', (language, text, name) => {
    const body = bodyOf(readProgram(text, language), name)
    expect(body && isInert(body)).toBe(false)
  })

  it('is undefined where there is none', () => {
    expect(bodyOf(readProgram('module.exports = { up, down }; x.up(); up', 'javascript'), 'up')).toBeUndefined()
  })
})

const LANGUAGES: readonly BraceLanguage[] = ['javascript', 'php', 'csharp', 'go', 'java']

describe('a hostile program', () => {
  it('is read in a time that grows with its length alone', () => {
    const pieces = [
      '"',
      "'",
      '`',
      '`${',
      '/',
      '/[',
      '/*',
      '//',
      '<<<A\n',
      '<<<A',
      '{',
      '(',
      '}',
      '#',
      '$"{',
      '@"',
      '"""',
      '\\',
      'up(',
      'a ',
      '=/',
      '\n',
      '?>',
      '<?php ',
      '\u{1F600}',
    ]
    for (const language of LANGUAGES) {
      for (const piece of pieces) {
        const text = (language === 'php' ? '<?php ' : '') + piece.repeat(50_000 / piece.length)
        const start = process.hrtime.bigint()
        const program = readProgram(text, language)
        bodyOf(program, 'up')
        digestOf(program)
        expect({ language, piece, slow: Number(process.hrtime.bigint() - start) / 1e6 > 2000 }).toEqual({
          language,
          piece,
          slow: false,
        })
      }
    }
  })

  it('never fails, and every token stands where its line says', () => {
    const piece = fc.constantFrom(
      '"',
      "'",
      '`',
      '${',
      '}',
      '/*',
      '*/',
      '//',
      '\n',
      '\\',
      '/',
      '[',
      '<<<A\n',
      'A;',
      '<?php',
      '?>',
      '@',
      '$',
      '{',
      '(',
      ')',
      'up',
      '=>',
      '#',
    )
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), fc.array(piece), (language, parts) => {
        const text = parts.join('')
        const lines = text.split('\n')
        const { tokens } = readProgram(text, language)
        for (const token of tokens) expect(lines[token.line - 1]).toContain(token.text.split('\n')[0] ?? '')
        bodyOf({ tokens, language, closing: new Map() }, 'up')
      }),
    )
  })
})
