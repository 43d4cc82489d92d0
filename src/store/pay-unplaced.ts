import type { Day, Instant } from '../core/calendar.ts'
import { currencyOf, money, type Money } from '../core/money.ts'
import type { Words } from '../core/words.ts'
import { inTenant, type Db, type Tx } from './db.ts'
import { takeWord, type ProviderWord, type Took } from './pay-event.ts'
import { takeSystemWord, type SystemWord } from './system-event.ts'

type Tick = { readonly now: Instant; readonly today: Day }

/** What a provider or a lender's own system told and nobody could place. */
type Unplaced = {
  readonly provider: string
  readonly eventId: string
  readonly kind: ProviderWord['kind']
  readonly why: UnplacedWhy
  readonly amount: Money | undefined
  readonly at: Instant
  /** The payment as its sender calls it. */
  readonly ref: string | undefined
  /** The account that a lender's own system named. */
  readonly account: string | undefined
}

/** Why it waits, and what a person can do about it. */
export const UNPLACED_WORDS = {
  no_visit: {
    en: 'No payment that was begun here has this reference. Look it up at the provider.',
    zh: '本系统没有发起过该编号的付款，请到支付机构核实。',
  },
  no_such_account: {
    en: 'There is no such account yet. Load it, then try again.',
    zh: '账户尚不存在。导入账户后重试。',
  },
  ambiguous_account: {
    en: 'Several accounts have this reference. Record the payment at the right one by hand.',
    zh: '有多个账户使用该编号，请在正确的账户手工登记。',
  },
  wrong_currency: {
    en: 'It is in another currency than the account.',
    zh: '币种与账户不同。',
  },
  reference_used: {
    en: 'The same payment was told before with another amount or day.',
    zh: '同一笔付款此前以不同的金额或日期上报过。',
  },
  no_such_payment: {
    en: 'It takes back a payment that has not come. Try again when it has.',
    zh: '要撤销的付款尚未到账，到账后重试。',
  },
  other_amount: {
    en: 'It takes back another amount than was paid.',
    zh: '撤销金额与原付款不同。',
  },
  already_reversed: {
    en: 'The payment was taken back before, on another day.',
    zh: '该付款此前已在其他日期撤销。',
  },
  before_its_payment: {
    en: 'It takes the payment back before the day of the payment.',
    zh: '撤销日期早于付款日期。',
  },
  not_taken: {
    en: 'The account does not take it now. Look at the account, then try again.',
    zh: '账户目前不接受。请查看账户后重试。',
  },
} as const satisfies Readonly<Record<string, Words>>
type UnplacedWhy = keyof typeof UNPLACED_WORDS

type Row = {
  readonly provider: string
  readonly event_id: string
  readonly body_hash: string
  readonly kind: ProviderWord['kind']
  readonly our_ref: string | null
  readonly provider_ref: string | null
  readonly item_ref: string | null
  readonly amount_minor: bigint | null
  readonly currency: string | null
  readonly happened_at: Instant
  readonly said: Said
  readonly state_why: string | null
}
type Said = {
  readonly type?: SystemWord['type']
  readonly effective_on?: Day
  readonly why?: string | null
}

const LISTED = 100

/** One that was shown: the list goes on after it. */
type UnplacedKey = { readonly provider: string; readonly eventId: string }

type Page = { readonly after?: UnplacedKey | undefined; readonly limit?: number }

async function unplacedRows(
  tx: Tx,
  tenantId: bigint,
  { after, limit }: Page = {},
): Promise<readonly Row[]> {
  const found = await tx.query<Row>(
    `select provider, event_id, body_hash, kind, our_ref, provider_ref, item_ref, amount_minor, currency, happened_at,
            said, state_why
       from webhook_event
      where tenant_id = $1 and state = 'unmatched'
        and ($2::text is null or (recorded_at, provider, event_id) > (
          select w.recorded_at, w.provider, w.event_id from webhook_event w
           where w.tenant_id = $1 and w.provider = $2 and w.event_id = $3))
      order by recorded_at, provider, event_id limit $4`,
    [tenantId, after?.provider ?? null, after?.eventId ?? null, limit ?? LISTED],
  )
  return found.rows
}

/** The oldest first: a person looks at them. */
export async function readUnplaced(
  tx: Tx,
  tenantId: bigint,
  page: Page = {},
): Promise<readonly Unplaced[]> {
  return (await unplacedRows(tx, tenantId, page)).map((row) => ({
    provider: row.provider,
    eventId: row.event_id,
    kind: row.kind,
    why: whyOf(row.state_why),
    amount: amountOf(row),
    at: row.happened_at,
    ref: row.our_ref ?? row.provider_ref ?? undefined,
    account: row.said.type === undefined ? undefined : (row.item_ref ?? undefined),
  }))
}

const whyOf = (text: string | null): UnplacedWhy =>
  text === null ? 'no_visit' : text in UNPLACED_WORDS ? (text as UnplacedWhy) : 'not_taken'

function amountOf({ amount_minor: minor, currency }: Row): Money | undefined {
  const known = currency === null ? undefined : currencyOf(currency)
  return minor === null || known === undefined ? undefined : money(minor, known)
}

/** Every one of them once more, as if it were told again now: what they lacked may have come. */
export async function placeAgain(
  db: Db,
  tenantId: bigint,
  tick: Tick,
): Promise<{ readonly placed: number; readonly waiting: number }> {
  const rows = await inTenant(db, tenantId, (tx) => unplacedRows(tx, tenantId))
  let placed = 0
  for (const row of rows) if ((await tellAgain(db, tenantId, row, tick)).is === 'applied') placed++
  return { placed, waiting: rows.length - placed }
}

function tellAgain(db: Db, tenantId: bigint, row: Row, tick: Tick): Promise<Took> {
  const from = { tenantId, provider: row.provider, bodyHash: row.body_hash }
  const amount = amountOf(row)
  const { type, effective_on: effectiveOn } = row.said
  if (type === undefined || effectiveOn === undefined || amount === undefined)
    return takeWord(db, from, { ...namesOf(row), amount }, tick)
  const word: SystemWord = {
    id: row.event_id,
    type,
    accountRef: row.item_ref ?? '',
    paymentRef: row.provider_ref ?? '',
    amount,
    effectiveOn,
    why: row.said.why ?? undefined,
  }
  return takeSystemWord(db, from, word, tick)
}

const namesOf = (row: Row): ProviderWord => ({
  id: row.event_id,
  kind: row.kind,
  ref: row.our_ref ?? undefined,
  providerRef: row.provider_ref ?? undefined,
  itemRef: row.item_ref ?? undefined,
  at: row.happened_at,
})

/** Nothing is to be done about it here: out of the list, with who said so and why. False: it does not wait. */
export async function noteUnplaced(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly provider: string
    readonly eventId: string
    readonly by: string
    readonly why: string
  },
): Promise<boolean> {
  const done = await tx.query(
    `update webhook_event set state = 'noted', state_why = $4
      where tenant_id = $1 and provider = $2 and event_id = $3 and state = 'unmatched'`,
    [tenantId, of.provider, of.eventId, `${of.by}: ${of.why}`],
  )
  return done.rowCount === 1
}
