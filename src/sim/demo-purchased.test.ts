import { expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { demoPurchased } from './demo-purchased.ts'

const today = day('2026-11-23')
const made = (seed = 7) => demoPurchased({ seed, today })
const columns = (file: ReturnType<typeof made>[number] | undefined, ...names: string[]) =>
  (file?.rows ?? []).map((row) => names.map((name) => row[file?.head.indexOf(name) ?? -1] ?? ''))

test('the same seed and day give the same debts; another seed gives others', () => {
  expect(made()).toEqual(made())
  expect(made(8)).not.toEqual(made())
})

test('each debt was in default before it was bought, and nothing is paid before that or after today', () => {
  const [debts, payments] = made()
  const bought = new Map<string, string>()
  for (const [ref = '', on = '', defaulted = ''] of columns(
    debts,
    'account_ref',
    'purchased_on',
    'defaulted_on',
  )) {
    expect(defaulted < on && on <= today).toBe(true)
    bought.set(ref, on)
  }
  const paid = columns(payments, 'account_ref', 'paid_on')
  expect(paid.length).toBeGreaterThan(20)
  for (const [ref = '', on = ''] of paid)
    expect(on > (bought.get(ref) ?? '') && on <= today).toBe(true)
})

test('nobody pays more than was bought', () => {
  const [debts, payments] = made()
  const owed = new Map(
    columns(debts, 'account_ref', 'principal', 'interest').map(([ref, principal, interest]) => [
      ref,
      Number(principal) + Number(interest),
    ]),
  )
  const sums = new Map<string, number>()
  for (const [ref = '', amount] of columns(payments, 'account_ref', 'amount'))
    sums.set(ref, (sums.get(ref) ?? 0) + Number(amount))
  for (const [ref, sum] of sums) expect(sum).toBeLessThanOrEqual((owed.get(ref) ?? 0) + 0.001)
})
