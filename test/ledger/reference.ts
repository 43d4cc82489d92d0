import { addDays, type Day } from '../../src/core/calendar.ts'
import {
  PARTS,
  type DebtTerms,
  type LedgerAccount,
  type MoneyFact,
  type Part,
} from '../../src/core/ledger.ts'
import {
  charge,
  daysPastDue,
  dueDay,
  dueMinor,
  endDay,
  mayCharge,
  move,
  openDebt,
  owed,
  startDay,
  type Debt,
} from './reference-debt.ts'
import { isWithin, orderAt, rateOn, RIGHT, type Habits } from './reference-terms.ts'

/** What a payment did, so that a reversal can undo it in whole. */
type Done = {
  readonly amountMinor: bigint
  readonly named: bigint | undefined
  readonly paid: { debt: Debt; part: Part; amountMinor: bigint; isRecovery: boolean }[]
  restMinor: bigint
}

/** Where the walk stands at the end of a day. Balances are debits above zero. */
export type Books = {
  readonly habits: Habits
  readonly debts: readonly Debt[]
  suspenseMinor: bigint
  cashMinor: bigint
  readonly done: Map<bigint, Done>
}

type Of<Kind extends MoneyFact['kind']> = Extract<MoneyFact, { kind: Kind }>

/**
 * docs/ledger.md a second time, written apart from the program: every day from the first fact on is walked,
 * and what stands at its end is given out. The caller reads it before asking for the next day.
 */
export function* dayByDay(
  facts: readonly MoneyFact[],
  terms: readonly DebtTerms[],
  untilOn: Day,
  habits: Habits = RIGHT,
): Generator<{ on: Day; books: Books }> {
  const books: Books = {
    habits,
    debts: terms.map(openDebt),
    suspenseMinor: 0n,
    cashMinor: 0n,
    done: new Map(),
  }
  const standing = withoutUndoneAtOnce(facts)
  let on = standing.map((fact) => fact.on).toSorted()[0]
  for (; on !== undefined && on <= untilOn; on = addDays(on, 1)) {
    const today = standing.filter((fact) => fact.on === on)
    for (const debt of books.debts) {
      const isOff = (fact: MoneyFact) =>
        fact.kind === 'charge_off' && fact.accountId === debt.terms.accountId
      if (today.some(isOff)) debt.chargedOffOn ??= on
      startDay(habits, debt, on)
    }
    for (const kinds of habits.dayOrder) {
      const group = today.filter((fact) => kinds.includes(fact.kind))
      for (const fact of group.toSorted(byArrival)) take(books, fact)
    }
    for (const debt of books.debts) endDay(habits, debt, on)
    yield { on, books }
  }
}

const byArrival = (a: MoneyFact, b: MoneyFact): number =>
  a.recordedAt - b.recordedAt || (a.id < b.id ? -1 : 1)

/** On the payment's own day a reversal makes it as if the payment had never been. */
function withoutUndoneAtOnce(facts: readonly MoneyFact[]): MoneyFact[] {
  const never = new Set<bigint>()
  for (const fact of facts) {
    if (fact.kind !== 'reversal' && fact.kind !== 'chargeback') continue
    const payment = facts.find(({ id }) => id === fact.reversesId)
    if (payment?.on === fact.on) never.add(fact.id).add(payment.id)
  }
  return facts.filter(({ id }) => !never.has(id))
}

function debtOf(books: Books, accountId: bigint): Debt {
  const debt = books.debts.find(({ terms }) => terms.accountId === accountId)
  if (debt === undefined) throw new Error(`bug: there are no terms of ${accountId}`)
  return debt
}

function take(books: Books, fact: MoneyFact): void {
  if (fact.kind === 'payment') takePayment(books, fact)
  else if ('reversesId' in fact) takeReversal(books, fact)
  else if (fact.kind === 'refund') {
    const back = least(fact.amountMinor, books.suspenseMinor)
    books.suspenseMinor -= back
    books.cashMinor -= back
  } else takeOwn(books, debtOf(books, fact.accountId), fact)
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** From one account to another of the same debt. */
function both(
  books: Books,
  debt: Debt,
  of: { to: LedgerAccount; from: LedgerAccount; amountMinor: bigint },
): void {
  move(books.habits, debt, of.to, of.amountMinor)
  move(books.habits, debt, of.from, -of.amountMinor)
}

function begin(debt: Debt, on: Day, principalMinor: bigint): void {
  debt.firstOn ??= on
  if (debt.firstOn === on) debt.firstPrincipalMinor += principalMinor
}

type OwnFact = Exclude<MoneyFact, Of<'payment' | 'reversal' | 'chargeback' | 'refund'>>

function takeOwn(books: Books, debt: Debt, fact: OwnFact): void {
  const post = (to: LedgerAccount, from: LedgerAccount, amountMinor: bigint) =>
    both(books, debt, { to, from, amountMinor })
  switch (fact.kind) {
    case 'placement':
      begin(debt, fact.on, fact.parts.principal)
      for (const part of PARTS) post(part, 'opening', fact.parts[part])
      return
    case 'disbursement':
      begin(debt, fact.on, fact.amountMinor)
      move(books.habits, debt, 'principal', fact.amountMinor)
      books.cashMinor -= fact.amountMinor
      return
    case 'fee': {
      const { amountMinor } = fact
      if (!mayCharge(debt, fact.on)) return
      return charge(books.habits, debt, { part: 'fee', income: 'income_fee', amountMinor })
    }
    case 'cost':
      return post('cost', 'cost_paid', fact.amountMinor)
    case 'waiver':
      return post('waived', fact.part, least(fact.amountMinor, debt.books[fact.part]))
    case 'adjustment': {
      const lowest = -debt.books[fact.part]
      return post(fact.part, 'adjusted', fact.amountMinor < lowest ? lowest : fact.amountMinor)
    }
    case 'goodwill': {
      const paid = payDebt(books, debt, fact.amountMinor, fact.on)
      for (const { part, amountMinor } of paid) post('goodwill', part, amountMinor)
      if (books.habits.goodwillReceives) debt.receivedMinor += sumOf(paid)
      return
    }
    case 'charge_off':
      if (debt.isWrittenOff) return
      debt.isWrittenOff = true
      return post('charged_off', 'charge_off_reserve', owed(debt))
    case 'transfer':
      for (const part of PARTS) post('transferred', part, debt.books[part])
      debt.transferred = true
      return
    case 'commission':
      return post('commission', 'commission_owed', fact.amountMinor)
  }
}

const sumOf = (paid: readonly { amountMinor: bigint }[]): bigint =>
  paid.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)

