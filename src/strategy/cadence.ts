import type { Channel } from '../core/channel.ts'
import { channelBit } from '../core/channel.ts'
import type { Action, Reward, TreatmentOut } from './document.ts'
import type { StrategyRow } from './row.ts'
import { NEVER } from './row.ts'

/** How often, and when last, a treatment was chosen for an account (table cadence). */
export type Past = { readonly times: number; readonly lastOn: number }
/** By treatment name; one account's. */
export type History = ReadonlyMap<string, Past>

export const NO_HISTORY: History = new Map()

/** Why a row that fits is passed over today; undefined where nothing stands in its way. */
export type PassedOver =
  | 'no_address'
  | 'every'
  | 'at_most'
  | 'quiet_after_payment'
  | 'quiet_after_conversation'
  | 'quiet_after_attempt'

export type CadenceFacts = Pick<
  StrategyRow,
  | 'channels'
  | 'lastPaymentOn'
  | 'lastConversationOn'
  | 'lastAttemptOn'
  | 'delinquentSince'
  | 'oldestUnpaidDueOn'
  | 'curedOn'
>

export function passedOver(
  out: TreatmentOut,
  row: CadenceFacts,
  at: { readonly today: number; readonly past: Past | undefined },
): PassedOver | undefined {
  const { cadence } = out
  const { today, past } = at
  const channel = channelOf(out.action)
  if (channel !== undefined && (row.channels & channelBit(channel)) === 0) return 'no_address'
  if (cadence.atMost !== undefined && timesNow(row, at) >= cadence.atMost) return 'at_most'
  if (past !== undefined && tooSoon(past.lastOn, cadence.every, today)) return 'every'
  const quiet = cadence.quietAfter
  if (tooSoon(row.lastPaymentOn, quiet.payment, today)) return 'quiet_after_payment'
  if (tooSoon(row.lastConversationOn, quiet.conversation, today)) return 'quiet_after_conversation'
  if (tooSoon(row.lastAttemptOn, quiet.attempt, today)) return 'quiet_after_attempt'
  return undefined
}

/** True until `days` whole days have passed: 3 days after Monday is Thursday. */
const tooSoon = (on: number, days: number | undefined, today: number): boolean =>
  days !== undefined && on !== NEVER && today - on < days

/**
 * How often it was chosen in the present delinquency: a cure ends the count, so that somebody who
 * falls behind again is met from the first step on.
 */
export function timesNow(
  row: CadenceFacts,
  at: { readonly today: number; readonly past: Past | undefined },
): number {
  if (at.past === undefined) return 0
  return at.past.lastOn < countedSince(row, at.today) ? 0 : at.past.times
}

function countedSince(row: CadenceFacts, today: number): number {
  if (row.delinquentSince !== NEVER) return row.delinquentSince
  return row.oldestUnpaidDueOn < today ? row.oldestUnpaidDueOn : row.curedOn
}

export function channelOf(action: Action): Channel | undefined {
  return action.do === 'write' || action.do === 'meet' ? action.channel : undefined
}

export function templateOf(action: Action): string | undefined {
  return action.do === 'write' || action.do === 'meet' ? action.template : undefined
}

export const rewardOf = (action: Action): Reward | undefined =>
  action.do === 'propose' ? action.reward : undefined

export function worklistOf(action: Action): string | undefined {
  if (action.do === 'refer') return action.to
  return action.do === 'meet' || action.do === 'list' ? action.worklist : undefined
}
