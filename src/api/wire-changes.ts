import type { AccountId, CaseId, DayText, InstantText } from './wire-parts.ts'
import type { RowChangeWire } from './wire-what-if.ts'

/** Changes that two people agree on, trials and rewards as they go over the wire. */

export type ProposalId = `prp_${string}`
export type RewardId = `rwd_${string}`

// POST /v1/proposals
export type TrialTermsWire = {
  readonly name: string
  /** Whose portfolios are divided: the champion's. */
  readonly strategy: string
  /** The first is the champion. strategy null: the hold-out. version null: the one in force. */
  readonly arms: readonly {
    readonly name: string
    readonly strategy: string | null
    readonly version: number | null
    readonly percent: number
  }[]
  /** Half-open, within 0 and 100. */
  readonly lanes: { readonly from: number; readonly until: number }
  readonly begins_on: DayText
  /** The first day after it. */
  readonly ends_on: DayText
  readonly metric: 'complaints' | 'refusals' | 'both'
  readonly per_thousand_max: number
  readonly contacts_least: number
}

// GET /v1/proposals?open=true
export type ProposalWire = {
  readonly id: ProposalId
  readonly kind: 'publish' | 'rollback' | 'trial' | 'template' | 'template_rollback'
  /** Of the strategy, of the trial, or of the template. */
  readonly name: string
  /** Of a template; null for all others. */
  readonly channel: string | null
  readonly version: number | null
  readonly effective_on: DayText
  readonly author: string
  readonly words: string | null
  readonly proposed_at: InstantText
  readonly answer: 'approved' | 'declined' | 'withdrawn' | null
  readonly answered_by: string | null
  readonly answer_words: string | null
}

export type DiffWire = {
  readonly name: string
  /** null: no version of that name decides today. */
  readonly before: number | null
  readonly after: number
  readonly changes: readonly RowChangeWire[]
  /** People in the portfolios that it runs, and those of them with another step today. */
  readonly people: number
  readonly people_changed: number
}

// GET /v1/proposals/{id}
export type ProposalOpenWire = ProposalWire & {
  readonly document: string | null
  /** null for a trial. */
  readonly diff: DiffWire | null
  readonly terms: TrialTermsWire | null
}

// GET /v1/trials
export type DifferenceWire = {
  /** Shares from -1 to 1. */
  readonly by: number
  readonly from: number
  readonly to: number
  readonly says: 'too_few' | 'noise' | 'more' | 'less'
  readonly sentence: string
}

export type TrialWire = TrialTermsWire & {
  readonly state: 'announced' | 'running' | 'stopped' | 'over'
  readonly author: string
  readonly approver: string
  readonly announced_on: DayText
  readonly results: readonly {
    readonly arm: string
    readonly stopped: boolean
    readonly contacts: number
    readonly complaints: number
    readonly refusals: number
    readonly per_thousand: number | null
    readonly people: number
    readonly cured: number
    readonly difference: DifferenceWire | null
  }[]
  readonly stops: readonly {
    /** null: the whole trial. */
    readonly arm: string | null
    readonly stopped_on: DayText
    readonly why: 'guard_rail' | 'by_hand'
    readonly sentence: string
  }[]
}

// GET /v1/rewards?state=
export type RewardWire = {
  readonly id: RewardId
  readonly case_id: CaseId
  readonly account_id: AccountId
  readonly account_ref: string
  readonly borrower_name: string
  readonly portfolio: string
  readonly reward: 'rate_concession' | 'limit_raise' | 'fee_waiver'
  readonly strategy: string
  readonly version: number
  readonly stage: string
  readonly treatment: string
  readonly proposed_on: DayText
  readonly approval: 'collector' | 'manager' | 'compliance' | 'admin'
  readonly state: 'awaiting_approval' | 'approved' | 'declined' | 'withdrawn'
  readonly answers: readonly {
    readonly by: string
    readonly role: 'collector' | 'manager' | 'compliance' | 'admin'
    readonly answer: 'agreed' | 'declined'
    readonly words: string | null
  }[]
  /** What the lender's own systems did with it, once they said so. */
  readonly result: 'granted' | 'not_granted' | null
  readonly result_on: DayText | null
}

export type RewardSumWire = Pick<RewardWire, 'reward' | 'state' | 'result'> & {
  readonly rewards: number
  readonly people: number
}
