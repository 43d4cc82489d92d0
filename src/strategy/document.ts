import type { Day } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Cell } from './cell.ts'
import type { FactType, FactUnit, WordList } from './fact.ts'
import type { FactName } from './facts.ts'

/** The tones of a message, from kind to plain about what follows. */
export const TONES = ['none', 'warm', 'serious', 'consequence'] as const
export type Tone = (typeof TONES)[number]

/** Stages that stand before every stage table: an account there never reaches it. */
export const BUILT_IN_STAGES = ['closed', 'on_hold'] as const

export const REFERRALS = ['mediation', 'suit', 'placement', 'transfer'] as const
export type Referral = (typeof REFERRALS)[number]

/** What only the lender can grant: proposed to it, never said to the borrower by us. */
export const REWARDS = ['rate_concession', 'limit_raise', 'fee_waiver'] as const
export type Reward = (typeof REWARDS)[number]

export const APPROVERS = ['manager', 'compliance', 'admin'] as const
export type Approver = (typeof APPROVERS)[number]

/** What a column asks: a fact of the catalogue, or the stage and tone that the first table found. */
export type Column = {
  readonly name: FactName | 'stage' | 'tone'
  readonly type: FactType
  readonly unit: FactUnit
  readonly min: number
  readonly max: number
  readonly never: number | undefined
  readonly words: WordList | 'stage' | 'tone' | undefined
}

/** Rows count from 1. Cells stand in the order of the table's inputs. */
export type Rule<Out> = {
  readonly rowNo: number
  readonly line: number
  readonly cells: readonly Cell[]
  readonly out: Out
}

/** first: the first row that fits. unique: one row fits, never two. collect: every row that fits. */
export type Policy = 'first' | 'unique' | 'collect'

export type Table<Out> = {
  readonly policy: Policy
  readonly line: number
  readonly inputs: readonly Column[]
  readonly rules: readonly Rule<Out>[]
}

export type StageOut = { readonly stage: string; readonly tone: Tone }

export type Action =
  | { readonly do: 'write'; readonly channel: Channel; readonly template: string }
  /** Done by a person: the worklist gives the hours, the template what to read out or leave. */
  | {
      readonly do: 'meet'
      readonly channel: Channel
      readonly worklist: string
      readonly template: string | undefined
    }
  | { readonly do: 'list'; readonly worklist: string }
  | { readonly do: 'refer'; readonly to: Referral }
  | { readonly do: 'propose'; readonly reward: Reward }
  /** Leaves the account alone: no row below this one is read. */
  | { readonly do: 'nothing' }

/** Whole days that must have passed; undefined asks nothing. */
export type Cadence = {
  readonly every: number | undefined
  readonly atMost: number | undefined
  readonly quietAfter: {
    readonly payment: number | undefined
    readonly conversation: number | undefined
    readonly attempt: number | undefined
  }
}

export type TreatmentOut = {
  readonly treatment: string
  readonly action: Action
  readonly cadence: Cadence
  readonly approval: Approver | undefined
  readonly askAgainDays: number | undefined
}

/** `add`, or `add` for each unit of the fact `per`, counting no more than `upTo` of them. */
export type PriorityOut = {
  readonly add: number
  readonly per: FactName | undefined
  readonly upTo: number | undefined
}

export type OfferOut = {
  readonly instalments: number
  readonly firstPaymentBasisPoints: number
  readonly discountBasisPoints: number
  readonly approval: Approver | undefined
  /** How far each role goes alone; undefined: whoever makes it goes as far as the row. */
  readonly roles?: readonly OfferLimit[] | undefined
}

export const GRANTERS = ['collector', 'manager', 'compliance'] as const
export type OfferLimit = {
  readonly role: (typeof GRANTERS)[number]
  readonly instalments: number
  readonly discountBasisPoints: number
}

export type StrategyTest = {
  readonly rowNo: number
  readonly line: number
  readonly name: string
  /** The strategy's first day where the test names none. */
  readonly today: Day | undefined
  readonly given: readonly Given[]
  readonly history: readonly { treatment: string; times: number; daysAgo: number; line: number }[]
  readonly expect: {
    readonly stage: string | undefined
    readonly tone: string | undefined
    readonly treatments: readonly string[] | undefined
    readonly priority: number | undefined
  }
}

/** One exact value: a number, a word (a product's code), or an amount with its currency. */
export type Given = {
  readonly fact: FactName
  readonly value: number | string
  readonly currency: string | undefined
  readonly line: number
}

/** A strategy as written: every reader (check, decide, explain, diff) walks this one tree. */
export type Strategy = {
  readonly name: string
  readonly version: number
  readonly effectiveOn: Day
  /** Undefined: any currency. */
  readonly currencies: readonly string[] | undefined
  /** The places whose law it is written for; undefined: it does not say. */
  readonly places?: readonly string[] | undefined
  readonly stage: Table<StageOut>
  readonly treatments: Table<TreatmentOut>
  readonly priority: Table<PriorityOut> | undefined
  readonly offer: Table<OfferOut> | undefined
  readonly tests: readonly StrategyTest[]
}
