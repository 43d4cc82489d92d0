import { assert } from '../core/assert.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { laterState, standingOf, type PayStanding, type PayWord } from '../core/pay-standing.ts'
import type { TryState } from '../core/pay-standing.ts'
import type { Money } from '../core/money.ts'
import { localDay, zoneOf } from '../guard/zone.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { applyPayment } from './payment-event.ts'
import { applyReversal } from './payment-reversal.ts'

/** One visit to a provider's page. */
export type OpenTry = {
  readonly tenantId: bigint
  readonly borrowerId: bigint
  readonly tryNo: bigint
  readonly accountId: bigint
  readonly provider: string
  readonly ref: string
  readonly amount: Money
  readonly state: TryState
  readonly providerRef: string | undefined
  readonly page: string | undefined
  readonly linkNo: bigint | undefined
  readonly expiresAt: Instant
}

type Tick = { readonly now: Instant; readonly today: Day }

/**
 * Brings what is posted for a visit to what all words about it say together, under the borrower's
 * lock. The words decide, not their order: run again it finds nothing to do. False where the book
 * does not take it, and a person has to look.
 */
export async function reconcileTry(tx: Tx, visit: OpenTry, tick: Tick): Promise<boolean> {
  const ref = { tenantId: visit.tenantId, borrowerId: visit.borrowerId }
  if ((await lockBorrower(tx, ref)) === undefined) return false
  const words = await wordsOf(tx, visit)
  const standing = standingOf(visit.state, words.taken)
  const isPosted = await bringTo(tx, visit, standing, tick)
  await tx.query(
    `update payment_try set state = $4, told_at = $5 where tenant_id = $1 and borrower_id = $2 and try_no = $3`,
    [
      visit.tenantId,
      visit.borrowerId,
      visit.tryNo,
      standing.paid === undefined
        ? laterState(await stateNow(tx, visit), standing.state)
        : standing.state,
      instantText(tick.now),
    ],
  )
  await markWords(tx, visit, words, isPosted)
  return isPosted && words.refused.length === 0
}

async function stateNow(tx: Tx, visit: OpenTry): Promise<TryState> {
  const found = await tx.query<{ state: TryState }>(
    `select state from payment_try where tenant_id = $1 and borrower_id = $2 and try_no = $3`,
    [visit.tenantId, visit.borrowerId, visit.tryNo],
  )
  return found.rows[0]?.state ?? visit.state
}

type Words = { readonly taken: readonly PayWord[]; readonly refused: readonly string[] }

type WordRow = {
  event_id: string
  kind: PayWord['kind']
  item_ref: string | null
  amount_minor: bigint | null
  currency: string | null
  happened_at: Instant
}

const OF_VISIT = `tenant_id = $1 and provider = $2 and (our_ref = $3 or our_ref is null and provider_ref in (
  select tied.provider_ref from webhook_event tied
   where tied.tenant_id = $1 and tied.provider = $2 and tied.our_ref = $3 and tied.provider_ref is not null))`

async function wordsOf(tx: Tx, visit: OpenTry): Promise<Words> {
  const found = await tx.query<WordRow>(
    `select event_id, kind, item_ref, amount_minor, currency, happened_at from webhook_event where ${OF_VISIT}`,
    [visit.tenantId, visit.provider, visit.ref],
  )
  const isOther = (row: WordRow) => row.currency !== null && row.currency !== visit.amount.currency
  return {
    refused: found.rows.filter(isOther).map((row) => row.event_id),
    taken: found.rows
      .filter((row) => !isOther(row))
      .map((row) => ({
        id: row.event_id,
        kind: row.kind,
        itemRef: row.item_ref ?? undefined,
        minor: row.amount_minor ?? undefined,
        at: row.happened_at,
      })),
  }
}

type Step = {
  readonly step_no: number
  readonly kind: 'payment' | 'reversal'
  readonly payment_id: bigint
  readonly amount_minor: bigint
  readonly effective_on: Day
}

/** What a refund leaves is posted anew: a payment is only ever undone in whole. */
async function bringTo(
  tx: Tx,
  visit: OpenTry,
  standing: PayStanding,
  tick: Tick,
): Promise<boolean> {
  if (standing.paid === undefined) return true
  const wantedMinor = standing.paid.minor - standing.backMinor
  const steps = await stepsOf(tx, visit)
  const dayOf = await dayIn(tx, visit.tenantId, tick.today)
  const paidOn = dayOf(standing.paid.at)
  const post = new Posting(tx, visit, tick, steps)
  if (steps.length === 0 && !(await post.payment(standing.paid.minor, paidOn))) return false
  const live = post.live()
  const liveMinor = live?.amount_minor ?? 0n
  if (liveMinor === wantedMinor) return true
  const backOn = later(dayOf(standing.backAt ?? standing.paid.at), live?.effective_on ?? paidOn)
  const { isChargeback } = standing
  const back = { on: backOn, isChargeback, isPart: wantedMinor > 0n }
  if (live !== undefined && !(await post.reversal(live, back))) return false
  return wantedMinor === 0n || post.payment(wantedMinor, backOn)
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)

