import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Spared } from '../core/hear/spared.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { stopContacts } from './withdraw.ts'

/** One thing that a borrower asked to be spared: hours of their own day, or a place. */
export type SparedWish = {
  readonly kind: 'inconvenient_time' | 'inconvenient_place'
  /** From Monday = 0; undefined: every day. */
  readonly days?: readonly number[] | undefined
  /** Minutes, half-open; a range that ends before it begins goes on after midnight. */
  readonly from?: number | undefined
  readonly until?: number | undefined
  readonly place?: 'home' | 'work' | undefined
  /** undefined: every way of contact. */
  readonly channel?: Channel | undefined
  /** The first day on which it stands no more. */
  readonly untilOn?: Day | undefined
}

export type Sparing = {
  readonly wishes: readonly SparedWish[]
  readonly words?: string | undefined
  readonly source: string
  /** Of a person of ours who was told. */
  readonly by?: string | undefined
}

const WORDS_MAX = 2000

/** Kept as it was said; whatever was permitted for such an hour is asked anew. Under the borrower's lock. */
export async function spare(
  tx: Tx,
  ref: BorrowerRef,
  { wishes, words, source, by }: Sparing,
  now: Instant,
): Promise<readonly bigint[]> {
  const ids: bigint[] = []
  for (const wish of wishes) {
    const made = await tx.query<{ wish_id: bigint }>(
      `insert into wish (tenant_id, borrower_id, kind, days, from_minute, until_minute, place, until_on, channel,
         said_at, words, source, by_staff)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning wish_id`,
      [
        ref.tenantId,
        ref.borrowerId,
        wish.kind,
        wish.days === undefined ? null : bitsOf(wish.days),
        wish.from ?? null,
        wish.until ?? null,
        wish.place ?? null,
        wish.untilOn ?? null,
        wish.channel ?? null,
        instantText(now),
        words?.slice(0, WORDS_MAX) ?? null,
        source.slice(0, 200),
        by ?? null,
      ],
    )
    ids.push(made.rows[0]?.wish_id ?? 0n)
  }
  if (ids.length > 0) await stopContacts(tx, ref, { why: 'wish', now })
  return ids
}

export type EndOfSpared = {
  readonly wishId: bigint
  readonly words: string | undefined
  readonly source: string
  readonly by?: string | undefined
}

/** Takes one of them back, once; false where there is none that stands. */
export async function endSpared(
  tx: Tx,
  ref: BorrowerRef,
  { wishId, words, source, by }: EndOfSpared,
  now: Instant,
): Promise<boolean> {
  const made = await tx.query(
    `insert into wish_end (tenant_id, borrower_id, wish_id, said_at, words, source, by_staff)
     select $1, $2, wish_id, $4, $5, $6, $7 from wish
      where tenant_id = $1 and borrower_id = $2 and wish_id = $3
     on conflict do nothing`,
    [
      ref.tenantId,
      ref.borrowerId,
      wishId,
      instantText(now),
      words?.slice(0, WORDS_MAX) ?? null,
      source.slice(0, 200),
      by ?? null,
    ],
  )
  return made.rowCount === 1
}

export type SparedKept = SparedWish & {
  readonly wishId: bigint
  readonly saidAt: Instant
  readonly words: string | undefined
  readonly source: string
  readonly by: string | undefined
  readonly ended:
    | { readonly at: Instant; readonly source: string; readonly by: string | undefined }
    | undefined
}

type Row = {
  wish_id: bigint
  kind: SparedWish['kind']
  days: number | null
  from_minute: number | null
  until_minute: number | null
  place: 'home' | 'work' | null
  until_on: Day | null
  channel: Channel | null
  said_at: Instant
  words: string | null
  source: string
  by_staff: string | null
  ended_at: Instant | null
  ended_source: string | null
  ended_by: string | null
}

/** Everything that was asked to be spared, the newest first; what was taken back says so. */
export async function readSpared(tx: Tx, ref: BorrowerRef): Promise<readonly SparedKept[]> {
  const { rows } = await tx.query<Row>(
    `select w.wish_id, w.kind, w.days, w.from_minute, w.until_minute, w.place, w.until_on, w.channel, w.said_at,
            w.words, w.source, w.by_staff, e.said_at as ended_at, e.source as ended_source, e.by_staff as ended_by
       from wish w
       left join wish_end e on e.tenant_id = $1 and e.borrower_id = $2 and e.wish_id = w.wish_id
      where w.tenant_id = $1 and w.borrower_id = $2 and w.kind in ('inconvenient_time', 'inconvenient_place')
      order by w.said_at desc, w.wish_id desc`,
    [ref.tenantId, ref.borrowerId],
  )
  return rows.map(keptOf)
}

const keptOf = (row: Row): SparedKept => ({
  wishId: row.wish_id,
  kind: row.kind,
  days: row.days === null ? undefined : daysOf(row.days),
  from: row.from_minute ?? undefined,
  until: row.until_minute ?? undefined,
  place: row.place ?? undefined,
  untilOn: row.until_on ?? undefined,
  channel: row.channel ?? undefined,
  saidAt: row.said_at,
  words: row.words ?? undefined,
  source: row.source,
  by: row.by_staff ?? undefined,
  ended:
    row.ended_at === null
      ? undefined
      : { at: row.ended_at, source: row.ended_source ?? '', by: row.ended_by ?? undefined },
})

/** What was heard speaks of calls: a text may come when nobody picks up a telephone. */
export const wishesOf = ({ times, place }: Spared): Pick<Sparing, 'wishes'> => ({
  wishes: [
    ...times.map((time) => ({ kind: 'inconvenient_time', channel: 'call', ...time }) as const),
    ...(place === undefined ? [] : [{ kind: 'inconvenient_place', place } as const]),
  ],
})

const bitsOf = (days: readonly number[]): number => days.reduce((bits, on) => bits | (1 << on), 0)
const daysOf = (bits: number): number[] =>
  [0, 1, 2, 3, 4, 5, 6].filter((on) => (bits & (1 << on)) !== 0)
