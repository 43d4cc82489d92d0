import type { InstantText } from './wire-parts.ts'

// GET /v1/event-types
export type EventTypeWire = {
  readonly type: string
  readonly meaning: string
  /** JSON Schema (2020-12) of the whole message. */
  readonly schema: Readonly<Record<string, unknown>>
}

// GET /v1/events?after= -> Page<EventOutWire>; `next_cursor` is always there: ask with it again later.
export type EventOutWire = {
  readonly id: string
  readonly type: string
  readonly timestamp: InstantText
  readonly data: Readonly<Record<string, unknown>>
}

// GET /v1/webhook-endpoints -> Page<EndpointWire>
export type EndpointWire = {
  readonly id: `whk_${string}`
  readonly url: string
  readonly about: string | null
  /** null: every type. */
  readonly types: readonly string[] | null
  readonly scheme: 'v1' | 'v1a'
  readonly is_on: boolean
  /** by_hand, or gone: it answered 410. */
  readonly off_why: string | null
  /** Until then the secret before signs too. */
  readonly rotated_until: InstantText | null
  readonly made_by: string
  readonly made_at: InstantText
}

/** With what the receiver checks signatures by; of v1 it is a secret and shown in this answer alone. */
export type EndpointMadeWire = EndpointWire & { readonly secret: string }

// GET /v1/webhook-endpoints/{id}/deliveries -> Page<DeliveryWire>
export type DeliveryWire = {
  readonly id: `dlv_${string}`
  readonly event_id: string
  readonly type: string
  readonly state: 'due' | 'done' | 'given_up'
  readonly due_at: InstantText
  readonly made_for: 'event' | 'replay' | 'test'
  readonly made_at: InstantText
  readonly body: string
  readonly tries: readonly {
    readonly try_no: number
    /** null: no answer came, and `why` says what stood in the way. */
    readonly status: number | null
    readonly why: string | null
    readonly took_ms: number
    readonly tried_at: InstantText
  }[]
}
