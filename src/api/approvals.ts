import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../core/channel.ts'
import { awaitingApproval, decideApproval, type AwaitingRecord } from '../store/approval.ts'
import { inTenant } from '../store/db.ts'
import { moneyOf } from './cases.ts'
import type { Actor, ApiDeps } from './env.ts'
import { caseIdText, pairText } from './ids.ts'
import { addRoute, type Api } from './route.ts'
import { Channels, DayOut, idOut, MoneyOut, pairIn, pairOut, words } from './schemas.ts'
import type { Language } from './wire.ts'
import type { ApprovalWire } from './wire-work.ts'
import { PROBLEMS } from './problem.ts'
import { ROLE_NAMES } from './words.ts'

const Out: z.ZodType<ApprovalWire> = z
  .object({
    id: pairOut('trt'),
    case_id: idOut('case'),
    name: z.string(),
    arrears: MoneyOut,
    treatment: z.string(),
    channel: Channels.nullable(),
    template: z.string().nullable(),
    worklist: z.string().nullable(),
    strategy: z.string(),
    strategy_version: z.int(),
    row_no: z.int(),
    chosen_on: DayOut,
    asks: z.enum(['manager', 'compliance', 'admin']),
    blocked: z.string().nullable(),
  })
  .openapi('Approval')

const Given = z
  .strictObject({ approve: z.boolean(), reason: words(500).optional() })
  .openapi('ApprovalGiven')

const LIST_MAX = 200

export function addApprovals(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/approvals',
    summary: 'Steps that wait for somebody’s word, the most urgent first',
    status: 200,
    answer: z.object({ items: z.array(Out) }),
    problems: [],
    handle: async ({ actor, lang }) => {
      const rows = await inTenant(deps.db, actor.tenantId, (tx) =>
        awaitingApproval(tx, actor.tenantId, LIST_MAX),
      )
      return { items: rows.map((row) => approvalWire(row, actor, lang)) }
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/approvals/{id}',
    summary: 'Approves or declines a step, as another person than whoever wrote its strategy',
    params: z.strictObject({ id: pairIn('trt') }),
    body: Given,
    status: 200,
    answer: z.object({ state: z.enum(['planned', 'declined']) }),
    problems: [
      'no_such_approval',
      'approval_wrong_role',
      'approval_same_person',
      'approval_reason_missing',
    ],
    handle: async ({ actor, params, body }) => {
      const { borrowerId, n } = params.id
      const ref = { tenantId: actor.tenantId, borrowerId, treatmentId: n }
      const given = {
        approved: body.approve,
        reason: body.reason,
        by: actor.userId,
        role: actor.role,
        now: deps.now(),
      }
      const made = await inTenant(deps.db, actor.tenantId, (tx) => decideApproval(tx, ref, given))
      return 'declined' in made ? { declined: PROBLEM_OF[made.declined] } : made
    },
  })
}

const PROBLEM_OF = {
  no_such_approval: 'no_such_approval',
  wrong_role: 'approval_wrong_role',
  same_person: 'approval_same_person',
  reason_missing: 'approval_reason_missing',
} as const

const approvalWire = (row: AwaitingRecord, actor: Actor, lang: Language): ApprovalWire => ({
  id: pairText('trt', { borrowerId: row.borrower_id, n: row.treatment_id }) as ApprovalWire['id'],
  case_id: caseIdText(row.borrower_id),
  name: row.name,
  arrears: moneyOf(row.arrears_minor, row.currency),
  treatment: row.treatment,
  channel: CHANNELS.find((one) => one === row.channel) ?? null,
  template: row.template,
  worklist: row.worklist,
  strategy: row.strategy,
  strategy_version: row.strategy_version,
  row_no: row.row_no,
  chosen_on: row.chosen_on,
  asks: row.approval,
  blocked: blockedBy(row, actor, lang),
})

function blockedBy(row: AwaitingRecord, actor: Actor, lang: Language): string | null {
  const role = ROLE_NAMES[row.approval][lang]
  if (row.approval !== actor.role)
    return lang === 'zh' ? `须由${role}审批` : `For ${role} to answer`
  return row.author === actor.userId ? PROBLEMS.approval_same_person[lang] : null
}
