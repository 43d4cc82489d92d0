import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Instant } from '../core/calendar.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import type { Level } from './pages.ts'

/** Somebody who opened a link and gave a fact that only the borrower knows, for a short while. */
export type PortalSession = {
  readonly tenantId: bigint
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly linkNo: bigint
  readonly level: Level
  readonly until: Instant
}

const COOKIE = 'forbear.portal'
const LIFE_MS = 20 * 60_000

const LEVELS: readonly Level[] = ['fact', 'code']

/** What the cookie holds: numbers and their signature. */
export function sessionText(key: Uint8Array, of: PortalSession): string {
  const level = LEVELS.indexOf(of.level)
  const text = [of.tenantId, of.borrowerId, of.accountId, of.linkNo, level, of.until].join('.')
  return `${text}.${signatureOf(key, text)}`
}

/** Signed, for this server's pages alone, and gone after twenty minutes. */
export function openSession(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  of: Omit<PortalSession, 'until'>,
): void {
  setCookie(c, COOKIE, sessionText(deps.key, { ...of, until: (deps.now() + LIFE_MS) as Instant }), {
    path: '/p/',
    httpOnly: true,
    // The way back from the provider's page comes from another site, and is a plain link.
    sameSite: 'Lax',
    secure: deps.pay.portalUrl.startsWith('https:'),
    maxAge: LIFE_MS / 1000,
  })
}

export const closeSession = (c: Context<PortalEnv>, deps: PortalDeps): void => {
  deleteCookie(c, COOKIE, { path: '/p/', secure: deps.pay.portalUrl.startsWith('https:') })
}

/** The session of a request; undefined where there is none, it is over, or somebody made it up. */
export function sessionOf(c: Context<PortalEnv>, deps: PortalDeps): PortalSession | undefined {
  const cookie = getCookie(c, COOKIE) ?? ''
  const at = cookie.lastIndexOf('.')
  const [text, given] = [cookie.slice(0, at), Buffer.from(cookie.slice(at + 1))]
  const wanted = Buffer.from(signatureOf(deps.key, text))
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  const numbers = text.split('.').map(BigInt)
  const [tenantId, borrowerId, accountId, linkNo, nth, end] = numbers
  const level = LEVELS[Number(nth)]
  if (
    numbers.length !== 6 ||
    level === undefined ||
    tenantId === undefined ||
    borrowerId === undefined
  )
    return undefined
  if (accountId === undefined || linkNo === undefined || end === undefined) return undefined
  const until = Number(end) as Instant
  return until > deps.now() ? { tenantId, borrowerId, accountId, linkNo, level, until } : undefined
}

const signatureOf = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(`session ${text}`).digest('base64url')

/** A keyed hash of a network: of IPv6 the first 64 bits, because one person has all the rest. */
export const networkHash = (deps: PortalDeps, address: string): string =>
  createHmac('sha256', deps.key)
    .update(`network ${networkOf(address)}`)
    .digest('hex')

export function networkOf(address: string): string {
  const plain = address.toLowerCase().split('%')[0] ?? ''
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const all = [...left, ...Array.from({ length: zeros }, () => '0'), ...right]
  return all
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')
}
