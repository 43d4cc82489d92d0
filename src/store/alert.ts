import { monthEnd, type Day, type Instant } from '../core/calendar.ts'
import { figureText, parseFigure, type FigureKey } from '../core/figure-key.ts'
import { caseAskedOf, countCases, type CaseAsked } from './case-query.ts'
import { instantText, isRetryable, type Tx } from './db.ts'
import { tellOfNobody } from './event-out.ts'
import { baseOf, portfolioChoices, scopeOf } from './portfolio.ts'
import { countCells } from './portfolio-base.ts'
import { wholeOf } from './portfolio-whole.ts'

export const MEASURES = ['cases', 'count', 'share'] as const
export type Measure = (typeof MEASURES)[number]

export type Alert = {
  readonly id: bigint
  readonly name: string
  readonly viewId: bigint | null
  readonly viewName: string | null
  readonly search: string | null
  readonly figure: string | null
  readonly measure: Measure
  readonly above: boolean
  /** Of a share: millionths. */
  readonly threshold: bigint
  readonly madeBy: string
  readonly checkedAt: Instant | null
  /** It could not be looked at, and what stands here is of the last time that it could. */
  readonly failedAt: Instant | null
  readonly value: bigint | null
  readonly holds: boolean | null
  readonly people: readonly bigint[] | null
  /** The newest event: since when it stands as it does, and who tipped it. */
  readonly since: Day | null
  readonly tippedBy: readonly { readonly id: bigint; readonly name: string }[]
}

const PEOPLE_KEPT = 10_000
const TIPPED = 3

/** The alerts that are watched, by name. */
export async function listAlerts(tx: Tx, tenantId: bigint): Promise<readonly Alert[]> {
  const found = await tx.query<Alert>(
    `select a.alert_id as id, a.name, a.view_id as "viewId", v.name as "viewName", v.search, a.figure,
            a.measure, a.above, a.threshold, a.made_by as "madeBy", a.checked_at as "checkedAt", a.failed_at as "failedAt", a.value,
            a.holds, a.people, e.effective_on as since, coalesce((
              select jsonb_agg(jsonb_build_object('id', b.borrower_id::text, 'name', b.name) order by t.nth)
                from unnest(e.tipped_by) with ordinality as t (borrower_id, nth)
                join borrower b on b.tenant_id = a.tenant_id and b.borrower_id = t.borrower_id), '[]') as "tippedBy"
       from alert a
       left join saved_view v on v.tenant_id = a.tenant_id and v.view_id = a.view_id
       left join lateral (
         select n.effective_on, n.tipped_by from alert_event n
          where n.tenant_id = a.tenant_id and n.alert_id = a.alert_id
          order by n.event_no desc limit 1) e on true
      where a.tenant_id = $1 and a.ended_by is null order by a.name, a.alert_id limit 500`,
    [tenantId],
  )
  return found.rows.map((row) => ({
    ...row,
    tippedBy: row.tippedBy.map((one) => ({ ...one, id: BigInt(one.id) })),
  }))
}

export async function keepAlert(
  tx: Tx,
  tenantId: bigint,
  alert: Pick<Alert, 'name' | 'viewId' | 'figure' | 'measure' | 'above' | 'threshold' | 'madeBy'>,
): Promise<bigint> {
  const made = await tx.query<{ id: bigint }>(
    `insert into alert (tenant_id, name, view_id, figure, measure, above, threshold, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning alert_id as id`,
    [
      tenantId,
      alert.name,
      alert.viewId,
      alert.figure,
      alert.measure,
      alert.above,
      alert.threshold,
      alert.madeBy,
    ],
  )
  return made.rows[0]?.id ?? 0n
}

export async function endAlert(
  tx: Tx,
  tenantId: bigint,
  { id, by }: { readonly id: bigint; readonly by: string },
): Promise<boolean> {
  const ended = await tx.query(
    'update alert set ended_by = $3 where tenant_id = $1 and alert_id = $2 and ended_by is null',
    [tenantId, id, by],
  )
  return ended.rowCount === 1
}

export type AlertTold = {
  readonly name: string
  readonly holds: boolean
  readonly value: bigint
  readonly threshold: bigint
  readonly measure: Measure
  readonly above: boolean
}

/** One that could not be looked at, and what was said of it. */
export type AlertFailed = { readonly name: string; readonly why: string }

export type AlertsChecked = {
  readonly told: readonly AlertTold[]
  readonly failed: readonly AlertFailed[]
}

type Moment = { readonly today: Day; readonly now: Instant }

/**
 * Looks at every alert and says which ones passed their line, or came back, since the last look. One
 * that stands as it stood says nothing; one that cannot be looked at keeps none of the others from it.
 */
export async function checkAlerts(tx: Tx, tenantId: bigint, at: Moment): Promise<AlertsChecked> {
  const told: AlertTold[] = []
  const failed: AlertFailed[] = []
  for (const alert of await listAlerts(tx, tenantId)) {
    await tx.query('savepoint before_alert')
    try {
      const news = await checkOne(tx, tenantId, alert, at)
      if (news !== undefined) told.push(news)
      await tx.query('release savepoint before_alert')
    } catch (error) {
      if (isRetryable(error)) throw error
      await tx.query('rollback to savepoint before_alert')
      await tx.query(`update alert set failed_at = $3 where tenant_id = $1 and alert_id = $2`, [
        tenantId,
        alert.id,
        instantText(at.now),
      ])
      failed.push({ name: alert.name, why: error instanceof Error ? error.message : String(error) })
    }
  }
  return { told, failed }
}

