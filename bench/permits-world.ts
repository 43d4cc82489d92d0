import type { Pool } from 'pg'
import { day, type Instant } from '../src/core/calendar.ts'
import { assert } from '../src/core/assert.ts'
import type { Channel } from '../src/core/channel.ts'
import type { LawBook } from '../src/guard/book.ts'
import type { Rule } from '../src/guard/rules.ts'
import type { Desk } from '../src/store/permit.ts'
import type { Templates } from '../src/store/templates.ts'

export const TENANT = 1n
export const TODAY = day('2026-11-20')
/** A Friday, 10:00 in Shanghai. */
export const NOW = Date.UTC(2026, 10, 20, 2) as Instant
const PAST_CONTACTS = 3
const CAPS = 4

/** The borrowers of a lender, each with one account in arrears, a mobile and one planned SMS. */
export async function makePeople(admin: Pool, people: number, treatments = 1): Promise<void> {
  for (const statement of PEOPLE) {
    const filled = statement.replaceAll(':people', String(people))
    await admin.query(filled.replaceAll(':treatments', String(treatments)))
  }
  await admin.query('vacuum analyze')
}

const PEOPLE: readonly string[] = [
  `insert into tenant (tenant_id, name, trading_name, check_phone, check_url)
   values (1, 'Bench', 'Bench', '000', 'https://bench.example')`,
  `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions, strategy)
   values (1, 1, 'bench', '测试', 'Bench', 'host', 'Bench', 'creditor', '{cn}', 'bank')`,
  // Events come round to the same people again, with another promise each time.
  `insert into product (tenant_id, product_id, code, shape, delinquency, agreement)
   values (1, 1, 'loan', 'instalment', '{}', '{"promise": {"openMax": 20}}')`,
  `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
   select 1, n, 'bench', 'B' || n, '王小明', 'zh', '{Asia/Shanghai}' from generate_series(1, :people) n`,
  `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency)
   select 1, n, n, 'bench', 'A' || n, 1, 1, 'CNY' from generate_series(1, :people) n`,
  `insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency, language,
     outstanding_minor, arrears_minor, instalments_missed, oldest_unpaid_due_on, as_of)
   select 1, n, n, 1, 1, 'CNY', 'zh', 100000, 10000, 1, '2026-11-01', '2026-11-20' from generate_series(1, :people) n`,
  `insert into address (tenant_id, borrower_id, address_id, kind, value)
   select 1, n, n, 'mobile', '+86' || 13000000000 + n from generate_series(1, :people) n`,
  `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
     row_no, treatment, channel, template)
   select 1, n, n, '2026-11-20', 'bank', 1, 'early', 'warm', 1, 'remind-' || t, 'sms', 'reminder-warm'
   from generate_series(1, :people) n, generate_series(1, :treatments) t`,
  'create table bare (id bigint primary key, n bigint not null default 0)',
  'insert into bare select generate_series(1, :people)',
  'grant select, update on bare to forbear_app',
]

/** Borrowers as after some weeks, by default all: contacts that were delivered, and slots that are free again. */
export async function makePast(admin: Pool, people?: number): Promise<void> {
  await admin.query('truncate contact, verdict')
  await admin.query(
    `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
       template, language, body_hash, state, block_version, permitted_at, expires_at, sending_at, slots, made_by)
     select 1, borrower_id, gen_random_uuid(), 1, array[borrower_id], 'sms', borrower_id, 'reminder-warm', 'zh', '-',
       'delivered', 0, at, at + interval '1 hour', at, '[]', 'bench'
     from borrower, generate_series($1::timestamptz - $2 * interval '7 days', $1::timestamptz - interval '7 days',
       interval '7 days') as at
     where $3::bigint is null or borrower_id <= $3`,
    [new Date(NOW), PAST_CONTACTS, people ?? null],
  )
  await admin.query(`update cap_slot set free_at = '-infinity'`)
  await admin.query('vacuum analyze contact, cap_slot, verdict')
  await admin.query('checkpoint')
}

/** The rules of the place, with as many caps over an SMS as `CAPS`, whatever the packs of today say. */
export function lawOfFourCaps(law: LawBook): LawBook {
  const rulesFor: LawBook['rulesFor'] = (places, onDay) => {
    const rules = law.rulesFor(places, onDay).filter((rule) => !isSmsCap(rule))
    const like = law.rulesFor(places, onDay).find((rule) => rule.part.kind === 'cap')
    assert(like !== undefined && like.part.kind === 'cap', 'a pack without a cap')
    const part = {
      ...like.part,
      days: 1,
      calendar: undefined,
      shared: undefined,
      of: undefined,
      per: 'borrower' as const,
      results: ['delivered' as const],
      exempt: undefined,
    }
    const covers = { ...like.covers, channels: new Set<Channel>(['sms']) }
    const caps = Array.from({ length: CAPS }, (_, i): Rule => {
      return { ...like, id: `house.bench.${i}`, covers, part: { ...part, times: i + 2 } }
    })
    return [...rules, ...caps]
  }
  const kept = new Map<string, readonly Rule[]>()
  return {
    ...law,
    rulesFor: (places, onDay) => {
      const key = `${onDay} ${places.join(' ')}`
      const rules = kept.get(key) ?? rulesFor(places, onDay)
      kept.set(key, rules)
      return rules
    },
  }
}

const isSmsCap = (rule: Rule): boolean =>
  rule.part.kind === 'cap' && rule.covers.channels.has('sms')

export const benchDesk = (law: LawBook, templates: Templates): Desk => ({
  law,
  templates,
  sender: { tradingName: 'Bench', checkPhone: '000', checkUrl: 'https://bench.example' },
  today: TODAY,
  automatic: new Set<Channel>(['sms']),
  permitLifeMs: 3_600_000,
  madeBy: 'dispatch:bench',
})