/** What so much money pays of a debt, part by part in the waterfall's order. Nothing is moved yet. */
function payDebt(books: Books, debt: Debt, amountMinor: bigint, on: Day) {
  let left = amountMinor
  const paid: { part: Part; amountMinor: bigint }[] = []
  for (const part of orderAt(debt.terms, daysPastDue(books.habits, debt, on))) {
    const share = least(left, debt.books[part])
    if (share > 0n) paid.push({ part, amountMinor: share })
    left -= share
  }
  return paid
}

function takePayment(books: Books, fact: Of<'payment'>): void {
  const { habits } = books
  const done: Done = {
    amountMinor: fact.amountMinor,
    named: fact.accountId,
    paid: [],
    restMinor: 0n,
  }
  let left = fact.amountMinor
  for (const { debt, mostMinor } of turnsOf(books, fact)) {
    const isRecovery = habits.recoveryFromItsDay
      ? debt.chargedOffOn !== undefined
      : debt.isWrittenOff
    for (const { part, amountMinor } of payDebt(books, debt, least(left, mostMinor), fact.on)) {
      move(habits, debt, part, -amountMinor)
      debt.receivedMinor += amountMinor
      left -= amountMinor
      if (isRecovery) both(books, debt, { ...FROM_RESERVE, amountMinor })
      done.paid.push({ debt, part, amountMinor, isRecovery })
    }
  }
  done.restMinor = left
  books.suspenseMinor += left
  books.cashMinor += fact.amountMinor
  books.done.set(fact.id, done)
}

const FROM_RESERVE = { to: 'charge_off_reserve', from: 'recovered' } as const

type Turn = { readonly debt: Debt; readonly mostMinor: bigint }

/**
 * The named debt first, with all it owes; then every other debt up to what is due of it, then every other
 * debt with the rest. Order and what is due are as the payment found them.
 */
function turnsOf(books: Books, { accountId, on }: Of<'payment'>): Turn[] {
  const all = (debt: Debt): Turn => ({ debt, mostMinor: owed(debt) })
  const named = books.debts.filter(({ terms }) => terms.accountId === accountId)
  if (named.length > 0 && !books.habits.namedMoneyGoesOn) return named.map(all)
  const others = books.debts
    .filter((debt) => !named.includes(debt) && !isWithin(debt.terms.disputed, on))
    .toSorted((a, b) => {
      const [first, second] = [rankOf(a, on), rankOf(b, on)]
      const at = first.findIndex((value, i) => value !== second[i])
      return at === -1 ? 0 : (first[at] ?? '') < (second[at] ?? '') ? -1 : 1
    })
  const due = others.map((debt) => ({ debt, mostMinor: dueMinor(debt, on) }))
  return [...named.map(all), ...(books.habits.dueComesFirst ? due : []), ...others.map(all)]
}

/** Compared place by place, the smaller first. */
function rankOf(debt: Debt, on: Day): (string | bigint)[] {
  const { terms } = debt
  const burden = rateOn(terms.interest?.rates, on) + rateOn(terms.late?.rates, on)
  return [terms.secured ? 1n : 0n, -burden, dueDay(debt) ?? '9999-12-31', terms.accountId]
}

function takeReversal(books: Books, fact: Of<'reversal' | 'chargeback'>): void {
  const done = books.done.get(fact.reversesId)
  if (done === undefined) return
  const { habits } = books
  for (const { debt, part, amountMinor, isRecovery } of done.paid) {
    move(habits, debt, part, amountMinor)
    debt.receivedMinor -= amountMinor
    if (isRecovery) both(books, debt, { ...FROM_RESERVE, amountMinor: -amountMinor })
  }
  const gone = habits.takesSuspense ? least(done.restMinor, books.suspenseMinor) : 0n
  books.suspenseMinor -= gone
  const bearer =
    books.debts.find(({ terms }) => terms.accountId === done.named) ?? smallestOf(books.debts)
  if (habits.missingIsCost) move(habits, bearer, 'cost', done.restMinor - gone)
  books.cashMinor -= done.amountMinor
}

function smallestOf(debts: readonly Debt[]): Debt {
  const smallest = debts.toSorted((a, b) => (a.terms.accountId < b.terms.accountId ? -1 : 1))[0]
  if (smallest === undefined) throw new Error('bug: money without a debt')
  return smallest
}
