import { describe, expect, test } from 'vitest'
import { allowed, forbidden, type Language } from '../../../test/say/corpus.ts'
import { sayFaults } from './find.ts'
import { SAY_FAULTS } from './fault.ts'

const LANGUAGES = ['zh', 'en'] as const

/** At most these many lawful sentences of the list are held up, so that a person looks at them. */
const ALARMS_MAX: Readonly<Record<Language, number>> = { zh: 5, en: 5 }
/** What nobody tuned to: the least share found, the largest share held up. */
const HELD = { foundMin: 0.9, alarmsMax: 0.05 }

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)}%`

describe.each(LANGUAGES)('in %s', (language) => {
  test('nothing of the forbidden list is missed, and each is called what it is', () => {
    const list = forbidden(language)
    expect(list.length).toBeGreaterThanOrEqual(400)
    expect(new Set(list.map(({ sentence }) => sentence)).size).toBe(list.length)
    expect(new Set(list.map(({ fault }) => fault))).toEqual(new Set(SAY_FAULTS))
    const missed = list.filter(({ sentence }) => sayFaults(sentence).length === 0)
    expect(missed).toEqual([])
    const misnamed = list.filter(
      ({ sentence, fault }) => !sayFaults(sentence).some((spot) => spot.fault === fault),
    )
    expect(misnamed).toEqual([])
  })

  test('hardly anything of the allowed list is held up', () => {
    const list = allowed(language)
    expect(list.length).toBeGreaterThanOrEqual(400)
    expect(new Set(list).size).toBe(list.length)
    const alarms = list.filter((sentence) => sayFaults(sentence).length > 0)
    console.log(`${language}: ${alarms.length} of ${list.length} allowed held up`, alarms)
    expect(alarms.length).toBeLessThanOrEqual(ALARMS_MAX[language])
  })

  test('the sentences held out score as they score', () => {
    const [bad, good] = [forbidden(language, 'held'), allowed(language, 'held')]
    expect([bad.length >= 100, good.length >= 100]).toEqual([true, true])
    const listed = new Set([...forbidden(language).map((x) => x.sentence), ...allowed(language)])
    expect([...bad.map((x) => x.sentence), ...good].filter((each) => listed.has(each))).toEqual([])
    const found = bad.filter(({ sentence }) => sayFaults(sentence).length > 0).length
    const alarms = good.filter((sentence) => sayFaults(sentence).length > 0).length
    console.log(
      `${language} held out: ${percent(found, bad.length)} of ${bad.length} forbidden found, ` +
        `${percent(alarms, good.length)} of ${good.length} allowed held up`,
    )
    expect(found / bad.length).toBeGreaterThanOrEqual(HELD.foundMin)
    expect(alarms / good.length).toBeLessThanOrEqual(HELD.alarmsMax)
  })

  test('new turns of phrase score low, and are told as they score', () => {
    const [bad, good] = [forbidden(language, 'unseen'), allowed(language, 'unseen')]
    const found = bad.filter(({ sentence }) => sayFaults(sentence).length > 0).length
    const alarms = good.filter((sentence) => sayFaults(sentence).length > 0).length
    console.log(
      `${language} unseen: ${percent(found, bad.length)} of ${bad.length} forbidden found, ` +
        `${percent(alarms, good.length)} of ${good.length} allowed held up`,
    )
    // Written after the rules, in images that no list has: a list is a floor, and people approve words.
    expect([bad.length, good.length]).toEqual([40, 20])
    expect(alarms).toBeLessThanOrEqual(2)
  })

  test('a finding stands where its words stand', () => {
    for (const { sentence } of [...forbidden(language), ...forbidden(language, 'held')])
      for (const { from, to, words } of sayFaults(sentence)) {
        expect(sentence.slice(from, to)).toBe(words)
        expect(words).not.toBe('')
      }
  })
})

/** What people do to a word so that no list finds it. */
const HIDING: Readonly<Record<string, (sentence: string) => string>> = {
  'a zero-width space after each letter': (s) => Array.from(s).join('\u200b'),
  'full width': (s) =>
    s.replace(/[a-z]/gi, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)),
  capitals: (s) => s.toUpperCase(),
}
const HIDING_HAN: Readonly<Record<string, (sentence: string) => string>> = {
  blanks: (s) => Array.from(s).join(' '),
  stars: (s) => Array.from(s).join('*'),
  pictures: (s) => Array.from(s).join('🙂'),
}

test.each([
  ...LANGUAGES.flatMap((l) => Object.entries(HIDING).map(([n, f]) => [l, n, f] as const)),
  ...Object.entries(HIDING_HAN).map(([n, f]) => ['zh', n, f] as const),
])('%s words hidden by %s are found', (language, _, hide) => {
  const plain = forbidden(language).filter(({ sentence }) =>
    // Sentences that hide already are found in the first test.
    (language === 'zh' ? /^[\p{Script=Han}，。！？：]+$/u : /^[A-Z][A-Za-z' ,.?]+$/).test(sentence),
  )
  expect(plain.length).toBeGreaterThan(300)
  expect(plain.filter(({ sentence }) => sayFaults(hide(sentence)).length === 0)).toEqual([])
})

test.each([
  ['You will not go to prison over this debt.', []],
  ['You will not go to prison over this debt if you pay today.', ['threat']],
  ['You will not go to prison over this debt. But your wife might.', ['threat']],
  ['You do not want to go to prison.', ['threat']],
  ['Do not make me call the police.', ['false_authority']],
  ['You cannot hide from the police.', ['threat', 'false_authority']],
  ['We will not call your employer.', []],
  ['We will not call your employer yet.', ['third_party']],
  ['欠款是民事问题，您不会因此坐牢。', []],
  ['只要今天还款，您就不会坐牢。', ['threat']],
  ['您不会坐牢。但您的家人会被打扰。', ['threat']],
  ['难道你不会坐牢吗？', ['threat']],
  ['我们不会联系您的单位。', []],
  ['再不还款，我们不会不联系您的单位。', ['third_party']],
  ['如有人自称警察要求转账，请不要相信。', []],
])('a denial is believed only where it is plain: %s', (sentence, faults) =>
  expect(sayFaults(sentence).map(({ fault }) => fault)).toEqual(faults),
)

test('a long text is read to its end, and quickly', () => {
  const filler = '您好，我们可以一起商量。'.repeat(2_000)
  const [spot] = sayFaults(`${filler}你会坐牢`)
  expect(spot).toMatchObject({ fault: 'threat', from: filler.length + 2, words: '坐牢' })
  const begun = performance.now()
  for (const each of ['j.', '坐', '不会', 'you will ', 'a*', 'no ', '1,'])
    sayFaults(each.repeat(5_000))
  expect(performance.now() - begun).toBeLessThan(20_000)
})
