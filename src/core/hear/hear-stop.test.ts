import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { day } from '../calendar.ts'
import { hear } from './hear.ts'

const heard = (text: string, language?: 'zh' | 'en') =>
  hear(text, { today: day('2026-11-18'), currency: 'GBP', ...(language && { language }) })

const stopPhrases = (language: 'zh' | 'en') =>
  readFileSync(`test/hear/${language}/tuned.tsv`, 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([classes]) => classes?.split(',').includes('stop'))
    .map(([, text = '']) => text)

/** A number from a text, so that a mutation falls in the same place every time. */
const place = (text: string, below: number): number =>
  Array.from(text).reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973, 7) % below

const doubled = (text: string): string => {
  const letters = Array.from(text)
  const at = place(text, letters.length)
  return letters.map((char, i) => (i === at && /\p{L}/u.test(char) ? char + char : char)).join('')
}

const MUTATIONS: Readonly<Record<string, (text: string) => string>> = {
  'upper case': (text) => text.toUpperCase(),
  'title case': (text) => text.replace(/\b[a-z]/g, (char) => char.toUpperCase()),
  'wide spaces': (text) => `  ${text.replaceAll(' ', '   ')} `,
  'full width': (text) =>
    text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  'an emoji at each end': (text) => `😡${text}🙏🏽`,
  'emojis between words': (text) => text.replaceAll(' ', ' 😤 '),
  'exclamation marks': (text) => `${text}!!!`,
  'a full stop before and after': (text) => `...${text}。`,
  quoted: (text) => `“${text}”`,
  'doubled letters': doubled,
  'last letter drawn out': (text) => text.replace(/(\p{L})(\P{L}*)$/u, '$1$1$1$2'),
  'invisible marks': (text) => Array.from(text).join('\u200b'),
}

for (const language of ['zh', 'en'] as const) {
  for (const [name, mutate] of Object.entries(MUTATIONS)) {
    test(`${language}: no stop is missed for ${name}`, () => {
      const missed = stopPhrases(language)
        .map(mutate)
        .filter((text) => !heard(text, language).stops)
      expect(missed).toEqual([])
    })
  }
}

test('Chinese stops are heard with spaces, marks and emojis between the characters', () => {
  for (const between of [' ', '.', '-', '·', '😡', '*']) {
    const missed = stopPhrases('zh')
      .filter((text) => /^[\u3400-\u9fff]+$/.test(text))
      .map((text) => Array.from(text).join(between))
      .filter((text) => !heard(text, 'zh').stops)
    expect(missed).toEqual([])
  }
})

test.each([
  's t o p',
  's.t.o.p',
  's-t-o-p',
  'S T O P texting me',
  'st op',
  'stoptextingme',
  '🆂🆃🅾🅿',
  'ѕtор',
  'st0p',
])('spelled out or disguised: %s', (text) => {
  expect(heard(text).stops).toBe(true)
})

test.each([
  "don't stop",
  'I can’t stop by today',
  'the police stop took ages',
  'stop lying I paid',
  '不用退订',
  '退款什么时候到账',
  '特别感谢',
])('asks nobody to stop: %s', (text) => {
  expect(heard(text).classes.map(({ what }) => what)).not.toContain('stop')
})

test.each([
  'ok will pay friday\n\nOn 17 Nov 2026, Lender wrote:\n> Reply STOP to opt out',
  'I will pay on Friday\n> Due: 100. Reply STOP to stop texts.',
  '好的，明天还\n> 【贷款】您有500元待还，拒收请回复R',
  '好的 拒收请回复R',
  'ok thanks. Reply STOP to opt out',
  '明天还\n-----原始邮件-----\n不想再收到邮件，请点邮件里的退订，或直接回复“退订”。',
])('our own words that come back are not theirs: %s', (text) => {
  expect(heard(text).classes.map(({ what }) => what)).not.toContain('stop')
})

test('the instruction sent back alone is a wish', () => {
  expect(heard('回复TD退订').first).toBe('stop')
  expect(heard('Reply STOP to opt out').first).toBe('stop')
})

test('our own texts are not heard where the caller passes them', () => {
  const ours = 'If you want no letters, tell us to stop all contact with you today'
  const options = { today: day('2026-11-18'), currency: 'GBP' }
  expect(hear(`${ours}. ok thanks`, options).stops).toBe(true)
  expect(hear(`${ours}. ok thanks`, { ...options, ours: [ours] }).stops).toBe(false)
})

test('a text longer than is read stops contact until a person has read it', () => {
  expect(heard('fine weather '.repeat(20)).stops).toBe(false)
  expect(heard('fine weather '.repeat(400)).classes).toContainEqual({
    what: 'stop',
    certainty: 'unsure',
    words: '',
  })
})

test.each([
  'a',
  'is ',
  'dont ',
  'not paid ',
  '不',
  '别再',
  '还',
  '1,000',
  'stop by ',
  'who is who ',
  '(',
  'reply ',
  '\u0301',
  'ﷺ',
  '😡',
])('4,000 hostile characters of %j take bounded time', (piece) => {
  const text = piece.repeat(4000).slice(0, 4000)
  heard(text)
  const from = performance.now()
  heard(text)
  expect(performance.now() - from).toBeLessThan(1500)
})

test('an hour to call is a window of local time', () => {
  expect(heard('call me after 6').callAfter).toEqual({ from: '18:00' })
  expect(heard('晚上7点后打').callAfter).toEqual({ from: '19:00' })
  expect(heard('call me between 9 and 11').callAfter).toEqual({ from: '09:00', until: '11:00' })
  expect(heard('明天上午十点打给我').callAfter).toEqual({ from: '10:00', on: '2026-11-19' })
  expect(heard('call me back').callAfter).toBeUndefined()
})
