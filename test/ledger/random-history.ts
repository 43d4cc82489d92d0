import {
  addDays,
  day,
  daysBetween,
  monthEnd,
  type Day,
  type Instant,
} from '../../src/core/calendar.ts'
import {
  PARTS,
  type DebtTerms,
  type MoneyFact,
  type Part,
  type Parts,
} from '../../src/core/ledger.ts'
import { random, type Random } from '../../src/sim/random.ts'
import { randomTerms } from './random-terms.ts'

/** A borrower's whole past: what happened, what was agreed, and the day on which it is looked at. */
export type History = {
  readonly seed: number
  readonly facts: readonly MoneyFact[]
  readonly terms: readonly DebtTerms[]
  readonly untilOn: Day
}

const STARTS = [
  '2019-12-31',
  '2020-01-31',
  '2020-02-29',
  '2021-02-28',
  '2022-08-31',
  '2023-10-30',
  '2023-12-01',
  '2024-02-01',
].map(day)

type Make = {
  readonly dice: Random
  readonly startOn: Day
  readonly lengthDays: number
  readonly terms: readonly DebtTerms[]
  readonly facts: MoneyFact[]
  /** The magnitude of the borrower's debts. */
  readonly scale: number
  /** Debts that earn half a unit or so a day, exactly. */
  readonly isRound: boolean
}

/** The same seed is the same borrower everywhere. */
export function randomHistory(seed: number): History {
  const dice = random(seed)
  const startOn =
    dice.next() < 0.5 ? dice.pick(STARTS) : addDays(day('2019-11-01'), dice.between(0, 1600))
  const lengthDays = dice.pick([
    dice.between(0, 40),
    dice.between(30, 400),
    dice.between(300, 1095),
  ])
  const scale = dice.pick([50, 3_000, 100_000, 5_000_000, 900_000_000])
  const isRound = dice.next() < 0.1
  const span = { startOn, lengthDays, scale, isRound }
  const ids = shuffled(dice, [3n, 7n, 12n]).slice(
    0,
    dice.weighted([
      [1, 4],
      [2, 3],
      [3, 2],
    ]),
  )
  const terms = ids.map((accountId) => randomTerms(dice, { ...span, accountId }))
  const make: Make = { dice, ...span, terms, facts: [] }
  for (const { accountId } of terms) placeDebt(make, accountId)
  for (let count = dice.between(0, 25 - terms.length); count > 0; count--) addFact(make)
  return { seed, facts: make.facts, terms, untilOn: addDays(startOn, lengthDays) }
}

/** Everything that is needed to see a history again, without its seed. */
export const historyText = (history: History): string =>
  JSON.stringify(
    history,
    (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value),
    1,
  )

export function shuffled<T>(dice: Random, items: readonly T[]): T[] {
  const drawn = items.map((item) => ({ item, at: dice.next() }))
  return drawn.toSorted((a, b) => a.at - b.at).map(({ item }) => item)
}

const amount = ({ dice, scale }: Make): bigint =>
  BigInt(dice.pick([1, 2, dice.between(1, 100), dice.between(1, scale), Math.ceil(scale / 3)]))

/** Days on which something else happens, or that calendars trip over, more often than others. */
function someDay(make: Make, from = make.startOn): Day {
  const { dice, startOn, lengthDays, facts, terms } = make
  const endOn = addDays(startOn, lengthDays)
  const any = addDays(startOn, dice.between(0, lengthDays))
  const row = dice.pick(terms).due
  const found = dice.weighted<Day>([
    [any, 6],
    [facts.length > 0 ? dice.pick(facts).on : any, 4],
    [monthEnd(any), 2],
    [addDays(monthEnd(any), 1), 1],
    [row.length > 0 ? addDays(dice.pick(row).on, dice.between(-1, 6)) : any, 3],
  ])
  const last = found > endOn ? endOn : found
  return last < from ? from : last
}

