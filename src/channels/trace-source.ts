import { createHash } from 'node:crypto'
import { z } from 'zod'
import { parseDay, type Day } from '../core/calendar.ts'
import type { Ground } from '../store/trace.ts'
import type { SourceSays, Sought, TraceSource } from '../store/trace-ask.ts'
import { assertSecure, readJson } from './pay/http.ts'
import { askOnce } from './sms/http-once.ts'

export type SourceGiven = {
  readonly name: string
  readonly purpose: string
  readonly ground: Ground
}
type Reached = {
  readonly url: string
  readonly secret?: string | undefined
  readonly timeoutMs: number
}

const FOUND_MAX = 20
const Answer = z.strictObject({
  found: z
    .array(
      z.strictObject({
        kind: z.enum(['mobile', 'landline', 'email', 'post']),
        value: z.string().trim().min(1).max(300),
        consentOn: z
          .string()
          .refine((text) => parseDay(text) !== undefined)
          .transform((text) => text as Day)
          .optional(),
      }),
    )
    .max(FOUND_MAX),
})

/** By the contract trace/v1 of docs/inbox.md: who is sought and why go out, and no word about a debt. */
export const traceSource = (given: SourceGiven, reached: Reached): TraceSource => ({
  ...given,
  find: (sought) => askSource(reached, { ...sought, purpose: given.purpose, ground: given.ground }),
})

/** The question that is about nobody: whether the source is there and keeps to the contract. */
export const probeSource = (reached: Reached): Promise<SourceSays> =>
  askSource(reached, { probe: true })

async function askSource(
  { url, secret, timeoutMs }: Reached,
  question:
    | (Sought & { readonly purpose: string; readonly ground: Ground })
    | { readonly probe: true },
): Promise<SourceSays> {
  assertSecure(url)
  const answer = await askOnce({
    method: 'POST',
    url,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      ...(secret === undefined ? {} : { Authorization: `Bearer ${secret}` }),
    },
    body: JSON.stringify({ apiVersion: 'trace/v1', ...question }),
    signal: AbortSignal.timeout(timeoutMs),
    patienceMs: timeoutMs,
  })
  if (answer.is !== 'answer') return { is: 'silent', why: answer.why }
  if (answer.status !== 200) return { is: 'silent', why: `HTTP ${answer.status}` }
  const read = Answer.safeParse(readJson(answer.text))
  return read.success ? { is: 'found', ...read.data } : { is: 'silent', why: 'not_readable' }
}

/**
 * The double: it asks nobody, knows three of four people, and each by one mobile of a range that no carrier
 * gives out; the same person always by the same.
 */
export const sandboxSource = (given: SourceGiven): TraceSource => ({
  ...given,
  find: ({ source, ref }) => {
    const n = createHash('sha256').update(`${source} ${ref}`).digest().readUInt32BE(0)
    const value = `+447700900${String(n % 1000).padStart(3, '0')}`
    const found = [{ kind: 'mobile', value, consentOn: '2026-01-15' as Day }] as const
    return Promise.resolve({ is: 'found', found: n % 4 === 0 ? [] : found })
  },
})
