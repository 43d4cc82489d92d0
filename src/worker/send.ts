import { sendOnce, type Channels, type Provider, type SendAnswer } from '../channels/channel.ts'
import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import { allowedContact } from '../guard/allowed.ts'
import { flipAllToSending } from '../store/contact-batch.ts'
import type { ContactRef, Told, ToldOf } from '../store/contact.ts'
import type { Db } from '../store/db.ts'
import type { Desk, Permit } from '../store/permit.ts'
import type { Going } from './turns.ts'

export type SendTools = {
  readonly db: Db
  readonly tenantId: bigint
  readonly channels: Channels
  readonly clock: () => Instant
  readonly desk: Desk
}

/** Permitted, and who is to send it. */
export type Ready = {
  readonly one: Going
  readonly permit: Permit
  readonly ref: ContactRef
  readonly by: Provider
}

export function readyOf(tools: SendTools, one: Going, permit: Permit): Ready {
  const by = one.by ?? tools.channels[permit.channel]
  assert(by !== undefined, `${permit.channel} has no provider`)
  const { tenantId, borrowerId } = one.treatment
  return { one, permit, by, ref: { tenantId, borrowerId, contactId: permit.contactId } }
}

export const flip = (tools: SendTools, ready: readonly Ready[]): Promise<ReadonlySet<bigint>> =>
  flipAllToSending(
    tools.db,
    tools.tenantId,
    ready.map(({ ref, by, permit }) => ({
      ref,
      provider: by.name,
      words: permit.rendered.kept ?? permit.rendered.whole,
    })),
    { now: tools.clock(), today: tools.desk.today, madeBy: tools.desk.madeBy },
  )

/** A provider's own trouble, and nothing was taken: the step is tried again. */
const AGAIN_MS = 60_000
/** Nothing is wrong with the message but the hour: it is asked anew when its permit is over. */
const TOO_LATE = new Set(['past_its_validity', 'too_near_its_end'])

function againAt(answer: SendAnswer, now: Instant, { expiresAt }: Permit): Instant | undefined {
  if (answer.is !== 'refused') return undefined
  if (answer.turnAt !== undefined) return answer.turnAt
  if (answer.elsewhere === true) return (now + AGAIN_MS) as Instant
  return TOO_LATE.has(answer.why) ? expiresAt : undefined
}

const SAID: Readonly<Record<SendAnswer['is'], Told['said']>> = {
  accepted: 'accepted',
  refused: 'never_accepted',
  // It may have gone out: the slot stays taken, and only the provider's record can tell.
  unclear: 'unknown',
}

/** It waited for its turn behind others of its batch, and its window closed meanwhile: nothing has left. */
function tooLate(declined: string): SendAnswer {
  assert(
    declined === 'expired',
    `what was permitted and flipped is what the guard allowed, not ${declined}`,
  )
  return { is: 'refused', why: 'past_its_validity' }
}

export type Sent = ToldOf & { readonly answer: SendAnswer['is'] }

/** Of what was just flipped. */
export async function send(tools: SendTools, { permit, ref, by }: Ready): Promise<Sent> {
  const { tenantId, borrowerId } = ref
  const now = tools.clock()
  const { attemptKey, channel, address, expiresAt, proposal, rendered } = permit
  const committed = {
    ...ref,
    attemptKey,
    channel,
    addressId: address.addressId,
    accountIds: proposal.accountIds,
    expiresAt,
  }
  const contact = allowedContact(permit.verdict, proposal, committed, now)
  const answer: SendAnswer =
    'declined' in contact
      ? tooLate(contact.declined)
      : await sendOnce(by, contact, {
          ref: { tenantId, borrowerId, attemptKey },
          to: address.value,
          subject: rendered.subject,
          body: rendered.body,
          whole: rendered.whole,
          hash: rendered.hash,
          validUntil: expiresAt,
          now,
        })
  const told: Told = {
    said: SAID[answer.is],
    at: tools.clock(),
    detail: answer.is === 'accepted' ? { provider: answer.via ?? by.name } : { why: answer.why },
    providerRef: answer.is === 'accepted' ? answer.providerRef : undefined,
    again: againAt(answer, tools.clock(), permit),
  }
  return { ref, told, answer: answer.is }
}
