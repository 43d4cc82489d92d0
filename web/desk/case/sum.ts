import type { AccountWire, MoneyWire } from '../../../src/api/wire.ts'

export type MadeUp = {
  readonly due: { readonly count: number; readonly amount: MoneyWire }
  readonly paid: { readonly count: number; readonly amount: MoneyWire }
  /** What grace, tolerance and money paid ahead make of it: arrears = due - paid + other. */
  readonly other: MoneyWire
}

const sumOf = (lines: readonly { readonly amount: MoneyWire }[]) =>
  lines.reduce((sum, line) => sum + BigInt(line.amount.minor), 0n)

/**
 * The arrears as a sum that a person can check: what fell due before the day of the position, less
 * what was paid and not undone. Undefined where lines were left out, or where the lender's own
 * system reported the amount.
 */
export function madeUpOf(account: AccountWire): MadeUp | undefined {
  const { instalments, payments, shortened } = account.made_up_of
  const { position } = account
  if (position === null || shortened || instalments.length === 0) return undefined
  const due = instalments.filter((line) => line.due_on < position.as_of)
  const paid = payments.filter((line) => line.reverses === null && !line.reversed)
  const money = (minor: bigint): MoneyWire => ({
    minor: minor.toString(),
    currency: position.arrears.currency,
  })
  const arrears = BigInt(position.arrears.minor)
  return {
    due: { count: due.length, amount: money(sumOf(due)) },
    paid: { count: paid.length, amount: money(-sumOf(paid)) },
    other: money(arrears - sumOf(due) + sumOf(paid)),
  }
}