async function stepsOf(tx: Tx, visit: OpenTry): Promise<Step[]> {
  const found = await tx.query<Step>(
    `select step_no, kind, payment_id, amount_minor, effective_on from payment_step
      where tenant_id = $1 and borrower_id = $2 and try_no = $3 order by step_no`,
    [visit.tenantId, visit.borrowerId, visit.tryNo],
  )
  return found.rows
}

/** The business day of an instant, at the latest today: a provider's clock may be ahead. */
async function dayIn(tx: Tx, tenantId: bigint, today: Day): Promise<(at: Instant) => Day> {
  const found = await tx.query<{ zone: string }>('select zone from tenant where tenant_id = $1', [
    tenantId,
  ])
  const zone = zoneOf(found.rows[0]?.zone ?? 'UTC')
  assert(zone !== undefined, 'the tenant has a zone')
  return (at) => {
    const on = localDay(zone, at)
    return on < today ? on : today
  }
}

/** The steps of one visit, in the book and beside it. */
class Posting {
  private readonly tx: Tx
  private readonly visit: OpenTry
  private readonly tick: Tick
  private readonly steps: Step[]

  constructor(tx: Tx, visit: OpenTry, tick: Tick, steps: readonly Step[]) {
    this.tx = tx
    this.visit = visit
    this.tick = tick
    this.steps = [...steps]
  }

  /** The payment that stands; undefined where the last one was undone. */
  live(): Step | undefined {
    const last = this.steps.at(-1)
    return last?.kind === 'payment' ? last : undefined
  }

  async payment(minor: bigint, on: Day): Promise<boolean> {
    const { visit } = this
    const nth = this.steps.filter((step) => step.kind === 'payment').length
    const made = await applyPayment(
      this.tx,
      visit.tenantId,
      {
        borrowerId: visit.borrowerId,
        accountId: visit.accountId,
        ref: nth === 0 ? visit.ref : `${visit.ref}-${nth}`,
        source: visit.provider,
        amountMinor: minor,
        effectiveOn: on,
        isRest: nth > 0,
      },
      this.tick,
    )
    if ('declined' in made) return false
    await this.keep({ kind: 'payment', payment_id: made.paymentId, amount_minor: minor, on })
    return true
  }

  async reversal(
    live: Step,
    back: { readonly on: Day; readonly isChargeback: boolean; readonly isPart: boolean },
  ): Promise<boolean> {
    const { visit } = this
    const { on, isPart } = back
    const made = await applyReversal(
      this.tx,
      visit.tenantId,
      {
        borrowerId: visit.borrowerId,
        accountId: visit.accountId,
        paymentId: live.payment_id,
        effectiveOn: on,
        kind: back.isChargeback ? 'chargeback' : 'reversal',
        why: `${visit.provider} ${visit.ref}`,
        isPart,
      },
      this.tick,
    )
    // Undone by somebody else already: what is left is posted all the same.
    if ('declined' in made && made.declined !== 'already_reversed') return false
    const { payment_id, amount_minor } = live
    await this.keep({ kind: 'reversal', payment_id, amount_minor, on })
    return true
  }

  private async keep(
    step: Pick<Step, 'kind' | 'payment_id' | 'amount_minor'> & { on: Day },
  ): Promise<void> {
    const { visit } = this
    const step_no = (this.steps.at(-1)?.step_no ?? 0) + 1
    await this.tx.query(
      `insert into payment_step (tenant_id, borrower_id, try_no, step_no, kind, payment_id, amount_minor, effective_on)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        visit.tenantId,
        visit.borrowerId,
        visit.tryNo,
        step_no,
        step.kind,
        step.payment_id,
        step.amount_minor,
        step.on,
      ],
    )
    this.steps.push({ ...step, step_no, effective_on: step.on })
  }
}

async function markWords(tx: Tx, visit: OpenTry, words: Words, isPosted: boolean): Promise<void> {
  await tx.query(
    `update webhook_event set
       state = case when $4 and not event_id = any($5) then 'applied' else 'unmatched' end,
       state_why = case when event_id = any($5) then 'wrong_currency' when $4 then null else 'not_taken' end
     where ${OF_VISIT}`,
    [visit.tenantId, visit.provider, visit.ref, isPosted, words.refused],
  )
}
