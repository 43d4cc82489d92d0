import { addDays, type Day, type Instant } from '../core/calendar.ts'
import { isOdd, type MatchTarget } from '../core/match.ts'
import type { Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { applyPayment } from './payment-event.ts'
import { findTarget, nameKey } from './money-targets.ts'
import {
  countsOn,
  lockItem,
  readDecisions,
  waitsForAnswer,
  type MoneyItem,
  type MoneyKey,
} from './money.ts'
import { needsSecond } from './money-limit.ts'
import { askSecond } from './second-person.ts'

type Tick = { readonly now: Instant; readonly today: Day }

export type MatchGiven = MoneyKey & {
  readonly account:
    | { readonly ref: string }
    | { readonly borrowerId: bigint; readonly accountId: bigint }
  /** Less than what is left: the rest waits on. Nothing given: all that is left. */
  readonly amountMinor?: bigint | undefined
  readonly by: string
  readonly why?: string | undefined
  readonly rule?: string | undefined
  readonly score?: number | undefined
  /** The second person, where one has agreed: then the match is made however large or odd it is. */
  readonly approvedBy?: string | undefined
}

export type MatchDeclined =
  | 'no_such_item'
  | 'nothing_left'
  | 'no_such_account'
  | 'several_accounts'
  | 'wrong_currency'
  | 'more_than_left'
  | 'not_above_zero'
  | 'day_in_future'
  | 'is_returned'
  | 'payment_not_taken'
  | 'reason_missing'
  | 'already_asked'
  | 'not_certain'

export type Matched =
  | {
      readonly done: 'matched'
      readonly decisionNo: number
      readonly paymentId: bigint
      readonly leftMinor: bigint
    }
  | { readonly done: 'asked'; readonly requestId: bigint; readonly leftMinor: bigint }

export type MatchResult = Matched | { readonly declined: MatchDeclined }

const ANSWER_DAYS = 14

/** Gives money, or a part of it, to an account: the payment follows as any other does. */
export async function matchItem(
  tx: Tx,
  tenantId: bigint,
  given: MatchGiven,
  tick: Tick,
): Promise<MatchResult> {
  const item = await lockItem(tx, tenantId, given)
  if (item === undefined) return { declined: 'no_such_item' }
  if (item.amountMinor < 0n) return { declined: 'is_returned' }
  if (item.leftMinor === 0n) return { declined: 'nothing_left' }
  const amountMinor = given.amountMinor ?? item.leftMinor
  if (amountMinor <= 0n) return { declined: 'not_above_zero' }
  if (amountMinor > item.leftMinor) return { declined: 'more_than_left' }
  if (countsOn(item) > tick.today) return { declined: 'day_in_future' }
  const target = await findTarget(tx, tenantId, given.account)
  if (typeof target === 'string') return { declined: target }
  if (target.currency !== item.currency) return { declined: 'wrong_currency' }
  const made = { item, target: { ...target, by: NOBODY }, amountMinor, given }
  if (given.approvedBy === undefined) {
    const odd = isOdd({ leftMinor: amountMinor, currency: item.currency }, made.target)
    // Looked at together with others, of which one has paid meanwhile what it would pay.
    if (given.by === BY_RULE)
      return odd ? { declined: 'not_certain' } : post(tx, tenantId, made, tick)
    // With what was given out of it before: a large item is no smaller in parts.
    const inAll = item.amountMinor - item.leftMinor + amountMinor
    if (odd || (await needsSecond(tx, tenantId, { amountMinor: inAll, currency: item.currency })))
      return ask(tx, tenantId, made, tick)
  }
  return post(tx, tenantId, made, tick)
}

/** Who decides where a rule alone is certain. */
export const BY_RULE = 'rule'

const NOBODY: MatchTarget['by'] = new Set()

type Making = {
  readonly item: MoneyItem
  readonly target: MatchTarget
  readonly amountMinor: bigint
  readonly given: MatchGiven
}

async function ask(
  tx: Tx,
  tenantId: bigint,
  { item, target, amountMinor, given }: Making,
  { today }: Tick,
): Promise<MatchResult> {
  if (given.why === undefined) return { declined: 'reason_missing' }
  if (waitsForAnswer(item, today)) return { declined: 'already_asked' }
  const { borrowerId, accountId } = target
  await lockBorrower(tx, { tenantId, borrowerId })
  const requestId = await askSecond(tx, tenantId, {
    borrowerId,
    accountId,
    kind: 'match',
    body: { itemKey: item.itemKey, itemNo: item.itemNo, borrowerId, accountId, amountMinor },
    amountMinor,
    currency: item.currency,
    by: given.by,
    why: given.why,
    askedOn: today,
    expiresOn: addDays(today, ANSWER_DAYS),
  })
  await keepDecision(tx, tenantId, item, {
    kind: 'asked',
    partMinor: amountMinor,
    target,
    requestId,
    by: given.by,
    why: given.why,
  })
  return { done: 'asked', requestId, leftMinor: item.leftMinor }
}

async function post(
  tx: Tx,
  tenantId: bigint,
  { item, target, amountMinor, given }: Making,
  tick: Tick,
): Promise<MatchResult> {
  const before = await readDecisions(tx, tenantId, item)
  const nth = before.filter(({ kind }) => kind === 'match').length + 1
  const { borrowerId, accountId } = target
  const paid = await applyPayment(
    tx,
    tenantId,
    {
      borrowerId,
      accountId,
      // Made of the item and how often it was matched: the same match is the same payment for ever.
      ref: `bank:${item.itemKey}:${item.itemNo}:${nth}`,
      source: 'bank',
      amountMinor,
      effectiveOn: countsOn(item),
    },
    tick,
  )
  if ('declined' in paid) return { declined: 'payment_not_taken' }
  const { paymentId } = paid
  const decisionNo = await keepDecision(tx, tenantId, item, {
    kind: 'match',
    partMinor: amountMinor,
    target,
    paymentId,
    ...given,
  })
  await remember(tx, tenantId, item, target)
  const leftMinor = item.leftMinor - amountMinor
  await setLeft(tx, tenantId, item, leftMinor)
  return { done: 'matched', decisionNo, paymentId, leftMinor }
}

/** Whose money this was is known the next time that this payer pays. */
async function remember(
  tx: Tx,
  tenantId: bigint,
  item: MoneyItem,
  { borrowerId, accountId }: MatchTarget,
): Promise<void> {
  const known = [
    { kind: 'payer', value: item.payerAccount },
    { kind: 'payer_name', value: item.payerName && nameKey(item.payerName) },
  ].filter(({ value }) => value !== undefined && value !== '')
  await tx.query(
    `insert into money_alias (tenant_id, kind, value, matched_borrower, matched_account)
     select $1, k.kind, k.value, $4, $5 from unnest($2::text[], $3::text[]) as k (kind, value) on conflict do nothing`,
    [
      tenantId,
      known.map(({ kind }) => kind),
      known.map(({ value }) => value),
      borrowerId,
      accountId,
    ],
  )
}

export type DecisionGiven = {
  readonly kind: 'match' | 'return' | 'set_aside' | 'undo' | 'asked'
  readonly partMinor: bigint
  readonly target?:
    | { readonly borrowerId: bigint; readonly accountId: bigint | undefined }
    | undefined
  readonly paymentId?: bigint | undefined
  readonly rule?: string | undefined
  readonly score?: number | undefined
  readonly why?: string | undefined
  readonly undoesNo?: number | undefined
  readonly requestId?: bigint | undefined
  readonly by: string
}

/** One more row about the item, under its lock. */
export async function keepDecision(
  tx: Tx,
  tenantId: bigint,
  { itemKey, itemNo }: MoneyKey,
  given: DecisionGiven,
): Promise<number> {
  const made = await tx.query<{ decision_no: number }>(
    `insert into money_decision (tenant_id, item_key, item_no, decision_no, kind, part_minor, matched_borrower,
       matched_account, payment_id, rule, score, why, undoes_no, request_id, decided_by)
     select $1, $2, $3, coalesce(max(decision_no), 0) + 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
       from money_decision where tenant_id = $1 and item_key = $2 and item_no = $3
     returning decision_no`,
    [
      tenantId,
      itemKey,
      itemNo,
      given.kind,
      given.partMinor,
      given.target?.borrowerId ?? null,
      given.target?.accountId ?? null,
      given.paymentId ?? null,
      given.rule ?? null,
      given.score ?? null,
      given.why ?? null,
      given.undoesNo ?? null,
      given.requestId ?? null,
      given.by,
    ],
  )
  return made.rows[0]?.decision_no ?? 0
}

/** What is left to decide; an item of which nothing is left waits no more. */
export async function setLeft(
  tx: Tx,
  tenantId: bigint,
  item: Pick<MoneyItem, 'itemKey' | 'itemNo' | 'bookedOn'>,
  leftMinor: bigint,
): Promise<void> {
  const key = [tenantId, item.itemKey, item.itemNo]
  if (leftMinor === 0n)
    await tx.query(
      `delete from money_waiting where tenant_id = $1 and item_key = $2 and item_no = $3`,
      key,
    )
  else
    await tx.query(
      `insert into money_waiting (tenant_id, item_key, item_no, left_minor, booked_on, tried)
       values ($1, $2, $3, $4, $5, true)
       on conflict (tenant_id, item_key, item_no) do update set left_minor = excluded.left_minor, tried = true`,
      [...key, leftMinor, item.bookedOn],
    )
}
