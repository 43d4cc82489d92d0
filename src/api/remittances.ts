import { z } from '@hono/zod-openapi'
import { inTenant, type Tx } from '../store/db.ts'
import {
  approveRemittance,
  refuseRemittance,
  type AnswerDeclined,
} from '../store/remittance-answer.ts'
import {
  listRemittances,
  readCollectedFor,
  readRemittances,
  type RemittanceRow,
} from '../store/remittance-read.ts'
import { runRemittance } from '../store/remittance.ts'
import { beforeOf, cutPage } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { RemittanceOut, remittanceWire } from './remittance-out.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { DayIn, LANG, PAGE_IN, words } from './schemas.ts'
import type { RemittancesMadeWire, RemittancesWire, RemittanceWire } from './wire-remit.ts'

const PortfolioIn = z.string().regex(/^[a-z0-9-]{1,40}$/)

const List: z.ZodType<RemittancesWire> = z.object({
  items: z.array(RemittanceOut),
  next_cursor: z.string().nullable(),
  portfolios: z.array(z.object({ code: z.string(), creditor: z.string() })),
})
const Made: z.ZodType<RemittancesMadeWire> = z.object({
  items: z.array(RemittanceOut),
  nameless: z.int(),
})

const LISTED = 200
const LIST = 'remittances'

export function addRemittances(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/remittances',
    summary: 'What was handed on to creditors, the newest first',
    query: z.strictObject({ portfolio: PortfolioIn.optional(), ...PAGE_IN, ...LANG }),
    status: 200,
    answer: List,
    problems: ['bad_cursor'],
    handle: async ({ actor, query }) => {
      const before = beforeOf(LIST, query.cursor)
      if (before === 'bad') return { declined: 'bad_cursor' as const }
      const limit = query.limit ?? LISTED
      const asked = { portfolio: query.portfolio, before, limit: limit + 1 }
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const found = await listRemittances(tx, actor.tenantId, asked)
        const keyed = (row: RemittanceRow) => [String(row.remittanceId)]
        const page = cutPage(found, { list: LIST, limit, key: keyed })
        return {
          items: page.rows.map(remittanceWire),
          next_cursor: page.next_cursor,
          portfolios: await readCollectedFor(tx, actor.tenantId),
        }
      })
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
    dryRun: true,
    handle: async ({ deps: own, actor, params }) => {
      const asked = { remittanceId: BigInt(params.number), by: actor.userId, now: own.now() }
      return inTenant(own.db, actor.tenantId, async (tx) => {
        const made = await approveRemittance(tx, actor.tenantId, asked)
        return answered(tx, actor.tenantId, asked.remittanceId, made)
      })
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
    dryRun: true,
    handle: async ({ deps: own, actor, params, body }) => {
      const remittanceId = BigInt(params.number)
      const asked = { remittanceId, by: actor.userId, now: own.now(), ...body }
      return inTenant(own.db, actor.tenantId, async (tx) => {
        const made = await refuseRemittance(tx, actor.tenantId, asked)
        return answered(tx, actor.tenantId, remittanceId, made)
      })
    },
  })
}

async function answered(
  tx: Tx,
  tenantId: bigint,
  remittanceId: bigint,
  made: { readonly approved: true } | { readonly refused: true } | AnswerDeclined,
): Promise<RemittanceWire | Declined> {
  if ('declined' in made) return { declined: ANSWER_PROBLEM_OF[made.declined] }
  const [row] = await readRemittances(tx, tenantId, [remittanceId])
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
