import { putInto, type Base } from './portfolio-base.ts'
import type { Tx } from './db.ts'

/** Agreed calls are work too, whoever makes them. */
export const CALLBACKS = 'callbacks'

/** A treatment `t` that people can lawfully do between two moments. */
export const WORKABLE = (
  from: string,
  until: string,
) => `(t.state = 'listed' and coalesce(t.lawful_until, 'infinity') > ${from}
      or t.state = 'deferred' and t.not_before < ${until})`

/** A call `k` that was agreed on before a moment and still stands. */
export const AGREED = (until: string) => `k.ends_callback_id is null and k.due_at < ${until}
    and not exists (select from callback e
      where e.tenant_id = k.tenant_id and e.borrower_id = k.borrower_id and e.ends_callback_id = k.callback_id)`

/** Until when a treatment `t` and a callback `k` can be worked, to the quarter of an hour. */
export const CLOSES = {
  treatment: (until: string) =>
    `date_bin('15 minutes', least(coalesce(t.lawful_until, ${until}), ${until}), timestamptz 'epoch')`,
  callback: (from: string) =>
    `date_bin('15 minutes', greatest(k.due_at, ${from}) + interval '1 hour', timestamptz 'epoch')`,
}

type During = { readonly from: string; readonly until: string }

/** What a number of the load is of, as it stands in an address. */
export type LoadKey =
  /** A list between two moments: all of it, or of one language what the hours reach, or what they leave. */
  | ({ readonly of: 'list'; readonly worklist: string; readonly part?: LoadPart } & During)
  /** Whatever can be worked last in one hour. */
  | ({ readonly of: 'closing'; readonly hour: string } & During)
  /** Cases that were given back, and how. */
  | ({ readonly of: 'ended' } & Ending & During)

/** How somebody gave a case back: of which list, and why, where there is one. */
type Ending = {
  readonly worklist: string | null
  readonly kind: string
  readonly reason: string | null
}

export type LoadPart = {
  readonly language: string
  readonly is: 'reached' | 'left'
  /** So many of the first in line are reached. */
  readonly reached: number
}

const AT = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z'
const LIST = new RegExp(
  `^([a-z0-9_-]{1,80})~(${AT})~(${AT})(?:~(zh|en)~(reached|left)~([0-9]{1,7}))?$`,
)
const CLOSING = new RegExp(`^closing~(${AT})~(${AT})~(${AT})$`)
const ENDED = new RegExp(
  `^ended~(${AT})~(${AT})~([*]|[a-z0-9_-]{1,80})~([a-z_]{1,40})~([*]|[a-z_]{1,60})$`,
)

export function loadKeyText(key: LoadKey): string {
  if (key.of === 'closing') return ['closing', key.from, key.until, key.hour].join('~')
  if (key.of === 'ended')
    return ['ended', key.from, key.until, key.worklist ?? '*', key.kind, key.reason ?? '*'].join(
      '~',
    )
  const { worklist, from, until, part } = key
  const parts = part === undefined ? [] : [part.language, part.is, part.reached]
  return [worklist, from, until, ...parts].join('~')
}

export function parseLoadKey(text: string): LoadKey | undefined {
  const key = closingIn(text) ?? endedIn(text) ?? listIn(text)
  const days = key && [key.from, key.until, ...(key.of === 'closing' ? [key.hour] : [])]
  return days?.every((at) => !Number.isNaN(Date.parse(at))) === true ? key : undefined
}

function closingIn(text: string): LoadKey | undefined {
  const [, from, until, hour] = CLOSING.exec(text) ?? []
  if (from === undefined || until === undefined || hour === undefined) return undefined
  return { of: 'closing', from, until, hour }
}

function endedIn(text: string): LoadKey | undefined {
  const [, from, until, worklist, kind, reason] = ENDED.exec(text) ?? []
  if (from === undefined || until === undefined || kind === undefined) return undefined
  const some = (given: string | undefined) => (given === '*' ? null : (given ?? null))
  return { of: 'ended', from, until, worklist: some(worklist), kind, reason: some(reason) }
}

function listIn(text: string): LoadKey | undefined {
  const [, worklist, from, until, language, is, reached] = LIST.exec(text) ?? []
  if (worklist === undefined || from === undefined || until === undefined) return undefined
  const all = { of: 'list', worklist, from, until } as const
  if (language === undefined) return all
  return {
    ...all,
    part: { language, is: is === 'left' ? 'left' : 'reached', reached: Number(reached) },
  }
}

