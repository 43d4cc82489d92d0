import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitStatements } from './migrate-split.ts'

test.each<[string, string, string[]]>([
  ['nothing', '', []],
  ['comments alone are no statement', '-- a; b\n/* c; */ ;', []],
  [
    'two statements, the last without its semicolon',
    'select 1; select 2',
    ['select 1', 'select 2'],
  ],
  ['empty statements are dropped', ';;select 1;;', ['select 1']],
  [
    'a semicolon in a quote',
    `select ';', 'it''s;'; select 2`,
    [`select ';', 'it''s;'`, 'select 2'],
  ],
  ['a semicolon in a name', `select ";""x;" ; select 2`, [`select ";""x;"`, 'select 2']],
  ['a backslash is nothing special', `select '\\'; select 2`, [`select '\\'`, 'select 2']],
  ['except after e', `select e'\\';', E'\\\\'; select 2`, [`select e'\\';', E'\\\\'`, 'select 2']],
  ['a name that ends in e', `select name'x;'; select 2`, [`select name'x;'`, 'select 2']],
  ['dollar quotes', 'do $$ begin; end $$; select 2', ['do $$ begin; end $$', 'select 2']],
  [
    'dollar quotes with a tag',
    'do $a$ $$ ; $b$ $a$; select 2',
    ['do $a$ $$ ; $b$ $a$', 'select 2'],
  ],
  ['a dollar in a name opens nothing', 'select a$b$; select c$b$', ['select a$b$', 'select c$b$']],
  ['a parameter opens nothing', 'select $1; select $2', ['select $1', 'select $2']],
  [
    'comments nest',
    '/* a /* ; */ ; */ select 1; select 2',
    ['/* a /* ; */ ; */ select 1', 'select 2'],
  ],
  ['a comment inside', 'select 1 -- ; no\n + 1; select 2', ['select 1 -- ; no\n + 1', 'select 2']],
  ['a quote in a comment', "-- it's\nselect 1; select 2", ["-- it's\nselect 1", 'select 2']],
  ['Chinese names', 'select 催收$a$; select 2', ['select 催收$a$', 'select 2']],
])('%s', (_, sql, expected) => {
  expect(splitStatements(sql)).toEqual(expected)
})

test('a body without quotes is refused, because its semicolons do not end it', () => {
  const body = 'create function f() returns int language sql begin atomic select 1; select 2; end;'
  expect(() => splitStatements(body)).toThrow(/dollar quotes/)
  expect(splitStatements(`select 'begin atomic'; select 2`)).toHaveLength(2)
})

test('what is joined by semicolons is taken apart at them again', () => {
  const inner = fc.string().map((text) => text.replaceAll(/['"$*/\\-]/g, ''))
  const piece = fc.oneof(
    inner.map((text) => `'${text};'`),
    inner.map((text) => `"${text};"`),
    inner.map((text) => `$q$${text};'$q$`),
    inner.map((text) => `/*${text};'*/`),
    inner.map((text) => `e'\\'${text};'`),
    fc.constantFrom('a$q$', 'x1', '$1', '(', '-- ;\n'),
  )
  const statement = fc
    .array(piece, { maxLength: 6 })
    .map((pieces) => ['select', ...pieces].join(' '))
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
      const split = splitStatements(statements.join('\n;'))
      expect(split).toEqual(statements.map((each) => each.trim()))
    }),
    { seed: 20261121, numRuns: 500 },
  )
})
