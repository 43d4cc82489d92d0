import type { MiddlewareHandler } from 'hono'
import { holdsCardNumber } from '../core/card-number.ts'
import type { ApiEnv } from './env.ts'
import { problem } from './problem.ts'

/**
 * Signed, and never with a card of its own accord; or what a borrower wrote, who may: there the number is
 * taken out and the rest is heard, because a word to stop is not refused.
 */
const FROM_PROVIDERS = ['/v1/webhooks/pay/', '/v1/webhooks/messages', '/v1/webhooks/voice/']

/**
 * No body and no query with a card number goes further: nothing after this reads, keeps or logs it.
 */
export const refuseCards: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (holdsCardNumber(readable(new URL(c.req.url).search))) return problem(c, 'card_number')
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  if (FROM_PROVIDERS.some((path) => c.req.path.startsWith(path))) return next()
  const bytes = await c.req.arrayBuffer()
  const text = Buffer.from(bytes).toString('utf8')
  const asked = isForm(c.req.header('Content-Type')) ? readable(text) : unescaped(text)
  return holdsCardNumber(text) || holdsCardNumber(asked) ? problem(c, 'card_number') : next()
}

const isForm = (type: string | undefined) =>
  (type ?? '').startsWith('application/x-www-form-urlencoded')

/** Written with per cent signs it is the same number. */
function readable(text: string): string {
  const plain = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}

/** JSON may write each digit as an escape. */
const unescaped = (text: string): string =>
  text.replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
