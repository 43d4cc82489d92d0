import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { FindingWire, WhatIfWire } from '../../../src/api/wire.ts'
import { api, ApiProblem } from '../api.ts'
import { usePreferences } from '../preferences.ts'

/** A message stands in its cell within a tenth of a second of the last letter; counts may take longer. */
const CHECK_AFTER_MS = 30
const COUNT_AFTER_MS = 300
const KEPT_MS = 60_000

export type Live = {
  /** What is wrong, the tests, what differs: of the newest text, a moment ago. */
  readonly checked: WhatIfWire | undefined
  /** The newest counts there are; `isOld` where they are those of an earlier text. */
  readonly counted: WhatIfWire | undefined
  readonly isOld: boolean
  readonly error: Error | null
}

/** Asks while somebody types: what is newer gives up what is older. */
export function useLive(text: string, hours: Readonly<Record<string, number>>): Live {
  const { language } = usePreferences()
  const soon = useSettled(text, CHECK_AFTER_MS)
  const later = useSettled(text, COUNT_AFTER_MS)
  const checked = useQuery({
    queryKey: ['what-if', 'check', language, soon],
    queryFn: ({ signal }) => api.whatIf({ document: soon, count: false }, signal),
    ...HOW,
  })
  const counted = useQuery({
    queryKey: ['what-if', 'count', language, later, hours],
    queryFn: ({ signal }) => api.whatIf({ document: later, capacity: hours }, signal),
    ...HOW,
  })
  const newest = useLastCounted(counted.data)
  return {
    checked: checked.data,
    counted: newest,
    isOld: newest !== counted.data || counted.isPlaceholderData || later !== text,
    error: checked.error ?? counted.error,
  }
}

const HOW = {
  placeholderData: keepPreviousData,
  staleTime: KEPT_MS,
  gcTime: KEPT_MS,
  // Another window of the same person asked something newer: this one asks again.
  retry: (failures: number, error: Error) =>
    failures < 3 && error instanceof ApiProblem && (error.status === 409 || error.status === 503),
  retryDelay: 400,
} as const

/** While a cell is half written nothing can be counted: the counts of before stay, and are shown as old. */
function useLastCounted(answer: WhatIfWire | undefined): WhatIfWire | undefined {
  const [last, setLast] = useState<WhatIfWire>()
  if (answer !== undefined && answer.counts !== null && answer !== last) setLast(answer)
  return answer?.no_counts === 'too_large' ? answer : (last ?? answer)
}

/** The value as it was when it had not changed for so long. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}

/** Findings by where they belong: at a cell, beside a row, above a table, or above everything. */
export type Placed = {
  readonly at: (table: string, row: number | null, column: string | null) => readonly FindingWire[]
  readonly inRow: (table: string, row: number) => readonly FindingWire[]
  readonly loose: readonly FindingWire[]
}

export function placedFindings(
  findings: readonly FindingWire[],
  columnsOf: (table: string, row: number | null) => ReadonlySet<string>,
): Placed {
  const known = new Map<string, FindingWire[]>()
  const loose: FindingWire[] = []
  for (const found of findings) {
    const { table } = found
    if (table === null || table === 'tests') {
      loose.push(found)
      continue
    }
    // A column that the row does not show is told beside the row.
    const column =
      found.column !== null && columnsOf(table, found.row).has(found.column) ? found.column : null
    const key = `${table}/${found.row ?? ''}/${column ?? ''}`
    known.set(key, [...(known.get(key) ?? []), found])
  }
  return {
    at: (table, row, column) => known.get(`${table}/${row ?? ''}/${column ?? ''}`) ?? [],
    inRow: (table, row) => findings.filter((found) => found.table === table && found.row === row),
    loose,
  }
}
