import type { Instant } from '../core/calendar.ts'
import type { Reason, Strength } from './verdict.ts'
import { REPRESENTATIVE_WORDS, ROLE_WORDS } from './vocabulary-words.ts'
import { LISTS } from './words-list.ts'
import type { GuardLanguage, Numbers, Say } from './words-helpers.ts'
import { SENTENCES } from './words-sentences.ts'
import { localText, zoneOf } from './zone.ts'

const STRENGTH: Readonly<Record<Strength, Readonly<Record<GuardLanguage, string>>>> = {
  prohibited: { en: 'prohibited', zh: '禁止' },
  presumed: { en: 'presumed a violation', zh: '推定违规' },
  advised: { en: 'advised against', zh: '不宜' },
  factor: { en: 'a factor', zh: '参考因素' },
}

/** One reason as a sentence with its source, the same in the command line, the desk and documents. */
export function sayReason(reason: Reason, language: GuardLanguage, zone: string): string {
  const sentence = SENTENCES[reason.code][language](
    reason.numbers,
    sayer(reason.numbers, language, zone),
  )
  const notes = [reason.citation.title]
  if (reason.says !== 'allow' && reason.strength !== 'prohibited') {
    notes.push(STRENGTH[reason.strength][language])
  }
  if (reason.unverified) notes.push(language === 'en' ? 'unverified' : '未核实')
  const until =
    reason.until === undefined
      ? ''
      : language === 'en'
        ? ` Open again ${timeText(reason.until, zone)}.`
        : `${timeText(reason.until, zone)} 起可联系。`
  return language === 'en'
    ? `${sentence}${until} (${notes.join('; ')})`
    : `${sentence}${until}（${notes.join('；')}）`
}

type Lists = Readonly<Record<string, Readonly<Record<GuardLanguage, string>>>>

/** Where a word alone does not tell what it names: 'attorney' is a role, and a reason of a hold. */
const OWN_LISTS: Readonly<Record<string, Lists>> = {
  role: ROLE_WORDS,
  representative: { ...REPRESENTATIVE_WORDS, other: { en: 'a representative', zh: '代理人' } },
}

function sayer(numbers: Numbers, language: GuardLanguage, zone: string): Say {
  return {
    time: (key) => timeText(Number(numbers[key]) as Instant, zone),
    word: (key) =>
      String(numbers[key] ?? key)
        .split(',')
        .map((one) => (OWN_LISTS[key] ?? LISTS)[one]?.[language] ?? one)
        .join(language === 'en' ? ', ' : '、'),
  }
}

function timeText(at: Instant, zone: string): string {
  const place = zoneOf(zone) ?? zoneOf('UTC')
  return place === undefined ? '' : `${localText(place, at).replace('T', ' ')}`
}
