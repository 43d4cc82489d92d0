import { addDays, addMonths, type Day } from '../core/calendar.ts'
import { firstOf } from '../core/portfolio.ts'
import type { DemoFile } from './demo-book.ts'
import { demoPerson, type DemoPerson } from './demo-people.ts'
import { random, type Random } from './random.ts'

/** Bought in so many packets, one a month, each of so many debts. */
const PACKETS = 4
const DEBTS_A_PACKET = 20

const DEBT_COLUMNS = [
  'account_ref',
  'borrower_ref',
  'portfolio',
  'product',
  'currency',
  'opened_on',
  'purchased_on',
  'seller',
  'original_creditor',
  'noticed_on',
  'contracted_on',
  'defaulted_on',
  'charged_off_on',
  'principal',
  'interest',
  'name',
  'language',
  'zones',
  'mobile',
  'email',
] as const

const PAYMENT_COLUMNS = [
  'payment_ref',
  'account_ref',
  'borrower_ref',
  'currency',
  'paid_on',
  'amount',
]

/** A few debts that were bought, with what was paid on them since: the same seed and day give the same files. */
export function demoPurchased({ seed, today }: { seed: number; today: Day }): readonly DemoFile[] {
  const dice = random(seed)
  const debts: string[][] = []
  const payments: string[][] = []
  const first = addMonths(firstOf(today), -PACKETS)
  for (let n = 0; n < PACKETS * DEBTS_A_PACKET; n++) {
    const purchasedOn = addDays(addMonths(first, Math.floor(n / DEBTS_A_PACKET)), 9)
    const debt = debtOf(dice, n + 1, purchasedOn)
    debts.push(debt.row)
    for (const [i, { on, minor }] of paid(dice, debt, today).entries())
      payments.push([`${debt.ref}-P${i + 1}`, debt.ref, debt.owner, 'GBP', on, major(minor)])
  }
  return [
    { name: 'debts.csv', head: DEBT_COLUMNS, rows: debts },
    { name: 'payments.csv', head: PAYMENT_COLUMNS, rows: payments },
  ]
}

const major = (minor: number): string => (minor / 100).toFixed(2)

type Debt = {
  readonly ref: string
  readonly owner: string
  readonly owedMinor: number
  readonly purchasedOn: Day
  readonly row: string[]
}

function debtOf(dice: Random, n: number, purchasedOn: Day): Debt {
  const person: DemoPerson = demoPerson('uk', n, dice)
  const [ref, owner] = [`PD${String(n).padStart(4, '0')}`, `PB${String(n).padStart(4, '0')}`]
  const principalMinor = dice.between(18_000, 240_000)
  const interestMinor = dice.between(0, 20_000)
  const defaultedOn = addDays(purchasedOn, -dice.between(200, 500))
  const openedOn = addMonths(defaultedOn, -dice.between(10, 30))
  const row = {
    account_ref: ref,
    borrower_ref: owner,
    portfolio: 'uk-purchased',
    product: 'purchased-frozen',
    currency: 'GBP',
    opened_on: openedOn,
    purchased_on: purchasedOn,
    seller: 'Sample Bank',
    original_creditor: 'Sample Bank',
    noticed_on: addDays(purchasedOn, 3),
    contracted_on: openedOn,
    defaulted_on: defaultedOn,
    charged_off_on: addDays(defaultedOn, 120),
    principal: major(principalMinor),
    interest: major(interestMinor),
    name: person.name,
    language: person.language,
    zones: person.zones.join(' '),
    mobile: person.mobile ?? '',
    email: person.email ?? '',
  }
  return {
    ref,
    owner,
    owedMinor: principalMinor + interestMinor,
    purchasedOn,
    row: DEBT_COLUMNS.map((column) => row[column]),
  }
}

/** One in three pays by the month, one in ten all at once: so a curve rises and grows flat. */
function paid(dice: Random, debt: Debt, today: Day): { on: Day; minor: number }[] {
  const { owedMinor, purchasedOn } = debt
  const firstOn = addDays(purchasedOn, dice.between(5, 40))
  const way = dice.weighted([
    ['none', 57],
    ['monthly', 33],
    ['whole', 10],
  ] as const)
  if (way === 'none') return []
  if (way === 'whole') return firstOn > today ? [] : [{ on: firstOn, minor: owedMinor }]
  const monthlyMinor = Math.floor(owedMinor / dice.between(8, 24))
  return Array.from({ length: PACKETS + 1 }, (_, i) => addMonths(firstOn, i))
    .filter((on) => on <= today)
    .map((on) => ({ on, minor: monthlyMinor }))
}
