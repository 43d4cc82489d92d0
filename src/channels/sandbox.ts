import { createHash } from 'node:crypto'
import type { Instant } from '../core/calendar.ts'
import type { Said } from '../engine/contact.ts'
import type { AllowedContact } from '../guard/allowed.ts'
import { inTenant, instantText, type Db } from '../store/db.ts'
import type { Outgoing, PermitRef, Provider, SendAnswer } from './channel.ts'
import { sha256 } from '../store/render.ts'

/** What a message meets. The weights are parts of 1000, so a mix is a plain table. */
export type Fate =
  | 'prompt'
  | 'late'
  | 'bounced'
  | 'silent'
  | 'refused'
  | 'error_after_accept'
  | 'mute_after_accept'
  | 'mute'

export type Mix = Readonly<Record<Fate, number>>

export const EVERYDAY: Mix = {
  prompt: 820,
  late: 80,
  bounced: 50,
  silent: 30,
  refused: 10,
  error_after_accept: 4,
  mute_after_accept: 4,
  mute: 2,
}

export const ALWAYS_PROMPT: Mix = {
  prompt: 1000,
  late: 0,
  bounced: 0,
  silent: 0,
  refused: 0,
  error_after_accept: 0,
  mute_after_accept: 0,
  mute: 0,
}

const LATE_MS_MAX = 10 * 3_600_000
const PROMPT_MS_MAX = 30_000

const SANDBOX = 'sandbox-'
/** Its messages reach nobody, and its clock is that of whoever asks. */
export const reachesNobody = ({ name }: Pick<Provider, 'name'>): boolean => name.startsWith(SANDBOX)

export type SandboxOptions = {
  readonly channel: 'sms' | 'email'
  readonly seed: number
  readonly mix?: Mix
  readonly patienceMs?: number
}

/**
 * A provider that behaves like a real one and reaches nobody. The seed, the recipient and the text
 * decide what happens, so the same book meets the same luck however often a run is killed.
 */
export function sandboxProvider(db: Db, options: SandboxOptions): Provider {
  const mix = options.mix ?? EVERYDAY
  return {
    name: `${SANDBOX}${options.channel}`,
    patienceMs: options.patienceMs ?? 250,
    absenceIsProof: true,
    send: (contact, message, signal) =>
      receive(db, { ...options, mix }, { contact, message, signal }),
    lookUp: (refs, now) => lookUp(db, refs, now),
  }
}

type Arrival = { contact: AllowedContact; message: Outgoing; signal: AbortSignal }

async function receive(
  db: Db,
  options: SandboxOptions & { mix: Mix },
  { message, signal }: Arrival,
): Promise<SendAnswer> {
  const luck = createHash('sha256')
    .update(`${options.seed} ${message.to} ${message.whole}`)
    .digest()
  const fate = fateOf(options.mix, luck.readUInt32BE(0) % 1000)
  if (message.now >= message.validUntil) return { is: 'refused', why: 'past_its_validity' }
  if (fate === 'refused') return { is: 'refused', why: 'no_such_number' }
  if (fate === 'mute') return await silence(signal)
  const kept = await keep(db, options.channel, message, outcomeOf(fate, luck, message))
  if (kept === undefined) return { is: 'refused', why: 'unknown_permit' }
  if (fate === 'mute_after_accept') return await silence(signal)
  if (fate === 'error_after_accept') throw new Error('503 after the message was taken')
  return { is: 'accepted', providerRef: String(kept) }
}

function fateOf(mix: Mix, part: number): Fate {
  let below = 0
  for (const [fate, weight] of Object.entries(mix) as [Fate, number][]) {
    below += weight
    if (part < below) return fate
  }
  return 'prompt'
}

type Outcome = {
  readonly outcome: 'delivered' | 'bounced' | 'expired' | 'silent'
  readonly at: Instant
}

function outcomeOf(fate: Fate, luck: Buffer, message: Outgoing): Outcome {
  const delayMsMax = fate === 'late' ? LATE_MS_MAX : PROMPT_MS_MAX
  const at = (message.now + 1000 + (luck.readUInt32BE(4) % delayMsMax)) as Instant
  if (fate === 'silent') return { outcome: 'silent', at }
  if (fate === 'bounced') return { outcome: 'bounced', at }
  // It keeps the validity it was given: what comes due later is dropped.
  if (at >= message.validUntil) return { outcome: 'expired', at: message.validUntil }
  return { outcome: 'delivered', at }
}

/** Takes it only where a committed permit with this very text is on its way. */
async function keep(
  db: Db,
  channel: 'sms' | 'email',
  message: Outgoing,
  { outcome, at }: Outcome,
): Promise<bigint | undefined> {
  const { tenantId, borrowerId, attemptKey } = message.ref
  return inTenant(db, tenantId, async (tx) => {
    const kept = await tx.query<{ message_id: bigint }>({
      name: 'sandbox-keep',
      text: `
        insert into sandbox_message (tenant_id, borrower_id, permit, channel, recipient, body,
          body_hash, received_at, valid_until, outcome, outcome_at)
        select c.tenant_id, c.borrower_id, c.attempt_key, $4, $5, $6, $7, $8, $9, $10, $11
        from contact c
        where c.tenant_id = $1 and c.borrower_id = $2 and c.attempt_key = $3
          and c.state in ('sending', 'unknown') and c.body_hash = $7 and c.expires_at > $8
        returning message_id`,
      values: [
        tenantId,
        borrowerId,
        attemptKey,
        channel,
        message.to,
        message.whole,
        sha256(message.whole),
        instantText(message.now),
        instantText(message.validUntil),
        outcome,
        instantText(at),
      ],
    })
    return kept.rows[0]?.message_id
  })
}

/** Never answers; ends only so that no promise is left over when the caller has gone. */
const silence = (signal: AbortSignal) =>
  new Promise<SendAnswer>((resolve) => {
    signal.addEventListener('abort', () => resolve({ is: 'unclear', why: 'no_answer' }))
  })

async function lookUp(
  db: Db,
  refs: readonly PermitRef[],
  now: Instant,
): Promise<ReadonlyMap<string, Said>> {
  const said = new Map<string, Said>()
  for (const tenantId of new Set(refs.map((ref) => ref.tenantId))) {
    const ofTenant = refs.filter((ref) => ref.tenantId === tenantId)
    const found = await inTenant(db, tenantId, (tx) =>
      tx.query<{ permit: string; outcome: Said | 'silent'; is_out: boolean }>(
        `select distinct on (m.borrower_id, m.permit) m.permit, m.outcome, m.outcome_at <= $4 as is_out
         from unnest($2::bigint[], $3::uuid[]) as asked(borrower_id, permit)
         join sandbox_message m on m.tenant_id = $1 and m.borrower_id = asked.borrower_id
           and m.permit = asked.permit and m.received_at <= $4
         order by m.borrower_id, m.permit, m.message_id`,
        [
          tenantId,
          ofTenant.map((ref) => ref.borrowerId),
          ofTenant.map((ref) => ref.attemptKey),
          instantText(now),
        ],
      ),
    )
    for (const row of found.rows) {
      said.set(row.permit, row.is_out && row.outcome !== 'silent' ? row.outcome : 'accepted')
    }
  }
  return said
}
