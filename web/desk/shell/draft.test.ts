import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const DESK = fileURLToPath(new URL('..', import.meta.url))

const FIELD = /<(Input|InputNumber|AutoComplete|input|textarea)\b/
const KEEPS = /\b(useDraft|useKept)\b[<(]|<ModalForm\b/

/** Fields of a form that another file keeps. */
const PART_OF: Readonly<Record<string, string>> = {
  'agree/day-field.tsx': 'agree/promise-form.tsx',
  'agree/plan-fields.tsx': 'agree/plan-form.tsx',
  'care/need-fields.tsx': 'care/open-form.tsx',
  'case/account-amount.tsx': 'case/payment-form.tsx',
  'quality/turns.tsx': 'quality/review-form.tsx',
  'strategy/cell.tsx': 'strategy/page.tsx',
  'strategy/text-view.tsx': 'strategy/page.tsx',
  'templates/editor.tsx': 'templates/page.tsx',
  'templates/fields.tsx': 'templates/page.tsx',
}

/** Fields in which nobody's work is typed, or in which it must not be kept. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  'bank/upload.tsx': 'a file',
  'cases/filter-form.tsx': 'the URL keeps it',
  'compliance/parts.tsx': 'the URL keeps it',
  'developers/try-it.tsx': 'a try of the API may hold a secret of a program',
  'developers/reference-page.tsx': 'the URL keeps it',
  'inbox/unmatched.tsx': 'looks for a case',
  'letters/letter.tsx': 'a day',
  'quality/sample-form.tsx': 'a day',
  'recordings/player.tsx': 'a place in a recording',
  'remittances/run.tsx': 'a day',
  'search/box.tsx': 'looks for a case',
  'shell/as-of-bar.tsx': 'a day, and the URL keeps it',
  'sign-in/page.tsx': 'a password',
  'strategy/account.tsx': 'looks for an account',
  'strategy/hints.tsx': 'looks for a fact',
  'strategy/lists.tsx': 'the URL keeps it',
  'templates/preview.tsx': 'looks for a case',
  'work/dial.tsx': "a person's own number",
}

type Sources = Readonly<Record<string, string>>

const sources: Sources = Object.fromEntries(
  readdirSync(DESK, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx'))
    .map((path) => [path, readFileSync(DESK + path, 'utf8')]),
)

/** Files in which somebody can type and nothing is kept. */
const losing = (of: Sources): string[] =>
  Object.entries(of)
    .filter(([, text]) => FIELD.test(text) && !KEEPS.test(text))
    .map(([path]) => path)
    .filter((path) => NOT_KEPT[path] === undefined && !KEEPS.test(of[PART_OF[path] ?? ''] ?? ''))

test('every form of the desk in which somebody types keeps a draft', () => {
  expect(Object.values(sources).filter((text) => KEEPS.test(text)).length).toBeGreaterThan(30)
  expect(losing(sources)).toEqual([])
})

test('a form that keeps nothing is found, and its twin that does is not', () => {
  expect(losing({ 'new/form.tsx': '<Input value={words} />' })).toEqual(['new/form.tsx'])
  const kept = { 'new/form.tsx': 'useKept(`new`, EMPTY); <Input value={words} />' }
  expect(losing(kept)).toEqual([])
})

test('what is not kept is still there, and still has fields', () => {
  for (const path of Object.keys({ ...PART_OF, ...NOT_KEPT }))
    expect(sources[path] ?? '', path).toMatch(FIELD)
})

const PLACE = /(?:draft=\{|place=\{|place: |useKept\()(?:`(?<made>[^`]*)`|'(?<fixed>[^']*)')/g

test('no two forms share a place, and none is named by words of one language', () => {
  const places = Object.values(sources).flatMap((text) =>
    [...text.matchAll(PLACE)].map(({ groups }) => groups?.['made'] ?? groups?.['fixed'] ?? ''),
  )
  const names = places.map((place) => place.split(' ')[0])
  expect(names.length).toBeGreaterThan(30)
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  expect(places.filter((place) => place.includes('say('))).toEqual([])
})
