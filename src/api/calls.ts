import { z } from '@hono/zod-openapi'
import { DISPOSITIONS } from '../engine/disposition.ts'
import type { Instant } from '../core/calendar.ts'
import type { LawBook } from '../guard/book.ts'
import type { Verdict } from '../guard/verdict.ts'
import { sayReason } from '../guard/words.ts'
import { answerOnce } from '../store/answered.ts'
import { wallInstant, type CallbackRefused } from '../store/callback.ts'
import { recordCallOutcome, type OutcomeRefused } from '../store/call-outcome.ts'
import { revealAddress } from '../store/case-facts.ts'
import { readCase } from '../store/cases.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { makeCall } from '../store/work-call.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText, holdIdText, pairText } from './ids.ts'
import { hashOf, readKey } from './once.ts'
import type { ProblemMore } from './problem.ts'
import { factsOf, ruleName, untilText } from './reasons.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, idIn, idOut, InstantOut, pairIn, pairOut, words } from './schemas.ts'
import type { Language } from './wire.ts'
import type { CallWire, OutcomeWire } from './wire-work.ts'

const CallGiven = z
  .strictObject({ account_id: idIn('acc').optional(), address_id: idIn('adr').optional() })
  .openapi('CallGiven')
const Call: z.ZodType<CallWire> = z
  .object({
    id: pairOut('ctc'),
    case_id: idOut('case'),
    number: z.string(),
    closes_at: InstantOut.nullable(),
  })
  .openapi('Call')

export const WallIn = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
export const ZoneIn = z.string().regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,60}$/)

const OutcomeGiven = z
  .strictObject({
    disposition: z.enum(DISPOSITIONS),
    words: words(1000).optional(),
    callback: z
      .strictObject({ at: WallIn, zone: ZoneIn.optional(), for_me: z.boolean().optional() })
      .optional(),
  })
  .openapi('OutcomeGiven')
const Outcome: z.ZodType<OutcomeWire> = z
  .object({
    id: pairOut('ctc'),
    disposition: z.string(),
    counts: z.string(),
    hold_id: idOut('hld').nullable(),
    callback_id: pairOut('cbk').nullable(),
  })
  .openapi('Outcome')
const ContactParams = z.strictObject({ id: pairIn('ctc') })

export function addCalls(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/calls',
    summary: 'Takes the permit for a call now and tells the number; needs an Idempotency-Key',
    params: CaseParams,
    body: CallGiven,
    status: 201,
    answer: Call,
    problems: [
      'no_such_case',
      'no_such_account',
      'contact_refused',
      'no_number',
      'held_by_other',
      'key_missing',
      'key_reused',
    ],
    handle: call,
  })
  addRoute(api, deps, {
    route: 'POST /v1/contacts/{id}/outcome',
    summary: 'How a call ended, and what follows from it at once; needs an Idempotency-Key',
    params: ContactParams,
    body: OutcomeGiven,
    status: 201,
    answer: Outcome,
    problems: [
      'no_such_contact',
      'not_a_call',
      'not_your_call',
      'never_sent',
      'callback_missing',
      'callback_unasked',
      'no_such_time',
      'callback_in_past',
      'callback_too_far',
      'contact_refused',
      'no_number',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: outcome,
  })
}

type CallAsked = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof CallGiven>>

async function call(asked: CallAsked): Promise<CallWire | Declined> {
  const { deps, actor, params, body } = asked
  const given = readKey(asked.header)
  if ('declined' in given) return given
  const { tenantId, userId } = actor
  const ref = { tenantId, borrowerId: params.id }
  const request = {
    ...ref,
    key: given.key,
    bodyHash: hashOf(`calls ${params.id}`, body),
    by: userId,
  }
  return inTenant(
    deps.db,
    tenantId,
    async (tx) => {
      if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_case' as const }
      const answer = await answerOnce(tx, request, () => callOnce(tx, asked))
      if ('declined' in answer) return answer
      if ('refused' in answer) return { declined: answer.refused }
      return withNumber(tx, answer.answer, asked)
    },
    { retries: 3 },
  )
}

/** What is kept for the life of the debt: everything but the number. */
type KeptCall = Omit<CallWire, 'number'> & { readonly address: string }

async function callOnce(
  tx: Tx,
  { deps, actor, params, body, lang }: CallAsked,
): Promise<{ readonly done: KeptCall } | Declined> {
  const { tenantId, userId } = actor
  const [now, today] = [deps.now(), deps.today()]
  const found = await readCase(tx, tenantId, params.id, today)
  if (found === undefined) return { declined: 'no_such_case' }
  const accountId = body.account_id ?? found.lead_account_id
  const made = await makeCall(tx, {
    tenantId,
    borrowerId: params.id,
    accountId,
    addressId: body.address_id,
    userId,
    now,
    today,
    law: deps.law,
    capKey: deps.capKey,
  })
  if (!('declined' in made)) {
    const id = pairText('ctc', { borrowerId: params.id, n: made.contactId }) as CallWire['id']
    const closesAt = untilText(made.closesAt)
    const address = made.address.addressId.toString()
    return { done: { id, case_id: caseIdText(params.id), closes_at: closesAt, address } }
  }
  if (made.declined !== 'unlawful') return { declined: CALL_PROBLEM[made.declined] }
  const zone = found.zones[0] ?? 'UTC'
  return refused(made.verdict, { law: deps.law, lang, zone })
}

