import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { addDays } from '../core/calendar.ts'
import { judgePromises, type PromiseState } from '../core/promise.ts'
import { readAccountTerms, type AccountTerms } from './agreement-terms.ts'
import { tell } from './event-out.ts'
import { NO_AGREEMENTS } from '../core/agreed.ts'
import { readAgreements } from './agreements.ts'
import type { Tx } from './db.ts'
import { readFacts } from './facts.ts'
import { readOwn } from './own-position.ts'
import { follow } from './follow.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { planPromiseConfirmed } from './promise-confirmed.ts'
import { promiseFault, type RevivalFault } from './revival.ts'
import { NOT_SERVICING } from './servicing.ts'

export type Tick = { readonly now: Instant; readonly today: Day }
export type OfAccount = { readonly borrowerId: bigint; readonly accountId: bigint }

export type PromiseEvent = OfAccount & {
  readonly amountMinor: bigint
  readonly dueOn: Day
  /** Left out: as the product says. */
  readonly toleranceDays?: number | undefined
  readonly toleranceMinor?: bigint | undefined
  readonly channel?: Channel | undefined
  /** The open promise that this one takes the place of. */
  readonly supersedesId?: bigint | undefined
  /** Why it takes that one's place. */
  readonly reason?: string | undefined
  readonly source: string
  readonly by?: string | undefined
}

export type PromiseRecorded = {
  readonly promiseId: bigint
  readonly state: PromiseState
  readonly untilOn: Day
  readonly withdrawn: number
}

export type PromiseDeclined = {
  readonly declined:
    | 'day_in_past'
    | 'promise_too_far'
    | 'no_such_account'
    | 'more_than_owed'
    | 'no_open_promise'
    | 'promise_is_open'
    | 'amend_reason_missing'
    | RevivalFault['declined']
}

/**
 * Records a promise under the borrower's lock, which the caller holds. What is planned for the account
 * is taken back: while the promise runs the strategy asks anew, and rows that ask `promise.open` are
 * quiet. No word is asked for that could begin the time of a debt anew without the borrower's consent.
 */
export async function applyPromise(
  tx: Tx,
  tenantId: bigint,
  promise: PromiseEvent,
  tick: Tick,
): Promise<PromiseRecorded | PromiseDeclined> {
  const ref = { tenantId, borrowerId: promise.borrowerId }
  const checked = await checkPromise(tx, tenantId, promise, tick)
  if ('declined' in checked) return checked
  const { terms } = checked
  const promiseId = await insertPromise(tx, tenantId, promise, { terms, today: tick.today })
  const { accountId, amountMinor: minor, dueOn, borrowerId } = promise
  const data = { promise_id: promiseId, due_on: dueOn }
  await tell(tx, tenantId, [
    { type: 'promise.made', borrowerId, at: tick.now, accountId, minor, data },
  ])
  const withdrawn = await agreed(tx, ref, promise.accountId, { ...tick, why: 'promise' })
  await planPromiseConfirmed(tx, ref, { accountId: promise.accountId, promiseId }, tick.today)
  const judged = (await judgedPromises(tx, tenantId, promise, tick.today)).find(
    (one) => one.promise.id === promiseId,
  )
  const state = judged?.state ?? 'open'
  return { promiseId, state, untilOn: judged?.untilOn ?? promise.dueOn, withdrawn }
}

/** What would be refused of it, without keeping anything: asked while it is typed, and again as it is kept. */
export async function checkPromise(
  tx: Tx,
  tenantId: bigint,
  promise: PromiseEvent,
  tick: Tick,
): Promise<{ readonly terms: AccountTerms } | PromiseDeclined> {
  const ref = { tenantId, borrowerId: promise.borrowerId }
  const terms = await readAccountTerms(tx, tenantId, promise)
  if (terms === undefined) return { declined: 'no_such_account' }
  const barred = await promiseFault(tx, ref, promise.accountId, tick.today)
  if (barred !== undefined) return barred
  const declined =
    plainlyDeclined(promise, terms, tick) ??
    (await openDeclined(tx, tenantId, promise, { terms, tick }))
  return declined === undefined ? { terms } : { declined }
}

