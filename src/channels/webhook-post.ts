import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { BlockList, isIP } from 'node:net'

export type Posted =
  | { readonly status: number }
  | { readonly why: 'private_address' | 'not_found' | 'timeout' | 'no_answer' | 'not_https' }

export type PostOptions = {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** For trying on one machine: lets plain http and this machine itself be told, and nothing else private. */
  readonly sandbox: boolean
  readonly timeoutMs?: number
  readonly resolve?: Resolve
}

/** Every address of a name. */
type Resolve = (name: string) => Promise<readonly LookupAddress[]>

const TIMEOUT_MS = 15_000

const PRIVATE = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv4')
/** Of IPv6 only what is given out for the whole world; what carries an IPv4 address in it is none of that. */
const PUBLIC6 = new BlockList()
PUBLIC6.addSubnet('2000::', 3, 'ipv6')
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv6')
const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

export function mayReach(address: string, sandbox: boolean): boolean {
  const family = isIP(address)
  if (family === 0) return false
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  if (sandbox && LOOPBACK.check(address, kind)) return true
  return !PRIVATE.check(address, kind) && (family === 4 || PUBLIC6.check(address, kind))
}

/**
 * One POST. The name is looked up once and the socket goes to what was found, so that a name cannot turn to
 * an inner address between the look and the act; a redirect is an answer like any other, and no success.
 */
export async function postWebhook(url: string, options: PostOptions): Promise<Posted> {
  const to = new URL(url)
  if (to.protocol !== 'https:' && !options.sandbox) return { why: 'not_https' }
  const name = to.hostname.replace(/^\[|\]$/g, '')
  // One limit for all of it: a name server that keeps silent holds nobody up for longer than a receiver does.
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  const found = await untilAborted((options.resolve ?? everyAddress)(name), signal)
  if (signal.aborted) return { why: 'timeout' }
  const [first] = found
  if (first === undefined) return { why: 'not_found' }
  if (!found.every(({ address }) => mayReach(address, options.sandbox)))
    return { why: 'private_address' }
  return send(to, first, { ...options, signal })
}

const everyAddress: Resolve = (name) => lookup(name, { all: true })

/** What was found by then; nothing where the name has no address. */
async function untilAborted(
  found: Promise<readonly LookupAddress[]>,
  signal: AbortSignal,
): Promise<readonly LookupAddress[]> {
  const aborted = new Promise<readonly LookupAddress[]>((resolve) => {
    signal.addEventListener('abort', () => resolve([]), { once: true })
  })
  return Promise.race([found.catch(() => []), aborted])
}

function send(
  to: URL,
  at: { readonly address: string; readonly family: number },
  { signal, ...options }: PostOptions & { readonly signal: AbortSignal },
): Promise<Posted> {
  const request = to.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve) => {
    const asked = request(
      to,
      {
        method: 'POST',
        signal,
        agent: false,
        lookup: (_name, how, done) =>
          how.all === true ? done(null, [at]) : done(null, at.address, at.family),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(options.body),
          'user-agent': 'forbear-webhooks/1',
          ...options.headers,
        },
      },
      (answer) => {
        resolve({ status: answer.statusCode ?? 0 })
        // What the receiver says beyond the status is nobody's business here, however much it is.
        answer.destroy()
      },
    )
    asked.on('error', () => resolve({ why: signal.aborted ? 'timeout' : 'no_answer' }))
    asked.end(options.body)
  })
}
