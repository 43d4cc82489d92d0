import { addMonths, type Day, day } from '../core/calendar.ts'
import { reworked, type DueRow, type Rework } from '../core/restructure.ts'
import { recomputePosition } from './book.ts'
import { actOnCare, openCare, type CareTick } from './care.ts'
import { loadCareBook } from './care-book.ts'
import type { CareFault } from './care-needs.ts'
import { decideBorrower } from './decide-day.ts'
import type { Tx } from './db.ts'
import { askSecond, type Executor } from './second-person.ts'

export type RestructureGiven = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly rework: Rework
  readonly why: string
  readonly source: string
  readonly by: string
}

export type RestructureFault =
  | CareFault
  | { readonly declined: 'nothing_to_restructure' | 'first_day_in_past'; readonly need?: undefined }

const WAITS_MONTHS = 1

/** One person's proposal: the rows are fixed now, and a second person sees exactly them. */
export async function proposeRestructure(
  tx: Tx,
  tenantId: bigint,
  given: RestructureGiven,
  tick: CareTick,
): Promise<
  | { readonly careId: bigint; readonly requestId: bigint; readonly rows: readonly DueRow[] }
  | RestructureFault
> {
  const { rework } = given
  if (rework.sort === 're_amortise' && rework.firstOn <= tick.today)
    return { declined: 'first_day_in_past' }
  // Before anything is written: a refusal is a value, and what was written would stay.
  const before = await readSchedule(tx, tenantId, given)
  const made = reworked(before.rows, before.paidMinor, rework, tick.today)
  if (made === undefined) return { declined: 'nothing_to_restructure' }
  const care = await openCare(
    tx,
    tenantId,
    {
      ...given,
      kind: 'restructure',
      sort: rework.sort,
      toldOn: tick.today,
      written: true,
      words: given.why,
    },
    tick,
  )
  if ('declined' in care) return care
  const requestId = await askSecond(tx, tenantId, {
    borrowerId: given.borrowerId,
    accountId: given.accountId,
    kind: 'restructure',
    body: {
      care_id: care.careId,
      sort: rework.sort,
      paid_minor: before.paidMinor,
      version: before.version,
      rows: made.rows.map((row) => ({ on: row.on, minor: row.amountMinor })),
    },
    amountMinor: made.unpaidMinor,
    currency: before.currency,
    by: given.by,
    why: given.why,
    askedOn: tick.today,
    expiresOn: addMonths(tick.today, WAITS_MONTHS),
  })
  return { careId: care.careId, requestId, rows: made.rows }
}

type Schedule = {
  readonly version: number
  readonly currency: string
  readonly paidMinor: bigint
  readonly rows: readonly DueRow[]
}

async function readSchedule(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly accountId: bigint },
): Promise<Schedule> {
  const found = await tx.query<{ version: number; due_on: Day; amount_minor: bigint }>(
    `select version, due_on, amount_minor from instalment
      where tenant_id = $1 and borrower_id = $2 and account_id = $3
        and version = (select max(version) from instalment where tenant_id = $1 and borrower_id = $2 and account_id = $3)
      order by due_on, instalment_no`,
    [tenantId, of.borrowerId, of.accountId],
  )
  const paid = await tx.query<{ paid: bigint; currency: string }>(
    `select coalesce(sum(case when p.reverses_id is null then p.amount_minor else -p.amount_minor end), 0)::bigint as paid,
            a.currency
       from account a left join payment p on p.tenant_id = $1 and p.borrower_id = $2 and p.account_id = $3
      where a.tenant_id = $1 and a.borrower_id = $2 and a.account_id = $3 group by a.currency`,
    [tenantId, of.borrowerId, of.accountId],
  )
  return {
    version: found.rows[0]?.version ?? 0,
    currency: paid.rows[0]?.currency ?? '',
    paidMinor: paid.rows[0]?.paid ?? 0n,
    rows: found.rows.map((row) => ({ on: row.due_on, amountMinor: row.amount_minor })),
  }
}

/** Does exactly what was proposed, where nothing has changed since; the account is then watched. */
export const restructureExecutor: Executor = async (tx, tenantId, request, { now, today }) => {
  const { borrowerId, accountId, body } = request
  if (accountId === undefined) return { refused: 'no_such_account' }
  const before = await readSchedule(tx, tenantId, { borrowerId, accountId })
  if (String(body['version']) !== String(before.version)) return { refused: 'schedule_changed' }
  if (body['paid_minor'] !== String(before.paidMinor)) return { refused: 'payments_changed' }
  const careId = BigInt(String(body['care_id']))
  const act = { borrowerId, careId, action: 'approve', on: today, by: request.approvedBy }
  const tick = { now, today, book: loadCareBook() }
  const done = await actOnCare(tx, tenantId, { ...act, approved: true }, tick)
  if ('declined' in done) return { refused: done.declined }
  const rows = body['rows'] as readonly { on: string; minor: string }[]
  await tx.query(
    `insert into instalment (tenant_id, borrower_id, account_id, version, instalment_no, due_on, amount_minor, effective_on)
     select $1, $2, $3, $4, k.no, k.due_on, k.minor, $7
       from unnest($5::date[], $6::bigint[]) with ordinality as k (due_on, minor, no)`,
    [
      tenantId,
      borrowerId,
      accountId,
      before.version + 1,
      rows.map((row) => day(row.on)),
      rows.map((row) => BigInt(row.minor)),
      today,
    ],
  )
  await recomputePosition(tx, tenantId, borrowerId, today)
  await decideBorrower(tx, tenantId, borrowerId, today)
  return { done: { care_id: careId, version: before.version + 1 } }
}
