import { assert } from './assert.ts'
import { addMonths, type Day } from './calendar.ts'

/** What falls due, in the order of its days. */
export type DueRow = { readonly on: Day; readonly amountMinor: bigint }

/** How the debt gets its new schedule. */
export type Rework =
  /** What is late goes behind the last row, month by month. */
  | { readonly sort: 're_age' }
  /** What is unpaid is split anew into equal rows. */
  | { readonly sort: 're_amortise'; readonly rows: number; readonly firstOn: Day }
  /** Every unpaid row is due so many months later. */
  | { readonly sort: 'reschedule'; readonly months: number }

export type Reworked = {
  readonly rows: readonly DueRow[]
  readonly unpaidMinor: bigint
}

export const ROWS_MAX = 600

/**
 * The new schedule: what was paid keeps its rows, the rest is moved, and the sum stays the same to the
 * last minor unit. undefined: nothing is unpaid, or nothing is late that could be moved.
 */
export function reworked(
  schedule: readonly DueRow[],
  paidMinor: bigint,
  rework: Rework,
  today: Day,
): Reworked | undefined {
  const { paid, unpaid } = divided(schedule, paidMinor)
  const unpaidMinor = sumOf(unpaid)
  if (unpaidMinor <= 0n) return undefined
  const moved = moveRows(unpaid, rework, today)
  if (moved === undefined) return undefined
  const rows = [...paid, ...moved].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  assert(sumOf(rows) === sumOf(schedule), 'a new schedule asks for no more and no less')
  assert(rows.length <= ROWS_MAX, `at most ${ROWS_MAX} rows`)
  return { rows, unpaidMinor }
}

/** Money pays the oldest row first; a row that it reaches in part is cut in two. */
function divided(
  schedule: readonly DueRow[],
  paidMinor: bigint,
): { readonly paid: readonly DueRow[]; readonly unpaid: readonly DueRow[] } {
  let left = paidMinor
  const paid: DueRow[] = []
  const unpaid: DueRow[] = []
  for (const row of schedule.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
    const here = left < row.amountMinor ? (left > 0n ? left : 0n) : row.amountMinor
    left -= here
    if (here > 0n) paid.push({ on: row.on, amountMinor: here })
    if (here < row.amountMinor) unpaid.push({ on: row.on, amountMinor: row.amountMinor - here })
  }
  return { paid, unpaid }
}

function moveRows(
  unpaid: readonly DueRow[],
  rework: Rework,
  today: Day,
): readonly DueRow[] | undefined {
  const last = unpaid.at(-1)?.on ?? today
  switch (rework.sort) {
    case 're_age': {
      const late = unpaid.filter((row) => row.on < today)
      if (late.length === 0) return undefined
      const behind = last < today ? today : last
      const rest = unpaid.filter((row) => row.on >= today)
      return [...rest, ...late.map((row, i) => ({ ...row, on: addMonths(behind, i + 1) }))]
    }
    case 're_amortise':
      return equalRows(sumOf(unpaid), rework)
    case 'reschedule':
      return unpaid.map((row) => ({ ...row, on: addMonths(row.on, rework.months) }))
  }
}

/** The earliest rows carry the remainder. */
function equalRows(
  totalMinor: bigint,
  { rows, firstOn }: { readonly rows: number; readonly firstOn: Day },
): readonly DueRow[] {
  assert(Number.isInteger(rows) && rows > 0 && rows <= ROWS_MAX, `${rows} is not a number of rows`)
  const share = totalMinor / BigInt(rows)
  const extra = Number(totalMinor % BigInt(rows))
  return Array.from({ length: rows }, (_, i) => ({
    on: addMonths(firstOn, i),
    amountMinor: i < extra ? share + 1n : share,
  }))
}

const sumOf = (rows: readonly DueRow[]): bigint =>
  rows.reduce((sum, row) => sum + row.amountMinor, 0n)
