import { collectOn, type Attempt, type Collectable, type NotCollected } from '../core/collecting.ts'
import type { CollectRules } from '../core/collecting.ts'
import type { Day } from '../core/calendar.ts'
import { judgePlans } from '../core/plan.ts'
import { judgePromises } from '../core/promise.ts'
import { bankWorkdayFrom } from '../engine/bank-workday.ts'
import { readAgreed } from './agree.ts'
import type { Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { heldNow } from './held.ts'
import { readMandates, type Mandate } from './mandate.ts'
import { mostOwed, readOwed } from './pay-owed.ts'
import { randomText } from './pay-try.ts'

/** One collection that is about to be made. */
export type Collecting = Collectable & {
  readonly mandate: Mandate
  readonly attempt: number
  readonly sequence: 'FRST' | 'RCUR'
  readonly endToEndRef: string
}

export type Passed = {
  readonly mandateRef: string
  readonly forKind: 'promise' | 'plan' | 'account'
  readonly why: NotCollected | 'held' | 'nothing_owed'
}

export type Picked = { readonly lines: readonly Collecting[]; readonly passed: readonly Passed[] }

/**
 * What is collected on a day by the mandates that run then. A hold stops it, whatever was agreed; the
 * borrower's lock is kept until the file is, so that no hold comes between.
 */
export async function pickCollections(
  tx: Tx,
  tenantId: bigint,
  of: { readonly on: Day; readonly today: Day; readonly rules: CollectRules },
): Promise<Picked> {
  const lines: Collecting[] = []
  const passed: Passed[] = []
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`collect ${tenantId}`])
  for (const mandate of await readMandates(tx, tenantId, { runningOn: of.on })) {
    const pass = (forKind: Passed['forKind'], why: Passed['why']) =>
      passed.push({ mandateRef: mandate.ref, forKind, why })
    const { borrowerId, accountId } = mandate
    await lockBorrower(tx, { tenantId, borrowerId })
    if ((await heldNow(tx, tenantId, borrowerId, accountId, 'collect', of.today)) !== undefined) {
      pass('account', 'held')
      continue
    }
    const owed = await readOwed(tx, tenantId, mandate)
    let leftMinor = owed === undefined ? 0n : mostOwed(owed)
    const past = await attemptsOf(tx, tenantId, mandate)
    let sequence: 'FRST' | 'RCUR' = past.some((one) => one.isTaken) ? 'RCUR' : 'FRST'
    for (const what of await collectablesOf(tx, tenantId, mandate, of.today)) {
      const answer = collectOn(what, {
        ...of,
        ...mandate,
        workdayOn: bankWorkdayFrom(what.dueOn),
        attempts: past.filter((one) => isFor(one, what)),
      })
      const amountMinor = what.amountMinor < leftMinor ? what.amountMinor : leftMinor
      if ('not' in answer) pass(what.forKind, answer.not)
      else if (amountMinor <= 0n) pass(what.forKind, 'nothing_owed')
      else {
        const endToEndRef = `DD${randomText().toUpperCase()}`
        lines.push({ ...what, ...answer, amountMinor, mandate, sequence, endToEndRef })
        leftMinor -= amountMinor
        sequence = 'RCUR'
      }
    }
  }
  return { lines, passed }
}

async function collectablesOf(
  tx: Tx,
  tenantId: bigint,
  { borrowerId, accountId }: Mandate,
  today: Day,
): Promise<readonly Collectable[]> {
  const of = { borrowerId, accountId, today }
  const { agreements, payments } = await readAgreed(tx, tenantId, of)
  const promises = judgePromises(agreements.promises, payments, today)
    .filter(({ state }) => state === 'open' || state === 'partial')
    .map(({ promise, paidMinor }) => ({
      forKind: 'promise' as const,
      forId: promise.id,
      forNo: 0,
      dueOn: promise.dueOn,
      toldOn: promise.madeOn,
      amountMinor: promise.amountMinor - paidMinor,
    }))
  const plans = judgePlans(agreements.plans, payments, today)
    .filter(({ state }) => state === 'running')
    .flatMap(({ plan, schedule }) =>
      schedule.map((one) => ({
        forKind: 'plan' as const,
        forId: plan.id,
        forNo: one.no,
        dueOn: one.dueOn,
        toldOn: plan.agreedOn,
        amountMinor: one.lacksMinor,
      })),
    )
  return [...promises, ...plans].filter((one) => one.amountMinor > 0n)
}

