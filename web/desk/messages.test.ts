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

test('every command has its words, and no two share a key or their pinyin initials', () => {
  for (const id of COMMAND_IDS) expect(isMessageKey(`command.${id}`), id).toBe(true)
  const keys = COMMAND_IDS.flatMap((id) => commandOf(id).keys)
  expect(new Set(keys).size).toBe(keys.length)
  const pinyin = COMMAND_IDS.map((id) => commandOf(id).pinyin)
  expect(new Set(pinyin).size).toBe(pinyin.length)
})

test('no key asks for Alt or AltGr, which other layouts need for letters', () => {
  const keys = COMMAND_IDS.flatMap((id) => commandOf(id).keys)
  expect(keys.length).toBeGreaterThan(8)
  expect(keys.filter((key) => /alt|option/i.test(key))).toEqual([])
})
