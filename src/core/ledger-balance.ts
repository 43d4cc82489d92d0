import type { Day, Instant } from './calendar.ts'
import { type Entry, type LedgerAccount, type Line, type Parts, NO_PARTS, PARTS } from './ledger.ts'

/** What was so on a day, as it was known at an instant; without one, as it is known now. */
export type AsOf = { readonly asOf: Day; readonly knownAt?: Instant | undefined }

/** The entries that count on that day and were known at that instant. */
export const entriesOn = <E extends Pick<Entry, 'effectiveOn' | 'recordedAt'>>(
  entries: readonly E[],
  { asOf, knownAt }: AsOf,
): E[] =>
  entries.filter(
    (entry) => entry.effectiveOn <= asOf && (knownAt === undefined || entry.recordedAt <= knownAt),
  )

/** The posted balance of one ledger account: debits above zero. */
export function balanceOn(
  entries: readonly Entry[],
  at: AsOf & Pick<Line, 'accountId' | 'ledgerAccount'>,
): bigint {
  let sum = 0n
  for (const entry of entriesOn(entries, at)) {
    for (const line of entry.lines) {
      if (line.accountId !== at.accountId || line.ledgerAccount !== at.ledgerAccount) continue
      sum += line.amountMinor
    }
  }
  return sum
}

/** The parts of one debt as posted. */
export function partsOn(
  entries: readonly Entry[],
  at: AsOf & { readonly accountId: bigint },
): Parts {
  const parts = { ...NO_PARTS }
  for (const part of PARTS) parts[part] = balanceOn(entries, { ...at, ledgerAccount: part })
  return parts
}

/** Every ledger account that is not at zero; together they sum to zero. */
export function balances(entries: readonly Entry[], at: AsOf): Line[] {
  return linesOf(summed(entriesOn(entries, at).flatMap((entry) => entry.lines)))
}

/** Sums of lines by account and ledger account, in the order in which they first came. */
export type Sums = Map<string, Line>

const keyOf = (line: Line): string => `${line.accountId ?? ''}:${line.ledgerAccount}`

export function summed(lines: readonly Line[], into: Sums = new Map(), sign = 1n): Sums {
  for (const line of lines) {
    const key = keyOf(line)
    const before = into.get(key)?.amountMinor ?? 0n
    const { accountId, ledgerAccount } = line
    into.set(key, { accountId, ledgerAccount, amountMinor: before + sign * line.amountMinor })
  }
  return into
}

export const linesOf = (sums: Sums): Line[] =>
  [...sums.values()].filter((line) => line.amountMinor !== 0n)

export const amountIn = (
  sums: Sums,
  accountId: bigint | undefined,
  ledgerAccount: LedgerAccount,
): bigint => sums.get(keyOf({ accountId, ledgerAccount, amountMinor: 0n }))?.amountMinor ?? 0n
