import type { AddressId, InstantText } from './wire-parts.ts'

/** What goes over the wire about messages in other people's apps. */

export type AppWordWire = {
  readonly at: InstantText
  /** Who of the staff; null: the app itself told it. */
  readonly by: string | null
  /** What shows it: their words, the page on which they agreed, the reason. */
  readonly words: string | null
}

export type AppAccountWire = {
  readonly provider: string
  readonly address_id: AddressId
  readonly masked: string
  /** open: they may be answered as it is. templates_only: by an approved text alone. */
  readonly state: 'blocked' | 'not_linked' | 'open' | 'templates_only'
  readonly state_name: string
  readonly window_until: InstantText | null
  /** Messages that the window still takes; null: as many as we like, or there is no window. */
  readonly window_left: number | null
  /** One-time consents that are not used up, by template; null: as often as we like. */
  readonly consents: readonly { readonly template: string; readonly left: number | null }[]
  readonly linked: AppWordWire | null
  readonly blocked: AppWordWire | null
  readonly opt_in: (AppWordWire & { readonly given: boolean }) | null
}

// GET /v1/cases/{id}/apps; POST /v1/cases/{id}/apps and .../apps/withdrawals answer the same
export type AppsWire = {
  readonly items: readonly AppAccountWire[]
  /** Whom the tenant has set up to hear from; another name is taken too. */
  readonly providers: readonly string[]
}

// POST /v1/cases/{id}/apps (Idempotency-Key) -> 201
export type AppLinkBody = {
  readonly provider: string
  readonly name: string
  readonly evidence: string
  readonly opt_in: boolean
}

// POST /v1/cases/{id}/apps/withdrawals (Idempotency-Key) -> 201
export type AppWithdrawBody = {
  readonly provider: string
  readonly address_id: AddressId
  readonly reason: string
}

export type ProviderTemplateWire = {
  readonly provider: string
  readonly code: string
  /** '' where a code has one language alone. */
  readonly language: string
  readonly state: 'pending' | 'approved' | 'rejected' | 'paused' | 'disabled'
  readonly state_name: string
  readonly why: string | null
  /** Who recorded it; null: the app told it. */
  readonly by: string | null
  readonly since: InstantText
  /** What was said of it before, the newest first. */
  readonly before: readonly {
    readonly state_name: string
    readonly why: string | null
    readonly by: string | null
    readonly at: InstantText
  }[]
}

// GET /v1/provider-templates; POST (Idempotency-Key) -> 201 the same
export type ProviderTemplatesWire = {
  readonly items: readonly ProviderTemplateWire[]
  readonly providers: readonly string[]
}
export type ProviderTemplateBody = {
  readonly provider: string
  readonly code: string
  readonly language?: string
  readonly state: ProviderTemplateWire['state']
  /** Where the provider said so, or why it is taken back. */
  readonly why: string
}
