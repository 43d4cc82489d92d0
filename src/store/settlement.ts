import type { Payment } from '../core/account-facts.ts'
import { addDays, type Day } from '../core/calendar.ts'
import { PARTS } from '../core/ledger.ts'
import { replay } from '../core/ledger-replay.ts'
import { finalOn } from '../core/offer.ts'
import { judgePlans, type JudgedPlan } from '../core/plan.ts'
import { unusedMoney } from '../core/promise.ts'
import { readAgreed, type Tick } from './agree.ts'
import { readAccountTerms } from './agreement-terms.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { bookFor, postFact } from './ledger-post.ts'

/** A settlement is a plan that forgives the rest: how far its end has come. */
export type Settlement = {
  readonly planId: bigint
  readonly accountId: bigint
  readonly judged: JudgedPlan
  readonly forgivesMinor: bigint
  readonly state: 'running' | 'paid' | 'settled' | 'ended'
  /** The first day on which all of its money is final; undefined while not all is paid. */
  readonly finalOn: Day | undefined
}

type EventKind = 'waived' | 'proposed' | 'letter' | 'reopened'
type SettlementRow = {
  readonly plan_id: bigint
  readonly account_id: bigint
  readonly forgives: bigint
  readonly last: EventKind | null
}

async function settlementRows(tx: Tx, ref: BorrowerRef): Promise<readonly SettlementRow[]> {
  const found = await tx.query<SettlementRow>(
    `select p.plan_id, p.account_id, p.forgives_minor as forgives,
            (select e.kind from settlement_event e where e.tenant_id = p.tenant_id and e.borrower_id = p.borrower_id
               and e.plan_id = p.plan_id order by e.event_id desc limit 1) as last
       from plan p where p.tenant_id = $1 and p.borrower_id = $2 and p.forgives_minor > 0 order by p.plan_id`,
    [ref.tenantId, ref.borrowerId],
  )
  return found.rows
}

type Found = Settlement & { readonly last: EventKind | null }

async function readFound(tx: Tx, ref: BorrowerRef, row: SettlementRow, today: Day): Promise<Found> {
  const of = { borrowerId: ref.borrowerId, accountId: row.account_id }
  const { agreements, payments } = await readAgreed(tx, ref.tenantId, { ...of, today })
  const judged = judgePlans(agreements.plans, payments, today).find(
    (one) => one.plan.id === row.plan_id,
  )
  const terms = await readAccountTerms(tx, ref.tenantId, of)
  if (judged === undefined || terms === undefined)
    throw new Error(`bug: settlement ${row.plan_id} is a plan of an account`)
  const ways = await waysOf(tx, ref)
  const isPaid = judged.state === 'completed'
  const used = isPaid ? moneyOf(judged, payments, today) : []
  return {
    planId: row.plan_id,
    accountId: row.account_id,
    judged,
    forgivesMinor: row.forgives,
    last: row.last,
    state: isPaid
      ? row.last === 'letter'
        ? 'settled'
        : 'paid'
      : judged.state === 'running' || judged.state === 'proposed'
        ? 'running'
        : 'ended',
    finalOn: isPaid
      ? finalOn(
          used.map(({ id, effectiveOn }) => ({ effectiveOn, way: ways.get(id) })),
          terms.agreement.finalAfterDays,
        )
      : undefined,
  }
}

/** Money that stands and came in since the settlement was agreed. */
function moneyOf(judged: JudgedPlan, payments: readonly Payment[], today: Day): readonly Payment[] {
  const standing = new Set(unusedMoney(payments, today).map((one) => `${one.on} ${one.recordedAt}`))
  return payments.filter(
    (one) =>
      one.reversesId === undefined &&
      one.effectiveOn >= judged.plan.agreedOn &&
      standing.has(`${one.effectiveOn} ${one.recordedAt}`),
  )
}

export const WAY_OF_PROVIDER: Readonly<Record<string, string>> = {
  stripe: 'card',
  sandbox: 'card',
  wechat: 'wallet',
  alipay: 'wallet',
}

