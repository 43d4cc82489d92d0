import { describe, expect, test } from 'vitest'
import { partTexts, smsParts, type SmsParts } from './sms-text.ts'

const parts = (text: string, only?: 'ucs2'): SmsParts => {
  const made = smsParts(text, only)
  if (made === 'too_long') throw new Error(made)
  return made
}
const sizes = (text: string) => parts(text).parts.map((part) => part.length)
const ucs2 = (bytes: Uint8Array) => Buffer.from(bytes).swap16().toString('utf16le')

describe('the alphabet', () => {
  test('plain English is GSM-7; the extension table costs two septets a character', () => {
    expect(parts('Hi @£$_{}€').alphabet).toBe('gsm7')
    expect([...(parts('@£_€{').parts[0] ?? [])]).toEqual([0, 1, 0x11, 0x1b, 0x65, 0x1b, 0x28])
    expect(sizes('€'.repeat(80))).toEqual([160])
    expect(sizes('€'.repeat(81))).toEqual([152, 10])
  })

  test('one character outside it makes the whole text UCS-2, and nothing is replaced', () => {
    for (const text of ['退订', 'He’s late', 'a\tb', 'ç', '`', '\x1b']) {
      const made = parts(text)
      expect(made.alphabet).toBe('ucs2')
      expect(ucs2(made.parts[0] ?? new Uint8Array())).toBe(text)
    }
    expect(parts('plain', 'ucs2').alphabet).toBe('ucs2')
  })
})

describe('the parts', () => {
  test('as texts are the text, each as long as its octets', () => {
    for (const text of [
      'x',
      `${'a'.repeat(152)}€${'b'.repeat(20)}`,
      `${'您'.repeat(66)}😀${'好'.repeat(20)}`,
    ]) {
      const made = parts(text)
      const texts = partTexts(text, made)
      expect(texts.join('')).toBe(text)
      expect(texts.map((one) => sizes(one)[0])).toEqual(made.parts.map(({ length }) => length))
    }
  })

  test('160 septets or 70 characters are one; from there on each loses room to its header', () => {
    expect(sizes('a'.repeat(160))).toEqual([160])
    expect(sizes('a'.repeat(161))).toEqual([153, 8])
    expect(sizes('a'.repeat(306))).toEqual([153, 153])
    expect(sizes('您'.repeat(70))).toEqual([140])
    expect(sizes('您'.repeat(71))).toEqual([134, 8])
    expect(sizes('您'.repeat(134))).toEqual([134, 134])
  })

  test('no character is split: neither an escape nor a surrogate pair', () => {
    expect(sizes(`${'a'.repeat(152)}€${'b'.repeat(20)}`)).toEqual([152, 22])
    const text = `${'您'.repeat(66)}😀${'好'.repeat(20)}`
    expect(sizes(text)).toEqual([132, 44])
    expect(parts(text).parts.map(ucs2).join('')).toBe(text)
  })

  test('ten are the most; an empty text is one empty part', () => {
    expect(sizes('a'.repeat(1530))).toHaveLength(10)
    expect(smsParts('a'.repeat(1531))).toBe('too_long')
    expect(sizes('')).toEqual([0])
  })
})
