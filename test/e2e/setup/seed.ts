import { addDays, addMonths, day, type Day } from '../../../src/core/calendar.ts'
import type { Tx } from '../../../src/store/db.ts'
import { addContact, addTreatment } from './seed-contact.ts'

const TODAY = day('2026-11-20')

export type Person = {
  readonly id: number
  readonly name: string
  readonly language: 'zh' | 'en'
  readonly portfolio: 1 | 2 | 3 | 4
  readonly zones: readonly string[]
  readonly mobile: string
  readonly late: number
  readonly monthlyMinor: number
  readonly paid: number
  readonly stage: string
  readonly tone: string
  readonly next: string
  readonly channel: string
  readonly state: 'planned' | 'deferred' | 'denied' | 'sent' | 'listed'
  readonly rule?: string
  readonly onHold?: boolean
}

const CURRENCY = { 1: 'CNY', 2: 'GBP', 3: 'USD', 4: 'AUD' } as const
const CN = { language: 'zh', portfolio: 1, zones: ['Asia/Shanghai'] } as const
const UK = { language: 'en', portfolio: 2, zones: ['Europe/London'] } as const
const US = {
  language: 'en',
  portfolio: 3,
  zones: ['America/New_York', 'America/Los_Angeles'],
} as const
const AU = { language: 'en', portfolio: 4, zones: ['Australia/Sydney'] } as const

/** People invented for this book; their numbers lead nowhere. */
export const PEOPLE: readonly Person[] = [
  {
    ...CN,
    id: 1,
    name: '王秀英',
    mobile: '+8610000000001',
    late: 12,
    monthlyMinor: 128_640,
    paid: 7,
    stage: 'mid',
    tone: 'serious',
    next: 'mid-call',
    channel: 'call',
    state: 'listed',
  },
  {
    ...CN,
    id: 2,
    name: '李国庆',
    mobile: '+8610000000002',
    late: 3,
    monthlyMinor: 45_000,
    paid: 2,
    stage: 'early',
    tone: 'warm',
    next: 'early-sms',
    channel: 'sms',
    state: 'sent',
  },
  {
    ...UK,
    id: 3,
    name: 'Amelia Wright',
    mobile: '+447700900003',
    late: 41,
    monthlyMinor: 6_250,
    paid: 5,
    stage: 'mid',
    tone: 'serious',
    next: 'mid-sms',
    channel: 'sms',
    state: 'deferred',
    rule: 'uk.house.hours',
  },
  {
    ...US,
    id: 4,
    name: 'Mateo Garcia',
    mobile: '+12125550104',
    late: 96,
    monthlyMinor: 21_499,
    paid: 9,
    stage: 'mediation',
    tone: 'consequence',
    next: 'late-call',
    channel: 'call',
    state: 'denied',
    rule: 'us.reg-f.14b.7in7',
  },
  {
    ...AU,
    id: 5,
    name: 'Zoe Nguyen',
    mobile: '+61491570005',
    late: 22,
    monthlyMinor: 18_000,
    paid: 3,
    stage: 'mid',
    tone: 'serious',
    next: 'mid-sms',
    channel: 'sms',
    state: 'sent',
    onHold: true,
  },
  {
    ...CN,
    id: 6,
    name: '陈晓东',
    mobile: '+8610000000006',
    late: 188,
    monthlyMinor: 210_000,
    paid: 4,
    stage: 'legal',
    tone: 'consequence',
    next: 'suit',
    channel: 'letter',
    state: 'planned',
  },
]

/** How many more people the list holds: enough that it must be read page by page. */
export const OTHERS = 260

/** A small book of one known day: six people with a history each, and many without. */
export async function seedBook(tx: Tx): Promise<void> {
  await addPortfolios(tx)
  for (const person of PEOPLE) await addPerson(tx, person)
  await addOthers(tx)
  await tx.query(
    `insert into cycle (tenant_id, today, shards, strategies, started_at, finished_at) values
       (1, '2026-11-19', 1, '{}', '2026-11-18T18:00:00Z', '2026-11-18T18:00:41Z'),
       (1, $1, 1, '{}', '2026-11-19T18:00:00Z', '2026-11-19T18:00:44Z')`,
    [TODAY],
  )
  await tx.query(
    `insert into cycle_shard (tenant_id, today, shard, accounts, treatments) values (1, $1, 0, 266, 6)`,
    [TODAY],
  )
}

async function addPortfolios(tx: Tx): Promise<void> {
  await tx.query(
    `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor,
                            firm_kind, jurisdictions, strategy) values
       (1, 1, 'cn-online', '线上消费贷', 'Online loans, China', 'host', 'Demo Bank', 'creditor', '{cn}', 'online-lender'),
       (1, 2, 'uk-store', '英国商户分期', 'Store credit, UK', 'host', 'Demo Bank', 'creditor', '{uk}', 'bank'),
       (1, 3, 'us-personal', '美国个人贷款', 'Personal loans, US', 'host', 'Demo Bank', 'agency', '{us}', 'online-lender'),
       (1, 4, 'au-personal', '澳洲个人贷款', 'Personal loans, Australia', 'host', 'Demo Bank', 'creditor', '{au}', 'online-lender')`,
  )
  await tx.query(
    `insert into product (tenant_id, product_id, code, shape, delinquency)
     values (1, 1, 'personal-loan', 'instalment', '{}')`,
  )
}

