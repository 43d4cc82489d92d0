import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../core/channel.ts'
import { borrowerNames } from '../store/borrower-names.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { endSpared, readSpared, spare, type SparedKept } from '../store/spare.ts'
import type { ApiDeps } from './env.ts'
import { pairText } from './ids.ts'
import { oncePerBorrower } from './once-per-borrower.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayIn, DayOut, InstantOut, pairIn, pairOut, words } from './schemas.ts'
import type { SparedListWire, SparedWire } from './wire-people.ts'

const Clock = z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/)
const Days = z.array(z.int().min(0).max(6)).min(1).max(7)

const Given = z
  .strictObject({
    /** A place, or hours, or days; hours without days are of every day. */
    place: z.enum(['home', 'work']).optional(),
    days: Days.optional(),
    from: Clock.optional(),
    until: Clock.optional(),
    channel: z.enum(CHANNELS).optional(),
    until_on: DayIn.optional(),
    words: words(500),
  })
  .openapi('SparedGiven')
const EndGiven = z.strictObject({ words: words(500) }).openapi('SparedEndGiven')

const Out: z.ZodType<SparedWire> = z
  .object({
    id: pairOut('wsh'),
    place: z.enum(['home', 'work']).nullable(),
    days: Days.nullable(),
    from: z.string().nullable(),
    until: z.string().nullable(),
    channel: z.enum(CHANNELS).nullable(),
    until_on: DayOut.nullable(),
    said_at: InstantOut,
    words: z.string().nullable(),
    source: z.string(),
    by: z.string().nullable(),
    ended_at: InstantOut.nullable(),
  })
  .openapi('Spared')
const ListOut: z.ZodType<SparedListWire> = z.object({ items: z.array(Out) }).openapi('SparedList')
const Ended = z.object({ ended: z.literal(true) }).openapi('SparedEnded')
const EndParams = z.strictObject({ id: CaseParams.shape.id, spared_id: pairIn('wsh') })

/** Hours and places at which a borrower asked not to be reached: said, seen, and taken back. */
export function addSpared(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/spared-times',
    summary: 'What the borrower asked to be spared, the newest first, with who said so and when',
    params: CaseParams,
    status: 200,
    answer: ListOut,
    problems: ['no_such_case'],
    handle: async ({ actor, params }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const ref = { tenantId: actor.tenantId, borrowerId: params.id }
        if (!(await borrowerNames(tx, actor.tenantId, [params.id])).has(params.id))
          return { declined: 'no_such_case' as const }
        return { items: (await readSpared(tx, ref)).map((one) => sparedOut(params.id, one)) }
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/spared-times',
    asRead: 'GET /v1/cases/{id}/spared-times',
    summary:
      'Keeps hours or a place at which they asked not to be reached; the guard refuses then; needs an Idempotency-Key',
    params: CaseParams,
    body: Given,
    status: 201,
    answer: Out,
    problems: ['no_such_case', 'malformed', 'ends_before_it_begins', 'key_missing', 'key_reused'],
    dryRun: true,
    handle: (asked) => oncePerBorrower(asked, 'spared', (tx) => say(tx, asked)),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/spared-times/{spared_id}/ends',
    asRead: 'GET /v1/cases/{id}/spared-times',
    summary: 'They may be reached then again; the words of who said so are kept',
    params: EndParams,
    body: EndGiven,
    status: 201,
    answer: Ended,
    problems: ['not_found', 'key_missing', 'key_reused'],
    dryRun: true,
    handle: (asked) =>
      oncePerBorrower(asked, `spared ${asked.params.spared_id.n}`, (tx) => end(tx, asked)),
  })
}

type AskedSay = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof Given>>

async function say(
  tx: Tx,
  { deps, actor, params, body }: AskedSay,
): Promise<{ readonly done: SparedWire } | Declined> {
  const { place, days, channel, until_on: untilOn } = body
  // Until midnight is until the end of the day.
  const [from, until] = [
    minuteOf(body.from),
    minuteOf(body.until === '00:00' ? '24:00' : body.until),
  ]
  const isTime = days !== undefined || from !== undefined
  // One thing is said at a time: a place, or hours with both their ends.
  if (isTime === (place !== undefined) || (from === undefined) !== (until === undefined))
    return { declined: 'malformed' }
  if (from !== undefined && (from === until || from === 1440)) return { declined: 'malformed' }
  if (untilOn !== undefined && untilOn <= deps.today()) return { declined: 'ends_before_it_begins' }
  const ref = { tenantId: actor.tenantId, borrowerId: params.id }
  const kind = place === undefined ? 'inconvenient_time' : 'inconvenient_place'
  const wish = { kind, days, from, until, place, channel, untilOn } as const
  const sparing = { wishes: [wish], words: body.words, source: 'desk', by: actor.userId }
  const [wishId] = await spare(tx, ref, sparing, deps.now())
  const kept = (await readSpared(tx, ref)).find((one) => one.wishId === wishId)
  return kept === undefined ? { declined: 'no_such_case' } : { done: sparedOut(params.id, kept) }
}

type AskedEnd = Asked<z.output<typeof EndParams>, undefined, z.output<typeof EndGiven>>

async function end(
  tx: Tx,
  { deps, actor, params, body }: AskedEnd,
): Promise<{ readonly done: { readonly ended: true } } | Declined> {
  const { id: borrowerId, spared_id: spared } = params
  if (spared.borrowerId !== borrowerId) return { declined: 'not_found' }
  const ref = { tenantId: actor.tenantId, borrowerId }
  const ending = { wishId: spared.n, words: body.words, source: 'desk', by: actor.userId }
  return (await endSpared(tx, ref, ending, deps.now()))
    ? { done: { ended: true } }
    : { declined: 'not_found' }
}

const minuteOf = (clock: string | undefined): number | undefined => {
  if (clock === undefined) return undefined
  const [hour, minute] = clock.split(':').map(Number)
  return (hour ?? 0) * 60 + (minute ?? 0)
}

const clockOf = (minutes: number | undefined): string | null =>
  minutes === undefined
    ? null
    : `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

const sparedOut = (borrowerId: bigint, one: SparedKept): SparedWire => ({
  id: pairText('wsh', { borrowerId, n: one.wishId }) as SparedWire['id'],
  place: one.place ?? null,
  days: one.days === undefined ? null : [...one.days],
  from: clockOf(one.from),
  until: clockOf(one.until),
  channel: one.channel ?? null,
  until_on: one.untilOn ?? null,
  said_at: instantText(one.saidAt),
  words: one.words ?? null,
  source: one.source,
  by: one.by ?? null,
  ended_at: one.ended === undefined ? null : instantText(one.ended.at),
})
