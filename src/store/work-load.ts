import { addDays, dayNumber, type Day, type Instant } from '../core/calendar.ts'
import { planHours, type Hand, type Part, type Reach, type Work } from '../engine/hours.ts'
import { workOf, type Stretch } from '../engine/shift.ts'
import { startOfDay, zoneOf } from '../guard/zone.ts'
import { topByCapacity } from '../strategy/top.ts'
import { instantText, type Tx } from './db.ts'
import { AGREED, CALLBACKS, CLOSES, countClosing, countEnded, WORKABLE } from './load-people.ts'
import { readSetup, servesOn, worklistOf, type WorkSetup } from './work-setup.ts'

/** A case at the edge of what the day's hours reach. */
export type EdgeCase = {
  readonly borrowerId: bigint
  readonly name: string
  readonly priority: number
  readonly reached: boolean
}

export type ListLoad = Reach & {
  readonly isSetUp: boolean
  readonly minutesACase: number
  /** The lowest priority that is reached; undefined: none, or all. */
  readonly cutPriority: number | undefined
  readonly edge: readonly EdgeCase[]
}

export type Load = {
  readonly day: Stretch
  readonly parts: readonly Part[]
  readonly lists: readonly ListLoad[]
  /** Cases that can be worked last in each hour of the clock. */
  readonly closing: ReadonlyMap<number, number>
  readonly people: readonly { readonly name: string; readonly minutes: number }[]
  /** How cases were given back in the day before now. */
  readonly ended: { readonly since: Instant; readonly rows: Awaited<ReturnType<typeof countEnded>> }
}

type Of = { readonly now: Instant; readonly today: Day; readonly zone: string }

/** The tenant's own day: the evening is when it ends, or the last shift of today if that is later. */
function restOfDay({ now, today, zone }: Of): Stretch {
  const place = zoneOf(zone) ?? zoneOf('UTC')
  const until = place === undefined ? now : startOfDay(place, dayNumber(addDays(today, 1)))
  return { from: now, until: Math.max(until, now) as Instant }
}

/** Minutes of people against minutes of lawful work, from now to the evening, and where it is short. */
export async function readLoad(tx: Tx, tenantId: bigint, of: Of): Promise<Load> {
  const setup = await readSetup(tx, tenantId)
  const day = restOfDay(of)
  const work = await readWork(tx, tenantId, { setup, day })
  const hands = handsOf(setup, day)
  const { parts, reach } = planHours(work, hands, day)
  const edges = await readEdges(tx, tenantId, { reach, day })
  const since = (of.now - DAY_MS) as Instant
  return {
    day,
    parts,
    lists: reach.map((one, n) => ({
      ...one,
      isSetUp: setup.worklists.has(one.worklist) || one.worklist === CALLBACKS,
      minutesACase: worklistOf(setup, one.worklist).minutesACase,
      ...(edges[n] ?? { cutPriority: undefined, edge: [] }),
    })),
    closing: await countClosing(tx, tenantId, {
      from: instantText(day.from),
      until: instantText(day.until),
    }),
    people: hands.map(({ name, stretches }) => ({
      name,
      minutes: stretches.reduce((sum, each) => sum + (each.until - each.from) / 60_000, 0),
    })),
    ended: {
      since,
      rows: await countEnded(tx, tenantId, {
        from: instantText(since),
        until: instantText(of.now),
      }),
    },
  }
}

const DAY_MS = 86_400_000

const handsOf = (setup: WorkSetup, day: Stretch): readonly (Hand & { readonly name: string })[] =>
  [...setup.workers.values()].map((worker) => ({
    name: worker.name,
    stretches: workOf(worker.shifts, day),
    serves: ({ worklist, language }) => {
      if (worklist === CALLBACKS) return worker.languages.some((one) => one === language)
      // Nobody is given what nobody set up: it shows as short, and so it is seen.
      const list = setup.worklists.get(worklist)
      return list !== undefined && servesOn(worker, list).some((one) => one === language)
    },
  }))

type WorkRow = {
  readonly worklist: string
  readonly language: string
  readonly opens_at: Instant
  readonly closes_at: Instant
  readonly cases: bigint
}