type Why = PromiseDeclined['declined']

function plainlyDeclined(
  promise: PromiseEvent,
  { agreement, owedMinor }: AccountTerms,
  { today }: Tick,
): Why | undefined {
  if (promise.dueOn < today) return 'day_in_past'
  if (promise.dueOn > addDays(today, agreement.promise.daysAheadMax)) return 'promise_too_far'
  if (promise.amountMinor > owedMinor) return 'more_than_owed'
  const isAmended = promise.supersedesId !== undefined
  return isAmended && promise.reason === undefined ? 'amend_reason_missing' : undefined
}

/** One open promise an account, unless the product lets there be more; an amended one gives its place. */
async function openDeclined(
  tx: Tx,
  tenantId: bigint,
  promise: PromiseEvent,
  { terms, tick }: { readonly terms: AccountTerms; readonly tick: Tick },
): Promise<Why | undefined> {
  const open = (await judgedPromises(tx, tenantId, promise, tick.today)).filter(
    (one) => one.state === 'open',
  )
  const { supersedesId } = promise
  if (supersedesId !== undefined && !open.some((one) => one.promise.id === supersedesId))
    return 'no_open_promise'
  const others = open.filter((one) => one.promise.id !== supersedesId)
  return others.length >= terms.agreement.promise.openMax ? 'promise_is_open' : undefined
}

async function insertPromise(
  tx: Tx,
  tenantId: bigint,
  promise: PromiseEvent,
  { terms, today }: { readonly terms: AccountTerms; readonly today: Day },
): Promise<bigint> {
  const tolerance = terms.agreement.promise
  const made = await tx.query<{ promise_id: bigint }>(
    `insert into promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, tolerance_days,
       tolerance_minor, channel, supersedes_id, reason, source, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning promise_id`,
    [
      tenantId,
      promise.borrowerId,
      promise.accountId,
      promise.amountMinor,
      terms.currency,
      today,
      promise.dueOn,
      promise.toleranceDays ?? tolerance.toleranceDays,
      promise.toleranceMinor ?? tolerance.toleranceMinor,
      promise.channel ?? null,
      promise.supersedesId ?? null,
      promise.reason ?? null,
      promise.source,
      promise.by ?? null,
    ],
  )
  return made.rows[0]?.promise_id ?? 0n
}

/** The new position, the stop of what was made for the old one, and the new decision. */
export async function agreed(
  tx: Tx,
  ref: BorrowerRef,
  accountId: bigint,
  { now, today, why }: Tick & { readonly why: 'promise' | 'plan' },
): Promise<number> {
  const { withdrawn } = await follow(tx, ref, {
    today,
    now,
    stops: why,
    fact: () => Promise.resolve(),
    withdraw: () =>
      tx.query(
        `update treatment set state = 'withdrawn', state_why = jsonb_build_object('why', $4::text), not_before = null
         where tenant_id = $1 and borrower_id = $2 and account_id = $3
           and state in ('planned', 'deferred', 'listed', 'awaiting_approval')
           and reward is null and ${NOT_SERVICING}`,
        [ref.tenantId, ref.borrowerId, accountId, why],
      ),
  })
  return withdrawn
}

export async function judgedPromises(tx: Tx, tenantId: bigint, of: OfAccount, today: Day) {
  const { agreements, payments } = await readAgreed(tx, tenantId, { ...of, today })
  return judgePromises(agreements.promises, payments, today)
}

/** What was agreed on one account, and its money; of a debt of an own book the ledger says which money is its. */
export async function readAgreed(
  tx: Tx,
  tenantId: bigint,
  { borrowerId, accountId, today }: OfAccount & { readonly today: Day },
) {
  const keys = { borrowerIds: [borrowerId], accountIds: [accountId] }
  const agreements = (await readAgreements(tx, tenantId, keys)).get(accountId) ?? NO_AGREEMENTS
  const own = (await readOwn(tx, tenantId, [borrowerId], today)).get(accountId)
  const facts = own?.facts ?? (await readFacts(tx, tenantId, keys)).get(accountId)
  return { agreements, payments: facts?.payments ?? [], facts }
}
