import type { Instant } from '../core/calendar.ts'
import type { AppFact, Approval } from './app-way.ts'
import type { Said } from './contact.ts'

/** What an app tells beside messages and receipts; one `source` is told once, for ever. */
export type AppTold =
  | {
      readonly about: 'person'
      readonly provider: string
      /** As on their messages: an openid, or a number in E.164. */
      readonly from: string
      readonly kind: Exclude<AppFact['kind'], 'used' | 'back'>
      readonly template?: string | undefined
      readonly uses?: number | undefined
      readonly closesAt?: Instant | undefined
      readonly source: string
      readonly at: Instant
    }
  /** What became of a message that used up a consent, of which the app tells no name that we know. */
  | {
      readonly about: 'sent'
      readonly provider: string
      readonly from: string
      readonly template: string
      readonly said: Said
      readonly source: string
      readonly detail: Readonly<Record<string, string | number>>
      readonly at: Instant
    }
  | {
      readonly about: 'template'
      readonly provider: string
      readonly code: string
      readonly language: string
      readonly state: Approval
      readonly why: string
      readonly source: string
      readonly at: Instant
    }
