import { z } from '@hono/zod-openapi'
import { readCase } from '../store/cases.ts'
import { readCreditNotices, recordCreditNotice } from '../store/credit-notice.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { readFurnished } from '../store/furnished.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText } from './ids.ts'
import { oncePerCase } from './once-per-case.ts'
import { addRoute, type Api } from './route.ts'
import { CaseParams, Channels, DayIn, DayOut, idIn, idOut, InstantOut, words } from './schemas.ts'
import type { CreditNoticeWire, FurnishedList, FurnishedWire } from './wire-care.ts'

const FurnishedOut: z.ZodType<FurnishedWire> = z
  .object({
    id: z.string(),
    account_id: idOut('acc'),
    layout: z.string(),
    month: DayOut,
    on: DayOut,
    kind: z.enum(['regular', 'correction']),
    record: z.record(z.string(), z.string()),
    notice: z.object({ at: InstantOut, channel: Channels, result: z.string() }).nullable(),
    corrects: z.string().nullable(),
    correction_owed: z.boolean(),
  })
  .openapi('Furnished')

const NoticeOut: z.ZodType<CreditNoticeWire> = z
  .object({
    account_id: idOut('acc'),
    channel: Channels,
    on: DayOut,
    returned_on: DayOut.nullable(),
    source: z.string(),
  })
  .openapi('CreditNotice')

const ListOut: z.ZodType<FurnishedList> = z
  .object({ items: z.array(FurnishedOut), notices: z.array(NoticeOut) })
  .openapi('FurnishedList')

const NoticeBody = z
  .strictObject({
    account_id: idIn('acc'),
    channel: Channels,
    on: DayIn,
    returned_on: DayIn.optional(),
    source: words(200),
  })
  .openapi('CreditNoticeGiven')

/** The notice before a register is told, where the lender sent it itself. */
function addCreditNotices(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/credit-notices',
    summary: 'Keeps that the borrower was told before a register is; needs an Idempotency-Key',
    params: CaseParams,
    body: NoticeBody,
    status: 201,
    answer: z.object({ kept: z.literal(true) }).openapi('CreditNoticeKept'),
    problems: [
      'no_such_case',
      'no_such_account',
      'day_in_future',
      'ends_before_it_begins',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: (asked) =>
      oncePerCase<{ kept: true }>(asked, 'credit notices', async (tx) => {
        const { account_id: accountId, returned_on: returnedOn, ...rest } = asked.body
        const given = { ...rest, borrowerId: asked.params.id, accountId, returnedOn }
        const made = await recordCreditNotice(tx, asked.actor.tenantId, given, asked.deps.today())
        if (!('declined' in made)) return { done: { kept: true } }
        const { declined } = made
        return { declined: declined === 'no_such_borrower' ? 'no_such_case' : declined }
      }),
  })
}

/** What credit registers were told, and the notices that it rests on. */
export function addRegisters(api: Api, deps: ApiDeps): void {
  addCreditNotices(api, deps)
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/furnished',
    summary: 'What credit registers were told, when, and on which notice it rests',
    params: CaseParams,
    status: 200,
    answer: ListOut,
    problems: ['no_such_case'],
    handle: ({ actor, params }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        if ((await readCase(tx, actor.tenantId, params.id, deps.today())) === undefined)
          return { declined: 'no_such_case' as const }
        return registersOf(tx, actor.tenantId, params.id)
      }),
  })
}

async function registersOf(tx: Tx, tenantId: bigint, borrowerId: bigint): Promise<FurnishedList> {
  const rows = await readFurnished(tx, tenantId, borrowerId)
  const notices = await readCreditNotices(tx, tenantId, borrowerId)
  return {
    notices: notices.map((row) => ({
      account_id: accountIdText(row.accountId),
      channel: row.channel,
      on: row.on,
      returned_on: row.returnedOn,
      source: row.source,
    })),
    items: rows.map((row) => ({
      id: String(row.furnishedId),
      account_id: accountIdText(row.accountId),
      layout: row.layout,
      month: row.month,
      on: row.on,
      kind: row.kind,
      record: row.record,
      notice: row.notice && {
        at: row.notice.at,
        channel: row.notice.channel,
        result: row.notice.result,
      },
      corrects: row.correctsId === null ? null : String(row.correctsId),
      correction_owed: row.owed,
    })),
  }
}
