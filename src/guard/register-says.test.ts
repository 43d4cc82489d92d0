import { describe, expect, test } from 'vitest'
import { COVERS, type CoversForm } from './covers-form.ts'
import { type Primitive, PRIMITIVES, type RulePart } from './file.ts'
import { PRIMITIVE_FORMS } from './primitive-forms.ts'
import { coversWords } from './register-covers.ts'
import { datedWords, primitiveOf } from './register-says.ts'
import type { ValueOf } from './register-tools.ts'

const newYear = { name: { en: "New Year's Day", zh: '元旦' }, date: '01-01' }

/** Of each primitive a value, or several, in which everything is said that can be said. */
const FULL: { readonly [K in Primitive]: readonly ValueOf<K>[] } = {
  ban: [{ unless_hold: ['hardship'] }],
  hold: [
    {
      reasons: ['dispute'],
      written: true,
      lasts: { days: 30, first: 'next_day' },
      lasts_after_end: 20,
      within: 'validation_period',
      outlasts: true,
    },
  ],
  represented: [
    {
      by: ['attorney'],
      answer: 'same_medium',
      silence_days: 7,
      warning_days: 8,
      reasonable_silence_days: 11,
      authority_days: 9,
      uninstructed: true,
    },
  ],
  running_plan: [{ review_months: 3 }],
  audience: [{ only: ['borrower', 'professionals'] }],
  tracing: [
    {
      lost: true,
      lost_after: { failed_calls_a_day: 3, failed_days: 4 },
      or_incapable: true,
      once_in: { months: 6 },
      again_if: ['asked_to_call_again'],
      not_the_ignorant: true,
      refusal_ends: true,
      not_if_represented: true,
    },
    { once_in: 'for_ever' },
  ],
  consent: [
    { needs: 'given', answer: 'same_medium', confirmation: true },
    { needs: 'not_refused' },
  ],
  waiting: [
    {
      notices: ['assignment'],
      days: 14,
      durable: true,
      or_conversation: true,
      or_missed_visits: 2,
    },
    { notices: 'any_message' },
  ],
  within: [{ of: 'mediation_agreement_effective', days: 30 }],
  at_most: [{ of: 'inherited' }],
  open_hours: [
    {
      weekdays: '08:00-21:00',
      saturday: '09:00-20:00',
      sunday: 'closed',
      closed_on: [newYear],
      public_holidays: true,
      also_in: 'Asia/Shanghai',
      known_work_hours: true,
      agreed: 'group',
      agreed_lawfully: true,
    },
    { weekdays: 'closed', saturday: 'closed', sunday: 'closed', agreed: 'firm' },
  ],
  wish: [{ honours: ['times', 'places', 'pauses', 'visit_times'], answer: 'same_medium' }],
  quiet_after: [
    {
      days: 7,
      per: 'debt',
      results: ['conversation'],
      directions: ['in', 'out'],
      of: 'group',
      exempt: 'us.reg-f.14b.excl',
      rebuttable: true,
      invited: true,
    },
    { days: 1, per: 'account', results: ['met'], directions: ['in'] },
    { days: 1, per: 'borrower', results: ['met'], directions: ['out'] },
  ],
  cap: [
    {
      times: 3,
      days: 7,
      calendar: 'week',
      unit: 'contact',
      per: 'account',
      results: ['conversation'],
      of: 'group',
      shared: true,
      exempt: 'us.reg-f.14b.excl',
      rebuttable: true,
      thread_business_days: 2,
      invited: true,
      unless_consent: true,
    },
    { times: 1, days: 1, calendar: 'month', unit: 'visit', per: 'address', results: ['met'] },
  ],
  exempt: [
    { results: ['not_connected'], consent_days: 7 },
    { results: [], consent_days: 'no_end' },
  ],
  answer: [{ medium: 'same' }, { medium: 'any' }],
  party_size: [{ least: 2 }],
  visit_needs: [{ needs: ['prior_notice'], unless_invited: true, court_limit: true }],
  disclosure: [{ says: ['who_we_are'], unless_limited_content: true }],
  content_ban: [{ bans: ['states_debt'], unless: 'lender_consent' }],
  factor: [{ flag: 'rapid_succession', times: 2, minutes: 5, days: 3, holds: ['dispute'] }],
  coverage: [{ binds: ['agency'] }],
  deadline: [
    { of: 'validation_period', receipt_business_days: 5, days: 30, holidays: [newYear] },
    {
      of: 'limitation',
      years: 6,
      zones: { 'Australia/Darwin': 3 },
      longest_years: 20,
      interrupted_by: ['demand', 'acknowledgement', 'proceedings'],
    },
  ],
  meaning: [
    { of: 'message' },
    { of: 'email_safe_harbor', opt_out_days: 35 },
    { of: 'text_safe_harbor', days: 60 },
    { of: 'payment_order', service_days: 30, objection_days: 15 },
    { of: 'follow_up' },
    { of: 'contact', thread_business_days: 2 },
  ],
  allocation: [
    {
      order: ['costs', 'interest', 'principal'],
      after_days_overdue: 90,
      order_after: ['principal', 'costs', 'interest'],
      not_to_disputed: true,
    },
  ],
  duty: [{ words: { en: 'Keep it.', zh: '保存。' }, keep_years: 3 }],
}