/** Windows by the quarter of an hour: a thousand cases of one list are a few rows. */
const WORK = `
  select t.worklist, b.language, count(*) as cases,
    date_bin('15 minutes', case when t.state = 'deferred' then greatest(t.not_before, $2) else $2 end,
      timestamptz 'epoch') as opens_at,
    ${CLOSES.treatment('$3')} as closes_at
  from treatment t
  join borrower b on b.tenant_id = t.tenant_id and b.borrower_id = t.borrower_id
  where t.tenant_id = $1 and t.worklist is not null and ${WORKABLE('$2', '$3')}
  group by 1, 2, 4, 5
  union all
  select '${CALLBACKS}', b.language, count(*),
    date_bin('15 minutes', greatest(k.due_at, $2), timestamptz 'epoch'),
    ${CLOSES.callback('$2')}
  from callback k
  join borrower b on b.tenant_id = k.tenant_id and b.borrower_id = k.borrower_id
  where k.tenant_id = $1 and ${AGREED('$3')}
  group by 1, 2, 4, 5
  order by 1, 2, 4, 5`

async function readWork(
  tx: Tx,
  tenantId: bigint,
  { setup, day }: { readonly setup: WorkSetup; readonly day: Stretch },
): Promise<readonly Work[]> {
  const found = await tx.query<WorkRow>(WORK, [
    tenantId,
    instantText(day.from),
    instantText(day.until),
  ])
  return found.rows.map((row) => ({
    worklist: row.worklist,
    language: row.language,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    cases: Number(row.cases),
    minutesACase: worklistOf(setup, row.worklist).minutesACase,
  }))
}

type Edge = Pick<ListLoad, 'cutPriority' | 'edge'>

/** How many cases on each side of the cut are shown. */
const EDGE = 3

/** Which cases the hours reach: of each short list the highest priorities, and what stands at the cut. */
async function readEdges(
  tx: Tx,
  tenantId: bigint,
  { reach, day }: { readonly reach: readonly Reach[]; readonly day: Stretch },
): Promise<readonly (Edge | undefined)[]> {
  const short = reach.filter((one) => one.reached < one.cases && one.worklist !== CALLBACKS)
  if (short.length === 0) return []
  const found = await tx.query<{ n: number; priority: number; borrower_id: bigint }>(
    `select list.n::int as n, t.priority, t.borrower_id
       from treatment t
       join borrower b on b.tenant_id = t.tenant_id and b.borrower_id = t.borrower_id
       join unnest($4::text[], $5::text[]) with ordinality as list (worklist, language, n)
         on list.worklist = t.worklist and list.language = b.language
      where t.tenant_id = $1 and ${WORKABLE('$2', '$3')}`,
    [
      tenantId,
      instantText(day.from),
      instantText(day.until),
      short.map((one) => one.worklist),
      short.map((one) => one.language),
    ],
  )
  const waiting = {
    count: found.rows.length,
    group: Int32Array.from(found.rows, (row) => row.n - 1),
    priority: Int32Array.from(found.rows, (row) => row.priority),
    accountId: BigInt64Array.from(found.rows, (row) => row.borrower_id),
  }
  // A few more than are reached, so that the first ones beyond the cut are seen.
  const tops = topByCapacity(
    waiting,
    short.map((one) => one.reached + EDGE),
  )
  const shown = tops.map((top, n) => {
    const { reached } = short[n] ?? { reached: 0 }
    return [...top].map((row, place) => ({ row: found.rows[row], reached: place < reached }))
  })
  const ids = shown.flatMap((rows) => edgeOf(rows).flatMap(({ row }) => row?.borrower_id ?? []))
  const names = await readNames(tx, tenantId, ids)
  const byList = new Map(short.map((one, n) => [one, shown[n] ?? []]))
  return reach.map((one) => {
    const rows = byList.get(one)
    return (
      rows && {
        cutPriority: cutOf(rows),
        edge: edgeOf(rows).flatMap((each) => caseOf(each, names)),
      }
    )
  })
}

type Shown = {
  readonly row: { readonly priority: number; readonly borrower_id: bigint } | undefined
  readonly reached: boolean
}

const cutOf = (rows: readonly Shown[]): number | undefined =>
  rows.findLast((one) => one.reached)?.row?.priority

const edgeOf = (rows: readonly Shown[]): readonly Shown[] => rows.slice(-2 * EDGE)

function caseOf({ row, reached }: Shown, names: ReadonlyMap<bigint, string>): EdgeCase[] {
  if (row === undefined) return []
  const { borrower_id: borrowerId, priority } = row
  return [{ borrowerId, name: names.get(borrowerId) ?? '', priority, reached }]
}

async function readNames(
  tx: Tx,
  tenantId: bigint,
  ids: readonly bigint[],
): Promise<ReadonlyMap<bigint, string>> {
  const found = await tx.query<{ borrower_id: bigint; name: string }>(
    'select borrower_id, name from borrower where tenant_id = $1 and borrower_id = any($2)',
    [tenantId, ids],
  )
  return new Map(found.rows.map((row) => [row.borrower_id, row.name]))
}
