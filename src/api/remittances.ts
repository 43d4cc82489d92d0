import { z } from '@hono/zod-openapi'
import { inTenant } from '../store/db.ts'
import {
  approveRemittance,
  refuseRemittance,
  type AnswerDeclined,
} from '../store/remittance-answer.ts'
import { listRemittances, readCollectedFor, readRemittances } from '../store/remittance-read.ts'
import { runRemittance } from '../store/remittance.ts'
import type { ApiDeps } from './env.ts'
import { RemittanceOut, remittanceWire } from './remittance-out.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { DayIn, LANG, words } from './schemas.ts'
import type { RemittancesMadeWire, RemittancesWire, RemittanceWire } from './wire-remit.ts'

const PortfolioIn = z.string().regex(/^[a-z0-9-]{1,40}$/)

const List: z.ZodType<RemittancesWire> = z.object({
  items: z.array(RemittanceOut),
  portfolios: z.array(z.object({ code: z.string(), creditor: z.string() })),
})
const Made: z.ZodType<RemittancesMadeWire> = z.object({
  items: z.array(RemittanceOut),
  nameless: z.int(),
})

const LISTED = 200

export function addRemittances(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/remittances',
    summary: 'What was handed on to creditors, the newest first',
    query: z.strictObject({ portfolio: PortfolioIn.optional(), ...LANG }),
    status: 200,
    answer: List,
    problems: [],
    handle: async ({ actor, query }) => {
      const asked = { portfolio: query.portfolio, limit: LISTED }
      return inTenant(deps.db, actor.tenantId, async (tx) => ({
        items: (await listRemittances(tx, actor.tenantId, asked)).map(remittanceWire),
        portfolios: await readCollectedFor(tx, actor.tenantId),
      }))
    },
  })
  addRun(api, deps)
  addApproval(api, deps)
}

function addRun(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/remittances',
    summary:
      'Hands on what came in up to a day and is not handed on yet; asked again it finds nothing',
    body: z.strictObject({ portfolio: PortfolioIn, until: DayIn }).openapi('RemittanceAsked'),
    status: 201,
    dryRun: true,
    answer: Made,
    problems: [
      'no_such_portfolio',
      'not_collected_for_another',
      'day_in_future',
      'no_commission',
      'remittance_waits',
    ],
    handle: async ({ deps: own, actor, body }) => {
      const tick = { now: own.now(), today: own.today() }
      const asked = { ...body, by: actor.userId }
      const made = await runRemittance(own.db, actor.tenantId, asked, tick)
      if ('declined' in made) return { declined: PROBLEM_OF[made.declined] }
      return { items: made.made.map(remittanceWire), nameless: made.nameless }
    },
  })
}

const NumberIn = z.strictObject({ number: z.string().regex(/^[1-9][0-9]{0,17}$/) })

const ANSWERED = [
  'no_such_remittance',
  'nothing_to_approve',
  'request_answered',
  'request_same_person',
] as const

function addApproval(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/remittances/{number}/approvals',
    summary: 'A second person lets a large remittance be paid',
    params: NumberIn,
    body: z.strictObject({}).openapi('RemittanceApproval'),
    status: 201,
    answer: RemittanceOut,
    problems: ANSWERED,
    handle: async ({ actor, params }) => {
      const asked = { remittanceId: BigInt(params.number), by: actor.userId, now: deps.now() }
      const made = await approveRemittance(deps.db, actor.tenantId, asked)
      return answered(deps, actor.tenantId, asked.remittanceId, made)
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/remittances/{number}/refusals',
    summary:
      'A second person refuses it with a reason: nothing is paid, and the next run takes its lines; sent twice it is one refusal',
    params: NumberIn,
    body: z.strictObject({ because: words(2000) }).openapi('RemittanceRefusal'),
    status: 201,
    answer: RemittanceOut,
    problems: [...ANSWERED, 'remittance_later'],
    handle: async ({ actor, params, body }) => {
      const remittanceId = BigInt(params.number)
      const asked = { remittanceId, by: actor.userId, now: deps.now(), ...body }
      const made = await refuseRemittance(deps.db, actor.tenantId, asked)
      return answered(deps, actor.tenantId, remittanceId, made)
    },
  })
}

async function answered(
  deps: ApiDeps,
  tenantId: bigint,
  remittanceId: bigint,
  made: { readonly approved: true } | { readonly refused: true } | AnswerDeclined,
): Promise<RemittanceWire | Declined> {
  if ('declined' in made) return { declined: ANSWER_PROBLEM_OF[made.declined] }
  const [row] = await inTenant(deps.db, tenantId, (tx) =>
    readRemittances(tx, tenantId, [remittanceId]),
  )
  return row === undefined ? { declined: 'no_such_remittance' } : remittanceWire(row)
}

const ANSWER_PROBLEM_OF = {
  no_such_remittance: 'no_such_remittance',
  needs_no_second: 'nothing_to_approve',
  already_answered: 'request_answered',
  same_person: 'request_same_person',
  role_may_not_remit: 'not_permitted',
  later_made: 'remittance_later',
} as const

const PROBLEM_OF = {
  no_such_portfolio: 'no_such_portfolio',
  not_collected_for_another: 'not_collected_for_another',
  day_in_future: 'day_in_future',
  role_may_not_remit: 'not_permitted',
  no_terms: 'no_commission',
  one_waits: 'remittance_waits',
} as const
