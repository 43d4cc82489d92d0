import type { Day } from '../core/calendar.ts'
import type { CareKind } from '../core/care/care.ts'
import type { Tx } from './db.ts'

export type CareDue = {
  readonly borrowerId: bigint
  readonly careId: bigint
  readonly name: string
  readonly accountRef: string | null
  readonly kind: CareKind
  readonly sort: string | null
  readonly state: string
  readonly toldOn: Day
  readonly sinceOn: Day
  readonly untilOn: Day | null
  readonly written: boolean
  readonly places: readonly string[]
  readonly nextOn: Day | null
  readonly nextClock: string | null
  /** Who had it in hand last. */
  readonly lastBy: string | null
  readonly evidence: number
}

/** 'infinity' stands last for what has no day. */
const LAST: Day = '9999-12-31' as Day

/** What is open, by the day that is due next, a page at a time. */
export async function readCareBoard(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly kind?: CareKind | undefined
    readonly until?: Day | undefined
    readonly after?: { readonly on: Day; readonly careId: bigint } | undefined
    readonly limit: number
  },
): Promise<readonly CareDue[]> {
  const found = await tx.query<Omit<CareDue, 'places'> & { place: string }>(
    `with page as materialized (
       select * from care_now
        where tenant_id = $1 and not is_over and ($2::text is null or kind = $2)
          and ($3::date is null or coalesce(next_on, '${LAST}'::date) <= $3)
          and (coalesce(next_on, '${LAST}'::date), care_id) > ($4::date, $5::bigint)
        order by coalesce(next_on, '${LAST}'::date), care_id limit $6)
     select n.borrower_id as "borrowerId", n.care_id as "careId", b.name, a.ref as "accountRef", n.kind, c.sort,
            n.state, c.told_on as "toldOn", n.since_on as "sinceOn", n.until_on as "untilOn", c.written, c.place,
            n.next_on as "nextOn", n.next_clock as "nextClock",
            (select coalesce(s.name, e.by_staff) from care_event e
               left join staff s on s.tenant_id = $1 and s.user_id = regexp_replace(e.by_staff, '^staff:', '')
              where e.tenant_id = $1 and e.borrower_id = n.borrower_id and e.care_id = n.care_id
              order by e.event_no desc limit 1) as "lastBy",
            (select count(*)::int from care_evidence d
              where d.tenant_id = $1 and d.borrower_id = n.borrower_id and d.care_id = n.care_id) as evidence
       from page n
       join care c on c.tenant_id = $1 and c.borrower_id = n.borrower_id and c.care_id = n.care_id
       join borrower b on b.tenant_id = $1 and b.borrower_id = n.borrower_id
       left join account a on a.tenant_id = $1 and a.borrower_id = n.borrower_id and a.account_id = c.account_id
      order by coalesce(n.next_on, '${LAST}'::date), n.care_id`,
    [
      tenantId,
      of.kind ?? null,
      of.until ?? null,
      of.after?.on ?? '0001-01-01',
      of.after?.careId ?? -1n,
      of.limit,
    ],
  )
  return found.rows.map(({ place, ...row }) => ({
    ...row,
    places: place.split(' ').filter((one) => one !== ''),
  }))
}

export const boardKey = ({ nextOn, careId }: CareDue): { on: Day; careId: bigint } => ({
  on: nextOn ?? LAST,
  careId,
})

export async function countCare(
  tx: Tx,
  tenantId: bigint,
  today: Day,
): Promise<
  readonly { readonly kind: CareKind; readonly open: number; readonly overdue: number }[]
> {
  const found = await tx.query<{ kind: CareKind; open: number; overdue: number }>(
    `select kind, count(*)::int as open, (count(*) filter (where next_on < $2))::int as overdue
       from care_now where tenant_id = $1 and not is_over group by kind order by kind`,
    [tenantId, today],
  )
  return found.rows
}
