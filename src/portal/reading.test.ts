import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { BUDGET_FORM, SECTION_WORDS } from '../core/budget-form.ts'
import type { Words } from '../core/words.ts'
import { lintFree } from '../engine/lint-free.ts'

/** Everything that the pages may say, each sentence under its file and name. */
const said = new Map<string, Words>()

const isWords = (one: unknown): one is Words =>
  typeof one === 'object' && one !== null && 'en' in one && 'zh' in one

function keep(of: string, all: object): void {
  for (const [name, words] of Object.entries(all))
    if (isWords(words)) said.set(`${of} ${name}`, words)
}

beforeAll(async () => {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  for (const file of readdirSync(folder).filter((one) => /^words-.*\.ts$/.test(one))) {
    const before = said.size
    const made = (await import(`${folder}${file}`)) as Record<string, { words?: object }>
    for (const one of Object.values(made)) keep(file, one.words ?? one)
    expect([file, said.size > before]).toEqual([file, true])
  }
  const { WORDS } = await import('./words.ts')
  keep('words.ts', WORDS)
  keep('section', SECTION_WORDS)
  for (const { id, words, help } of BUDGET_FORM) keep(`budget ${id}`, { words, help })
})

/** As a reader sees it: a number where something is filled in, and of one and more the words for more. */
const filled = (text: string): string =>
  text
    .replaceAll(/\{\w+, plural, one \{[^}]*\} other \{([^}]*)\}\}/g, '$1')
    .replaceAll(/\{\w+\}|#/g, '25')

const isHard = (text: string, language: 'en' | 'zh'): boolean => {
  const found = lintFree(text, { language, channel: 'email', audience: 'borrower' })
  return found.is === 'refused' && found.findings.some(({ fault }) => fault === 'too_hard_to_read')
}

test.each(['en', 'zh'] as const)(
  'a child of eleven can read every sentence, as of every message (%s)',
  (language) => {
    expect(said.size).toBeGreaterThan(500)
    const hard = [...said].filter(([, words]) => isHard(filled(words[language]), language))
    expect(hard.map(([name, words]) => `${name}: ${words[language]}`)).toEqual([])
  },
)

test('what is said in a hard way is found, and the same thing said simply is not', () => {
  const hard =
    'Notwithstanding contractual obligations, remediation of outstanding liabilities is necessitated without procrastination on your part.'
  expect(isHard(hard, 'en')).toBe(true)
  expect(isHard('Pay what you can, when you can. We will look for a way with you.', 'en')).toBe(
    false,
  )
  const lang =
    '您在收到本通知并了解上述各项权利义务及其相应法律后果之后应当在合理期限之内就上述账户项下全部未清偿款项与我们另行达成书面的分期清偿安排'
  expect([isHard(lang, 'zh'), isHard('您可以分期慢慢还。每期多少由您选择。', 'zh')]).toEqual([
    true,
    false,
  ])
})