type Loose = Readonly<Record<string, unknown>>

const said = (kind: Primitive, value: unknown) => {
  const part = { [kind]: { '2020-01-01': value } } as unknown as RulePart
  expect(primitiveOf(part)).toBe(kind)
  return datedWords(part)[0]?.words ?? { en: '', zh: '' }
}

const without = (value: Loose, key: string): Loose =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))

const expectSaid = ({ en, zh }: { en: string; zh: string }) => {
  expect(en).toMatch(/^[^\p{Script=Han}]{4,}$/u)
  expect(zh).toMatch(/\p{Script=Han}/u)
  expect(en + zh).not.toMatch(/undefined|null|NaN|\[object|;\s*;|；\s*；|^[;；]|[;；]\s*$/)
}

describe.each(PRIMITIVES)('%s', (kind) => {
  const values = FULL[kind] as readonly Loose[]

  test('has a sample in which everything is said', () => {
    const { def } = PRIMITIVE_FORMS[kind] as unknown as {
      def: { shape?: object; options?: { def: { shape: object } }[] }
    }
    const shapes = def.options?.map((option) => option.def.shape) ?? [def.shape ?? {}]
    const given = new Set(values.flatMap((value) => Object.keys(value)))
    expect(shapes.flatMap((shape) => Object.keys(shape)).filter((key) => !given.has(key))).toEqual(
      [],
    )
    for (const value of values) expect(PRIMITIVE_FORMS[kind].safeParse(value).success).toBe(true)
  })

  test('is said in both languages', () => {
    for (const value of values) expectSaid(said(kind, value))
    const all = values.map((value) => said(kind, value).en)
    expect(new Set(all).size).toBe(all.length)
  })

  test('says of each thing that may be left out that it is there', () => {
    for (const value of values) {
      const full = said(kind, value)
      for (const key of Object.keys(value)) {
        const less = without(value, key)
        if (!PRIMITIVE_FORMS[kind].safeParse(less).success) continue
        const words = said(kind, less)
        expect([key, words.en === full.en, words.zh === full.zh]).toEqual([key, false, false])
        if (words.en !== '') expectSaid(words)
      }
    }
  })

  test('says its numbers', () => {
    for (const value of values) {
      const { en, zh } = said(kind, value)
      for (const number of Object.values(value).filter((each) => typeof each === 'number')) {
        expect([number, en.includes(String(number)) || number === 1]).toEqual([number, true])
        expect([number, zh.includes(String(number))]).toEqual([number, true])
      }
    }
  })
})

test('a value of null says nothing from that day on', () => {
  const part = { ban: { '2020-01-01': {}, '2021-01-01': null } } as unknown as RulePart
  expect(datedWords(part).map(({ from, words }) => [from, words?.en])).toEqual([
    ['2020-01-01', 'barred'],
    ['2021-01-01', undefined],
  ])
})

describe('whom and what a rule covers', () => {
  const full: Required<CoversForm> = {
    channels: ['calls'],
    audience: ['outsiders'],
    firms: ['agency'],
    purposes: ['collecting'],
    except_purposes: ['reply'],
    debt_kinds: ['mortgage'],
    except_debt_kinds: ['utility'],
    debt_statuses: ['time_barred'],
    unsecured: true,
    assigned: 'any',
    addresses: ['mobile'],
    except_addresses: ['work_email'],
    places: ['work'],
    voices: ['artificial'],
    automated: true,
    joint: true,
    borrower: ['minor'],
    employer_forbids: true,
    proceedings: ['payment_order_issued'],
    several_zones: true,
  }

  test('a line each, in both languages, and none for what is left out', () => {
    expect(COVERS.safeParse(full).success).toBe(true)
    const lines = coversWords(full)
    expect(lines).toHaveLength(Object.keys(COVERS.shape).length)
    for (const line of lines) expectSaid(line)
    for (const language of ['en', 'zh'] as const) {
      expect(new Set(lines.map((line) => line[language])).size).toBe(lines.length)
    }
    expect(coversWords({})).toEqual([])
    expect(coversWords({ channels: ['calls', 'sms'] })[0]).toEqual({
      en: 'ways: calls and voicemail, text messages',
      zh: '方式：电话与语音留言、短信',
    })
  })

  test('yes and no are not the same line', () => {
    for (const key of ['automated', 'joint'] as const) {
      expect(coversWords({ [key]: false })).not.toEqual(coversWords({ [key]: true }))
    }
    expect(coversWords({ assigned: 'any' })).not.toEqual(
      coversWords({ assigned: 'non_performing' }),
    )
  })
})
