import { pinyin, polyphonic } from 'pinyin-pro'

/** What a borrower can be found by, each with a number of its own in the table of keys. */
export const KEY_KINDS = { name: 1, pinyin: 2, initials: 3, phone: 4, reference: 5 } as const
export type KeyKind = keyof typeof KEY_KINDS

export type SearchKey = { readonly kind: KeyKind; readonly key: string }

/** Rises when the keys of a name are made otherwise: then every borrower's are made anew. */
export const KEYS_VERSION = 1

const KEY_MAX = 80
const SUFFIXES_MAX = 6
/** Ways to read one name: 单 is dan, shan or chan, and a name may hold several such characters. */
const READINGS_MAX = 8

const HAN = /\p{Script=Han}/u

/** As it is compared: one width, one case, without accents, one blank where there are any. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s·•‧.,，]+/g, ' ')
    .trim()

export const digitsOf = (text: string): string => text.replaceAll(/[^0-9]/g, '')

const reversed = (text: string): string => Array.from(text).toReversed().join('')

/** The end of a number is how people remember it, so its digits are kept from the last to the first. */
export const phoneKey = (digits: string): string => reversed(digits)

export type Found = {
  readonly name: string
  readonly phones: readonly string[]
  readonly refs: readonly string[]
}

/** Every key of one borrower, each once. */
export function keysOf({ name, phones, refs }: Found): readonly SearchKey[] {
  const all: SearchKey[] = [
    ...nameKeys(name).map((key) => ({ kind: 'name' as const, key })),
    ...readingKeys(name),
    ...phones.map((phone) => ({ kind: 'phone' as const, key: phoneKey(digitsOf(phone)) })),
    ...refs.map((ref) => ({ kind: 'reference' as const, key: plain(ref) })),
  ]
  const seen = new Map<string, SearchKey>()
  for (const { kind, key } of all)
    if (key !== '') seen.set(`${kind} ${key}`, { kind, key: key.slice(0, KEY_MAX) })
  return [...seen.values()]
}

/** A name is found from the beginning of any of its words, a Chinese one from any character. */
function nameKeys(name: string): readonly string[] {
  const words = plain(name).split(' ')
  const fromWords = words.map((_, at) => words.slice(at).join(' '))
  const fromCharacters = words.filter((word) => HAN.test(word)).flatMap(suffixesOf)
  return [...fromWords.slice(0, SUFFIXES_MAX), ...fromCharacters]
}

const suffixesOf = (word: string): readonly string[] => {
  const characters = Array.from(word)
  return characters.slice(0, SUFFIXES_MAX).map((_, at) => characters.slice(at).join(''))
}

/**
 * In pinyin: the whole name, the given name alone, the surname with initials behind it, and the
 * initials alone, for every way to read it.
 */
function readingKeys(name: string): readonly SearchKey[] {
  const han = Array.from(plain(name)).filter((character) => HAN.test(character))
  if (han.length === 0 || han.length > 12) return []
  return readingsOf(han.join('')).flatMap((syllables): SearchKey[] => {
    const initials = syllables.map((one) => one.slice(0, 1))
    const [surname = ''] = syllables
    const keys: SearchKey[] = [
      { kind: 'pinyin', key: syllables.join('') },
      { kind: 'pinyin', key: [surname, ...initials.slice(1)].join('') },
      { kind: 'initials', key: initials.join('') },
    ]
    return syllables.length < 3
      ? keys
      : [...keys, { kind: 'pinyin', key: syllables.slice(1).join('') }]
  })
}

/** As a name is usually read first, then with each other reading of its characters. */
function readingsOf(han: string): readonly (readonly string[])[] {
  const usual = pinyin(han, { toneType: 'none', type: 'array', surname: 'head', v: true })
  const every = polyphonic(han, { toneType: 'none', type: 'array', v: true })
  let all: string[][] = [[]]
  for (const [at, first] of usual.entries()) {
    const ways = [...new Set([first, ...(every[at] ?? [])])].filter((way) => /^[a-z]+$/.test(way))
    all = ways.flatMap((way) => all.map((before) => [...before, way])).slice(0, READINGS_MAX)
  }
  return all.filter((syllables) => syllables.length === usual.length)
}

/** What was typed, as it may stand in a key: 'lü' and 'lv' are the same, "xi'an" has no mark. */
export function readingTyped(text: string): string | undefined {
  const typed = text
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replaceAll(/[\s'’]/g, '')
  return /^[a-z]{1,60}$/.test(typed) ? typed : undefined
}
