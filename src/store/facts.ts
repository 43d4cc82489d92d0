import type { AccountFacts, Instalment, Pause, Payment, Snapshot } from '../core/account-facts.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { sendTogether, type Tx } from './db.ts'

/** Accounts by key: two arrays of one length, as statements over many accounts take them. */
export type AccountKeys = {
  readonly borrowerIds: readonly bigint[]
  readonly accountIds: readonly bigint[]
}

type Row<T> = T & { account_id: bigint; effective_on: Day; recorded_at: Instant }
type Times = { effectiveOn: Day; recordedAt: Instant }

const times = (row: Row<unknown>): Times => ({
  effectiveOn: row.effective_on,
  recordedAt: row.recorded_at,
})
const some = <T>(value: T | null): T | undefined => value ?? undefined

const KEYS = `join unnest($2::bigint[], $3::bigint[]) as k (borrower_id, account_id) using (borrower_id, account_id)`

/** All facts of the accounts, by account id, each kind in one read. */
export async function readFacts(
  tx: Tx,
  tenantId: bigint,
  keys: AccountKeys,
): Promise<ReadonlyMap<bigint, AccountFacts>> {
  const at = [tenantId, keys.borrowerIds, keys.accountIds]
  const facts = new Map(
    keys.accountIds.map((id) => [
      id,
      {
        instalments: [] as Instalment[],
        payments: [] as Payment[],
        pauses: [] as Pause[],
        snapshots: [] as Snapshot[],
      },
    ]),
  )
  const [instalments, payments, pauses, snapshots] = await sendTogether(tx, [
    () => instalmentRows(tx, at),
    () => paymentRows(tx, at),
    () => pauseRows(tx, at),
    () => snapshotRows(tx, at),
  ])
  fill(facts, { instalments, payments, pauses, snapshots })
  return facts
}

type Found = {
  readonly instalments: Awaited<ReturnType<typeof instalmentRows>>
  readonly payments: Awaited<ReturnType<typeof paymentRows>>
  readonly pauses: Awaited<ReturnType<typeof pauseRows>>
  readonly snapshots: Awaited<ReturnType<typeof snapshotRows>>
}
type Filling = {
  readonly instalments: Instalment[]
  readonly payments: Payment[]
  readonly pauses: Pause[]
  readonly snapshots: Snapshot[]
}

function fill(facts: ReadonlyMap<bigint, Filling>, found: Found): void {
  const { instalments, payments, pauses, snapshots } = found
  for (const row of instalments) {
    const fact = {
      ...times(row),
      version: row.version,
      no: row.instalment_no,
      dueOn: row.due_on,
      amountMinor: row.amount_minor,
    }
    facts.get(row.account_id)?.instalments.push(fact)
  }
  for (const row of payments) {
    const fact = {
      ...times(row),
      id: row.payment_id,
      amountMinor: row.amount_minor,
      reversesId: some(row.reverses_id),
    }
    facts.get(row.account_id)?.payments.push(fact)
  }
  for (const row of pauses) {
    const fact = {
      ...times(row),
      id: row.pause_id,
      fromOn: row.from_on,
      untilOn: some(row.until_on),
      withdrawsId: some(row.withdraws_id),
    }
    facts.get(row.account_id)?.pauses.push(fact)
  }
  for (const row of snapshots) {
    const fact = {
      ...times(row),
      balanceMinor: row.balance_minor,
      arrearsMinor: some(row.arrears_minor),
      oldestUnpaidDueOn: some(row.oldest_unpaid_due_on),
      monthsPastDue: some(row.months_past_due),
      nextDueOn: some(row.next_due_on),
      nextDueMinor: some(row.next_due_minor),
    }
    facts.get(row.account_id)?.snapshots.push(fact)
  }
}

async function instalmentRows(tx: Tx, at: readonly unknown[]) {
  type One = Row<{ version: number; instalment_no: number; due_on: Day; amount_minor: bigint }>
  const found = await tx.query<One>(
    `select account_id, effective_on, recorded_at, version, instalment_no, due_on, amount_minor
       from instalment ${KEYS} where tenant_id = $1`,
    [...at],
  )
  return found.rows
}

async function paymentRows(tx: Tx, at: readonly unknown[]) {
  type One = Row<{ payment_id: bigint; amount_minor: bigint; reverses_id: bigint | null }>
  const found = await tx.query<One>(
    `select account_id, effective_on, recorded_at, payment_id, amount_minor, reverses_id
       from payment ${KEYS} where tenant_id = $1`,
    [...at],
  )
  return found.rows
}

async function pauseRows(tx: Tx, at: readonly unknown[]) {
  type One = Row<{
    pause_id: bigint
    from_on: Day
    until_on: Day | null
    withdraws_id: bigint | null
  }>
  const found = await tx.query<One>(
    `select account_id, effective_on, recorded_at, pause_id, from_on, until_on, withdraws_id
       from pause ${KEYS} where tenant_id = $1`,
    [...at],
  )
  return found.rows
}

async function snapshotRows(tx: Tx, at: readonly unknown[]) {
  type One = Row<{
    balance_minor: bigint
    arrears_minor: bigint | null
    oldest_unpaid_due_on: Day | null
    months_past_due: number | null
    next_due_on: Day | null
    next_due_minor: bigint | null
  }>
  const found = await tx.query<One>(
    `select account_id, effective_on, recorded_at, balance_minor, arrears_minor, oldest_unpaid_due_on,
            months_past_due, next_due_on, next_due_minor
       from snapshot ${KEYS} where tenant_id = $1`,
    [...at],
  )
  return found.rows
}
