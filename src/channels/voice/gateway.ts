import { z } from 'zod'
import type { Instant } from '../../core/calendar.ts'
import { callStands } from '../../engine/call-events.ts'
import type { Said } from '../../engine/contact.ts'
import type { PermitRef, SendAnswer } from '../channel.ts'
import { readJson } from '../pay/http.ts'
import { askOnce } from '../sms/http-once.ts'
import { readEvent, type CreateCall } from './contract.ts'
import type { Carrier } from './provider.ts'
import { signed } from './sign.ts'

export type GatewayOptions = {
  /** `POST {url}/calls`, `GET {url}/calls/{call}`. */
  readonly url: string
  readonly secret: Uint8Array
  readonly patienceMs: number
  readonly clock: () => Instant
}

const TOO_MANY = 429
const KNOWN = 409
const Taken = z.object({ ref: z.string().min(1).max(200) })
const Not = z.object({ code: z.string().regex(/^[a-z0-9_]{1,60}$/) })

/** A gateway over HTTP, asked once a call: what it does not answer is never asked again. */
export const gatewayCarrier = (options: GatewayOptions): Carrier => ({
  hand: (_ref, call, signal) => hand(options, call, signal),
  ask: (refs, now) => ask(options, refs, now),
})

const callsUrl = ({ url }: GatewayOptions) => `${url.replace(/\/+$/, '')}/calls`

async function hand(
  options: GatewayOptions,
  call: CreateCall,
  signal: AbortSignal,
): Promise<SendAnswer> {
  const body = JSON.stringify(call)
  const answer = await askOnce({
    method: 'POST',
    url: callsUrl(options),
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      ...signed(call.call, body, { secret: options.secret, now: options.clock() }),
    },
    body,
    signal,
    patienceMs: options.patienceMs,
  })
  if (answer.is === 'not_sent') return { is: 'refused', why: answer.why, elsewhere: true }
  if (answer.is === 'lost') return { is: 'unclear', why: answer.why }
  const { status, text } = answer
  const taken = Taken.safeParse(readJson(text))
  if ((status >= 200 && status < 300) || status === KNOWN)
    return taken.success
      ? { is: 'accepted', providerRef: taken.data.ref }
      : { is: 'unclear', why: 'answer_without_ref' }
  if (status === TOO_MANY) return { is: 'refused', why: 'too_many', elsewhere: true }
  if (status < 400 || status >= 500) return { is: 'unclear', why: `http_${status}` }
  const not = Not.safeParse(readJson(text))
  return { is: 'refused', why: not.success ? not.data.code : `http_${status}` }
}

const Known = z.object({ events: z.array(z.unknown()).max(200) })

/** What the gateway's own record says, one call after another. */
async function ask(
  options: GatewayOptions,
  refs: readonly PermitRef[],
  now: Instant,
): Promise<ReadonlyMap<string, Said>> {
  const said = new Map<string, Said>()
  for (const { attemptKey } of refs) {
    const answer = await askOnce({
      method: 'GET',
      url: `${callsUrl(options)}/${attemptKey}`,
      headers: signed(attemptKey, '', { secret: options.secret, now }),
      signal: AbortSignal.timeout(options.patienceMs),
      patienceMs: options.patienceMs,
    })
    if (answer.is !== 'answer') throw new Error(answer.why)
    const known = Known.safeParse(answer.status === 200 ? readJson(answer.text) : undefined)
    if (!known.success) continue
    const events = known.data.events.flatMap((one, n) => readEvent(one, String(n)) ?? [])
    const ours = events.filter((one) => one.attemptKey === attemptKey)
    said.set(attemptKey, callStands(ours).said)
  }
  return said
}
