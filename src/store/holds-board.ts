import type { Day, Instant } from '../core/calendar.ts'
import { stopsOf, type Stop } from '../core/care/stops.ts'
import type { Tx } from './db.ts'
import { firstDayEnd } from './past.ts'

/** One hold that stands on a day, whoever it is of. */
export type HoldStanding = {
  readonly borrowerId: bigint
  readonly holdId: bigint
  readonly name: string
  readonly accountRef: string | null
  readonly reason: string
  readonly written: boolean
  readonly fromOn: Day
  readonly untilOn: Day | null
  readonly source: string
  readonly recordedAt: Instant
  readonly stops: readonly Stop[]
  /** What was planned and did not leave because of it, since it was recorded. */
  readonly takenBack: number
}

export type HoldKey = { readonly until: Day; readonly holdId: bigint }

const LAST = '9999-12-31' as Day

const isKnown = (hold: string) =>
  `($3::timestamptz is null or ${hold}.recorded_at < greatest($3, ${firstDayEnd(`${hold}.borrower_id`)}))`

const STANDING = `
  from hold h
  left join lateral (select min(e.from_on) as on_day from hold e where e.tenant_id = $1 and e.borrower_id = h.borrower_id
    and e.ends_hold_id = h.hold_id and ${isKnown('e')}) e on true
 where h.tenant_id = $1 and h.ends_hold_id is null and h.from_on <= $2 and ${isKnown('h')}
   and coalesce(h.until_on, '${LAST}'::date) > $2 and (e.on_day is null or e.on_day > $2)`

type Asked = {
  readonly on: Day
  /** What was recorded from here on is not known yet. */
  readonly knownUntil: string | undefined
  readonly reason?: string | undefined
  /** Those alone that lapse by themselves on or before this day. */
  readonly lapseBy?: Day | undefined
  readonly after?: HoldKey | undefined
  readonly limit: number
}

/** Every hold in force, those that lapse soonest first. */
export async function readHoldsBoard(
  tx: Tx,
  tenantId: bigint,
  asked: Asked,
): Promise<{ readonly rows: readonly HoldStanding[]; readonly next: HoldKey | undefined }> {
  const found = await tx.query<Omit<HoldStanding, 'stops'> & { stops: Stop[] | null }>(
    `with page as materialized (
       select h.*, coalesce(h.until_on, '${LAST}'::date) as last ${STANDING}
          and ($4::text is null or h.reason = $4) and ($5::date is null or coalesce(h.until_on, '${LAST}'::date) <= $5)
          and (coalesce(h.until_on, '${LAST}'::date), h.hold_id) > (coalesce($6::date, '0001-01-01'::date), coalesce($7::bigint, -1))
        order by coalesce(h.until_on, '${LAST}'::date), h.hold_id limit $8)
     select p.borrower_id as "borrowerId", p.hold_id as "holdId", b.name, a.ref as "accountRef", p.reason, p.written,
            p.from_on as "fromOn", p.until_on as "untilOn", p.source, p.recorded_at as "recordedAt", p.stops,
            (select count(*)::int from contact k where k.tenant_id = $1 and k.borrower_id = p.borrower_id
              and k.state = 'withdrawn' and k.permitted_at <= p.recorded_at
              and k.recorded_at > p.recorded_at - interval '7 days') as "takenBack"
       from page p
       join borrower b on b.tenant_id = $1 and b.borrower_id = p.borrower_id
       left join account a on a.tenant_id = $1 and a.borrower_id = p.borrower_id and a.account_id = p.account_id
      order by p.last, p.hold_id`,
    [
      tenantId,
      asked.on,
      asked.knownUntil ?? null,
      asked.reason ?? null,
      asked.lapseBy ?? null,
      asked.after?.until ?? null,
      asked.after?.holdId ?? null,
      asked.limit + 1,
    ],
  )
  const rows = found.rows
    .slice(0, asked.limit)
    .map((row) => ({ ...row, stops: stopsOf(row.reason, row.stops) }))
  const last = found.rows.length > asked.limit ? rows.at(-1) : undefined
  return { rows, next: last && { until: last.untilOn ?? LAST, holdId: last.holdId } }
}

export async function countHolds(
  tx: Tx,
  tenantId: bigint,
  asked: Pick<Asked, 'on' | 'knownUntil'>,
): Promise<
  readonly { readonly reason: string; readonly holds: number; readonly people: number }[]
> {
  const found = await tx.query<{ reason: string; holds: number; people: number }>(
    `select h.reason, count(*)::int as holds, count(distinct h.borrower_id)::int as people ${STANDING}
      group by h.reason order by holds desc, h.reason`,
    [tenantId, asked.on, asked.knownUntil ?? null],
  )
  return found.rows
}
