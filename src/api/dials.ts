import { z } from '@hono/zod-openapi'
import { sendOnce } from '../channels/channel.ts'
import type { VoiceDesk } from '../channels/voice/configured.ts'
import { allowedContact } from '../guard/allowed.ts'
import { assert } from '../core/assert.ts'
import { answerOnce } from '../store/answered.ts'
import { readCase } from '../store/cases.ts'
import { recordTold, type ContactRef } from '../store/contact.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { phoneOf, readCallState, type CallState } from '../store/voice-state.ts'
import { makeCall, type CallMade } from '../store/work-call.ts'
import { CALL_PROBLEM, refused } from './calls.ts'
import type { ApiDeps } from './env.ts'
import { pairText } from './ids.ts'
import { maskAddress } from './mask.ts'
import { hashOf, readKey } from './once.ts'
import { untilText } from './reasons.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { deskOf } from './voice.ts'
import { CaseParams, idIn, InstantOut, pairIn, pairOut } from './schemas.ts'
import type { CallStateWire, DialWire } from './wire-voice.ts'

const DialGiven = z
  .strictObject({ account_id: idIn('acc').optional(), address_id: idIn('adr').optional() })
  .openapi('DialGiven')
const Dial: z.ZodType<DialWire> = z
  .object({ id: pairOut('ctc'), masked: z.string(), closes_at: InstantOut.nullable() })
  .openapi('Dial')
const State: z.ZodType<CallStateWire> = z
  .object({
    status: z.string(),
    over: z.boolean(),
    abandoned: z.boolean(),
    disposition: z.string().nullable(),
  })
  .openapi('CallState')
const ContactParams = z.strictObject({ id: pairIn('ctc') })

/** Calls that a gateway dials for a person, and what it told of them. */
export function addDials(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/dials',
    summary: 'Takes the permit for a call now and has it dialled; needs an Idempotency-Key',
    params: CaseParams,
    body: DialGiven,
    status: 201,
    answer: Dial,
    problems: [
      'no_such_case',
      'no_such_account',
      'contact_refused',
      'no_number',
      'held_by_other',
      'line_busy',
      'no_voice',
      'no_own_phone',
      'key_missing',
      'key_reused',
    ],
    handle: dial,
  })
  addRoute(api, deps, {
    route: 'GET /v1/contacts/{id}/call',
    summary: 'What the gateway told of a call so far',
    params: ContactParams,
    status: 200,
    answer: State,
    problems: ['no_such_contact'],
    handle: async ({ actor, params }) => {
      const { borrowerId, n: contactId } = params.id
      const ref = { tenantId: actor.tenantId, borrowerId, contactId }
      const found = await inTenant(deps.db, actor.tenantId, (tx) => readCallState(tx, ref))
      return found === undefined ? { declined: 'no_such_contact' as const } : stateWire(found)
    },
  })
}

const stateWire = ({ status, isOver, isAbandoned, disposition }: CallState): CallStateWire => ({
  status,
  over: isOver,
  abandoned: isAbandoned,
  disposition: disposition ?? null,
})

type DialAsked = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof DialGiven>>
type Fresh = { readonly made: CallMade; readonly first: string }

/** The permit is committed before the gateway hears of it; the same key dials once. */
async function dial(asked: DialAsked): Promise<DialWire | Declined> {
  const { deps, actor, params, body } = asked
  const given = readKey(asked.header)
  if ('declined' in given) return given
  const desk = deskOf(deps, actor)
  if (desk === undefined) return { declined: 'no_voice' }
  const { tenantId, userId } = actor
  const ref = { tenantId, borrowerId: params.id }
  const bodyHash = hashOf(`dials ${params.id}`, body)
  let fresh: Fresh | undefined
  const answer = await inTenant(
    deps.db,
    tenantId,
    async (tx) => {
      fresh = undefined
      if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_case' as const }
      const request = { ...ref, key: given.key, bodyHash, by: userId }
      return answerOnce(tx, request, async () => {
        const made = await permitOne(tx, asked, desk)
        if ('declined' in made) return made
        fresh = made
        return { done: dialWire(made.made, params.id) }
      })
    },
    { retries: 3 },
  )
  if ('declined' in answer) return answer
  if ('refused' in answer) return { declined: answer.refused }
  if (fresh !== undefined) await handOver(deps, desk, { ref, fresh, userId })
  return answer.answer
}

const dialWire = ({ contactId, address, closesAt }: CallMade, borrowerId: bigint): DialWire => ({
  id: pairText('ctc', { borrowerId, n: contactId }) as DialWire['id'],
  masked: maskAddress(address.kind, address.value),
  closes_at: untilText(closesAt),
})

async function permitOne(
  tx: Tx,
  { deps, actor, params, body, lang }: DialAsked,
  desk: VoiceDesk,
): Promise<Fresh | Declined> {
  const { tenantId, userId } = actor
  const first = await phoneOf(tx, actor)
  if (first === undefined) return { declined: 'no_own_phone' }
  const [now, today] = [deps.now(), deps.today()]
  const found = await readCase(tx, tenantId, params.id, today)
  if (found === undefined) return { declined: 'no_such_case' }
  const made = await makeCall(tx, {
    tenantId,
    borrowerId: params.id,
    accountId: body.account_id ?? found.lead_account_id,
    addressId: body.address_id,
    userId,
    now,
    today,
    law: deps.law,
    capKey: deps.capKey,
    through: desk.provider.name,
  })
  if (!('declined' in made)) return { made, first }
  if (made.declined !== 'unlawful') return { declined: CALL_PROBLEM[made.declined] }
  return refused(made.verdict, { law: deps.law, lang, zone: found.zones[0] ?? 'UTC' })
}

type Handing = {
  readonly ref: Omit<ContactRef, 'contactId'>
  readonly fresh: Fresh
  readonly userId: string
}

/** After the commit: whatever is lost from here on is found as 'sending', and never dialled again. */
async function handOver(
  deps: ApiDeps,
  { provider }: VoiceDesk,
  { ref, fresh, userId }: Handing,
): Promise<void> {
  const { made, first } = fresh
  const { permit, contactId, address } = made
  const { attemptKey, expiresAt, proposal } = permit
  const now = deps.now()
  const accountIds = proposal.accountIds
  const committed = { ...ref, contactId, attemptKey, addressId: address.addressId, accountIds }
  const contact = allowedContact(
    permit.verdict,
    proposal,
    { ...committed, channel: 'call', expiresAt },
    now,
  )
  assert(!('declined' in contact), 'a call that was just permitted is what the guard allowed')
  const call = {
    ref: { ...ref, attemptKey },
    to: address.value,
    validUntil: expiresAt,
    now,
    first,
    byStaff: userId,
  }
  const answer = await sendOnce(
    { ...provider, send: (allowed, _, signal) => provider.dial(allowed, call, signal) },
    contact,
    { ...call, subject: undefined, body: '', whole: '', hash: '' },
  )
  const isTaken = answer.is === 'accepted'
  await recordTold(
    deps.db,
    { ...ref, contactId },
    {
      said: isTaken ? 'accepted' : answer.is === 'refused' ? 'never_accepted' : 'unknown',
      at: deps.now(),
      detail: isTaken ? { provider: provider.name } : { why: answer.why },
      providerRef: isTaken ? answer.providerRef : undefined,
    },
  )
}
