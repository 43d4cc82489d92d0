import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { underTrace } from '../store/asked-trace.ts'
import type { ApiEnv } from './env.ts'
import { languageOf } from './language.ts'
import { problem } from './problem.ts'

/** Nothing from elsewhere, nobody frames us. antd writes its styles into the page: hence the one 'unsafe-inline'. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
}

/** Every answer, refusals and errors too, carries the headers, a trace id and a language. */
export const everyRequest: MiddlewareHandler<ApiEnv> = async (c, next) => {
  c.set('lang', languageOf(c.req.query('lang'), c.req.header('Accept-Language')))
  c.set('traceId', traceIdOf(c.req.header('traceparent')))
  await underTrace(c.get('traceId'), next)
  for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value)
  if (c.req.path.startsWith('/v1/')) c.res.headers.set('Cache-Control', 'no-store')
}

/** The caller's own trace id where it sent one (W3C Trace Context). */
function traceIdOf(traceparent: string | undefined): string {
  const given = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent ?? '')?.[1]
  return given !== undefined && /[1-9a-f]/.test(given) ? given : randomUUID().replaceAll('-', '')
}

/**
 * A page of another site cannot make the browser act here: the session's cookie stays at home
 * (SameSite=Strict), and a request that changes something and says it comes from elsewhere is
 * refused even so. Programs send neither header.
 */
export const ownSiteOnly: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  const site = c.req.header('Sec-Fetch-Site')
  const origin = c.req.header('Origin')
  const foreign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && hostOf(origin) !== (c.req.header('Host') ?? new URL(c.req.url).host))
  return foreign ? problem(c, 'cross_site') : next()
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
