import type { DayText } from './wire-parts.ts'

/** The register of rules as it goes over the wire: law as people read it, in the reader's language. */

// GET /v1/rules?on=&place=
export type RulesWire = {
  /** The day on which the law is read: today where none was asked for. */
  readonly on: DayText
  readonly items: readonly RuleRow[]
}

export type RuleRow = {
  readonly id: string
  readonly place: string
  readonly title: string
  readonly strength: 'prohibited' | 'presumed' | 'advised' | 'factor'
  readonly strength_name: string
  readonly mark: 'primary' | 'verbatim' | 'secondary' | 'unverified' | 'house'
  readonly mark_name: string
  /** The pack's author did not see the text: shown wherever the rule speaks. */
  readonly unverified: boolean
  readonly standing: 'in_force' | 'coming' | 'over'
  /** 'in force since 2021-11-30' */
  readonly standing_name: string
  readonly since: DayText
  /** The first day on which it is no longer in force; null: none is known. */
  readonly until: DayText | null
}

// GET /v1/rules/{id}?on=
export type RuleWire = RuleRow & {
  readonly on: DayText
  readonly source: readonly { readonly title: string; readonly href: string }[]
  /** Whom and what it covers, a line each. */
  readonly covers: readonly string[]
  readonly parts: readonly RulePartWire[]
  /** What the author leaves open, and how it is read here. */
  readonly note: string | null
  /** The rule's own worked cases. */
  readonly cases: readonly string[]
}

export type RulePartWire = {
  readonly name: string | null
  /** Where it differs from the whole rule. */
  readonly covers: readonly string[]
  readonly values: readonly {
    readonly from: DayText
    readonly until: DayText | null
    /** null: from that day on it says nothing. */
    readonly sentence: string | null
    readonly now: boolean
  }[]
}

// GET /v1/rules/changes?from=&to=&place=
export type RuleChangesWire = {
  readonly from: DayText
  readonly to: DayText
  readonly items: readonly {
    readonly id: string
    readonly place: string
    readonly title: string
    readonly unverified: boolean
    readonly change: 'came' | 'changed' | 'ended'
    readonly change_name: string
    readonly on: DayText
    readonly parts: readonly {
      readonly name: string | null
      readonly before: string | null
      readonly after: string | null
    }[]
  }[]
}