/** How payments came in, where we took them ourselves; of all others the slowest way is meant. */
async function waysOf(tx: Tx, ref: BorrowerRef): Promise<ReadonlyMap<bigint, string>> {
  const found = await tx.query<{ payment_id: bigint; provider: string }>(
    `select s.payment_id, t.provider from payment_step s
       join payment_try t on t.tenant_id = s.tenant_id and t.borrower_id = s.borrower_id and t.try_no = s.try_no
      where s.tenant_id = $1 and s.borrower_id = $2 and s.kind = 'payment'`,
    [ref.tenantId, ref.borrowerId],
  )
  return new Map(
    found.rows.flatMap((row): [bigint, string][] => {
      const way = WAY_OF_PROVIDER[row.provider]
      return way === undefined ? [] : [[row.payment_id, way]]
    }),
  )
}

/** The settlements of a borrower as they stand. */
export async function readSettlements(
  tx: Tx,
  ref: BorrowerRef,
  today: Day,
): Promise<readonly Settlement[]> {
  const rows = await settlementRows(tx, ref)
  const found: Settlement[] = []
  for (const row of rows) found.push(await readFound(tx, ref, row, today))
  return found
}

/**
 * What the money of a settlement brings with it, under the borrower's lock: all paid, the rest is forgiven;
 * undone, it is owed again. In a lender's book the lender's core does so, and we propose it.
 */
export async function endSettlements(tx: Tx, ref: BorrowerRef, tick: Tick): Promise<void> {
  const rows = await settlementRows(tx, ref)
  for (const row of rows) {
    const found = await readFound(tx, ref, row, tick.today)
    const isDone = found.last !== null && found.last !== 'reopened'
    if (found.judged.state === 'completed' && !isDone) await forgive(tx, ref, found, tick)
    if (found.judged.state !== 'completed' && isDone) await reopen(tx, ref, found, tick)
  }
}

async function forgive(tx: Tx, ref: BorrowerRef, of: Settlement, tick: Tick): Promise<void> {
  const { accountId } = of
  const parts = await ownParts(tx, ref, accountId, tick.today)
  if (parts === undefined)
    return keepEvent(tx, ref, of, { kind: 'proposed', on: tick.today, minor: of.forgivesMinor })
  let minor = 0n
  for (const [part, amountMinor] of parts) {
    minor += amountMinor
    await post(
      tx,
      ref,
      { ...of, body: { kind: 'waiver', on: tick.today, accountId, part, amountMinor } },
      tick,
    )
  }
  const body = Object.fromEntries(parts.map(([part, each]) => [part, each.toString()]))
  await keepEvent(tx, ref, of, { kind: 'waived', on: tick.today, minor, body })
}

type Parts = readonly (readonly [(typeof PARTS)[number], bigint])[]

/** What is still owed of each part of a debt of an own book; undefined: the lender's core keeps it. */
async function ownParts(
  tx: Tx,
  ref: BorrowerRef,
  accountId: bigint,
  today: Day,
): Promise<Parts | undefined> {
  const book = await bookFor(tx, ref, { accountId })
  if (book === undefined) return undefined
  const standing = replay(book.facts, book.terms, today).debts.get(accountId)
  return PARTS.map((part) => [part, standing?.parts[part] ?? 0n] as const).filter(
    ([, minor]) => minor > 0n,
  )
}

type Body = Parameters<typeof postFact>[2]['given']['body']

async function post(
  tx: Tx,
  ref: BorrowerRef,
  of: { readonly accountId: bigint; readonly planId: bigint; readonly body: Body },
  tick: Tick,
): Promise<void> {
  const book = await bookFor(tx, ref, { accountId: of.accountId })
  if (book === undefined) throw new Error(`bug: account ${of.accountId} has a ledger`)
  const beside = { by: 'settlement', why: `plan ${of.planId}` }
  const made = await postFact(tx, ref, { book, given: { body: of.body, beside } }, tick)
  if ('declined' in made) throw new Error(`bug: a settlement cannot be posted: ${made.declined}`)
}

