import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { answerOnce } from '../store/answered.ts'
import {
  addCallback,
  callbacksOf,
  endCallback,
  openCallbacks,
  wallInstant,
  type CallbackKey,
  type CallbackRecord,
} from '../store/callback.ts'
import { readCase } from '../store/cases.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { markWorked } from '../store/work-lease.ts'
import { callbackProblem, WallIn, ZoneIn } from './calls.ts'
import { afterOf, cutPage, INT8 } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText, pairText } from './ids.ts'
import { hashOf, readKey } from './once.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import {
  CaseParams,
  idIn,
  idOut,
  InstantOut,
  LANG,
  PAGE_IN,
  pageOf,
  pairIn,
  pairOut,
  words,
} from './schemas.ts'
import type { CallbackWire } from './wire-work.ts'

const Given = z
  .strictObject({
    at: WallIn,
    zone: ZoneIn.optional(),
    asked_by: z.enum(['borrower', 'collector']),
    for_me: z.boolean().optional(),
    words: words(500).optional(),
  })
  .openapi('CallbackGiven')

export const CallbackOut: z.ZodType<CallbackWire> = z
  .object({
    id: pairOut('cbk'),
    case_id: idOut('case'),
    name: z.string(),
    language: z.enum(['zh', 'en']),
    due_at: InstantOut,
    zone: z.string(),
    asked_by: z.enum(['borrower', 'collector']),
    for_name: z.string().nullable(),
    words: z.string().nullable(),
    is_due: z.boolean(),
  })
  .openapi('Callback')

const Query = z.strictObject({
  case_id: idIn('case').optional(),
  mine: z.enum(['true', 'false']).optional(),
  ...PAGE_IN,
  ...LANG,
})

const LISTED = 100
const LIST = 'callbacks'
const AHEAD_MS = 7 * 86_400_000

export function addCallbacks(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/callbacks',
    summary: 'Agreed calls, the earliest first: one case’s, this person’s, or all of the next week',
    query: Query,
    status: 200,
    answer: pageOf(CallbackOut, 'Callbacks'),
    problems: ['bad_cursor'],
    handle: async ({ actor, query }) => {
      const after = keyOf(query.cursor)
      if (after === 'bad') return { declined: 'bad_cursor' as const }
      const now = deps.now()
      const limit = query.limit ?? LISTED
      const of = {
        until: (now + AHEAD_MS) as Instant,
        forUser: query.mine === 'true' ? actor.userId : undefined,
        after,
        limit: limit + 1,
      }
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        query.case_id === undefined
          ? openCallbacks(tx, actor.tenantId, of)
          : callbacksOf(tx, { tenantId: actor.tenantId, borrowerId: query.case_id }),
      )
      // One case has few, and all of them are shown.
      if (query.case_id !== undefined)
        return { items: found.map((row) => callbackWire(row, now)), next_cursor: null }
      const key = (row: CallbackRecord) =>
        [row.due_at, row.borrower_id, row.callback_id].map(String)
      const page = cutPage(found, { list: LIST, limit, key })
      return {
        items: page.rows.map((row) => callbackWire(row, now)),
        next_cursor: page.next_cursor,
      }
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/callbacks',
    summary: 'Agrees a call for an hour that the law allows; needs an Idempotency-Key',
    params: CaseParams,
    body: Given,
    status: 201,
    answer: CallbackOut,
    problems: [
      'no_such_case',
      'no_such_time',
      'callback_in_past',
      'callback_too_far',
      'contact_refused',
      'no_number',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: agree,
  })
  addCancel(api, deps)
}

function keyOf(cursor: string | undefined): CallbackKey | undefined | 'bad' {
  const key = afterOf(LIST, cursor, [/^[0-9]{1,15}$/, INT8, INT8])
  if (key === undefined || key === 'bad') return key
  const [at = '', borrower = '', callback = ''] = key
  return {
    dueAt: Number(at) as Instant,
    borrowerId: BigInt(borrower),
    callbackId: BigInt(callback),
  }
}

function addCancel(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/callbacks/{id}/cancel',
    summary: 'Takes an agreed call back',
    params: z.strictObject({ id: pairIn('cbk') }),
    status: 200,
    answer: z.object({ cancelled: z.boolean() }),
    problems: ['no_such_callback'],
    dryRun: true,
    handle: async ({ deps: own, actor, params }) => {
      const { borrowerId, n } = params.id
      const ref = { tenantId: actor.tenantId, borrowerId, callbackId: n }
      const as = { ended: 'cancelled', by: actor.userId, now: own.now() } as const
      return inTenant(own.db, actor.tenantId, async (tx) => {
        const open = await callbacksOf(tx, ref)
        if (!open.some((one) => one.callback_id === n))
          return { declined: 'no_such_callback' as const }
        return { cancelled: await endCallback(tx, ref, as) }
      })
    },
  })
}

export const callbackWire = (row: CallbackRecord, now: Instant): CallbackWire => ({
  id: pairText('cbk', { borrowerId: row.borrower_id, n: row.callback_id }) as CallbackWire['id'],
  case_id: caseIdText(row.borrower_id),
  name: row.name,
  language: row.language,
  due_at: instantText(row.due_at),
  zone: row.zone,
  asked_by: row.asked_by,
  for_name: row.for_name,
  words: row.words,
  is_due: row.due_at <= now,
})

type AskedCallback = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof Given>>

async function agree(asked: AskedCallback): Promise<CallbackWire | Declined> {
  const { deps, actor, params, body } = asked
  const given = readKey(asked.header)
  if ('declined' in given) return given
  const request = {
    tenantId: actor.tenantId,
    borrowerId: params.id,
    key: given.key,
    bodyHash: hashOf(`callbacks ${params.id}`, body),
    by: actor.userId,
  }
  return inTenant(
    deps.db,
    actor.tenantId,
    async (tx) => {
      if ((await lockBorrower(tx, request)) === undefined)
        return { declined: 'no_such_case' as const }
      const answer = await answerOnce(tx, request, () => agreeOnce(tx, asked))
      if ('declined' in answer) return answer
      return 'refused' in answer ? { declined: answer.refused } : answer.answer
    },
    { retries: 3 },
  )
}

async function agreeOnce(
  tx: Tx,
  { deps, actor, params, body, lang }: AskedCallback,
): Promise<{ readonly done: CallbackWire } | Declined> {
  const [now, today] = [deps.now(), deps.today()]
  const { tenantId, userId } = actor
  const found = await readCase(tx, tenantId, params.id, today)
  if (found === undefined) return { declined: 'no_such_case' }
  const zone = body.zone ?? found.zones[0] ?? 'UTC'
  const dueAt = wallInstant(body.at, zone)
  if (dueAt === undefined) return { declined: 'no_such_time' }
  const ref = { tenantId, borrowerId: params.id }
  const made = await addCallback(
    tx,
    ref,
    {
      accountId: found.lead_account_id,
      zones: found.zones,
      dueAt,
      zone,
      askedBy: body.asked_by,
      forUser: body.for_me === true ? userId : undefined,
      words: body.words,
      contactId: undefined,
      by: userId,
    },
    { law: deps.law, now, today },
  )
  if ('declined' in made) return callbackProblem(made, { law: deps.law, lang, zone })
  await markWorked(tx, ref, { userId, now })
  const row = (await callbacksOf(tx, ref)).find((one) => one.callback_id === made.callbackId)
  return row === undefined ? { declined: 'no_such_case' } : { done: callbackWire(row, now) }
}
