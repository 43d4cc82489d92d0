import { createHash } from 'node:crypto'
import type { Day, Instant } from '../core/calendar.ts'
import { postWebhook, type Posted, type PostOptions } from '../channels/webhook-post.ts'
import type { WebhookKeys } from '../channels/webhook-keys.ts'
import { inTenant, type Db } from '../store/db.ts'
import { tellPromises } from '../store/promise-told.ts'
import { claimDeliveries, fanOut, keepTried, type ToDeliver } from '../store/webhook-delivery.ts'
import { changeEndpoint } from '../store/webhook-endpoint.ts'

export type TellTools = {
  readonly db: Db
  readonly keys: WebhookKeys
  /** Lets this machine itself be told: for trying, never for real events. */
  readonly sandbox: boolean
  readonly now: () => Instant
  readonly today: () => Day
  /** The machine's own clock, by which a receiver judges how old a message is; that of a demo may be moved. */
  readonly wall: () => Instant
  readonly post?: (url: string, options: PostOptions) => Promise<Posted>
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** After which a try that was not taken is made again; with the first that makes ten. */
const AGAIN_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const
const JITTER = 0.1

/** When the next try is: up to a tenth sooner or later, by the delivery's own number. */
export function againAt(
  of: { deliveryId: bigint; tryNo: number },
  now: Instant,
): Instant | undefined {
  const ms = AGAIN_MS[of.tryNo - 1]
  if (ms === undefined) return undefined
  const seed = createHash('sha256').update(`${of.deliveryId} ${of.tryNo}`).digest().readUInt32BE(0)
  const share = (seed / 2 ** 32) * 2 - 1
  return (now + Math.round(ms * (1 + share * JITTER))) as Instant
}

const AT_ONCE = 10
const ROUNDS_MAX = 50

/** Tells a tenant's endpoints what is due by now; another process may do the same beside. */
export async function tellDue(tools: TellTools, tenantId: bigint): Promise<number> {
  const tick = { now: tools.now(), today: tools.today() }
  await tellPromises(tools.db, tenantId, tick)
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const put = await inTenant(tools.db, tenantId, (tx) => fanOut(tx, tenantId, tools.now()))
    if (put === 0) break
  }
  let tried = 0
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const due = await inTenant(tools.db, tenantId, (tx) =>
      claimDeliveries(tx, tenantId, tools.now(), AT_ONCE),
    )
    if (due.length === 0) break
    await Promise.all(due.map((one) => tellOne(tools, tenantId, one)))
    tried += due.length
  }
  return tried
}

async function tellOne(tools: TellTools, tenantId: bigint, one: ToDeliver): Promise<void> {
  const at = tools.now()
  const of = { tenantId, endpointId: one.endpointId }
  const isRotating = one.rotatedUntil !== null && one.rotatedUntil > at && one.secretNo > 1
  const numbers = isRotating ? [one.secretNo, one.secretNo - 1] : [one.secretNo]
  const headers = tools.keys.signed(
    numbers.map((secretNo) => ({ ...of, secretNo })),
    one.scheme,
    { id: idOf(one.body), at: tools.wall(), body: one.body },
  )
  const began = performance.now()
  const post = tools.post ?? postWebhook
  const said = await post(one.url, {
    headers: { ...headers, traceparent: traceparentOf(one) },
    body: one.body,
    sandbox: tools.sandbox,
  })
  const status = 'status' in said ? said.status : undefined
  const isDone = status !== undefined && status >= 200 && status < 300
  const isGone = status === 410
  await inTenant(tools.db, tenantId, async (tx) => {
    await keepTried(tx, tenantId, {
      deliveryId: one.deliveryId,
      tryNo: one.tryNo,
      status,
      why: 'why' in said ? said.why : undefined,
      tookMs: Math.round(performance.now() - began),
      at,
      againAt: isDone || isGone ? undefined : againAt(one, at),
      isDone,
    })
    if (isGone) await changeEndpoint(tx, tenantId, one, { is: 'off', why: 'gone' })
  })
}

/** The trace of the request that it came of, else one of its own: and each try is a step of it (W3C Trace Context). */
function traceparentOf({ traceId, body, deliveryId, tryNo }: ToDeliver): string {
  const trace = traceId ?? createHash('sha256').update(idOf(body)).digest('hex').slice(0, 32)
  const step = createHash('sha256').update(`${deliveryId} ${tryNo} step`).digest('hex').slice(0, 16)
  return `00-${trace}-${step}-01`
}

const idOf = (body: string): string => (JSON.parse(body) as { readonly id: string }).id
