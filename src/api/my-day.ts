import { z } from '@hono/zod-openapi'
import type { Day, Instant } from '../core/calendar.ts'
import { openCallbacks } from '../store/callback.ts'
import { inTenant, instantText } from '../store/db.ts'
import { countDays, ownPromises, type OwnPromise } from '../store/my-day.ts'
import { bePresent } from '../store/presence.ts'
import { CallbackOut, callbackWire } from './callbacks.ts'
import { moneyOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText } from './ids.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayOut, idOut, InstantOut, MoneyOut } from './schemas.ts'
import type { DayCount, MyDayWire, MyPromise, PresenceWire } from './wire-day.ts'

const Count: z.ZodType<DayCount> = z
  .object({ on: DayOut, calls: z.int(), reached: z.int(), promises: z.int() })
  .openapi('DayCount')

const MyDay: z.ZodType<MyDayWire> = z
  .object({
    today: DayOut,
    callbacks: z.array(CallbackOut),
    promises: z.array(
      z.object({
        case_id: idOut('case'),
        name: z.string(),
        due_on: DayOut,
        amount: MoneyOut,
        state: z.enum(['open', 'kept', 'partial', 'broken']),
      }),
    ),
    done: Count,
    trend: z.array(Count),
    kept: z.object({ fallen_due: z.int(), kept: z.int() }),
  })
  .openapi('MyDay')

const Presence: z.ZodType<PresenceWire> = z
  .object({ others: z.array(z.object({ name: z.string(), since: InstantOut })) })
  .openapi('Presence')

const PresenceGiven = z.strictObject({ left: z.boolean().optional() }).openapi('PresenceGiven')

const CALLBACKS_MAX = 50
const PROMISES_MAX = 50
const DAY_MS = 86_400_000

export function addMyDay(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/my-day',
    summary:
      'One’s own day: callbacks, promises whose day is near, what was done, and how it went of late',
    status: 200,
    answer: MyDay,
    problems: [],
    handle: myDay,
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/presence',
    summary: 'Says that this person has the case on screen, and hears who else has',
    params: CaseParams,
    body: PresenceGiven,
    status: 200,
    answer: Presence,
    problems: ['no_such_case'],
    handle: presence,
  })
}

async function myDay({ deps, actor }: Asked<undefined, undefined, undefined>): Promise<MyDayWire> {
  const { tenantId, userId } = actor
  const [today, now] = [deps.today(), deps.now()]
  const of = { tenantId, userId, today, now }
  const read = await inTenant(deps.db, tenantId, async (tx) => ({
    callbacks: await openCallbacks(tx, tenantId, {
      until: (now + DAY_MS) as Instant,
      forUser: userId,
      limit: CALLBACKS_MAX,
    }),
    promises: await ownPromises(tx, of),
    days: await countDays(tx, of),
  }))
  const judged = read.promises.flatMap((one) => promiseWire(one) ?? [])
  const ended = judged.filter(({ state }) => state !== 'open')
  return {
    today,
    callbacks: read.callbacks.map((one) => callbackWire(one, now)),
    promises: judged.filter((one) => isNear(one, today)).slice(0, PROMISES_MAX),
    done: read.days.at(-1) ?? { on: today, calls: 0, reached: 0, promises: 0 },
    trend: read.days.slice(0, -1),
    kept: { fallen_due: ended.length, kept: ended.filter(({ state }) => state === 'kept').length },
  }
}

/** What still runs, and what was decided on its last day: older ones are in the rate alone. */
const isNear = ({ state, due_on: on }: MyPromise, today: Day): boolean =>
  state === 'open' || on >= today

/** One that another took the place of is no promise any more. */
function promiseWire({ state, promise, ...of }: OwnPromise): MyPromise | undefined {
  if (state === 'superseded') return undefined
  return {
    case_id: caseIdText(of.borrowerId),
    name: of.name,
    due_on: promise.dueOn,
    amount: moneyOf(promise.amountMinor, of.currency),
    state,
  }
}

async function presence({
  deps,
  actor,
  params,
  body,
}: Asked<z.output<typeof CaseParams>, undefined, z.output<typeof PresenceGiven>>): Promise<
  PresenceWire | Declined
> {
  const ref = { tenantId: actor.tenantId, borrowerId: params.id }
  const by = { userId: actor.userId, now: deps.now(), left: body.left === true }
  const others = await inTenant(deps.db, actor.tenantId, async (tx) => {
    const found = await tx.query(
      'select from borrower_case where tenant_id = $1 and borrower_id = $2',
      [ref.tenantId, ref.borrowerId],
    )
    return found.rowCount === 0 ? undefined : bePresent(tx, ref, by)
  })
  if (others === undefined) return { declined: 'no_such_case' }
  return { others: others.map(({ name, since }) => ({ name, since: instantText(since) })) }
}
