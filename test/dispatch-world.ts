import type { Day, Instant } from '../src/core/calendar.ts'
import { day } from '../src/core/calendar.ts'
import { inTenant, type Db, type Tx } from '../src/store/db.ts'

export const TODAY: Day = day('2026-11-20')
/** A Friday, 10:00 in Shanghai. */
export const MORNING = Date.UTC(2026, 10, 20, 2) as Instant
/** The same day, 23:30 in Shanghai. */
export const NIGHT = Date.UTC(2026, 10, 20, 15, 30) as Instant
export const HOUR = 3_600_000

export type Person = {
  readonly id: number
  readonly channel?: string | null
  readonly template?: string | null
  readonly treatments?: number
  readonly addresses?: readonly { kind: string; value: string; standing?: string }[]
  readonly zones?: readonly string[]
  readonly jurisdictions?: 'cn' | 'us' | 'uk' | 'au'
  readonly language?: 'zh' | 'en'
}

const PORTFOLIOS = ['cn', 'us', 'uk', 'au'] as const
const ZONE = {
  cn: 'Asia/Shanghai',
  us: 'America/New_York',
  uk: 'Europe/London',
  au: 'Australia/Sydney',
}

/** Four portfolios and one product: what every test here starts from. */
export async function makeBook(db: Db): Promise<void> {
  await inTenant(db, 1n, async (tx) => {
    for (const [i, place] of PORTFOLIOS.entries()) {
      await tx.query(
        `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind,
           jurisdictions, strategy)
         values (1, $1, $2, $2, $2, 'host', 'Demo Bank', $4, array[$3], 'bank')`,
        [i + 1, `book-${place}`, place, place === 'us' ? 'agency' : 'creditor'],
      )
    }
    await tx.query(
      `insert into product (tenant_id, product_id, code, shape, delinquency) values (1, 1, 'loan', 'instalment', '{}')`,
    )
  })
}

/** One account each, an instalment of 100.00 due on 1 November and unpaid, and planned treatments. */
export async function addPeople(db: Db, people: readonly Person[]): Promise<void> {
  await inTenant(db, 1n, async (tx) => {
    for (const person of people) {
      await addPerson(tx, person)
      await addAccount(tx, person)
      await addAddresses(tx, person)
      await addTreatments(tx, person)
    }
  })
}

const placeOf = (person: Person) => person.jurisdictions ?? 'cn'
const portfolioOf = (person: Person) => PORTFOLIOS.indexOf(placeOf(person)) + 1

async function addPerson(tx: Tx, person: Person): Promise<void> {
  await tx.query(
    `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
     values (1, $1, 'test', $2, '王小明', $3, $4)`,
    [person.id, `B${person.id}`, person.language ?? 'zh', person.zones ?? [ZONE[placeOf(person)]]],
  )
}

async function addAccount(tx: Tx, person: Person): Promise<void> {
  const [id, accountId] = [person.id, person.id * 10]
  await tx.query(
    `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency)
     values (1, $1, $2, 'test', $3, $4, 1, 'CNY')`,
    [id, accountId, `A-${id}00`, portfolioOf(person)],
  )
  await tx.query(
    `insert into instalment (tenant_id, borrower_id, account_id, version, instalment_no, due_on,
       amount_minor, effective_on)
     values (1, $1, $2, 1, 1, '2026-11-01', 10000, '2026-01-01')`,
    [id, accountId],
  )
  await tx.query(
    `insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency, language,
       outstanding_minor, arrears_minor, instalments_missed, oldest_unpaid_due_on, as_of)
     values (1, $1, $2, $3, 1, 'CNY', 'zh', 10000, 10000, 1, '2026-11-01', $4)`,
    [id, accountId, portfolioOf(person), TODAY],
  )
}

async function addAddresses(tx: Tx, person: Person): Promise<void> {
  const mobile = { kind: 'mobile', value: `138${String(person.id).padStart(8, '0')}` }
  const addresses: Person['addresses'] = person.addresses ?? [mobile]
  for (const [i, address] of (addresses ?? []).entries()) {
    await tx.query(
      `insert into address (tenant_id, borrower_id, address_id, kind, value, standing)
       values (1, $1, $2, $3, $4, $5)`,
      [
        person.id,
        person.id * 100 + i,
        address.kind,
        address.value,
        address.standing ?? 'unverified',
      ],
    )
  }
}

async function addTreatments(tx: Tx, person: Person): Promise<void> {
  const channel = person.channel === undefined ? 'sms' : person.channel
  const template = person.template === undefined ? 'reminder-warm' : person.template
  for (let n = 0; n < (person.treatments ?? 1); n++) {
    await tx.query(
      `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
         stage, tone, row_no, treatment, channel, template)
       values (1, $1, $2, $3, 'bank', 1, 'early', 'warm', 1, $4, $5, $6)`,
      [person.id, person.id * 10, TODAY, `step-${n}`, channel, template],
    )
  }
}

export const rows = async <T extends object>(
  db: Db,
  sql: string,
  values: unknown[] = [],
): Promise<T[]> => inTenant(db, 1n, async (tx) => (await tx.query<T>(sql, values)).rows)