/** The people behind that number, by the conditions that counted it. */
export function loadPeople(key: LoadKey): Base {
  if (key.of === 'closing')
    return (put) =>
      `select w.borrower_id from (${closing(put(key.from), put(key.until))}) w
        where w.hour = ${put(key.hour)}::timestamptz`
  if (key.of === 'ended')
    return (put) =>
      `select e.borrower_id from lease_event e where e.tenant_id = $1 and ${ended(put(key.from), put(key.until))}
         and e.worklist is not distinct from ${put(key.worklist)} and e.kind = ${put(key.kind)}
         and e.reason is not distinct from ${put(key.reason)}`
  return key.part === undefined ? listPeople(key) : partPeople(key, key.part)
}

type OfList = Extract<LoadKey, { readonly of: 'list' }>

function listPeople({ worklist, from, until }: OfList): Base {
  if (worklist === CALLBACKS)
    return (put) =>
      `select k.borrower_id from callback k where k.tenant_id = $1 and ${AGREED(put(until))}`
  return (put) => `select t.borrower_id from treatment t
    where t.tenant_id = $1 and t.worklist = ${put(worklist)} and ${WORKABLE(put(from), put(until))}`
}

/** The highest priorities are reached first, of agreed calls the earliest: what is left comes after them. */
function partPeople({ worklist, from, until }: OfList, { language, is, reached }: LoadPart): Base {
  return (put) => {
    const some = `${is === 'reached' ? 'limit' : 'offset'} ${put(reached)}`
    const speaks = (alias: string) =>
      `join borrower b on b.tenant_id = ${alias}.tenant_id and b.borrower_id = ${alias}.borrower_id
         and b.language = ${put(language)}`
    const rows =
      worklist === CALLBACKS
        ? `select k.borrower_id from callback k ${speaks('k')}
            where k.tenant_id = $1 and ${AGREED(put(until))} order by k.due_at, k.callback_id`
        : `select t.borrower_id from treatment t ${speaks('t')}
            where t.tenant_id = $1 and t.worklist = ${put(worklist)} and ${WORKABLE(put(from), put(until))}
            order by t.priority desc, t.borrower_id`
    return `select w.borrower_id from (${rows} ${some}) w`
  }
}

/** All that can be worked, with the hour in which it can be worked last. */
function closing(from: string, until: string): string {
  const [since, end] = [`${from}::timestamptz`, `${until}::timestamptz`]
  const hour = (closes: string) =>
    `date_bin('1 hour', greatest(least(${closes}, ${end}) - interval '1 microsecond', ${since}), timestamptz 'epoch')`
  return `
    select t.borrower_id, ${hour(CLOSES.treatment(end))} as hour from treatment t
     where t.tenant_id = $1 and t.worklist is not null and ${WORKABLE(since, end)}
    union all
    select k.borrower_id, ${hour(CLOSES.callback(since))} from callback k
     where k.tenant_id = $1 and ${AGREED(end)}`
}

/** How many cases can be worked last in each hour; the hours are those of the clock. */
export async function countClosing(
  tx: Tx,
  tenantId: bigint,
  { from, until }: During,
): Promise<ReadonlyMap<number, number>> {
  const values: unknown[] = [tenantId]
  const put = putInto(values)
  const found = await tx.query<{ hour: number; cases: bigint }>(
    `select w.hour, count(distinct w.borrower_id) as cases
       from (${closing(put(from), put(until))}) w
       join borrower_case c on c.tenant_id = $1 and c.borrower_id = w.borrower_id
      group by w.hour`,
    values,
  )
  return new Map(found.rows.map((row) => [row.hour, Number(row.cases)]))
}

/** When a lease `e` was given back; the day it was recorded bounds what is read. */
const ended = (from: string, until: string): string =>
  `e.kind <> 'taken' and e.effective_at >= ${from}::timestamptz and e.effective_at <= ${until}::timestamptz
   and e.recorded_at >= ${from}::timestamptz - interval '1 day'`

/** How many cases were given back, by list and reason: what a worklist's rules should learn from. */
export async function countEnded(
  tx: Tx,
  tenantId: bigint,
  { from, until }: During,
): Promise<readonly (Ending & { readonly count: bigint })[]> {
  const values: unknown[] = [tenantId]
  const put = putInto(values)
  const found = await tx.query<Ending & { readonly count: bigint }>(
    `select e.worklist, e.kind, e.reason, count(distinct e.borrower_id) as count
       from lease_event e
       join borrower_case c on c.tenant_id = e.tenant_id and c.borrower_id = e.borrower_id
      where e.tenant_id = $1 and ${ended(put(from), put(until))}
      group by e.worklist, e.kind, e.reason order by e.worklist, e.kind, e.reason`,
    values,
  )
  return found.rows
}
