import { z } from '@hono/zod-openapi'
import { addMonths, type Day } from '../core/calendar.ts'
import type { JudgedPromise } from '../core/promise.ts'
import { DEFAULT_BANDS, keptRates, shapeBand, type PromiseCount } from '../core/promise-stats.ts'
import { checkPromise } from '../store/agree.ts'
import { readCase } from '../store/cases.ts'
import { readCurrency } from '../store/case-facts.ts'
import { inTenant } from '../store/db.ts'
import { promiseStats } from '../store/promise-stats.ts'
import type { ApiDeps } from './env.ts'
import { PROBLEMS } from './problem.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayIn, idIn, MoneyIn, words } from './schemas.ts'
import type { PromiseCheckWire } from './wire-day.ts'

const Given = z
  .strictObject({
    account_id: idIn('acc'),
    amount: MoneyIn,
    due_on: DayIn,
    supersedes: idIn('prm').optional(),
    reason: words(500).optional(),
  })
  .openapi('PromiseChecked')

const Answer: z.ZodType<PromiseCheckWire> = z
  .object({
    refused: z.object({ code: z.string(), sentence: z.string() }).nullable(),
    kept: z.array(
      z.object({
        by: z.enum(['amount', 'days_ahead']),
        fallen_due: z.int(),
        kept_bps: z.int(),
      }),
    ),
  })
  .openapi('PromiseCheck')

/** Of fewer than these a rate says nothing. */
const FALLEN_DUE_MIN = 20
const SHAPES = ['amount', 'days_ahead'] as const
const KEPT_FOR_MS = 600_000
const BOOKS_MAX = 200

type Rates = Readonly<Record<(typeof SHAPES)[number], readonly PromiseCount[]>>

export function addPromiseChecks(api: Api, deps: ApiDeps): void {
  const rates = ratesOf(deps)
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/promises/checks',
    summary:
      'What would be refused of a promise, and how promises like it were kept; nothing is recorded',
    params: CaseParams,
    body: Given,
    status: 200,
    answer: Answer,
    problems: ['no_such_case', 'no_such_account', 'wrong_currency'],
    handle: (asked) => check(asked, rates),
  })
}

type AskedCheck = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof Given>>

async function check(
  { deps, actor, params, body, lang }: AskedCheck,
  rates: ReturnType<typeof ratesOf>,
): Promise<PromiseCheckWire | Declined> {
  const { tenantId } = actor
  const tick = { now: deps.now(), today: deps.today() }
  const event = {
    borrowerId: params.id,
    accountId: body.account_id,
    amountMinor: body.amount.minor,
    dueOn: body.due_on,
    supersedesId: body.supersedes,
    // Whether there is a reason is asked when it is recorded: here somebody is still typing.
    reason: body.reason ?? '…',
    source: 'check',
  }
  const found = await inTenant(deps.db, tenantId, async (tx) => {
    if ((await readCase(tx, tenantId, params.id, tick.today)) === undefined) return 'no_such_case'
    const currency = await readCurrency(tx, tenantId, event)
    if (currency === undefined) return 'no_such_account'
    if (currency !== body.amount.currency) return 'wrong_currency'
    const checked = await checkPromise(tx, tenantId, event, tick)
    return { currency, declined: 'declined' in checked ? checked.declined : undefined }
  })
  if (typeof found === 'string') return { declined: found }
  const { declined, currency } = found
  const like = { amountMinor: body.amount.minor, madeOn: tick.today, dueOn: body.due_on }
  return {
    refused: declined === undefined ? null : { code: declined, sentence: PROBLEMS[declined][lang] },
    kept: declined === undefined ? keptLike(await rates(tenantId, currency), like) : [],
  }
}

type Like = { readonly amountMinor: bigint; readonly madeOn: Day; readonly dueOn: Day }

function keptLike(rates: Rates, like: Like): PromiseCheckWire['kept'] {
  const one = { promise: like } as unknown as JudgedPromise
  return SHAPES.flatMap((by) => {
    const band = shapeBand(one, by, DEFAULT_BANDS)
    const count = rates[by].find((row) => row.band === band)
    const bps = count === undefined ? null : keptRates(count).byCountBps
    if (count === undefined || bps === null || count.fallenDue < FALLEN_DUE_MIN) return []
    return [{ by, fallen_due: count.fallenDue, kept_bps: bps }]
  })
}

/** Counted from all promises of three months, so it is kept for some minutes: nobody waits for it twice. */
function ratesOf(deps: ApiDeps) {
  const known = new Map<string, { readonly until: number; readonly rates: Promise<Rates> }>()
  return (tenantId: bigint, currency: string): Promise<Rates> => {
    const today = deps.today()
    const key = `${tenantId} ${currency} ${today}`
    const kept = known.get(key)
    const now = deps.now()
    if (kept !== undefined && kept.until > now) return kept.rates
    if (known.size >= BOOKS_MAX) known.clear()
    const asked = { from: addMonths(today, -3), until: today, currency, today }
    const rates = inTenant(deps.db, tenantId, async (tx) => ({
      amount: await promiseStats(tx, tenantId, { ...asked, by: 'amount' }),
      days_ahead: await promiseStats(tx, tenantId, { ...asked, by: 'days_ahead' }),
    }))
    known.set(key, { until: now + KEPT_FOR_MS, rates })
    rates.catch(() => known.delete(key))
    return rates
  }
}
