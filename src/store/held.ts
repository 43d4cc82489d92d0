import type { Day, Instant } from '../core/calendar.ts'
import { isDisputing, type Stop, stopsOf } from '../core/care/stops.ts'
import type { StopSpan } from '../core/ledger.ts'
import type { Tx } from './db.ts'

/** A hold as it stands, its end looked up. */
export type Held = {
  readonly holdId: bigint
  /** undefined: every account of the borrower. */
  readonly accountId: bigint | undefined
  readonly reason: string
  readonly stops: readonly Stop[]
  readonly fromOn: Day
  /** First day on which it no longer holds; undefined: no end is known. */
  readonly untilOn: Day | undefined
  readonly recordedAt: Instant
  /** An end that was recorded apart, and the one that had been said before. */
  readonly ended: StopSpan['ended']
}

/**
 * Whether what is named is stopped today, and by which hold; undefined: it may be done. Whoever sends,
 * charges, collects, hands on or furnishes asks this in the transaction in which it does so.
 */
export async function heldNow(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
  accountId: bigint | undefined,
  what: Stop | 'all',
  today: Day,
): Promise<Held | undefined> {
  const holds = await readHeld(tx, tenantId, borrowerId)
  return holds.find(
    (hold) => isOf(hold, accountId) && standsOn(hold, today) && doesStop(hold, what),
  )
}

export type ChargeStops = {
  /** Days without any charge. */
  readonly noCharges: readonly StopSpan[]
  /** Days on which the debt is disputed. */
  readonly disputed: readonly StopSpan[]
}

/** For each account of the borrower, the days on which holds keep charges off it; past holds too. */
export async function chargeStops(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<ReadonlyMap<bigint, ChargeStops>> {
  const found = await tx.query<{ account_id: bigint }>(
    'select account_id from account where tenant_id = $1 and borrower_id = $2 order by account_id',
    [tenantId, borrowerId],
  )
  const holds = await readHeld(tx, tenantId, borrowerId)
  return new Map(
    found.rows.map(({ account_id: accountId }) => {
      const own = holds.filter((hold) => isOf(hold, accountId))
      const noCharges = own.filter((hold) => doesStop(hold, 'charge')).map(spanOf)
      const disputed = own.filter((hold) => isDisputing(hold.reason)).map(spanOf)
      return [accountId, { noCharges, disputed }]
    }),
  )
}

/** A hold that was taken back on its first day stops no charge: a span of no days, which had days before. */
const spanOf = ({ fromOn, untilOn, recordedAt, ended }: Held): StopSpan => ({
  from: fromOn,
  until: untilOn !== undefined && untilOn < fromOn ? fromOn : untilOn,
  recordedAt,
  ended,
})

const isOf = (hold: Held, accountId: bigint | undefined): boolean =>
  accountId === undefined || hold.accountId === undefined || hold.accountId === accountId

const standsOn = ({ fromOn, untilOn }: Held, today: Day): boolean =>
  fromOn <= today && (untilOn === undefined || today < untilOn)

const doesStop = ({ stops }: Held, what: Stop | 'all'): boolean =>
  what === 'all' ? stops.length > 0 : stops.includes(what)

/** All holds of the borrower, past and present, each with its true end. */
export async function readHeld(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly Held[]> {
  return (await readHolds(tx, tenantId, [borrowerId])).get(borrowerId) ?? []
}

type Row = {
  borrower_id: bigint
  hold_id: bigint
  account_id: bigint | null
  reason: string
  stops: Stop[] | null
  from_on: Day
  agreed_until: Day | null
  recorded_at: Instant
  ended_on: Day | null
  ended_at: Instant | null
}

async function readHolds(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, readonly Held[]>> {
  const found = await tx.query<Row>(
    `select h.borrower_id, h.hold_id, h.account_id, h.reason, h.stops, h.from_on, h.until_on as agreed_until,
            h.recorded_at, e.from_on as ended_on, e.recorded_at as ended_at
       from hold h
       left join lateral (select from_on, recorded_at from hold e
             where e.tenant_id = $1 and e.borrower_id = h.borrower_id and e.ends_hold_id = h.hold_id
             order by from_on, recorded_at limit 1) e on true
      where h.tenant_id = $1 and h.borrower_id = any($2) and h.ends_hold_id is null
      order by h.borrower_id, h.hold_id`,
    [tenantId, borrowerIds],
  )
  const all = new Map<bigint, Held[]>()
  for (const row of found.rows) {
    const own = all.get(row.borrower_id) ?? []
    all.set(row.borrower_id, own)
    own.push({
      holdId: row.hold_id,
      accountId: row.account_id ?? undefined,
      reason: row.reason,
      stops: stopsOf(row.reason, row.stops),
      fromOn: row.from_on,
      ...endOf(row),
      recordedAt: row.recorded_at,
    })
  }
  return all
}

function endOf(row: Row): Pick<Held, 'untilOn' | 'ended'> {
  const agreed = row.agreed_until ?? undefined
  const { ended_on: on, ended_at: recordedAt } = row
  if (on === null || recordedAt === null) return { untilOn: agreed, ended: undefined }
  return {
    untilOn: agreed !== undefined && agreed < on ? agreed : on,
    ended: { recordedAt, before: agreed },
  }
}
