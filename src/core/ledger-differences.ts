import { type Day, addDays } from './calendar.ts'
import { type Sums, amountIn, linesOf, summed } from './ledger-balance.ts'
import type { Movement, NewEntry, Replayed } from './ledger-movement.ts'
import type { Drawn } from './ledger-replay.ts'
import type { Contra, Entry, EntryKind, LedgerAccount, Line } from './ledger.ts'

/** What time charges, and the income account that shows how much of it is posted. */
const CHARGE_INCOME: Partial<Record<EntryKind, Contra>> = {
  interest: 'income_interest',
  late_interest: 'income_late_interest',
  fee: 'income_fee',
}

const INCOMES: ReadonlySet<LedgerAccount> = new Set(Object.values(CHARGE_INCOME))

/** The days on which charges of a debt are posted: the replay draws there too, so that days can be compared. */
export function daysDrawn(posted: readonly Entry[]): Drawn[] {
  const found: Drawn[] = []
  for (const { effectiveOn: on, lines } of posted) {
    for (const { accountId, ledgerAccount } of lines) {
      if (accountId === undefined || !INCOMES.has(ledgerAccount)) continue
      found.push({ accountId, on })
    }
  }
  return found
}

/**
 * The entries that bring what is posted to what the replay says. `arrived`: the facts that are not posted
 * yet; each gets an entry of its own kind, also where it moves nothing. Corrections name the last of them.
 * Days up to `closedUntil` count as the day after it, on both sides, so closed balances never change.
 */
export function differences(
  target: Replayed,
  posted: readonly Entry[],
  closedUntil: Day | undefined,
  arrived: readonly bigint[],
): NewEntry[] {
  const open = closedUntil === undefined ? undefined : addDays(closedUntil, 1)
  const dayOf = (on: Day): Day => (open === undefined || on > open ? on : open)
  const days = new Map<Day, OneDay>()
  const at = (on: Day): OneDay => {
    const known = days.get(dayOf(on))
    if (known !== undefined) return known
    const made: OneDay = { movements: [], posted: [], cutWhole: new Map() }
    days.set(dayOf(on), made)
    return made
  }
  for (const movement of target.movements) at(movement.on).movements.push(movement)
  for (const entry of posted) {
    const { posted: lines, cutWhole } = at(entry.effectiveOn)
    lines.push(...entry.lines)
    if (entry.factOn === undefined && isNothing(entry)) count(cutWhole, entry, 1)
  }
  const fresh = new Set(arrived)
  return [...days.keys()].toSorted().flatMap((on) => {
    return entriesOfDay({ on, ...at(on), fresh, cause: arrived.at(-1) })
  })
}

type OneDay = {
  readonly movements: Movement[]
  /** All lines that are posted on it, in the order of posting. */
  readonly posted: Line[]
  /** How many charges of time are posted of which a cap left nothing, by kind and debt. */
  readonly cutWhole: Map<string, number>
}

type DayOfBook = OneDay & {
  readonly on: Day
  readonly fresh: ReadonlySet<bigint>
  readonly cause: bigint | undefined
}

function entriesOfDay(day: DayOfBook): NewEntry[] {
  if (isAsPosted(day)) return []
  const { on, movements, cutWhole, fresh, cause } = day
  const posted = summed(day.posted)
  // What is posted on this day and comes from no fact that was known before: what time has charged.
  const charged = summed([...posted.values()])
  for (const movement of movements) {
    if (movement.factId !== undefined && !fresh.has(movement.factId))
      summed(movement.lines, charged, -1n)
  }
  const entries = movements
    .filter((movement) =>
      movement.factId === undefined
        ? isNewCharge(movement, charged, cutWhole)
        : fresh.has(movement.factId),
    )
    .map((movement) => entryOf(movement, on))
  // A day on which nothing was posted has nothing to correct.
  if (posted.size === 0 && entries.length === movements.length) return entries
  const rest = summed([...posted.values()], new Map(), -1n)
  for (const movement of movements) summed(movement.lines, rest)
  for (const entry of entries) summed(entry.lines, rest, -1n)
  const lines = linesOf(rest)
  if (lines.length === 0) return entries
  return [...entries, { kind: 'correction', effectiveOn: on, lines, causedByFactId: cause }]
}

/** Most days of a ledger: what the replay says of them stands there to the cent, and nothing new came. */
function isAsPosted({ movements, posted, fresh }: DayOfBook): boolean {
  const open: Open[] = []
  for (const line of posted) add(open, line, line.amountMinor)
  for (const movement of movements) {
    const { factId, lines } = movement
    if (factId === undefined ? isNothing(movement) : fresh.has(factId)) return false
    for (const line of lines) add(open, line, -line.amountMinor)
  }
  return open.every(({ amountMinor }) => amountMinor === 0n)
}

type Open = Pick<Line, 'accountId' | 'ledgerAccount'> & { amountMinor: bigint }

/** A day has a handful of accounts: to look through them is faster than to make a key of each. */
function add(open: Open[], { accountId, ledgerAccount }: Line, amountMinor: bigint): void {
  for (const one of open) {
    if (one.ledgerAccount !== ledgerAccount || one.accountId !== accountId) continue
    one.amountMinor += amountMinor
    return
  }
  open.push({ accountId, ledgerAccount, amountMinor })
}

const entryOf = (movement: Movement, on: Day): NewEntry => ({
  kind: movement.kind,
  effectiveOn: on,
  lines: movement.lines,
  factId: movement.factId,
  reversesFactId: movement.reversesFactId,
  causedByFactId: undefined,
  cutMinor: movement.cutMinor,
  cap: movement.cap,
  why: movement.why,
})

/** Only a charge that a cap cut whole has lines, and all of them of nothing. */
const isNothing = ({ lines }: Pick<Movement, 'lines'>): boolean => lines[0]?.amountMinor === 0n

function count(counts: Map<string, number>, of: Pick<Movement, 'kind' | 'lines'>, by: 1 | -1) {
  const key = `${of.kind}:${of.lines[0]?.accountId}`
  const before = counts.get(key) ?? 0
  counts.set(key, before + by)
  return before
}

/**
 * A charge of time is new where nothing of its kind is posted for the debt on that day; one that was cut whole,
 * where it is one more of them than are posted.
 */
function isNewCharge(movement: Movement, charged: Sums, cutWhole: Map<string, number>): boolean {
  const income = CHARGE_INCOME[movement.kind]
  const accountId = movement.lines[0]?.accountId
  if (income === undefined || accountId === undefined) return false
  if (isNothing(movement)) return count(cutWhole, movement, -1) <= 0
  return amountIn(charged, accountId, income) === 0n
}