type Past = Attempt & {
  readonly forKind: string
  readonly forId: bigint
  readonly forNo: number
  /** The bank took it, as far as it told. */
  readonly isTaken: boolean
}

const isFor = (one: Past, what: Collectable): boolean =>
  one.forKind === what.forKind && one.forId === what.forId && one.forNo === what.forNo

async function attemptsOf(tx: Tx, tenantId: bigint, mandate: Mandate): Promise<readonly Past[]> {
  const found = await tx.query<{
    forKind: string
    forId: bigint
    forNo: number
    attempt: number
    failedOn: Day | null
    reason: string | null
    wasRejected: boolean
  }>(
    `select c.for_kind as "forKind", c.for_id as "forId", c.for_no as "forNo", c.attempt,
       max(e.effective_on) filter (where e.kind <> 'settled') as "failedOn",
       max(e.reason) filter (where e.kind <> 'settled') as reason,
       coalesce(bool_or(e.kind = 'rejected'), false) as "wasRejected"
     from collection c left join collection_event e using (tenant_id, borrower_id, collection_no)
     where c.tenant_id = $1 and c.borrower_id = $2 and c.mandate_no = $3
     group by c.collection_no, c.for_kind, c.for_id, c.for_no, c.attempt`,
    [tenantId, mandate.borrowerId, mandate.mandateNo],
  )
  return found.rows.map((row) => ({
    ...row,
    failedOn: row.failedOn ?? undefined,
    reason: row.reason ?? undefined,
    isTaken: !row.wasRejected,
  }))
}

export type KeptFile = {
  readonly fileRef: string
  readonly collectOn: Day
  readonly contentHash: string
  readonly by: string
  readonly lines: readonly Collecting[]
}

/** Kept in the transaction that wrote the file: the same is never collected by two files. */
export async function keepCollections(tx: Tx, tenantId: bigint, file: KeptFile): Promise<void> {
  const totalMinor = file.lines.reduce((sum, line) => sum + line.amountMinor, 0n)
  await tx.query(
    `insert into collection_file (tenant_id, file_ref, collect_on, entries, total_minor, currency, content_hash, made_by)
     values ($1, $2, $3, $4, $5, 'EUR', $6, $7)`,
    [
      tenantId,
      file.fileRef,
      file.collectOn,
      file.lines.length,
      totalMinor,
      file.contentHash,
      file.by,
    ],
  )
  for (const line of file.lines) {
    await tx.query(
      `insert into collection (tenant_id, borrower_id, file_ref, mandate_no, account_id, end_to_end_ref, sequence,
         amount_minor, currency, collect_on, for_kind, for_id, for_no, attempt)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'EUR', $9, $10, $11, $12, $13)`,
      [
        tenantId,
        line.mandate.borrowerId,
        file.fileRef,
        line.mandate.mandateNo,
        line.mandate.accountId,
        line.endToEndRef,
        line.sequence,
        line.amountMinor,
        file.collectOn,
        line.forKind,
        line.forId,
        line.forNo,
        line.attempt,
      ],
    )
  }
}

/** The name of the day's next file. */
export async function nextFileRef(tx: Tx, tenantId: bigint, on: Day): Promise<string> {
  const found = await tx.query<{ n: bigint }>(
    `select count(*) as n from collection_file where tenant_id = $1 and collect_on = $2`,
    [tenantId, on],
  )
  return `DD-${tenantId}-${on.replaceAll('-', '')}-${(found.rows[0]?.n ?? 0n) + 1n}`
}