async function checkOne(
  tx: Tx,
  tenantId: bigint,
  alert: Alert,
  at: Moment,
): Promise<AlertTold | undefined> {
  const { value, people } = await lookAt(tx, tenantId, { alert, today: at.today })
  const holds = alert.above ? value > alert.threshold : value < alert.threshold
  const isNews = holds !== (alert.holds ?? false)
  await tx.query(
    `update alert set checked_at = $3, value = $4, holds = $5, people = $6, failed_at = null
        where tenant_id = $1 and alert_id = $2`,
    [tenantId, alert.id, instantText(at.now), value, holds, people],
  )
  if (!isNews) return undefined
  const tippedBy = tipping(alert, people, holds)
  await tx.query(
    `insert into alert_event (tenant_id, alert_id, holds, value, tipped_by, effective_on)
       values ($1, $2, $3, $4, $5, $6)`,
    [tenantId, alert.id, holds, value, tippedBy, at.today],
  )
  const { name, threshold, measure, above } = alert
  if (holds) await tellTipped(tx, tenantId, { alert, value, tippedBy, at: at.now })
  return { name, holds, value, threshold, measure, above }
}

type Tipped = {
  readonly alert: Alert
  readonly value: bigint
  readonly tippedBy: readonly bigint[]
  readonly at: Instant
}

/** The lender's own systems hear of it as the morning page does: with the cases that tipped it. */
async function tellTipped(
  tx: Tx,
  tenantId: bigint,
  { alert, value, tippedBy, at }: Tipped,
): Promise<void> {
  const data = {
    number: String(alert.id),
    measure: alert.measure,
    value: String(value),
    threshold: String(alert.threshold),
    cases: tippedBy.map(String),
  }
  await tellOfNobody(tx, tenantId, { type: 'alert.tipped', at, data })
}

/** Who came where the number rose, who went where it fell; at the first look the first in line. */
function tipping(alert: Alert, people: readonly bigint[], holds: boolean): readonly bigint[] {
  const before = alert.people ?? []
  const [more, less] = alert.above === holds ? [people, before] : [before, people]
  const known = new Set(less)
  const came = more.filter((id) => !known.has(id))
  return (came.length === 0 ? people : came).slice(0, TIPPED)
}

type Looked = { readonly value: bigint; readonly people: readonly bigint[] }

async function lookAt(
  tx: Tx,
  tenantId: bigint,
  { alert, today }: { readonly alert: Alert; readonly today: Day },
): Promise<Looked> {
  const query = await alertQuery(tx, tenantId, { alert, today })
  const { count, ids } = await countCases(tx, tenantId, { query, today, idsMax: PEOPLE_KEPT })
  if (alert.measure === 'cases') return { value: count, people: ids }
  const key = query.figure === undefined ? undefined : parseFigure(query.figure)
  const value = key === undefined ? 0n : await figureValue(tx, tenantId, { key, alert, today })
  return { value, people: ids }
}

/** The query that opens the cases behind the alert's number. */
export async function alertQuery(
  tx: Tx,
  tenantId: bigint,
  { alert, today }: { readonly alert: Alert; readonly today: Day },
): Promise<CaseAsked> {
  if (alert.figure === null) return caseAskedOf(alert.search ?? '')
  const key = parseFigure(alert.figure)
  if (key === undefined) return { state: 'any', figure: alert.figure }
  return { state: 'any', figure: figureText(await newest(tx, tenantId, { key, today })) }
}

const OF_MONTH_ENDS: readonly string[] = ['rolls', 'cures', 'vintages']

/** The same cell of the newest month: what was named by its own month goes along. */
async function newest(
  tx: Tx,
  tenantId: bigint,
  { key, today }: { readonly key: FigureKey; readonly today: Day },
): Promise<FigureKey> {
  const { months } = await portfolioChoices(tx, tenantId)
  const monthOn = OF_MONTH_ENDS.includes(key.figure)
    ? (months[0]?.monthOn ?? key.monthOn)
    : monthEnd(today)
  const [was, is] = [key.monthOn.slice(0, 7), monthOn.slice(0, 7)]
  const along = (code: string) => (code === was ? is : code)
  return { ...key, monthOn, row: along(key.row), column: along(key.column) }
}

async function figureValue(
  tx: Tx,
  tenantId: bigint,
  { key, alert, today }: { readonly key: FigureKey; readonly alert: Alert; readonly today: Day },
): Promise<bigint> {
  const scope = await scopeOf(tx, tenantId, { ...key, today })
  if (scope === undefined) return 0n
  const cells = await countCells(tx, tenantId, await baseOf(tx, tenantId, scope))
  const cell = cells.find((one) => one.row === key.row && one.column === key.column)
  if (alert.measure === 'count') return cell?.count ?? 0n
  const whole = (await wholeOf(tx, tenantId, { scope, cells }))(key)
  if (whole === undefined || whole.n === 0n) return 0n
  const part = whole.of === 'money' ? (cell?.minor ?? 0n) : (cell?.count ?? 0n)
  return (part * 1_000_000n) / whole.n
}
