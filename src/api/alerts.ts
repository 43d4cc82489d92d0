import { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import { parseFigure } from '../core/figure-key.ts'
import {
  alertQuery,
  checkAlerts,
  endAlert,
  keepAlert,
  listAlerts,
  MEASURES,
  type Alert,
  type Measure,
} from '../store/alert.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { listViews } from '../store/saved-view.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText } from './ids.ts'
import { addRoute, type Api } from './route.ts'
import { DayOut, idOut, InstantOut, words } from './schemas.ts'
import { NumberIn } from './views.ts'
import type { AlertBody, AlertWire, Language } from './wire.ts'

export const AlertOut: z.ZodType<AlertWire> = z
  .object({
    number: z.string(),
    name: z.string(),
    view: z.object({ number: z.string(), name: z.string() }).nullable(),
    figure: z.string().nullable(),
    measure: z.enum(MEASURES),
    above: z.boolean(),
    threshold: z.int(),
    checked_at: InstantOut.nullable(),
    value: z.int().nullable(),
    holds: z.boolean().nullable(),
    since: DayOut.nullable(),
    sentence: z.string(),
    cases: z.string(),
    tipped_by: z.array(z.object({ case_id: idOut('case'), name: z.string() })),
  })
  .openapi('Alert')

const Given: z.ZodType<AlertBody> = z
  .strictObject({
    name: words(100),
    view: z
      .string()
      .regex(/^[1-9][0-9]{0,17}$/)
      .optional(),
    figure: z.string().max(200).optional(),
    measure: z.enum(MEASURES),
    above: z.boolean(),
    threshold: z.int().min(0),
  })
  .openapi('AlertGiven')

export function addAlerts(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/alerts',
    summary: 'What is watched, how it stands, and the three cases that tipped it',
    status: 200,
    answer: z.object({ items: z.array(AlertOut) }).openapi('Alerts'),
    problems: [],
    handle: ({ actor, lang }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => ({
        items: await alertsOut(tx, actor.tenantId, { today: deps.today(), lang }),
      })),
  })
  addRoute(api, deps, {
    route: 'POST /v1/alerts',
    summary: 'Watches the cases of a view, or a cell of a figure; it is looked at once now',
    body: Given,
    status: 201,
    answer: AlertOut,
    problems: ['bad_alert'],
    dryRun: true,
    handle: ({ deps: own, actor, body, lang }) =>
      inTenant(own.db, actor.tenantId, async (tx) => {
        const made = await keep(tx, actor, body)
        if (made === undefined) return { declined: 'bad_alert' as const }
        await checkAlerts(tx, actor.tenantId, { today: own.today(), now: own.now() })
        const all = await alertsOut(tx, actor.tenantId, { today: own.today(), lang })
        return (
          all.find((one) => one.number === made.toString()) ?? { declined: 'bad_alert' as const }
        )
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/alerts/{number}/ends',
    summary: 'Watches no longer',
    params: NumberIn,
    status: 201,
    answer: z.object({ ended: z.boolean() }),
    problems: ['not_found'],
    dryRun: true,
    handle: ({ deps: own, actor, params }) =>
      inTenant(own.db, actor.tenantId, async (tx) => {
        const at = { id: BigInt(params.number), by: actor.userId }
        const ended = await endAlert(tx, actor.tenantId, at)
        return ended ? { ended } : { declined: 'not_found' as const }
      }),
  })
}

/** Nobody watches a view that they do not see, nor half of both. */
async function keep(
  tx: Tx,
  actor: { readonly tenantId: bigint; readonly userId: string },
  body: AlertBody,
): Promise<bigint | undefined> {
  if ((body.view === undefined) === (body.figure === undefined)) return undefined
  if (body.figure !== undefined && parseFigure(body.figure) === undefined) return undefined
  const viewId = body.view === undefined ? null : BigInt(body.view)
  if (viewId !== null) {
    const [view] = await listViews(tx, actor.tenantId, { userId: actor.userId, id: viewId })
    if (view?.page !== 'cases' || body.measure !== 'cases') return undefined
  }
  return keepAlert(tx, actor.tenantId, {
    name: body.name,
    viewId,
    figure: body.figure ?? null,
    measure: body.measure,
    above: body.above,
    threshold: BigInt(body.threshold),
    madeBy: actor.userId,
  })
}

export async function alertsOut(
  tx: Tx,
  tenantId: bigint,
  { today, lang }: { readonly today: Day; readonly lang: Language },
): Promise<AlertWire[]> {
  const out: AlertWire[] = []
  for (const alert of await listAlerts(tx, tenantId)) {
    const query = await alertQuery(tx, tenantId, { alert, today })
    const set = Object.entries(query).filter(([, value]) => value !== undefined)
    const cases = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString()
    out.push(alertOut(alert, { cases, lang }))
  }
  return out
}

function alertOut(
  alert: Alert,
  { cases, lang }: { readonly cases: string; readonly lang: Language },
): AlertWire {
  return {
    number: alert.id.toString(),
    name: alert.name,
    view:
      alert.viewId === null
        ? null
        : { number: alert.viewId.toString(), name: alert.viewName ?? '' },
    figure: alert.figure,
    measure: alert.measure,
    above: alert.above,
    threshold: Number(alert.threshold),
    checked_at: alert.checkedAt === null ? null : instantText(alert.checkedAt),
    value: alert.value === null ? null : Number(alert.value),
    holds: alert.holds,
    since: alert.since,
    sentence: alertSentence(alert, lang),
    cases,
    tipped_by: alert.tippedBy.map(({ id, name }) => ({ case_id: caseIdText(id), name })),
  }
}

function lineText(threshold: bigint, measure: Measure, lang: Language): string {
  const number = numberText(threshold, measure)
  if (measure !== 'cases') return number
  return lang === 'zh' ? `${number} 个案件` : `${number} ${threshold === 1n ? 'case' : 'cases'}`
}

/** '{count}' stands where the desk puts its link. */
function alertSentence(
  { name, measure, above, threshold, value, holds, failedAt }: Alert,
  lang: Language,
): string {
  if (failedAt !== null)
    return lang === 'zh'
      ? `“${name}”无法检查，请重新设置。`
      : `“${name}” could not be looked at. Set it up anew.`
  const line = lineText(threshold, measure, lang)
  if (value === null)
    return lang === 'zh' ? `“${name}”尚未检查。` : `“${name}” was not looked at yet.`
  if (lang === 'zh') {
    const side = above ? '高于' : '低于'
    return `“${name}”现为 {count}，${holds ? side : `未${side}`} ${line}。`
  }
  const side = above ? 'over' : 'under'
  return `“${name}” is {count}, ${holds ? side : `not ${side}`} ${line}.`
}

/** A share is kept in millionths and said in per cent. */
const numberText = (value: bigint, measure: Measure): string =>
  measure === 'share' ? `${Number(value) / 10_000}%` : value.toString()