async function addPerson(tx: Tx, person: Person): Promise<void> {
  const oldest = addDays(TODAY, -person.late)
  const dueDays = Array.from({ length: person.paid + 24 }, (_, n) =>
    addMonths(oldest, n - person.paid),
  )
  const missed = dueDays.filter((on) => on >= oldest && on < TODAY).length
  await addBorrower(tx, person)
  await addMoney(tx, person, dueDays)
  await addStanding(tx, person, { oldest, missed })
  if (person.onHold) await addHold(tx, person)
  const treatmentId = await addTreatment(tx, person, TODAY)
  if (person.state === 'sent') await addContact(tx, person, treatmentId)
}

async function addBorrower(tx: Tx, person: Person): Promise<void> {
  await tx.query(
    `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
     values (1, $1::int, 'core', 'B-' || (20000 + $1::int), $2, $3, $4)`,
    [person.id, person.name, person.language, person.zones],
  )
  await tx.query(
    `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id,
                          currency, opened_on, principal_minor)
     values (1, $1::int, $1::int, 'core', 'A-' || (70000 + $1::int), $2, 1, $3, $4, $5)`,
    [
      person.id,
      person.portfolio,
      CURRENCY[person.portfolio],
      '2025-12-01',
      person.monthlyMinor * 18,
    ],
  )
  await tx.query(
    `insert into address (tenant_id, borrower_id, address_id, kind, value, standing) values
       (1, $1::int, 1, 'mobile', $2, 'works'),
       (1, $1::int, 2, 'email', 'person' || $1::int || '@example.test', 'unverified')`,
    [person.id, person.mobile],
  )
}

async function addMoney(tx: Tx, person: Person, dueDays: readonly Day[]): Promise<void> {
  await tx.query(
    `insert into instalment (tenant_id, borrower_id, account_id, version, instalment_no, due_on,
                             amount_minor, effective_on)
     select 1, $1::int, $1::int, 1, n, due_on, $3::int, '2025-12-01'
       from unnest($2::date[]) with ordinality as plan (due_on, n)`,
    [person.id, dueDays, person.monthlyMinor],
  )
  await tx.query(
    `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
     select 1, $1::int, $1::int, n, 'TX-' || $1::int || '-' || n, $3::int, due_on
       from unnest($2::date[]) with ordinality as plan (due_on, n)`,
    [person.id, dueDays.slice(0, person.paid), person.monthlyMinor],
  )
}

type Standing = { readonly oldest: Day; readonly missed: number }

async function addStanding(tx: Tx, person: Person, { oldest, missed }: Standing): Promise<void> {
  const arrears = missed * person.monthlyMinor
  await tx.query(
    `insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency,
       language, outstanding_minor, arrears_minor, instalments_missed, oldest_unpaid_due_on,
       next_due_on, next_due_minor, last_payment_on, last_payment_minor, delinquent_since,
       times_delinquent, as_of)
     values (1, $1::int, $1::int, $2, 1, $3, $4, $5::bigint * 24, $6, $7, $8, $9, $5, $10, $5, $8, 1, $11)`,
    [
      person.id,
      person.portfolio,
      CURRENCY[person.portfolio],
      person.language,
      person.monthlyMinor,
      arrears,
      missed,
      oldest,
      addMonths(oldest, missed),
      addMonths(oldest, -1),
      TODAY,
    ],
  )
  await tx.query(
    `insert into borrower_case (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage,
       tone, next_treatment, priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
     values (1, $1::int, $1::int, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      person.id,
      person.portfolio,
      person.onHold ? 'on_hold' : 'open',
      person.stage,
      person.tone,
      person.next,
      1000 - person.id,
      arrears,
      CURRENCY[person.portfolio],
      oldest,
      person.late < 5 ? TODAY : addDays(oldest, 1),
      TODAY,
    ],
  )
}

async function addHold(tx: Tx, person: Person): Promise<void> {
  await tx.query(
    `insert into hold (tenant_id, borrower_id, reason, written, from_on, until_on, source)
     values (1, $1, 'hardship', true, $2, $3, 'letter of 18 November')`,
    [person.id, addDays(TODAY, -1), addDays(TODAY, 29)],
  )
}

async function addOthers(tx: Tx): Promise<void> {
  await tx.query(
    `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
     select 1, n, 'core', 'B-' || (20000 + n), 'Borrower ' || n, 'en', '{Europe/London}'
       from generate_series(101, 100 + $1::int) n`,
    [OTHERS],
  )
  await tx.query(
    `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency)
     select 1, n, n, 'core', 'A-' || (70000 + n), 2, 1, 'GBP' from generate_series(101, 100 + $1::int) n`,
    [OTHERS],
  )
  await tx.query(
    `insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency,
       language, outstanding_minor, arrears_minor, instalments_missed, oldest_unpaid_due_on, as_of)
     select 1, n, n, 2, 1, 'GBP', 'en', n * 100, n * 10, 1, $2::date - 8, $2
       from generate_series(101, 100 + $1::int) n`,
    [OTHERS, TODAY],
  )
  await tx.query(
    `insert into borrower_case (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage,
       tone, priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
     select 1, n, n, 2, 'open', 'early', 'warm', 500 - n, n * 10, 'GBP', $2::date - 8, $2::date - 7, $2
       from generate_series(101, 100 + $1::int) n`,
    [OTHERS, TODAY],
  )
}