async function reopen(tx: Tx, ref: BorrowerRef, of: Settlement, tick: Tick): Promise<void> {
  const found = await tx.query<{ body: Readonly<Record<string, string>> }>(
    `select body from settlement_event where tenant_id = $1 and borrower_id = $2 and plan_id = $3 and kind = 'waived'
      order by event_id desc limit 1`,
    [ref.tenantId, ref.borrowerId, of.planId],
  )
  const waived = Object.entries(found.rows[0]?.body ?? {})
  for (const [name, text] of waived) {
    const part = PARTS.find((one) => one === name)
    if (part === undefined) continue
    const body = {
      kind: 'adjustment' as const,
      on: tick.today,
      accountId: of.accountId,
      part,
      amountMinor: BigInt(text),
    }
    await post(tx, ref, { ...of, body }, tick)
  }
  await keepEvent(tx, ref, of, { kind: 'reopened', on: tick.today })
}

async function keepEvent(
  tx: Tx,
  ref: BorrowerRef,
  of: { readonly planId: bigint },
  event: {
    readonly kind: EventKind
    readonly on: Day
    readonly minor?: bigint
    readonly body?: Readonly<Record<string, string>>
  },
): Promise<void> {
  await tx.query(
    `insert into settlement_event (tenant_id, borrower_id, plan_id, kind, effective_on, amount_minor, body)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      ref.tenantId,
      ref.borrowerId,
      of.planId,
      event.kind,
      event.on,
      event.minor ?? null,
      JSON.stringify(event.body ?? {}),
    ],
  )
}

const LETTERS_MAX = 10_000

/** Settlements whose end is kept and whose letter has not gone: the few that a day asks for. */
export async function awaitingLetter(tx: Tx, tenantId: bigint): Promise<readonly bigint[]> {
  const found = await tx.query<{ borrower_id: bigint }>(
    `select distinct p.borrower_id from plan p
      where p.tenant_id = $1 and p.forgives_minor > 0
        and (select e.kind from settlement_event e where e.tenant_id = p.tenant_id and e.borrower_id = p.borrower_id
               and e.plan_id = p.plan_id order by e.event_id desc limit 1) in ('waived', 'proposed')
      order by p.borrower_id limit ${LETTERS_MAX}`,
    [tenantId],
  )
  return found.rows.map((row) => row.borrower_id)
}

/**
 * Writes the letters of settlements whose money is final: before that day nothing says that a debt is settled.
 * The letter is a step like any other: the guard is asked before it leaves.
 */
export async function sendSettledLetters(
  tx: Tx,
  ref: BorrowerRef,
  { today }: Tick,
): Promise<readonly bigint[]> {
  const sent: bigint[] = []
  for (const row of await settlementRows(tx, ref)) {
    if (row.last !== 'waived' && row.last !== 'proposed') continue
    const found = await readFound(tx, ref, row, today)
    if (found.finalOn === undefined || found.finalOn > today) continue
    await planLetter(tx, ref, { accountId: row.account_id, today })
    await keepEvent(tx, ref, found, {
      kind: 'letter',
      on: today,
      body: { final_on: found.finalOn },
    })
    sent.push(row.plan_id)
  }
  return sent
}

const LETTER_DAYS = 30

async function planLetter(
  tx: Tx,
  ref: BorrowerRef,
  of: { readonly accountId: bigint; readonly today: Day },
): Promise<void> {
  await tx.query(
    `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
       row_no, treatment, channel, template, priority, ask_again_on, state)
     select $1, $2, $3, $4, 'settlement', 1, 'closed', 'none', 0, 'settled-in-full', 'letter', 'settled-in-full', 0, $5,
            'planned'
     on conflict (tenant_id, borrower_id, account_id, chosen_on, treatment) do nothing`,
    [ref.tenantId, ref.borrowerId, of.accountId, of.today, addDays(of.today, LETTER_DAYS)],
  )
}
