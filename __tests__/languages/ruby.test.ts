import fc from 'fast-check'
import { readRuby } from '../../src/languages/ruby.ts'

const lines = (...text: readonly string[]): string => text.join('\n')
const migrationOf = (...body: readonly string[]): string =>
  lines('class AddX < ActiveRecord::Migration[6.0]', ...body, 'end')

describe('the digest of Ruby', () => {
  it.each([
    ['comments', 'a = 1 # x', 'a = 1'],
    ['comments above and below', lines('# x', 'a', '# y'), 'a'],
    ['blocks of comments', lines('=begin', "don't", '=end', 'a', '=begin', '=end'), 'a'],
    ['what follows the end', lines('a', '__END__', "don't"), 'a'],
    ['blank lines and indentation', lines('def a', '', '    b', '\tc', 'end'), lines('def a', 'b', 'c', 'end')],
    ['line ends', 'a\r\nb\r\n', 'a\nb'],
    ['alignment', 'a   => 1,  b', 'a => 1, b'],
    ['semicolons', 'def a; end', lines('def a', 'end')],
    ['a margin in a squiggly heredoc', lines('x <<~A', '    a', '      b', '  A'), lines('x <<~A', 'a', '  b', 'A')],
    ['comments behind strings', `"a" # it's`, '"a"'],
    ['comments behind an expansion', `"#{b["}"]}" # it's`, `"#{b["}"]}"`],
    ['comments behind words', "%w[a b] # it's", '%w[a b]'],
    ['comments behind a regular expression', `x =~ /["#']/ # it's`, `x =~ /["#']/`],
    ['comments behind a division', `a / b # it's / more`, 'a / b'],
    ['comments behind an append', `list << A # it's`, 'list << A'],
    ['comments behind a character', `x = ?" # it's`, 'x = ?"'],
    ['comments behind a question', `a ? "#" : 'b' # it's`, `a ? "#" : 'b'`],
  ])('does not count %s', (_, one, other) => {
    expect(readRuby(one).digest).toBe(readRuby(other).digest)
  })

  it.each([
    ['what looks like a comment in a string', '"# a"', '"# b"'],
    ['what looks like a comment in single quotes', "'\\' # a'", "'\\' # b'"],
    ['what looks like a comment in an expansion', `"#{x("# a")}"`, `"#{x("# b")}"`],
    ['what looks like a comment in a heredoc', lines('x(<<-A, 1)', '# a', 'A'), lines('x(<<-A, 1)', '# b', 'A')],
    ['the second of two heredocs', lines('x(<<A, <<B)', 'A', '# a', 'B'), lines('x(<<A, <<B)', 'A', '# b', 'B')],
    ['blanks in strings', '"a  b"', '"a b"'],
    ['percent literals', '%q(a (# b) c)', '%q(a (# d) c)'],
    ['the end of lines', lines('a', 'b'), 'a b'],
    ['what follows a string that does not end', `"a\n# b`, `"a\n# c`],
    [
      'what follows a heredoc that swallows the end of another',
      lines('<<A + <<B', 'B', '# a', 'A'),
      lines('<<A + <<B', 'B', '# b', 'A'),
    ],
  ])('counts %s', (_, one, other) => {
    expect(readRuby(one).digest).not.toBe(readRuby(other).digest)
  })

  it('does not count comments and blanks around any lines', () => {
    const code = fc.constantFrom(
      'add_column :a, "b"',
      "execute 'x # y'",
      '"#{a}"',
      '%w[# b]',
      'x = /#/',
      'end',
      'a(<<~SQL)\n  x # y\nSQL',
    )
    const gap = fc.constantFrom('\n', "\n# it's\n", '\n\n   ', '\n=begin\n"\n=end\n', '  # "\n\t')
    fc.assert(
      fc.property(fc.array(fc.tuple(code, gap), { maxLength: 8 }), (pieces) => {
        const plain = pieces.map(([line]) => `${line}\n`).join('')
        const varied = pieces
          .map(([line, after]) => line + (line.includes('<<~') ? after.replace(/^ .*/, '\n') : after))
          .join('')
        expect(readRuby(varied).digest).toBe(readRuby(plain).digest)
      }),
    )
  })

  it('takes a time that grows with the text alone', () => {
    const size = 200_000
    const hostile = [
      '"',
      '"#{',
      '%(',
      '<<A ',
      '<<~A\n',
      '/',
      '= /\\/',
      '=begin\n',
      '#',
      '\\',
      'a ',
      '{',
      '?',
      '; ',
      '<<A <<B\n',
    ]
    for (const piece of hostile) {
      const start = process.cpuUsage()
      readRuby(`${piece.repeat(size / piece.length)}\nB\nA\n`)
      expect(process.cpuUsage(start).user / 1000).toBeLessThan(4000)
    }
  })
})

describe('the class of a Ruby file', () => {
  it('has a name and a superclass', () => {
    expect(readRuby(lines('# x', migrationOf('def change', 'end')))).toMatchObject({
      className: 'AddX',
      superclass: 'ActiveRecord::Migration[6.0]',
    })
  })

  it('is not looked for in strings', () => {
    expect(readRuby(lines('x <<~A', 'class B < C', 'A')).className).toBeUndefined()
  })
})

describe('Ruby migrations that do nothing', () => {
  it.each([
    [migrationOf('def change', '# nothing', 'end')],
    [migrationOf('def change; end')],
    [migrationOf('def self.up', 'end', 'def self.down', 'end')],
    [migrationOf('def up', 'nil', 'end', 'def down', "raise 'no'", 'end')],
    [migrationOf('disable_ddl_transaction!', 'def change()', 'end')],
    [migrationOf()],
  ])('%j', (text) => {
    expect(readRuby(text).noop).toBe(true)
  })

  it.each([
    ['adds a column', migrationOf('def change', 'add_column :a, :b, :string', 'end')],
    ['only undoes nothing', migrationOf('def up', 'execute "x"', 'end', 'def down', 'end')],
    ['acts when it is loaded', lines(migrationOf('def change', 'end'), 'User.delete_all')],
    ['acts when the class is loaded', migrationOf('User.delete_all', 'def change', 'end')],
    ['has an up behind a down with a block', migrationOf('def down', 'a do', 'end', 'end', 'def up', 'b', 'end')],
    ['is no class', ''],
  ])('are not one that %s', (_, text) => {
    expect(readRuby(text).noop).toBe(false)
  })
})
