import type { Instant } from '../core/calendar.ts'
import type { Db } from '../store/db.ts'
import { closeProvider, openProvider, takeTurn, type Pace } from '../store/provider-turn.ts'
import type { Provider, SendAnswer } from './channel.ts'

export type PaceOptions = Pace & {
  /** Doubts and troubles in a row after which the provider is left alone. */
  readonly troublesMax?: number
  readonly coolMs?: number
  readonly coolMsMax?: number
  readonly waitMsMax?: number
}

const TROUBLES_MAX = 5
const COOL_MS = 30_000
const COOL_MS_MAX = 600_000
const WAIT_MS_MAX = 20_000

/**
 * A provider that is asked no faster than it may be, whoever asks, and left alone while it is in
 * trouble. That it is closed is known to every process; what led to it is counted in each.
 */
export function paced(db: Db, provider: Provider, options: PaceOptions): Provider {
  const pace: Pace = options
  const probeMs = provider.patienceMs * 2
  const waitMsMax = options.waitMsMax ?? WAIT_MS_MAX
  const troubles = new Map<bigint, number>()
  const probing = new Set<bigint>()
  const refOf = (tenantId: bigint) => ({ tenantId, provider: provider.name })
  const close = (tenantId: bigint, now: Instant, isProbe: boolean) =>
    closeProvider(db, refOf(tenantId), {
      now,
      isProbe,
      coolMs: options.coolMs ?? COOL_MS,
      coolMsMax: options.coolMsMax ?? COOL_MS_MAX,
    })

  async function heard(tenantId: bigint, answer: SendAnswer, now: Instant): Promise<void> {
    const wasProbe = probing.delete(tenantId)
    if (!isTrouble(answer)) {
      troubles.delete(tenantId)
      if (wasProbe) await openProvider(db, refOf(tenantId), now)
      return
    }
    const inRow = (troubles.get(tenantId) ?? 0) + 1
    troubles.set(tenantId, inRow)
    if (wasProbe || inRow >= (options.troublesMax ?? TROUBLES_MAX))
      await close(tenantId, now, wasProbe)
  }

  const self: Provider = {
    ...provider,
    burst: pace.burst,
    turn: async (tenantId, count, now, most = waitMsMax) => {
      const mayWait = { waitMsMax: Math.min(most, waitMsMax) }
      const ask = { count: Math.min(count, pace.burst), now, pace, probeMs, ...mayWait }
      const turn = await takeTurn(db, refOf(tenantId), ask)
      if (turn.is === 'closed') return turn
      if (turn.isProbe) probing.add(tenantId)
      return { is: 'go', by: self, count: turn.count, at: turn.at }
    },
    send: async (contact, message, signal) => {
      const begun = performance.now()
      const answer = await answerOrDoubt(provider, contact, message, signal)
      const now = (message.now + Math.ceil(performance.now() - begun)) as Instant
      // The answer stands whatever becomes of the book about its provider: the next one is booked anew.
      await heard(message.ref.tenantId, answer, now).catch(() => undefined)
      return answer
    },
  }
  return self
}

const isTrouble = (answer: SendAnswer): boolean =>
  answer.is === 'unclear' || (answer.is === 'refused' && answer.elsewhere === true)

/** Silence counts as trouble too: whoever waits for the answer gives up at the same moment. */
async function answerOrDoubt(
  provider: Provider,
  ...[contact, message, signal]: Parameters<Provider['send']>
): Promise<SendAnswer> {
  const silent = new Promise<SendAnswer>((resolve) => {
    signal.addEventListener('abort', () => resolve({ is: 'unclear', why: 'no_answer' }), {
      once: true,
    })
  })
  try {
    return await Promise.race([provider.send(contact, message, signal), silent])
  } catch (error) {
    return { is: 'unclear', why: error instanceof Error ? error.message.slice(0, 200) : 'error' }
  }
}
