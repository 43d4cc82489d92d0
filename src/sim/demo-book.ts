import { addDays, addMonths, type Day } from '../core/calendar.ts'
import { demoPerson, type DemoPerson, type Place } from './demo-people.ts'
import { random, type Random } from './random.ts'
import { nextMonthsBehind, paidDaysAfterDue } from './shape.ts'

/** The files of a demo book: a name, a head, and rows of text cells. */
export type DemoFile = {
  readonly name: string
  readonly head: readonly string[]
  readonly rows: string[][]
}

type Book = Readonly<
  Record<'borrowers' | 'accounts' | 'addresses' | 'instalments' | 'payments', DemoFile>
>

type Terms = {
  readonly place: Place
  readonly portfolio: string
  readonly product: string
  readonly currency: string
  /** The monthly instalment in major units, from and to. */
  readonly monthly: readonly [number, number]
  readonly months: readonly number[]
  readonly share: number
}

const TERMS: readonly Terms[] = [
  {
    place: 'cn',
    portfolio: 'cn-online',
    product: 'instalment-loan',
    currency: 'CNY',
    monthly: [180, 2400],
    months: [6, 12, 24],
    share: 46,
  },
  {
    place: 'uk',
    portfolio: 'uk-store',
    product: 'store-credit',
    currency: 'GBP',
    monthly: [15, 160],
    months: [10, 12, 18],
    share: 18,
  },
  {
    place: 'us',
    portfolio: 'us-personal',
    product: 'personal-loan',
    currency: 'USD',
    monthly: [45, 420],
    months: [12, 24, 36],
    share: 24,
  },
  {
    place: 'au',
    portfolio: 'au-personal',
    product: 'personal-loan',
    currency: 'AUD',
    monthly: [60, 380],
    months: [12, 24],
    share: 12,
  },
]

const emptyBook = (): Book => ({
  borrowers: file('borrowers.csv', ['borrower_ref', 'name', 'language', 'zones']),
  accounts: file('accounts.csv', [
    'account_ref',
    'borrower_ref',
    'portfolio',
    'product',
    'currency',
    'opened_on',
    'principal',
  ]),
  addresses: file('addresses.csv', ['borrower_ref', 'kind', 'value']),
  instalments: file('instalments.csv', [
    'account_ref',
    'borrower_ref',
    'currency',
    'number',
    'effective_on',
    'due_on',
    'amount',
  ]),
  payments: file('payments.csv', [
    'payment_ref',
    'account_ref',
    'borrower_ref',
    'currency',
    'paid_on',
    'amount',
  ]),
})

const file = (name: string, head: readonly string[]): DemoFile => ({ name, head, rows: [] })

/** Makes the whole demo book as of `today`: the same seed and day give the same files. */
export function demoBook(options: { seed: number; borrowers: number; today: Day }): DemoFile[] {
  const dice = random(options.seed)
  const book = emptyBook()
  for (let n = 1; n <= options.borrowers; n++) {
    const terms = dice.weighted(TERMS.map((t) => [t, t.share] as const))
    const person = demoPerson(terms.place, n, dice)
    addPerson(book, person)
    const accounts = dice.weighted([
      [1, 78],
      [2, 18],
      [3, 4],
    ] as const)
    for (let i = 1; i <= accounts; i++)
      addAccount(book, dice, terms, `${person.ref}-${i}`, person.ref, options.today)
  }
  return [book.borrowers, book.accounts, book.addresses, book.instalments, book.payments]
}

function addPerson(book: Book, person: DemoPerson): void {
  book.borrowers.rows.push([person.ref, person.name, person.language, person.zones.join(' ')])
  const found = { mobile: person.mobile, email: person.email, post: person.post }
  for (const [kind, value] of Object.entries(found)) {
    if (value !== undefined) book.addresses.rows.push([person.ref, kind, value])
  }
}

/** A loan, its schedule, and a history of payments drawn month by month from the roll rates. */
function addAccount(
  book: Book,
  dice: Random,
  terms: Terms,
  ref: string,
  owner: string,
  today: Day,
): void {
  const months = dice.pick(terms.months)
  const instalmentMinor =
    dice.between(terms.monthly[0], terms.monthly[1]) * 100 + dice.between(0, 99)
  const firstDue = addDays(today, -dice.between(0, months * 30))
  const amount = (minor: number) => (minor / 100).toFixed(2)
  const openedOn = addMonths(firstDue, -1)
  const row = [ref, owner, terms.portfolio, terms.product, terms.currency]
  book.accounts.rows.push([...row, openedOn, amount(Math.round(instalmentMinor * months * 0.92))])
  const dueDays = Array.from({ length: months }, (_, i) => addMonths(firstDue, i))
  dueDays.forEach((due, i) =>
    book.instalments.rows.push([
      ref,
      owner,
      terms.currency,
      String(i + 1),
      openedOn,
      due,
      amount(instalmentMinor),
    ]),
  )
  for (const [i, paidOn] of paidDays(dice, dueDays, today).entries()) {
    book.payments.rows.push([
      `${ref}-P${i + 1}`,
      ref,
      owner,
      terms.currency,
      paidOn,
      amount(instalmentMinor),
    ])
  }
}

/** Which instalments were paid, oldest first, and when; the months behind follow the roll rates. */
function paidDays(dice: Random, dueDays: readonly Day[], today: Day): Day[] {
  const paid: Day[] = []
  let behind = 0
  for (const [i, due] of dueDays.entries()) {
    if (due > today) break
    const next = Math.min(nextMonthsBehind(dice, behind), i + 1)
    const payments = Math.max(0, behind + 1 - next)
    // Days of payments never run backwards: money pays the oldest instalment first.
    for (let k = 0; k < payments; k++) {
      const wished = addDays(due, Math.max(-27, paidDaysAfterDue(dice)))
      const on =
        paid.length > 0 && wished < (paid.at(-1) ?? wished) ? (paid.at(-1) ?? wished) : wished
      if (on > today) return paid
      paid.push(on)
    }
    behind = next
  }
  return paid
}
