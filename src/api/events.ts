import { z } from '@hono/zod-openapi'
import { EVENT_NAMES, EVENT_TYPES, eventSchema, eventWire } from '../core/event-types.ts'
import { inTenant } from '../store/db.ts'
import { isPlaceGone } from '../store/event-kept.ts'
import { readEvents, START, type EventPlace } from '../store/event-out.ts'
import { cursorText, fitsInt8, INT8, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { CursorIn, InstantOut, LANG, LimitIn, pageOf } from './schemas.ts'
import type { EventOutWire, EventTypeWire } from './wire-events.ts'

const EventType: z.ZodType<EventTypeWire> = z
  .object({
    type: z.enum(EVENT_NAMES as [string, ...string[]]),
    meaning: z.string(),
    schema: z.record(z.string(), z.unknown()),
  })
  .openapi('EventType')

const Event: z.ZodType<EventOutWire> = z
  .object({
    id: z.string().regex(/^evt_[0-9a-z]{26}$/),
    type: z.string(),
    timestamp: InstantOut,
    data: z.record(z.string(), z.unknown()),
  })
  .openapi('Event')

/** The catalogue of events, and the way to fetch them for whoever has no endpoint of their own. */
export function addEvents(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/event-types',
    summary: 'Every event there is: what it means, and the JSON Schema of its message',
    query: z.strictObject(LANG),
    status: 200,
    answer: z.object({ items: z.array(EventType) }).openapi('EventTypes'),
    problems: [],
    handle: ({ lang }) =>
      Promise.resolve({
        items: EVENT_NAMES.map((type) => ({
          type,
          meaning: EVENT_TYPES[type][lang],
          schema: { ...eventSchema(type) },
        })),
      }),
  })
  addRoute(api, deps, {
    route: 'GET /v1/events',
    summary:
      'Events since a cursor, in the order of each case; none that commits late is skipped. Ask again with next_cursor',
    query: z.strictObject({ ...LANG, after: CursorIn.optional(), limit: LimitIn.optional() }),
    status: 200,
    answer: pageOf(Event, 'Events'),
    problems: ['bad_cursor', 'events_gone'],
    handle: async ({ actor, query }) => {
      const place = placeOf(query.after)
      if (place === undefined) return { declined: 'bad_cursor' as const }
      const found = await inTenant(deps.db, actor.tenantId, async (tx) =>
        (await isPlaceGone(tx, actor.tenantId, place))
          ? undefined
          : readEvents(tx, actor.tenantId, place, { limit: query.limit ?? 50 }),
      )
      if (found === undefined) return { declined: 'events_gone' as const }
      const { events, next } = found
      const key = [next.from, next.until, String(next.after)]
      return { items: events.map(eventWire), next_cursor: cursorText('events', key) }
    },
  })
}

function placeOf(text: string | undefined): EventPlace | undefined {
  if (text === undefined) return START
  const key = parseCursor('events', text, [INT8, INT8, INT8])
  const [from, until, after] = key ?? []
  if (from === undefined || until === undefined || after === undefined) return undefined
  const isWell = [from, until, after].every((each) => fitsInt8(each) && BigInt(each) >= 0n)
  return isWell ? { from, until, after: BigInt(after) } : undefined
}
