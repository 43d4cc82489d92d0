import type { Columns } from './columns.ts'
import { topByCapacity } from './top.ts'
import { PLACES_MAX, type RowHits, type WaitingCases, type WhatIf } from './what-if-count.ts'

/** Two parts of a book as one; the second stands after the first. */
export function added(a: WhatIf, b: WhatIf): WhatIf {
  const stages = new Map(a.stages)
  for (const [stage, accounts] of b.stages) stages.set(stage, (stages.get(stage) ?? 0) + accounts)
  return {
    accounts: a.accounts + b.accounts,
    people: a.people + b.people,
    accountsChanged: a.accountsChanged + b.accountsChanged,
    peopleChanged: a.peopleChanged + b.peopleChanged,
    changedIn: a.changedIn.map((accounts, list) => accounts + (b.changedIn[list] ?? 0)),
    tables: {
      stage: addedHits(a.tables.stage, b.tables.stage),
      treatments: addedHits(a.tables.treatments, b.tables.treatments),
      priority: addedHits(a.tables.priority, b.tables.priority),
      offer: addedHits(a.tables.offer, b.tables.offer),
    },
    stages,
    worklists: a.worklists,
    waiting: addedWaiting(a.waiting, b.waiting),
  }
}

const addedHits = (a: readonly RowHits[], b: readonly RowHits[]): RowHits[] =>
  a.map((row, at) => ({
    rowNo: row.rowNo,
    hits: row.hits + (b[at]?.hits ?? 0),
    places: [...row.places, ...(b[at]?.places ?? [])].slice(0, PLACES_MAX),
  }))

function addedWaiting(a: WaitingCases, b: WaitingCases): WaitingCases {
  const joined = (first: Int32Array, second: Int32Array): Int32Array => {
    const both = new Int32Array(first.length + second.length)
    both.set(first)
    both.set(second, first.length)
    return both
  }
  return {
    list: joined(a.list, b.list),
    priority: joined(a.priority, b.priority),
    place: joined(a.place, b.place),
  }
}

/** Cases that the hours of a worklist reach in a day: of those who speak a language, or of all. */
export type Room = {
  readonly worklist: string
  readonly language?: number | undefined
  readonly cases: number
}

export type Listed = {
  readonly worklist: string
  readonly language: number | undefined
  readonly waiting: number
  /** Places in the book, highest priority first; empty where no room was named. */
  readonly reached: Int32Array
  readonly priorities: Int32Array
  readonly lastPriority: number | undefined
}

/**
 * Every room with the cases that it reaches, and every worklist without a room with how many wait. A
 * worklist asks its skills of people, so what tells its cases apart is the borrower's language.
 */
export function listsOf(found: WhatIf, columns: Columns, rooms: readonly Room[]): Listed[] {
  const named = new Set(rooms.map(({ worklist }) => worklist))
  const rest = found.worklists.filter((worklist) => !named.has(worklist))
  const all = [...rooms, ...rest.map((worklist): Room => ({ worklist, cases: 0 }))]
  const { list, priority, place } = found.waiting
  const accountId = new BigInt64Array(list.length)
  place.forEach((row, n) => (accountId[n] = columns.accountId[row] as bigint))
  return all.map((room): Listed => {
    const own = found.worklists.indexOf(room.worklist)
    let waiting = 0
    const group = list.map((one, n) => {
      const language = columns.values.language[place[n] as number]
      if (one !== own || (room.language ?? language) !== language) return -1
      waiting++
      return 0
    })
    const [taken] = topByCapacity({ count: list.length, group, priority, accountId }, [room.cases])
    const reached = taken ?? new Int32Array(0)
    const priorities = reached.map((n) => priority[n] as number)
    return {
      worklist: room.worklist,
      language: room.language,
      waiting,
      reached: reached.map((n) => place[n] as number),
      priorities,
      lastPriority: priorities.at(-1),
    }
  })
}
