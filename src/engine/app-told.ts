import type { Instant } from '../core/calendar.ts'
import type { AppFact, Approval } from './app-way.ts'

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
