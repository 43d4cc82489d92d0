import type { Day } from '../calendar.ts'
import type { Spared } from './spared.ts'

/** What a reply can mean, the most urgent first: `first` is decided by this order. */
export const HEARD = [
  'self_harm',
  'stop',
  'bereavement',
  'wrong_number',
  'not_me',
  'third_person',
  'fraud',
  'lawyer',
  'refusal_to_pay',
  'vulnerable',
  'illness',
  'already_paid',
  'dispute',
  'complaint',
  'cannot_pay',
  'call_back',
  'promise',
  'abuse',
  'question',
  'agree',
  'automatic',
  'greeting',
  'other',
] as const

export type HeardClass = (typeof HEARD)[number]

/**
 * What stops automatic contact before anybody has read the words. A refusal to pay is among them
 * because a written one ends contact by law in places (15 U.S.C. 1692c(c)).
 */
export const STOPS: ReadonlySet<HeardClass> = new Set<HeardClass>([
  'self_harm',
  'stop',
  'bereavement',
  'wrong_number',
  'not_me',
  'third_person',
  'fraud',
  'lawyer',
  'refusal_to_pay',
])

export type Certainty = 'sure' | 'unsure'

/** One meaning, and the words of the writer that say it. */
export type HeardOne = {
  readonly what: HeardClass
  readonly certainty: Certainty
  readonly words: string
}

/** A word to pay, as written: what is not said is left out, never guessed. */
export type HeardPromise = {
  readonly amountMinor?: bigint
  /** 'half' and 'all' are of whatever is due; the ledger knows how much that is. */
  readonly part?: 'half' | 'all'
  readonly dueOn?: Day
}

/** When to call: local times of day 'HH:MM', until a time where one is said, on a day if named. */
export type CallWindow = {
  readonly from?: string
  readonly until?: string
  readonly on?: Day
}

export type Heard = {
  readonly language: 'zh' | 'en'
  readonly classes: readonly HeardOne[]
  readonly promise?: HeardPromise
  readonly callAfter?: CallWindow
  readonly spared?: Spared
  /** Of `fraud`: they deny the debt and say of nobody that they made it in their name. */
  readonly notOwed?: true
  readonly first: HeardClass
  /** Contact stops now, and a person reads it afterwards. */
  readonly stops: boolean
}

export type HearOptions = {
  readonly today: Day
  /** The zone that 'today' and the call window are told in; they are not converted. */
  readonly zone?: string
  readonly currency: string
  readonly language?: 'zh' | 'en'
  /** Our own texts that may come back quoted; what repeats them is not heard as theirs. */
  readonly ours?: readonly string[]
}
