import { createHash } from 'node:crypto'
import type { Declined } from './route.ts'

/** Visible ASCII, so that a key is the same text in every log and client. */
const KEY = /^[\x21-\x7e]{1,200}$/

export function readKey(header: (name: string) => string | undefined): { key: string } | Declined {
  const key = header('Idempotency-Key')
  return key !== undefined && KEY.test(key) ? { key } : { declined: 'key_missing' }
}

/** The parsed body in the order of its schema: the same request is the same hash, however it was written. */
export function hashOf(route: string, body: unknown): string {
  const text = JSON.stringify([route, body], (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return createHash('sha256').update(text).digest('hex')
}
