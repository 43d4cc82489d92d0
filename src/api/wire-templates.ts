import type { Channel } from '../core/channel.ts'
import type { TemplateAudience, TemplateKind, TemplateStage } from '../engine/template-form.ts'
import type { ProposalWire } from './wire-changes.ts'
import type { InstantText, Language } from './wire-parts.ts'

/** Templates as they go over the wire; findings and names in the reader's language. */

export type TemplateTone = 'none' | 'warm' | 'serious' | 'consequence'

export type TemplateBody = {
  readonly channel: Channel
  readonly name: string
  readonly kind: TemplateKind
  readonly stages: readonly TemplateStage[]
  readonly tone: TemplateTone
  readonly audience: TemplateAudience
  readonly texts: Readonly<Record<Language, string>>
}

/** What goes together, and what a text may name. */
export type TemplateRulesWire = {
  readonly tones_at: readonly {
    readonly stage: TemplateStage
    readonly tones: readonly TemplateTone[]
  }[]
  readonly kinds: readonly {
    readonly kind: TemplateKind
    readonly channels: readonly Channel[]
    readonly audiences: readonly TemplateAudience[]
    readonly stages: readonly TemplateStage[]
    readonly tones: readonly TemplateTone[]
    readonly variables: readonly string[]
    readonly asks: readonly string[]
  }[]
  readonly variables: readonly {
    readonly name: string
    readonly type: string
    readonly debt: boolean
    readonly may_be_absent: boolean
  }[]
}

export type TemplateRow = Omit<TemplateBody, 'texts'> & {
  readonly version: number
  readonly hash: string
  /** false: it does not pass the linter, and nobody sends it. */
  readonly sound: boolean
  readonly author: string | null
  readonly approver: string | null
  readonly since: InstantText
  readonly installed_differs: boolean
  readonly waiting: number
}

// GET /v1/templates?channel=&kind=&stage=&tone=&audience=
export type TemplatesWire = {
  readonly items: readonly TemplateRow[]
  readonly rules: TemplateRulesWire
}

// GET /v1/templates/{channel}/{name}?version=
export type TemplateOpenWire = {
  readonly template: TemplateBody
  readonly version: number
  readonly current: number
  readonly history: readonly {
    readonly version: number
    readonly kind: 'installed' | 'publish' | 'rollback'
    readonly author: string | null
    readonly approver: string | null
    readonly at: InstantText
    readonly hash: string
  }[]
  readonly waiting: readonly ProposalWire[]
  /** The text that came with the installation, where it is another one than any that was ever current. */
  readonly installed: TemplateBody | null
}

export type TemplateFindingWire = {
  readonly fault: string
  readonly field: 'channel' | 'kind' | 'stages' | 'tone' | 'audience' | 'texts'
  readonly language: Language | null
  /** In UTF-16 units of that text as it was sent, end excluded. */
  readonly from: number
  readonly to: number
  readonly words: string
  readonly what: string
  readonly right: string
}

export type TemplatePreviewWire = {
  readonly language: Language
  readonly person: 'usual' | 'no_day' | 'longest' | 'case'
  readonly subject: string | null
  readonly text: string
  readonly hash: string
  /** Of an email: what a mail program shows. */
  readonly html: string | null
  /** Of a text message; null where it is none. */
  readonly sms: {
    readonly too_long: boolean
    readonly alphabet: 'gsm7' | 'ucs2' | null
    readonly segments: number | null
    readonly units: number | null
    readonly left: number | null
  } | null
  /** Empty: no price is known. `amount` is for so many messages, and exact. */
  readonly costs: readonly {
    readonly country: string
    readonly amount: { readonly minor: string; readonly currency: string }
    readonly messages: number
  }[]
  readonly warnings: readonly {
    readonly variable: string
    readonly value: string
    readonly segments: number | null
    readonly alphabet: 'gsm7' | 'ucs2' | null
  }[]
}

// POST /v1/templates/checks, POST /v1/cases/{id}/template-previews
export type TemplateCheckWire = {
  readonly sound: boolean
  readonly findings: readonly TemplateFindingWire[]
  /** Empty while the text cannot be read. */
  readonly previews: readonly TemplatePreviewWire[]
}

// POST /v1/templates/pages, POST /v1/cases/{id}/template-pages
export type TemplatePagesWire = {
  /** 0: nothing could be set; `why` says why. */
  readonly pages: number
  readonly envelope: 'dl-window' | 'c5-window' | 'c4-window' | null
  /** All pages under each other, each of the same height. */
  readonly svg: string | null
  /** In base64. */
  readonly pdf: string | null
  /** In the reader's language: why there is no page, or why nobody would get it. */
  readonly why: string | null
}

// GET /v1/message-prices
export type MessagePricesWire = {
  readonly items: readonly {
    readonly channel: Channel
    readonly country: string
    /** For `per` parts: an SMS segment, an email, a letter. */
    readonly amount: { readonly minor: string; readonly currency: string }
    readonly per: number
    readonly from_on: string
  }[]
}

// GET /v1/message-prices/history; POST /v1/message-prices -> 201 the same
export type PriceHistoryWire = {
  readonly items: readonly (MessagePricesWire['items'][number] & {
    readonly by: string
    readonly set_at: string
  })[]
}
export type PriceBody = MessagePricesWire['items'][number]
