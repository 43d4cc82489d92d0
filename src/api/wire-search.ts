import type { CaseId, CaseState, Language, MoneyWire } from './wire-parts.ts'

// GET /v1/search?q=&limit= -> SearchWire
export type SearchHitKind =
  | 'reference'
  | 'bank_line'
  | 'name'
  | 'phone'
  | 'amount'
  | 'pinyin'
  | 'initials'

export type SearchHit = {
  readonly case_id: CaseId
  readonly name: string
  readonly ref: string
  readonly language: Language
  readonly state: CaseState
  readonly arrears: MoneyWire
  /** How the case was found, and in words why. */
  readonly kind: SearchHitKind
  readonly why: string
  /** What met was the whole of a key, not its beginning. */
  readonly exact: boolean
}

export type SearchWire = {
  readonly items: readonly SearchHit[]
  /** There are others: type more of it. */
  readonly more: boolean
}
