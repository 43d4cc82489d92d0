import type { TableName } from './diff.ts'

/** How many accounts a row spoke for, and the places in the book of the first few of them. */
export type RowHits = { readonly rowNo: number; hits: number; readonly places: number[] }
export const PLACES_MAX = 5

/** Cases that a worklist would get, in the order of the book; the three arrays go side by side. */
export type WaitingCases = {
  readonly list: Int32Array
  readonly priority: Int32Array
  readonly place: Int32Array
}

/** What a part of a book would see. Parts add up (`added`); it may be sent from thread to thread. */
export type WhatIf = {
  accounts: number
  people: number
  /** Accounts whose stage or treatments differ from the other strategy's; 0 without one. */
  accountsChanged: number
  /** People whose steps differ, after their accounts are taken together. */
  peopleChanged: number
  /** Accounts that change into a worklist or within it, in the order of `worklists`. */
  readonly changedIn: number[]
  readonly tables: Readonly<Record<TableName, readonly RowHits[]>>
  /** Accounts at each stage, those of the language itself too. */
  readonly stages: ReadonlyMap<string, number>
  readonly worklists: readonly string[]
  readonly waiting: WaitingCases
}
