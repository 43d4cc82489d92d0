import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { readCurrency } from '../store/case-facts.ts'
import type { Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import {
  applyCircumstance,
  applyInbound,
  applyPause,
  CIRCUMSTANCES,
  dayThere,
} from '../store/inbound.ts'
import type { ApiDeps } from './env.ts'
import { circumstanceIdText, inboundIdText, pauseIdText } from './ids.ts'
import { oncePerCase } from './once-per-case.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, Channels, DayIn, idIn, idOut, words } from './schemas.ts'
import type { CircumstanceAnswer, InboundAnswer, PauseAnswer } from './wire-agreements.ts'

const InboundGiven = z
  .strictObject({
    channel: Channels,
    result: z.enum(['conversation', 'delivered', 'voicemail']),
    account_ids: z.array(idIn('acc')).max(50).optional(),
    received_at: z.iso.datetime().optional(),
  })
  .openapi('InboundGiven')

const CircumstanceGiven = z
  .strictObject({
    kind: z.enum(CIRCUMSTANCES),
    from_on: DayIn.optional(),
    until_on: DayIn.optional(),
  })
  .openapi('CircumstanceGiven')

const PauseGiven = z
  .strictObject({
    account_id: idIn('acc'),
    from_on: DayIn,
    until_on: DayIn.optional(),
    reason: words(200),
  })
  .openapi('PauseGiven')

const PauseKept: z.ZodType<PauseAnswer> = z.object({ id: idOut('pse') }).openapi('PauseRecorded')

const InboundKept: z.ZodType<InboundAnswer> = z
  .object({ id: idOut('inb') })
  .openapi('InboundRecorded')

const CircumstanceKept: z.ZodType<CircumstanceAnswer> = z
  .object({ id: idOut('cir'), vulnerable: z.boolean() })
  .openapi('CircumstanceRecorded')

export function addTold(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/inbound',
    summary:
      'Keeps that the borrower wrote or spoke to us, which answers our attempts; needs an Idempotency-Key',
    params: CaseParams,
    body: InboundGiven,
    status: 201,
    answer: InboundKept,
    problems: ['no_such_case', 'no_such_account', 'day_in_future', 'key_missing', 'key_reused'],
    dryRun: true,
    handle: (asked) => oncePerCase(asked, 'inbound', (tx) => inbound(tx, asked)),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/pauses',
    summary:
      'Stops the delinquency clock of an account for some days, and nothing else; needs an Idempotency-Key',
    params: CaseParams,
    body: PauseGiven,
    status: 201,
    answer: PauseKept,
    problems: [
      'no_such_case',
      'no_such_account',
      'ends_before_it_begins',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: (asked) => oncePerCase(asked, 'pauses', (tx) => pause(tx, asked)),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/circumstances',
    summary: "Keeps what is so in the borrower's life; needs an Idempotency-Key",
    params: CaseParams,
    body: CircumstanceGiven,
    status: 201,
    answer: CircumstanceKept,
    problems: ['no_such_case', 'ends_before_it_begins', 'key_missing', 'key_reused'],
    dryRun: true,
    handle: (asked) => oncePerCase(asked, 'circumstances', (tx) => circumstance(tx, asked)),
  })
}

type AskedInbound = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof InboundGiven>>
type AskedCircumstance = Asked<
  z.output<typeof CaseParams>,
  undefined,
  z.output<typeof CircumstanceGiven>
>

async function inbound(
  tx: Tx,
  { deps, actor, params, body }: AskedInbound,
): Promise<{ readonly done: InboundAnswer } | Declined> {
  const { tenantId } = actor
  const accountIds = body.account_ids ?? []
  for (const accountId of accountIds) {
    const known = await readCurrency(tx, tenantId, { borrowerId: params.id, accountId })
    if (known === undefined) return { declined: 'no_such_account' }
  }
  const now = deps.now()
  const given = body.received_at
  const receivedAt = given === undefined ? now : (Date.parse(given) as Instant)
  if (receivedAt > now) return { declined: 'day_in_future' }
  const ref = { tenantId, borrowerId: params.id }
  const today = deps.today()
  const { channel, result } = body
  const borrower = await lockBorrower(tx, ref)
  const on = dayThere(borrower?.zones ?? [], receivedAt, today)
  const event = { channel, result, accountIds, receivedAt, on }
  return { done: { id: inboundIdText(await applyInbound(tx, ref, event, today)) } }
}

type AskedPause = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof PauseGiven>>

async function pause(
  tx: Tx,
  { deps, actor, params, body }: AskedPause,
): Promise<{ readonly done: PauseAnswer } | Declined> {
  const ref = { tenantId: actor.tenantId, borrowerId: params.id }
  const account = { borrowerId: params.id, accountId: body.account_id }
  if ((await readCurrency(tx, actor.tenantId, account)) === undefined)
    return { declined: 'no_such_account' }
  if (body.until_on !== undefined && body.until_on <= body.from_on)
    return { declined: 'ends_before_it_begins' }
  const { from_on: fromOn, until_on: untilOn, reason } = body
  const event = { accountId: body.account_id, fromOn, untilOn, reason }
  return { done: { id: pauseIdText(await applyPause(tx, ref, event, deps.today())) } }
}

async function circumstance(
  tx: Tx,
  { deps, actor, params, body }: AskedCircumstance,
): Promise<{ readonly done: CircumstanceAnswer } | Declined> {
  const today = deps.today()
  const fromOn = body.from_on ?? today
  if (body.until_on !== undefined && body.until_on <= fromOn)
    return { declined: 'ends_before_it_begins' }
  const ref = { tenantId: actor.tenantId, borrowerId: params.id }
  const told = { kind: body.kind, fromOn, untilOn: body.until_on }
  const made = await applyCircumstance(tx, ref, told, today)
  return { done: { id: circumstanceIdText(made.circumstanceId), vulnerable: made.vulnerable } }
}
