import { z } from '@hono/zod-openapi'
import { paidMinor } from '../core/remittance.ts'
import { inTenant, instantText } from '../store/db.ts'
import { approveRemittance } from '../store/remittance-approval.ts'
import {
  listRemittances,
  readRemittances,
  waitsForSecond,
  type RemittanceRow,
} from '../store/remittance-read.ts'
import { runRemittance } from '../store/remittance.ts'
import { moneyOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { DayIn, DayOut, InstantOut, LANG, MoneyOut } from './schemas.ts'
import type { RemittancesMadeWire, RemittancesWire, RemittanceWire } from './wire-remit.ts'

const PortfolioIn = z.string().regex(/^[a-z0-9-]{1,40}$/)

const Out: z.ZodType<RemittanceWire> = z
  .object({
    number: z.string(),
    portfolio: z.string(),
    creditor: z.string(),
    until: DayOut,
    lines: z.int(),
    collected: MoneyOut,
    taken_back: MoneyOut,
    commission: MoneyOut,
    carried: MoneyOut,
    due: MoneyOut,
    paid: MoneyOut,
    made_by: z.string(),
    made_at: InstantOut,
    awaits_approval: z.boolean(),
    approved_by: z.string().nullable(),
  })
  .openapi('Remittance')

const List: z.ZodType<RemittancesWire> = z.object({ items: z.array(Out) })
const Made: z.ZodType<RemittancesMadeWire> = z.object({ items: z.array(Out), nameless: z.int() })

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
      const rows = await inTenant(deps.db, actor.tenantId, (tx) =>
        listRemittances(tx, actor.tenantId, asked),
      )
      return { items: rows.map(remittanceWire) }
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
    answer: Made,
    problems: ['no_such_portfolio', 'not_collected_for_another', 'day_in_future', 'no_commission'],
    handle: async ({ actor, body }) => {
      const tick = { now: deps.now(), today: deps.today() }
      const asked = { ...body, by: actor.userId }
      const made = await runRemittance(deps.db, actor.tenantId, asked, tick)
      if ('declined' in made) return { declined: PROBLEM_OF[made.declined] }
      const rows = await inTenant(deps.db, actor.tenantId, (tx) =>
        readRemittances(tx, actor.tenantId, made.made),
      )
      return { items: rows.map(remittanceWire), nameless: made.nameless }
    },
  })
}

function addApproval(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/remittances/{number}/approvals',
    summary: 'A second person lets a large remittance be paid',
    params: z.strictObject({ number: z.string().regex(/^[1-9][0-9]{0,17}$/) }),
    body: z.strictObject({}).openapi('RemittanceApproval'),
    status: 201,
    answer: Out,
    problems: [
      'no_such_remittance',
      'nothing_to_approve',
      'request_answered',
      'request_same_person',
    ],
    handle: async ({ actor, params }) => {
      const asked = { remittanceId: BigInt(params.number), by: actor.userId, now: deps.now() }
      const made = await approveRemittance(deps.db, actor.tenantId, asked)
      if ('declined' in made) return { declined: APPROVAL_PROBLEM_OF[made.declined] }
      const [row] = await inTenant(deps.db, actor.tenantId, (tx) =>
        readRemittances(tx, actor.tenantId, [asked.remittanceId]),
      )
      return row === undefined ? { declined: 'no_such_remittance' } : remittanceWire(row)
    },
  })
}

const APPROVAL_PROBLEM_OF = {
  no_such_remittance: 'no_such_remittance',
  needs_no_second: 'nothing_to_approve',
  already_approved: 'request_answered',
  same_person: 'request_same_person',
  role_may_not_remit: 'not_permitted',
} as const

const PROBLEM_OF = {
  no_such_portfolio: 'no_such_portfolio',
  not_collected_for_another: 'not_collected_for_another',
  day_in_future: 'day_in_future',
  role_may_not_remit: 'not_permitted',
  no_terms: 'no_commission',
} as const

function remittanceWire(row: RemittanceRow): RemittanceWire {
  const amount = (minor: bigint) => moneyOf(minor, row.currency)
  return {
    number: String(row.remittanceId),
    portfolio: row.portfolio,
    creditor: row.creditor,
    until: row.until,
    lines: row.lines,
    collected: amount(row.collectedMinor),
    taken_back: amount(row.takenBackMinor),
    commission: amount(row.commissionMinor + row.toppedUpMinor),
    carried: amount(row.carriedMinor),
    due: amount(row.dueMinor),
    paid: amount(paidMinor(row.dueMinor)),
    made_by: row.by,
    made_at: instantText(row.recordedAt),
    awaits_approval: waitsForSecond(row),
    approved_by: row.approvedBy,
  }
}
