import type { DayText, InstantText } from './wire-parts.ts'
import type { FindingWire, QualityDetail } from './wire-quality.ts'
import type { ContactId } from './wire-work.ts'

/** What goes over the wire about calls that a gateway dials. */

// GET /v1/voice, POST /v1/voice/phone {phone}
export type VoiceWire = {
  /** null: no gateway is set up, and people dial themselves. */
  readonly provider: string | null
  /** This person's own telephone, which rings first. */
  readonly phone: string | null
}

// POST /v1/cases/{id}/dials {account_id?, address_id?} (Idempotency-Key) -> 201
export type DialWire = {
  readonly id: ContactId
  /** Nobody needs to see the whole number of a call that is dialled for them. */
  readonly masked: string
  readonly closes_at: InstantText | null
}

// GET /v1/contacts/{id}/call
export type CallStateWire = {
  readonly status: string
  readonly over: boolean
  /** Somebody answered, and nobody spoke to them. */
  readonly abandoned: boolean
  /** How it may have ended; the person who made it says so. */
  readonly disposition: string | null
}

// GET /v1/voice/counts?days=
export type VoiceCountsWire = {
  readonly days: number
  readonly calls: number
  readonly open: number
  readonly answered: number
  readonly abandoned: number
  /** Abandoned of answered, in hundredths of a percent. */
  readonly abandoned_bp: number | null
  readonly ends: Readonly<Record<string, number>>
}

export type RecordingWire = {
  readonly id: `rec_${string}`
  readonly contact_id: ContactId
  readonly account: string
  readonly made_on: DayText
  readonly seconds: number | null
  readonly bytes: number
  readonly media_type: string
  readonly sha256: string
  /** The first day on which the bytes are to be gone, unless a dispute, a complaint, a fraud or a lawyer keeps them. */
  readonly keep_until: DayText
  readonly purged_at: InstantText | null
  readonly listened: number
}

// GET /v1/cases/{id}/recordings
export type RecordingsWire = { readonly items: readonly RecordingWire[] }

// POST /v1/recordings/{id}/listens {reason} -> 201; then GET {url}, with Range
export type ListeningWire = {
  readonly url: string
  /** Until then the sound is open to this person for this reason. */
  readonly until: InstantText
  readonly turns: QualityDetail['turns']
  readonly findings: readonly FindingWire[]
}
