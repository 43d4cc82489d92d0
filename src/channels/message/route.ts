import { assert } from '../../core/assert.ts'
import type { Instant } from '../../core/calendar.ts'
import type { AppWay } from '../../engine/app-way.ts'
import { routeName } from '../../engine/received.ts'
import { claimWay, giveBack, keepTaught, type Claim, type Claiming } from '../../store/app-claim.ts'
import type { Db } from '../../store/db.ts'
import type { NextTurn, Provider, SendAnswer } from '../channel.ts'

/** How long the turn of another provider than the first may be away. */
const NOW_MS = 2000

export type AppRoute = Provider & { readonly ways: readonly AppWay[] }

/**
 * A tenant's apps as one provider of the channel 'message'. Which of them takes a message follows from what
 * is known of the person there; what that uses up is written down before the first byte, and given back
 * only where the app itself says that it took nothing.
 */
export function appRoute(
  db: Db,
  apps: readonly { readonly way: AppWay; readonly provider: Provider }[],
): AppRoute {
  assert(apps.length > 0, 'a route has a provider')
  const byName = new Map(apps.map((one) => [one.provider.name, one.provider]))
  const ways = apps.map((one) => one.way)
  /** Whoever took a turn sends by it alone: another message needs one of its own. */
  const sendBy =
    (turnOf: string | undefined): Provider['send'] =>
    async (contact, message, signal) => {
      const { tenantId, borrowerId, attemptKey } = message.ref
      const { to, subject, body, now } = message
      const of: Claiming = { tenantId, borrowerId, attemptKey, to, text: { subject, body }, now }
      const claim = await claimWay(db, ways, of)
      if ('why' in claim) return { is: 'refused', why: claim.why }
      const provider = byName.get(claim.chosen.provider)
      assert(provider !== undefined, 'a way is that of an app of the route')
      const turnAt = turnOf === provider.name ? undefined : await mustWait(provider, of)
      const answer: SendAnswer =
        turnAt === undefined
          ? await provider.send(contact, { ...message, as: claim.chosen.as }, signal)
          : { is: 'refused', why: 'not_its_turn', elsewhere: true, turnAt }
      await learn(db, of, { claim, answer })
      return answer.is === 'accepted' ? { ...answer, via: provider.name } : answer
    }
  const self: AppRoute = {
    ways,
    name: routeName([...byName.keys()]),
    patienceMs: Math.max(...apps.map((one) => one.provider.patienceMs)) + NOW_MS,
    absenceIsProof: false,
    lookUp: () => Promise.resolve(new Map()),
    ...burstOf(apps.map((one) => one.provider)),
    turn: async (tenantId, count, now) => {
      let closed: NextTurn | undefined
      for (const { provider } of apps) {
        const turn = await provider.turn?.(tenantId, count, now)
        if (turn === undefined) return { is: 'go', by: self, count, at: now }
        if (turn.is === 'go') return { ...turn, by: { ...self, send: sendBy(provider.name) } }
        closed ??= turn
      }
      return closed ?? { is: 'closed', until: now }
    },
    send: sendBy(undefined),
  }
  return self
}

const burstOf = (providers: readonly Provider[]) => {
  const bursts = providers.flatMap((one) => one.burst ?? [])
  return bursts.length === 0 ? {} : { burst: Math.min(...bursts) }
}

/** Until when it has no turn; undefined: it has one, or needs none. */
async function mustWait(
  provider: Provider,
  { tenantId, now }: Claiming,
): Promise<Instant | undefined> {
  const turn = await provider.turn?.(tenantId, 1, now, NOW_MS)
  return turn?.is === 'closed' ? turn.until : undefined
}

/** A doubt keeps the right used. A refusal that is about the right ends it; every other one gives it back. */
async function learn(
  db: Db,
  of: Claiming,
  { claim, answer }: { readonly claim: Claim; readonly answer: SendAnswer },
): Promise<void> {
  if (answer.is !== 'refused') return
  if (answer.teaches === undefined) return giveBack(db, of, claim)
  await keepTaught(db, of, claim, { kind: answer.teaches, why: answer.why })
}
