import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import { afterReceipt, type Said } from '../engine/contact.ts'
import { routeName } from '../engine/received.ts'
import type { NextTurn, Provider, SendAnswer } from './channel.ts'

/** How long a second provider's turn may be away for a message that the first one did not take. */
const NOW_MS = 2000

/**
 * Several providers of one channel as one, the better first. Another is asked only where the one before
 * said itself that it took nothing; a doubt ends the matter, so no message leaves twice.
 */
export function routed(providers: readonly Provider[]): Provider {
  assert(providers.length > 0, 'a route has a provider')
  return viewFrom({ providers }, 0)
}

type Route = { readonly providers: readonly Provider[] }

function viewFrom(route: Route, first: number): Provider {
  const { providers } = route
  const preferred = providers[first]
  assert(preferred !== undefined, 'the preferred provider is one of the route')
  const bursts = providers.flatMap((one) => one.burst ?? [])
  return {
    // Whoever of these took it: a receipt of any of them is believed until the answer names one.
    name: routeName(providers.slice(first).map((one) => one.name)),
    patienceMs: providers.reduce((sum, one) => sum + one.patienceMs, 0),
    // No record proves absence only where no provider that may have been asked can hide one.
    absenceIsProof: providers.every((one) => one.absenceIsProof),
    ...(bursts.length === 0 ? {} : { burst: Math.min(...bursts) }),
    turn: (tenantId, count, now) => nextTurn(route, { tenantId, count, now }),
    send: (...given) => sendFrom(providers.slice(first), given),
    lookUp: async (refs, now) => {
      const all = await Promise.all(providers.map((one) => one.lookUp(refs, now)))
      return mostFinal(all)
    },
  }
}

async function nextTurn(
  route: Route,
  ask: { readonly tenantId: bigint; readonly count: number; readonly now: Instant },
): Promise<NextTurn> {
  let until: Instant | undefined
  for (const [i, one] of route.providers.entries()) {
    const by = viewFrom(route, i)
    const turn = (await one.turn?.(ask.tenantId, ask.count, ask.now)) ?? {
      is: 'go',
      count: ask.count,
      at: ask.now,
    }
    if (turn.is === 'go') return { ...turn, by }
    until = Math.min(until ?? turn.until, turn.until) as Instant
  }
  return { is: 'closed', until: until ?? ask.now }
}

async function sendFrom(
  providers: readonly Provider[],
  [contact, message, signal]: Parameters<Provider['send']>,
): Promise<SendAnswer> {
  const begun = performance.now()
  let answer: SendAnswer = { is: 'refused', why: 'no_provider', elsewhere: true }
  for (const [i, one] of providers.entries()) {
    // What the one before took of the time is gone: what is left of the validity is told to the next.
    const now = (message.now + (i === 0 ? 0 : Math.ceil(performance.now() - begun))) as Instant
    if (i > 0 && now >= message.validUntil) return answer
    if (i > 0 && !(await isFree(one, message.ref.tenantId, now))) continue
    answer = await one.send(contact, { ...message, now }, signal)
    if (answer.is === 'accepted') return { ...answer, via: one.name }
    if (answer.is === 'unclear' || answer.elsewhere !== true) return answer
  }
  return answer
}

async function isFree(one: Provider, tenantId: bigint, now: Instant): Promise<boolean> {
  const turn = await one.turn?.(tenantId, 1, now, NOW_MS)
  return turn === undefined || turn.is === 'go'
}

/** What was asked of two providers was taken by one of them at most: the more final word is of that one. */
function mostFinal(all: readonly ReadonlyMap<string, Said>[]): ReadonlyMap<string, Said> {
  const said = new Map<string, Said>()
  for (const record of all) {
    for (const [key, word] of record) {
      const known = said.get(key)
      const after = known === undefined ? word : afterReceipt(known, word)
      if (after !== 'never_sent' && after !== known) said.set(key, word)
    }
  }
  return said
}
