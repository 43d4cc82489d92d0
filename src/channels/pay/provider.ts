import type { Instant } from '../../core/calendar.ts'
import type { Money } from '../../core/money.ts'

/** One visit of a borrower to a provider's page. `ref` is ours: random, and known to nobody else. */
export type PayRequest = {
  readonly ref: string
  readonly amount: Money
  /** What the payer reads there; it says nothing of a debt. */
  readonly title: string
  readonly expiresAt: Instant
  /** Where the provider sends the payer back to, whatever happened. */
  readonly returnUrl: string
  /** The address of the payer, for providers that ask for it. */
  readonly payerIp: string
  /** The payer's id in WeChat, where the page is open inside it. */
  readonly openId?: string | undefined
  /** A phone goes on in the browser; a desk computer may show a code to scan. */
  readonly device: 'phone' | 'desk'
  readonly now: Instant
}

/** What the payer does next. No page of ours ever takes a card. */
export type PayStart =
  | { readonly is: 'redirect'; readonly url: string; readonly providerRef?: string | undefined }
  /** A text to show as a QR code, to be scanned by the provider's app. */
  | { readonly is: 'qr'; readonly text: string }
  /** What the provider's own app needs to open its payment sheet over the page. */
  | { readonly is: 'in_app'; readonly parameters: Readonly<Record<string, string>> }
  | { readonly is: 'refused'; readonly why: string }
  /** No answer, or none that can be trusted: it may have been taken. */
  | { readonly is: 'unclear'; readonly why: string }

export const PAY_EVENT_KINDS = ['paid', 'failed', 'refunded', 'chargeback', 'expired'] as const
export type PayEventKind = (typeof PAY_EVENT_KINDS)[number]

/** One word of a provider, in our terms. */
export type PayEvent = {
  /** The provider's own id of this word: it counts once, however often it is said. */
  readonly id: string
  readonly kind: PayEventKind
  readonly ref?: string | undefined
  /** The provider's own name of the payment, which links words that do not carry our reference. */
  readonly providerRef?: string | undefined
  /**
   * Of money that went back: which refund or chargeback; undefined speaks of all of it together. Of "paid":
   * the chargeback whose money is here again.
   */
  readonly itemRef?: string | undefined
  readonly amount?: Money | undefined
  readonly at: Instant
}

/** A request as it came: nothing of it is trusted before its signature is. */
export type RawRequest = {
  readonly body: Uint8Array
  readonly header: (name: string) => string | undefined
}

export type Unsigned = 'no_signature' | 'bad_signature' | 'too_old' | 'not_for_us' | 'not_readable'

export type Heard =
  | { readonly is: 'events'; readonly events: readonly PayEvent[] }
  | { readonly is: 'refused'; readonly why: Unsigned }

/** What the provider wants to hear: anything else and it says the same again later. */
export type Reply = {
  readonly status: 200 | 204 | 400 | 401
  readonly body: string
  readonly type: string
}

export type Replies = { readonly taken: Reply; readonly refused: Reply }

export type Refund = {
  readonly ref: string
  readonly providerRef?: string | undefined
  readonly paid: Money
  readonly amount: Money
  /** Ours: the same refund asked for twice is one refund. */
  readonly refundRef: string
  readonly now: Instant
}

export type Refunded =
  | { readonly is: 'accepted' }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'unclear'; readonly why: string }

/** What the provider's own record says; undefined: it has no answer now. */
export type Asked = { readonly events: readonly PayEvent[] } | undefined

/** How a page that is open inside the provider's own app learns who pays, without asking anything of them. */
export type InApp = {
  /** Where the payer is sent for a code, and comes back from at once. */
  readonly address: string
  askUrl(of: { readonly returnUrl: string; readonly state: string }): string
  /** Who the code stands for; undefined: it is old, used, or no code. */
  payerOf(code: string): Promise<string | undefined>
}

/** One way to pay by a page of somebody else. Only these modules speak with payment providers. */
export type PayProvider = {
  /** As configured: it is part of every webhook's address and of every reference. */
  readonly name: string
  readonly kind: 'stripe' | 'wechat' | 'alipay'
  readonly currencies: ReadonlySet<string>
  /** Where its page lies: the portal's policy lets a form go there and nowhere else. */
  readonly pageOrigins: readonly string[]
  /** Without it nobody can pay inside the provider's own app. */
  readonly inApp?: InApp | undefined
  start(request: PayRequest): Promise<PayStart>
  hear(request: RawRequest, now: Instant): Heard
  readonly replies: Replies
  ask(of: { ref: string; providerRef?: string | undefined; now: Instant }): Promise<Asked>
  refund(refund: Refund): Promise<Refunded>
}
