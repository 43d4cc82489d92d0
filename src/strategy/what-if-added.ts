import type { Columns } from './columns.ts'
import type { TableName } from './diff.ts'
import { topByCapacity } from './top.ts'
import { PLACES_MAX, type RowHits, type WaitingCases, type WhatIf } from './what-if-count.ts'

/** Parts of a book as one, in their order. */
export function added(parts: readonly [WhatIf, ...WhatIf[]]): WhatIf {
  const [first] = parts
  const sum = (of: (part: WhatIf) => number) => parts.reduce((total, part) => total + of(part), 0)
  const stages = new Map<string, number>()
  for (const part of parts)
    for (const [stage, accounts] of part.stages)
      stages.set(stage, (stages.get(stage) ?? 0) + accounts)
  const hits = (table: TableName): RowHits[] =>
    first.tables[table].map(({ rowNo }, at) => ({
      rowNo,
      hits: sum((part) => part.tables[table][at]?.hits ?? 0),
      places: parts.flatMap((part) => part.tables[table][at]?.places ?? []).slice(0, PLACES_MAX),
    }))
  const waiting = (of: (cases: WaitingCases) => Int32Array): Int32Array =>
    joined(parts.map((part) => of(part.waiting)))
  return {
    accounts: sum((part) => part.accounts),
    people: sum((part) => part.people),
    accountsChanged: sum((part) => part.accountsChanged),
    peopleChanged: sum((part) => part.peopleChanged),
    changedIn: first.worklists.map((_, list) => sum((part) => part.changedIn[list] ?? 0)),
    tables: {
      stage: hits('stage'),
      treatments: hits('treatments'),
      priority: hits('priority'),
      offer: hits('offer'),
    },
    stages,
    worklists: first.worklists,
    waiting: {
      list: waiting((cases) => cases.list),
      priority: waiting((cases) => cases.priority),
      place: waiting((cases) => cases.place),
    },
  }
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
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
