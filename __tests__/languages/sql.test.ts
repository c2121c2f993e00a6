import fc from 'fast-check'
import { isNoop, parseSql } from '../../src/languages/sql.ts'
import { Unclear } from '../../src/snapshots/files.ts'

function lineOfUnclear(text: string): number | undefined {
  try {
    parseSql(text)
    return undefined
  } catch (error) {
    if (error instanceof Unclear) return error.line
    throw error
  }
}

describe('the digest of SQL', () => {
  it.each([
    ['comments', 'CREATE TABLE a (b int); -- x\n/* y */', 'create table a (b int)'],
    ['nested comments', 'SELECT /* a /* b */ c */ 1', 'select 1'],
    ['a comment in the middle of nothing', 'a/**/b', 'a b'],
    ['whitespace', 'ALTER\n\tTABLE  a\r\nADD b int ;', 'alter table a add b int;'],
    ['empty statements', ';;SELECT 1;;', 'select 1'],
    ["MySQL's comments", "# it's\nDROP TABLE a", 'drop table a'],
    ["MySQL's comments behind code", "DROP TABLE `a`; # it's", 'drop table `a`'],
    ['the comment of a text that only MySQL can read', "select 'it\\'s' # dont\n", "select 'it\\'s'"],
    ['spaces around dots', 'drop table a . b', 'drop table a.b'],
    ['an operator of PostgreSQL that looks like a comment', "select a\n#>> '{b}'", "select a #>> '{b}'"],
  ])('does not count %s', (_, one, other) => {
    expect(parseSql(one).digest).toBe(parseSql(other).digest)
  })

  it.each([
    ['letter case in quotes', "insert into a values ('X')", "insert into a values ('x')"],
    ['letter case in quoted names', 'drop table "X"', 'drop table "x"'],
    ['what looks like a comment in quotes', "select '-- a'", "select '-- b'"],
    ['what looks like a comment in a doubled quote', "select 'it''s -- a'", "select 'it''s -- b'"],
    ['what looks like a comment in a dollar quote', 'do $x$ -- a $$\n$x$', 'do $x$ -- b $$\n$x$'],
    ['what looks like a comment in an escape string', "select E'\\' -- a'", "select E'\\' -- b'"],
    ['whitespace in quotes', "select 'a  b'", "select 'a b'"],
    ['where a statement ends', 'a; b', 'a b'],
    ["MySQL's executable comments", '/*!40101 SET a=1 */;', '/*!40101 SET a=2 */;'],
    ["what stands behind PostgreSQL's operator", "select a #>> '{b}'", "select a #>> '{c}'"],
    ["what stands behind MySQL's two minuses", 'select `a` --1', 'select `a` --2'],
    ['where words end', 'ab', 'a b'],
  ])('counts %s', (_, one, other) => {
    expect(parseSql(one).digest).not.toBe(parseSql(other).digest)
  })

  it('does not count comments, blanks and case between any words', () => {
    const words = fc.array(fc.constantFrom('a', 'B', "'x -- y'", '"Q;"', '(', ';', '1', '$$ ; $$'), { maxLength: 12 })
    const gaps = fc.array(fc.constantFrom(' ', '\n', '\t\t', " -- it's\n", '/* "; */', '\n# x\n'), {
      minLength: 13,
      maxLength: 13,
    })
    fc.assert(
      fc.property(words, gaps, (tokens, between) => {
        const varied = tokens.map((token, n) => (/^\w$/.test(token) ? token.toUpperCase() : token) + (between[n] ?? ''))
        expect(parseSql((between[12] ?? '') + varied.join('')).digest).toBe(parseSql(tokens.join(' ')).digest)
      }),
    )
  })
})

describe('SQL that does nothing', () => {
  it.each([
    '',
    '-- only words\n',
    '/* a */ ;',
    'SELECT 1;',
    "select 'nothing'",
    'SELECT NULL;',
    'BEGIN; COMMIT;',
    'DO $$ BEGIN NULL; END $$;',
    'do language plpgsql $x$ begin end; $x$',
  ])('%j', (text) => {
    expect(isNoop(text)).toBe(true)
    expect(parseSql(text).noop).toBe(true)
  })

  it.each([
    'SELECT drop_everything();',
    'SELECT 1 INTO t',
    'DO $$ BEGIN DELETE FROM a; END $$',
    "DO $$ BEGIN PERFORM 'x; END $$",
    'DROP TABLE a',
    '/*!40101 SET a=1 */;',
    "SELECT 'never closed",
  ])('is not %j', (text) => {
    expect(isNoop(text)).toBe(false)
  })
})

describe('what SQL touches', () => {
  it.each([
    ['CREATE TABLE IF NOT EXISTS Users (id int)', ['users']],
    ['create temp table t as select 1', ['t']],
    ['ALTER TABLE ONLY public.users ADD x int', ['public.users']],
    ['drop table if exists a, "B c" cascade', ['B c', 'a']],
    ['CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY t (a)', ['t']],
    ['insert ignore into `order` values (1)', ['order']],
    ['update t set a = 1; delete from u where 1', ['t', 'u']],
    ['truncate table a, b', ['a', 'b']],
    ['create or replace view v as select * from t', ['v']],
    ['select * from t; create function f() returns int', []],
    ['drop table', []],
    ['delete', []],
  ])('%j', (text, names) => {
    expect(parseSql(text).objects).toEqual(names)
  })
})

describe('SQL that cannot be read', () => {
  it.each([
    ["select 1;\nselect 'a\n\n", 2],
    ['\n\n/* a', 3],
    ['do $x$ a $$\n', 1],
    ['select "a\n', 1],
  ])('%j names the line where it opened', (text, line) => {
    expect(lineOfUnclear(text)).toBe(line)
  })

  it('gives every statement its line', () => {
    expect(parseSql('-- x\na;\n\n b\nc; d').statements.map(({ line }) => line)).toEqual([2, 4, 5])
  })

  it('ends, and in a time that grows with the text alone', () => {
    const size = 200_000
    const hostile = [
      "'",
      '"',
      '$',
      '$a',
      '$a$',
      '/*',
      '#',
      '-',
      '--',
      '\\',
      "'\\",
      "E'",
      ';',
      '(',
      'a ',
      '\u{1F600}',
      '/*!',
    ]
    for (const piece of hostile) {
      const text = piece.repeat(size / piece.length)
      const start = process.cpuUsage()
      lineOfUnclear(text)
      expect(process.cpuUsage(start).user / 1000).toBeLessThan(4000)
    }
  })

  it('is never anything but a clear answer', () => {
    const pieces = fc.constantFrom(
      "'",
      '"',
      '`',
      '$$',
      '$a$',
      '/*',
      '*/',
      '--',
      '#',
      '\n',
      '\\',
      ';',
      'E',
      'do',
      '/*!',
      'x',
    )
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const text = parts.join('')
        const line = lineOfUnclear(text)
        if (line !== undefined) expect(line).toBeLessThanOrEqual(text.split('\n').length)
      }),
    )
  })
})
