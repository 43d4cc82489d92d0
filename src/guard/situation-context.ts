import { type Day, type Instant, addDays, day } from '../core/calendar.ts'
import type { Situation } from './situation-form.ts'
import type { Known } from './verdict.ts'
import type { Medium } from './vocabulary.ts'

/** A situation with its ids as numbers and its times as instants. */
export type SituationContext = {
  readonly situation: Situation
  readonly accountId: (debt: string) => bigint
  readonly addressId: (address: string) => bigint
  readonly at: (local: string) => Instant
}

export const known = (value: boolean | undefined): Known => value ?? 'unstated'
export const dayOf = (text: string | undefined): Day | undefined =>
  text === undefined ? undefined : day(text)
export const dayAfter = (text: string | undefined): Day | undefined =>
  text === undefined ? undefined : addDays(day(text), 1)

export const mediumOf = (channel: string): Medium =>
  channel === 'im' ? 'message' : (channel as Medium)

/** '12.34' in minor units. */
export const minorOf = (text: string): bigint => BigInt(text.replace('.', ''))
