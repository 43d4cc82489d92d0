import { createIntl } from 'react-intl'
import { expect, test } from 'vitest'
import { COMMAND_IDS, commandOf } from './command/registry.ts'
import { CATALOGUE, isMessageKey, MESSAGES, type MessageKey } from './messages.ts'

const KEYS = Object.keys(MESSAGES) as MessageKey[]

/** The names in braces that a message is filled with; the branches of a plural are no names. */
const holesOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{([a-z]+)[,}]/g)].map((match) => match[1] ?? ''))].toSorted()

const filled = (text: string) => Object.fromEntries(holesOf(text).map((name) => [name, 3]))

test('the catalogue was seen', () => expect(KEYS.length).toBeGreaterThan(200))

test('every message is said in both languages, with the same things to fill in', () => {
  const differing = KEYS.filter((key) => {
    const { zh, en } = MESSAGES[key]
    const isSaid = zh.trim() !== '' && en.trim() !== ''
    return !isSaid || holesOf(zh).join() !== holesOf(en).join()
  })
  expect(differing).toEqual([])
})

test.each(['zh', 'en'] as const)('every message can be formatted in %s', (language) => {
  const errors: string[] = []
  const messages = CATALOGUE[language]
  const intl = createIntl({
    locale: language,
    messages,
    onError: (error) => errors.push(error.message),
  })
  for (const key of KEYS) {
    const text = intl.formatMessage({ id: key }, filled(MESSAGES[key][language]))
    if (/[{}]/.test(text)) errors.push(`${key}: ${text}`)
  }
  expect(errors).toEqual([])
})

test('a key that is not in the catalogue is known as none', () => {
  expect(isMessageKey('app.close')).toBe(true)
  expect(isMessageKey('toString')).toBe(false)
})

/** Pages on which the same keys may mean another thing: a person never sees two of them at once. */
const APART: readonly string[] = ['list', 'ladder', 'money', 'work', 'inbox']

test('every command has its words, and no two of one page share a key or their pinyin initials', () => {
  for (const id of COMMAND_IDS) expect(isMessageKey(`command.${id}`), id).toBe(true)
  const keys = COMMAND_IDS.flatMap((id) => commandOf(id).keys.map((key) => [key, id] as const))
  const clashes = keys.filter(([key, id]) =>
    keys.some(([other, by]) => {
      const [here, there] = [commandOf(id).when, commandOf(by).when]
      // What was done last is taken back under the key of a page's own undo, which goes first.
      const areUndos = id.endsWith('.undo') && by.endsWith('.undo')
      const isApart = areUndos || (here !== there && APART.includes(here) && APART.includes(there))
      return by !== id && other === key && !isApart
    }),
  )
  expect(clashes).toEqual([])
  const pinyin = COMMAND_IDS.map((id) => commandOf(id).pinyin)
  expect(new Set(pinyin).size).toBe(pinyin.length)
})

test('no key asks for Alt or AltGr, which other layouts need for letters', () => {
  const keys = COMMAND_IDS.flatMap((id) => commandOf(id).keys)
  expect(keys.length).toBeGreaterThan(8)
  expect(keys.filter((key) => /alt|option/i.test(key))).toEqual([])
})
