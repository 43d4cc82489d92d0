import type { CaseId, DayText, InstantText } from './wire-parts.ts'

// GET /v1/views -> {items}; POST /v1/views -> 201; POST /v1/views/{number}/ends -> 201
export type ViewWire = {
  readonly number: string
  readonly name: string
  readonly page: 'cases' | 'portfolio'
  /** The query of the page's address, as it was kept. */
  readonly search: string
  readonly shared: boolean
  readonly mine: boolean
  readonly made_by: string
}

export type ViewBody = {
  readonly name: string
  readonly page: 'cases' | 'portfolio'
  readonly search: string
  readonly shared: boolean
}

// GET /v1/alerts -> {items}; POST /v1/alerts -> 201; POST /v1/alerts/{number}/ends -> 201
export type AlertWire = {
  readonly number: string
  readonly name: string
  /** What is watched: a kept view, or one cell of a figure. */
  readonly view: { readonly number: string; readonly name: string } | null
  readonly figure: string | null
  readonly measure: 'cases' | 'count' | 'share'
  readonly above: boolean
  /** Of a share: millionths. */
  readonly threshold: number
  /** null: nobody has looked yet. */
  readonly checked_at: InstantText | null
  readonly value: number | null
  readonly holds: boolean | null
  readonly since: DayText | null
  readonly sentence: string
  /** The query of the list behind the number. */
  readonly cases: string
  readonly tipped_by: readonly { readonly case_id: CaseId; readonly name: string }[]
}

export type AlertBody = {
  readonly name: string
  readonly view?: string
  readonly figure?: string
  readonly measure: 'cases' | 'count' | 'share'
  readonly above: boolean
  readonly threshold: number
}
