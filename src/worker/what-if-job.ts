import type { Book } from '../strategy/compile.ts'
import type { Columns } from '../strategy/columns.ts'
import type { TableName } from '../strategy/diff.ts'

/** What goes between the server and its what-if thread. Columns lie in shared memory: no copy is made. */
export type ToThread =
  | { readonly is: 'cancels'; readonly cancelled: Int32Array }
  | ({ readonly is: 'book' } & Held)
  | ({ readonly is: 'ask' } & Job)

/** A book under its key: a tenant, and the night or the hour that it shows. */
export type Held = {
  readonly key: string
  readonly columns: Columns
  readonly takenAtMs: number
}

export type Question = {
  /** A document without a fault that would keep it from deciding. */
  readonly document: string
  /** The version in force, to compare with; undefined where there is none. */
  readonly before: string | undefined
  readonly codes: Book
  /** The portfolios that the strategy runs; undefined counts the whole book. */
  readonly portfolios: readonly number[] | undefined
  /** Cases that the hours of a day reach, by worklist. */
  readonly capacity: Readonly<Record<string, number>>
}

export type Job = Question & {
  readonly id: number
  readonly key: string
  /** Where the night leaves its snapshot of this tenant; undefined where there is none. */
  readonly snapshot: string | undefined
}

export type FromThread =
  | { readonly id: number; readonly is: 'counted'; readonly counted: Counted }
  | { readonly id: number; readonly is: 'cancelled' | 'no_book' }
  | { readonly id: number; readonly is: 'broken'; readonly why: string }

export type Sample = {
  readonly accountId: bigint
  readonly borrowerId: bigint
  readonly daysPastDue: number
  readonly arrearsMinor: number
  readonly currency: string
}

export type Counted = {
  /** The day number that is decided, and when the book was read. */
  readonly asOf: number
  readonly takenAtMs: number
  readonly accounts: number
  readonly people: number
  /** People whose next step differs from the version in force; undefined without one. */
  readonly peopleChanged: number | undefined
  readonly tables: Readonly<
    Record<
      TableName,
      readonly {
        readonly rowNo: number
        readonly hits: number
        readonly samples: readonly Sample[]
      }[]
    >
  >
  readonly stages: readonly (readonly [stage: string, accounts: number])[]
  readonly lists: readonly Listed[]
  readonly ms: number
}

export type Listed = {
  readonly worklist: string
  readonly waiting: number
  /** undefined: no capacity was given, and all are listed. */
  readonly reached: number | undefined
  /** The priority of the last one that the hours reach. */
  readonly lastPriority: number | undefined
}