/** Most facts are known within days, some much later; several may arrive in one instant. */
function times({ dice, facts }: Make, on: Day): { id: bigint; on: Day; recordedAt: Instant } {
  const late = dice.weighted([
    [0, 5],
    [dice.between(0, 5), 3],
    [dice.between(5, 200), 3],
  ])
  const hour = dice.between(0, 23)
  const recordedAt = ((daysBetween(day('1970-01-01'), on) + late) * 24 + hour) * 3_600_000
  return { id: BigInt(100 + facts.length), on, recordedAt: recordedAt as Instant }
}

/** Round sums at round rates earn exact halves. */
const lent = ({ dice, scale, isRound }: Make): bigint =>
  isRound ? 5_000n * BigInt(dice.between(1, 20)) : BigInt(dice.between(1, scale))

function randomParts(make: Make): Parts {
  const { dice } = make
  const part = (name: Part) =>
    name === 'principal' ? lent(make) : dice.next() < 0.4 ? amount(make) : 0n
  return Object.fromEntries(PARTS.map((name) => [name, part(name)])) as Parts
}

function placeDebt(make: Make, accountId: bigint): void {
  const { dice, startOn } = make
  const on = dice.next() < 0.6 ? startOn : addDays(startOn, dice.between(0, 40))
  if (dice.next() < 0.4) {
    make.facts.push({ ...times(make, on), kind: 'placement', accountId, parts: randomParts(make) })
  } else {
    const amountMinor = lent(make)
    make.facts.push({ ...times(make, on), kind: 'disbursement', accountId, amountMinor })
  }
}

const KINDS: readonly (readonly [MoneyFact['kind'], number])[] = [
  ['payment', 10],
  ['reversal', 4],
  ['chargeback', 1],
  ['fee', 3],
  ['cost', 2],
  ['refund', 2],
  ['waiver', 2],
  ['goodwill', 2],
  ['adjustment', 2],
  ['disbursement', 1],
  ['charge_off', 1],
  ['transfer', 0.5],
  ['commission', 0.5],
]

function addFact(make: Make): void {
  const { dice, facts, terms } = make
  const kind = dice.weighted(KINDS)
  const { accountId } = dice.pick(terms)
  const begun = facts.find((fact) => 'accountId' in fact && fact.accountId === accountId)
  const on = someDay(make, begun?.on)
  const amountMinor = amount(make)
  const fact = { ...times(make, on), accountId }
  switch (kind) {
    case 'payment':
      facts.push({
        ...fact,
        kind,
        amountMinor,
        ...(dice.next() < 0.5 ? {} : { accountId: undefined }),
      })
      return
    case 'reversal':
    case 'chargeback':
      return addReversal(make, kind)
    case 'refund': {
      const { accountId: _, ...rest } = fact
      facts.push({ ...rest, kind, amountMinor })
      return
    }
    case 'waiver':
      facts.push({ ...fact, kind, part: dice.pick(PARTS), amountMinor })
      return
    case 'adjustment':
      facts.push({
        ...fact,
        kind,
        part: dice.pick(PARTS),
        amountMinor: dice.next() < 0.6 ? -amountMinor : amountMinor,
      })
      return
    case 'charge_off':
    case 'transfer':
      if (!facts.some((other) => other.kind === kind && other.accountId === accountId)) {
        facts.push({ ...fact, kind })
      }
      return
    case 'placement':
      return
    case 'commission':
    case 'cost':
    case 'disbursement':
    case 'fee':
    case 'goodwill':
      facts.push({ ...fact, kind, amountMinor })
  }
}

/** Of a payment that nothing has undone yet, on its day or after it, and known after it. */
function addReversal(make: Make, kind: 'reversal' | 'chargeback'): void {
  const { dice, facts } = make
  const undone = new Set(facts.map((fact) => ('reversesId' in fact ? fact.reversesId : undefined)))
  const open = facts.filter((fact) => fact.kind === 'payment' && !undone.has(fact.id))
  if (open.length === 0) return
  const payment = dice.pick(open)
  const known = times(make, someDay(make, payment.on))
  const recordedAt = Math.max(known.recordedAt, payment.recordedAt + dice.between(0, 1)) as Instant
  facts.push({ ...known, recordedAt, kind, reversesId: payment.id })
}
