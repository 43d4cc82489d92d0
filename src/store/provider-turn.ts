import { randomUUID } from 'node:crypto'
import type { Instant } from '../core/calendar.ts'
import { inTenant, instantText, type Db } from './db.ts'

/** How fast a provider may be asked. The rate begins quietly and doubles until it is full. */
export type Pace = {
  readonly perSecond: number
  /** Messages that may leave at one moment. */
  readonly burst: number
  readonly startPerSecond: number
  readonly doubleEveryMs: number
}

export type ProviderRef = { readonly tenantId: bigint; readonly provider: string }

/**
 * `count` messages may leave at `at`. A provider that was closed and may be tried again gets one message
 * alone, and nobody else gets one before that one's answer or the end of its patience.
 */
export type Turn =
  | { readonly is: 'go'; readonly count: number; readonly at: Instant; readonly isProbe: boolean }
  | { readonly is: 'closed'; readonly until: Instant }

export type TurnAsk = {
  readonly count: number
  readonly now: Instant
  readonly pace: Pace
  /** Longer than this is not waited: no turn is taken then. */
  readonly waitMsMax: number
  readonly probeMs: number
}

/** Takes turns for up to `count` messages: one statement for all processes and a whole batch. */
export async function takeTurn(db: Db, ref: ProviderRef, ask: TurnAsk): Promise<Turn> {
  const { pace, now, count } = ask
  const me = randomUUID()
  const values = [
    ref.tenantId,
    ref.provider,
    instantText(now),
    count,
    pace.perSecond,
    pace.burst,
    pace.startPerSecond,
    pace.doubleEveryMs,
    ask.waitMsMax,
    ask.probeMs,
    me,
  ]
  const [row] = await inTenant(
    db,
    ref.tenantId,
    async (tx) => {
      const take = () => tx.query<TurnRow>({ name: 'take-turn', text: TAKE, values })
      const found = await take()
      if (found.rows.length > 0) return found.rows
      await tx.query(
        `insert into provider_turn (tenant_id, provider, next_at, ramp_from) values ($1, $2, $3, $3)
         on conflict (tenant_id, provider) do nothing`,
        [ref.tenantId, ref.provider, instantText(now)],
      )
      return (await take()).rows
    },
    { retries: 3 },
  )
  if (row === undefined) throw new Error('bug: a provider that was just named has no turn')
  const isMine = row.taken_by === me
  if (row.closed_until !== null) {
    if (isMine) return { is: 'go', count: 1, at: now, isProbe: true }
    return { is: 'closed', until: row.closed_until }
  }
  const at = Math.max(now, row.at) as Instant
  return isMine ? { is: 'go', count, at, isProbe: false } : { is: 'closed', until: at }
}

type TurnRow = {
  readonly at: Instant
  readonly closed_until: Instant | null
  readonly taken_by: string | null
}

// The milliseconds from one message to the next at the rate of this moment.
const GAP = `(1000 / least($5::float8, $7::float8 * power(2, least(30,
  greatest(0, extract(epoch from $3::timestamptz - ramp_from)::float8 * 1000 / $8::float8)))))`
const ms = (count: string) => `${count} * interval '1 millisecond'`
// The turn of the last of these messages; it may leave `burst` gaps before it.
const AFTER = `(greatest(next_at, $3::timestamptz) + ${ms(`$4::int * ${GAP}`)})`
const IS_OPEN = 'closed_until is null'
const MAY_WAIT = `${AFTER} - ${ms(`$6::int * ${GAP}`)} <= $3::timestamptz + ${ms('$9::float8')}`

const TAKE = `
  update provider_turn set
    next_at = case when ${IS_OPEN} and ${MAY_WAIT} then ${AFTER} else next_at end,
    taken_by = case when closed_until <= $3 or (${IS_OPEN} and ${MAY_WAIT}) then $11::uuid else taken_by end,
    closed_until = case when closed_until <= $3 then $3::timestamptz + ${ms('$10::float8')} else closed_until end
  where tenant_id = $1 and provider = $2
  returning next_at - ${ms(`$6::int * ${GAP}`)} as at, closed_until, taken_by`

/** Leaves the provider alone for a while, each time in a row for twice as long. */
export async function closeProvider(
  db: Db,
  ref: ProviderRef,
  of: {
    readonly now: Instant
    readonly coolMs: number
    readonly coolMsMax: number
    /** The one message that tried a closed provider. */
    readonly isProbe: boolean
  },
): Promise<void> {
  await inTenant(
    db,
    ref.tenantId,
    (tx) =>
      tx.query(
        `update provider_turn set closed_times = least(20, closed_times + 1),
           closed_until = $3::timestamptz + least($5::float8, $4::float8 * power(2, closed_times)) * interval '1 millisecond'
         where tenant_id = $1 and provider = $2
           and ($6 or closed_until is null or closed_until <= $3)`,
        [ref.tenantId, ref.provider, instantText(of.now), of.coolMs, of.coolMsMax, of.isProbe],
      ),
    { retries: 3 },
  )
}

/** It answers again: from here its rate grows from the quiet beginning, so that no burst follows an outage. */
export async function openProvider(db: Db, ref: ProviderRef, now: Instant): Promise<void> {
  await inTenant(
    db,
    ref.tenantId,
    (tx) =>
      tx.query(
        `update provider_turn set closed_until = null, closed_times = 0, ramp_from = $3, next_at = $3
         where tenant_id = $1 and provider = $2 and closed_until is not null`,
        [ref.tenantId, ref.provider, instantText(now)],
      ),
    { retries: 3 },
  )
}
