import { expect, test } from 'vitest'
import * as V from './vocabulary.ts'
import * as W from './vocabulary-words.ts'

const TABLES: readonly (readonly [string, object, readonly string[]])[] = [
  ['media', W.MEDIA_WORDS, [...V.MEDIA, ...Object.keys(V.MEDIA_GROUPS)]],
  ['roles', W.ROLE_WORDS, [...V.ROLES, ...Object.keys(V.ROLE_GROUPS)]],
  ['purposes', W.PURPOSE_WORDS, [...V.PURPOSES, ...Object.keys(V.PURPOSE_GROUPS)]],
  ['results', W.RESULT_WORDS, [...V.RESULTS, 'unknown']],
  ['notices', W.NOTICE_WORDS, V.NOTICES],
  ['holds', W.HOLD_WORDS, V.HOLD_REASONS],
  ['kinds of debt', W.DEBT_KIND_WORDS, V.DEBT_KINDS],
  ['statuses of debt', W.DEBT_STATUS_WORDS, V.DEBT_STATUSES],
  ['firms', W.FIRM_WORDS, V.FIRM_KINDS],
  ['places', W.PLACE_WORDS, [...V.PLACE_KINDS, 'home', 'elsewhere']],
  ['representatives', W.REPRESENTATIVE_WORDS, V.REPRESENTATIVES],
  ['content', W.CONTENT_WORDS, V.CONTENT_FACTS],
  ['flags', W.FLAG_WORDS, V.FLAGS],
  ['circumstances', W.CIRCUMSTANCE_WORDS, V.CIRCUMSTANCES],
  ['proceedings', W.PROCEEDING_WORDS, V.PROCEEDINGS],
]

test.each(TABLES)('every word of %s is said in both languages, no two alike', (_, table, words) => {
  expect(Object.keys(table).toSorted()).toEqual([...words].toSorted())
  const said = Object.values(table) as { en: string; zh: string }[]
  for (const { en, zh } of said) {
    expect(en).toMatch(/^[A-Za-z][A-Za-z ,'-]+$/)
    expect(zh).toMatch(/^\p{Script=Han}+$/u)
  }
  for (const language of ['en', 'zh'] as const) {
    const all = said.map((each) => each[language])
    expect(new Set(all).size).toBe(all.length)
  }
})