export const CALL_PROBLEM = {
  no_such_borrower: 'no_such_case',
  no_address: 'no_number',
  held_by_other: 'held_by_other',
  line_busy: 'line_busy',
} as const

type Say = { readonly law: LawBook; readonly lang: Language; readonly zone: string }

/** The first rule that bars, its law, what it read and until when; every other reason beside it. */
export function refused(verdict: Verdict, { law, lang, zone }: Say): Declined {
  const bars = verdict.reasons.filter((reason) => reason.says === verdict.decision)
  const [first] = bars
  const until = verdict.decision === 'defer' ? untilText(verdict.until) : null
  const more: ProblemMore = {
    ...(first && {
      detail: sayReason(first, lang, zone),
      rule: first.rule,
      law: first.citation ?? { title: ruleName(first.rule, law, lang), href: '' },
      facts: [{ name: 'zone', value: zone }, ...factsOf(first)],
    }),
    ...(until !== null && { until }),
    errors: bars.map((reason) => ({
      pointer: '',
      code: reason.rule,
      message: sayReason(reason, lang, zone),
    })),
  }
  return { declined: 'contact_refused', more }
}

/** Shown whole because it is dialled now, and kept as every look at a whole address is. */
async function withNumber(
  tx: Tx,
  { address, ...kept }: KeptCall,
  { actor, params }: CallAsked,
): Promise<CallWire | Declined> {
  const number = await revealAddress(tx, actor.tenantId, {
    borrowerId: params.id,
    addressId: BigInt(address),
    reason: `call ${kept.id}`,
    by: actor.userId,
  })
  return number === undefined ? { declined: 'no_number' } : { ...kept, number }
}

type OutcomeAsked = Asked<z.output<typeof ContactParams>, undefined, z.output<typeof OutcomeGiven>>

async function outcome(asked: OutcomeAsked): Promise<OutcomeWire | Declined> {
  const { deps, actor, params, body } = asked
  const given = readKey(asked.header)
  if ('declined' in given) return given
  const { tenantId, userId } = actor
  const { borrowerId, n } = params.id
  const route = `outcome ${borrowerId} ${n}`
  const request = {
    tenantId,
    borrowerId,
    key: given.key,
    bodyHash: hashOf(route, body),
    by: userId,
  }
  return inTenant(
    deps.db,
    tenantId,
    async (tx) => {
      const borrower = await lockBorrower(tx, request)
      if (borrower === undefined) return { declined: 'no_such_contact' as const }
      const zone = body.callback?.zone ?? borrower.zones[0] ?? 'UTC'
      const answer = await answerOnce(tx, request, () => endOnce(tx, asked, zone))
      if ('declined' in answer) return answer
      return 'refused' in answer ? { declined: answer.refused } : answer.answer
    },
    { retries: 3 },
  )
}

async function endOnce(
  tx: Tx,
  { deps, actor, params, body, lang }: OutcomeAsked,
  zone: string,
): Promise<{ readonly done: OutcomeWire } | Declined> {
  const { borrowerId, n } = params.id
  const callback = body.callback && readCallback(body.callback, zone)
  if (callback === 'no_such_time') return { declined: callback }
  const kept = await recordCallOutcome(
    tx,
    { tenantId: actor.tenantId, borrowerId, contactId: n },
    {
      disposition: body.disposition,
      words: body.words,
      callback,
      userId: actor.userId,
      mayMend: actor.role === 'manager',
    },
    { law: deps.law, now: deps.now(), today: deps.today() },
  )
  if ('declined' in kept) return outcomeProblem(kept, { law: deps.law, lang, zone })
  const { callbackId, holdId } = kept
  return {
    done: {
      id: pairText('ctc', { borrowerId, n }) as OutcomeWire['id'],
      disposition: body.disposition,
      counts: kept.counts,
      hold_id: holdId === undefined ? null : holdIdText(holdId),
      callback_id:
        callbackId === undefined
          ? null
          : (pairText('cbk', { borrowerId, n: callbackId }) as OutcomeWire['callback_id']),
    },
  }
}

function readCallback(
  given: { readonly at: string; readonly for_me?: boolean | undefined },
  zone: string,
): { readonly dueAt: Instant; readonly zone: string; readonly forMe: boolean } | 'no_such_time' {
  const dueAt = wallInstant(given.at, zone)
  return dueAt === undefined ? 'no_such_time' : { dueAt, zone, forMe: given.for_me ?? false }
}

const outcomeProblem = (kept: OutcomeRefused, say: Say): Declined =>
  kept.declined === 'callback' ? callbackProblem(kept.why, say) : { declined: kept.declined }

const CALLBACK_PROBLEM = {
  in_the_past: 'callback_in_past',
  too_far: 'callback_too_far',
  no_address: 'no_number',
} as const

export const callbackProblem = (why: CallbackRefused, say: Say): Declined =>
  why.declined === 'unlawful'
    ? refused(why.verdict, say)
    : { declined: CALLBACK_PROBLEM[why.declined] }
