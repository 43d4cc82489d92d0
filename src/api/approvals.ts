import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../core/channel.ts'
import {
  awaitingApproval,
  decideApproval,
  type AwaitingKey,
  type AwaitingRecord,
} from '../store/approval.ts'
import { inTenant } from '../store/db.ts'
import { moneyOf } from './cases.ts'
import { afterOf, cutPage, INT8 } from './cursor.ts'
import type { Actor, ApiDeps } from './env.ts'
import { caseIdText, pairText } from './ids.ts'
import { addRoute, type Api } from './route.ts'
import {
  Channels,
  DayOut,
  idOut,
  LANG,
  MoneyOut,
  PAGE_IN,
  pageOf,
  pairIn,
  pairOut,
  words,
} from './schemas.ts'
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

const LISTED = 200
const LIST = 'approvals'

export function addApprovals(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/approvals',
    summary: 'Steps that wait for somebody’s word, the most urgent first',
    query: z.strictObject({ ...PAGE_IN, ...LANG }),
    status: 200,
    answer: pageOf(Out, 'Approvals'),
    problems: ['bad_cursor'],
    handle: async ({ actor, query, lang }) => {
      const after = keyOf(query.cursor)
      if (after === 'bad') return { declined: 'bad_cursor' as const }
      const limit = query.limit ?? LISTED
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        awaitingApproval(tx, actor.tenantId, { after, limit: limit + 1 }),
      )
      const key = (row: AwaitingRecord) =>
        [row.priority, row.borrower_id, row.treatment_id].map(String)
      const page = cutPage(found, { list: LIST, limit, key })
      return {
        items: page.rows.map((row) => approvalWire(row, actor, lang)),
        next_cursor: page.next_cursor,
      }
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
    dryRun: true,
    handle: async ({ deps: own, actor, params, body }) => {
      const { borrowerId, n } = params.id
      const ref = { tenantId: actor.tenantId, borrowerId, treatmentId: n }
      const given = {
        approved: body.approve,
        reason: body.reason,
        by: actor.userId,
        role: actor.role,
        now: own.now(),
      }
      const made = await inTenant(own.db, actor.tenantId, (tx) => decideApproval(tx, ref, given))
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

function keyOf(cursor: string | undefined): AwaitingKey | undefined | 'bad' {
  const key = afterOf(LIST, cursor, [/^-?[0-9]{1,9}$/, INT8, INT8])
  if (key === undefined || key === 'bad') return key
  const [priority = '', borrower = '', treatment = ''] = key
  return {
    priority: Number(priority),
    borrowerId: BigInt(borrower),
    treatmentId: BigInt(treatment),
  }
}

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
