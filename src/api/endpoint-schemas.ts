import { z } from '@hono/zod-openapi'
import { EVENT_NAMES } from '../core/event-types.ts'
import type { Instant } from '../core/calendar.ts'
import type { DeliveryRow } from '../store/webhook-delivery.ts'
import type { Endpoint } from '../store/webhook-endpoint.ts'
import { deliveryIdText, endpointIdText } from './ids.ts'
import { idOut, InstantOut, words } from './schemas.ts'
import type { DeliveryWire, EndpointMadeWire, EndpointWire } from './wire-events.ts'

const ENDPOINT = {
  id: idOut('whk'),
  url: z.string(),
  about: z.string().nullable(),
  types: z.array(z.string()).nullable(),
  scheme: z.enum(['v1', 'v1a']),
  is_on: z.boolean(),
  off_why: z.string().nullable(),
  rotated_until: InstantOut.nullable(),
  made_by: z.string(),
  made_at: InstantOut,
}

export const EndpointOut: z.ZodType<EndpointWire> = z.object(ENDPOINT).openapi('WebhookEndpoint')
export const EndpointMade: z.ZodType<EndpointMadeWire> = z
  .object({ ...ENDPOINT, secret: z.string() })
  .openapi('WebhookEndpointMade')

export const DeliveryOut: z.ZodType<DeliveryWire> = z
  .object({
    id: idOut('dlv'),
    event_id: z.string(),
    type: z.string(),
    state: z.enum(['due', 'done', 'given_up']),
    due_at: InstantOut,
    made_for: z.enum(['event', 'replay', 'test']),
    made_at: InstantOut,
    body: z.string(),
    tries: z.array(
      z.object({
        try_no: z.int(),
        status: z.int().nullable(),
        why: z.string().nullable(),
        took_ms: z.int(),
        tried_at: InstantOut,
      }),
    ),
  })
  .openapi('WebhookDelivery')

const GIVEN = {
  url: z.url().max(2000),
  about: words(200).optional(),
  types: z
    .array(z.enum(EVENT_NAMES as [string, ...string[]]))
    .min(1)
    .optional(),
}
export const EndpointGiven = z
  .strictObject({ ...GIVEN, scheme: z.enum(['v1', 'v1a']).default('v1') })
  .openapi('WebhookEndpointGiven')
export const EndpointEdited = z
  .strictObject({ ...GIVEN, is_on: z.boolean().default(true) })
  .openapi('WebhookEndpointEdited')

const at = (instant: Instant): string => new Date(instant).toISOString()

export const endpointWire = (one: Endpoint): EndpointWire => ({
  id: endpointIdText(one.endpointId),
  url: one.url,
  about: one.about,
  types: one.types,
  scheme: one.scheme,
  is_on: one.isOn,
  off_why: one.offWhy,
  rotated_until: one.rotatedUntil === null ? null : at(one.rotatedUntil),
  made_by: one.madeBy,
  made_at: at(one.madeAt),
})

export const deliveryWire = (row: DeliveryRow): DeliveryWire => ({
  id: deliveryIdText(row.deliveryId),
  event_id: (JSON.parse(row.body) as { readonly id: string }).id,
  type: row.type,
  state: row.state,
  due_at: at(row.dueAt),
  made_for: row.madeFor,
  made_at: at(row.madeAt),
  body: row.body,
  tries: row.tries,
})
