import { z } from '@hono/zod-openapi'
import { inEvent, type Tx } from '../store/db.ts'
import { takeBackHold, takeBackPromise, type TakeBackDeclined } from '../store/take-back.ts'
import type { ApiDeps } from './env.ts'
import { holdIdText } from './ids.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { idIn } from './schemas.ts'

const HoldParams = z.strictObject({ id: idIn('case'), hold_id: idIn('hld') })
const PromiseParams = z.strictObject({ id: idIn('case'), promise_id: idIn('prm') })
const TakenBack = z.object({ taken_back: z.boolean() }).openapi('TakenBack')

const PROBLEMS = ['no_such_case', 'no_such_act', 'not_your_act'] as const

/** What a person recorded by mistake, taken back by that person: nothing is removed, a fact takes its place. */
export function addTakeBacks(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/holds/{hold_id}/undo',
    summary: 'Ends a hold that one placed oneself by mistake, within ten minutes',
    params: HoldParams,
    status: 200,
    answer: TakenBack,
    problems: [...PROBLEMS, 'too_late_to_take_back'],
    dryRun: true,
    handle: (asked) =>
      done(asked, (tx, by) => {
        const { id: borrowerId, hold_id: holdId } = asked.params
        const ref = { tenantId: asked.actor.tenantId, borrowerId, holdId }
        return takeBackHold(tx, { ...ref, idText: holdIdText(holdId) }, by)
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/promises/{promise_id}/undo',
    summary:
      'Takes a promise back that one recorded oneself by mistake: on its day, and before the borrower was told of it',
    params: PromiseParams,
    status: 200,
    answer: TakenBack,
    problems: [...PROBLEMS, 'too_late_to_take_back', 'borrower_was_told'],
    dryRun: true,
    handle: (asked) =>
      done(asked, (tx, by) => {
        const { id: borrowerId, promise_id: promiseId } = asked.params
        return takeBackPromise(tx, { tenantId: asked.actor.tenantId, borrowerId, promiseId }, by)
      }),
  })
}

type Of = Pick<Asked<unknown, undefined, undefined>, 'deps' | 'actor'>
type By = Parameters<typeof takeBackPromise>[2]

async function done(
  { deps, actor }: Of,
  work: (tx: Tx, by: By) => Promise<{ readonly takenBack: true } | TakeBackDeclined>,
): Promise<{ taken_back: boolean } | Declined> {
  const by = { by: actor.userId, now: deps.now(), today: deps.today() }
  const made = await inEvent(deps.db, actor.tenantId, (tx) => work(tx, by), { retries: 3 })
  return 'declined' in made ? { declined: made.declined } : { taken_back: made.takenBack }
}
