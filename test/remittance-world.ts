import { addPerson, addPortfolios } from '../src/api/testing.ts'
import { addDays, day, type Day, type Instant } from '../src/core/calendar.ts'
import { carriedOnMinor, paidMinor } from '../src/core/remittance.ts'
import type { Random } from '../src/sim/random.ts'
import { inEvent, inTenant, type Db } from '../src/store/db.ts'
import { bookFor, postFact } from '../src/store/ledger-post.ts'
import { recordPayment } from '../src/store/payment-event.ts'
import { applyReversal } from '../src/store/payment-reversal.ts'
import { listRemittances, readRemittanceLines } from '../src/store/remittance-read.ts'
import { runRemittance } from '../src/store/remittance.ts'
import { setRemittanceTerms } from '../src/store/remittance-terms.ts'
import { addStaff } from '../src/store/staff.ts'

export const TODAY = day('2026-11-21')
export const TICK = { now: Date.UTC(2026, 10, 21, 2) as Instant, today: TODAY }
export const FIRST = day('2026-08-01')
const FINAL_DAYS = 7
const SLOW_PRODUCT = 50

export type BookKind = 'host' | 'own'

/** What happened to one payment, as the test knows it. */
type Paid = {
  readonly borrowerId: bigint
  readonly paymentId: bigint
  readonly amountMinor: bigint
  readonly on: Day
  /** The place among what happened. */
  readonly at: number
  reversed: boolean
  handed: boolean
}
type Refunded = Pick<Paid, 'borrowerId' | 'amountMinor' | 'on' | 'at'> & { handed: boolean }

export type Told = {
  readonly portfolio: string
  readonly kind: BookKind
  readonly people: readonly bigint[]
  readonly finalDays: number
  readonly rates: readonly { readonly from: Day; readonly points: number }[]
  readonly paid: Paid[]
  readonly refunded: Refunded[]
}

export async function openBook(db: Db): Promise<void> {
  await inTenant(db, 1n, async (tx) => {
    await addPortfolios(tx)
    await tx.query(
      `insert into product (tenant_id, product_id, code, shape, delinquency, agreement)
       values (1, ${SLOW_PRODUCT}, 'slow', 'single', '{}', '{"finalAfterDays": {"other": ${FINAL_DAYS}}}')`,
    )
    await addStaff(tx, 1n, { userId: 'mei', name: 'Mei', role: 'manager' })
    await addStaff(tx, 1n, { userId: 'cole', name: 'Cole', role: 'collector' })
  })
}

/** A portfolio of its own with three people, collected for a creditor at two rates. */
export async function openPortfolio(db: Db, n: number, kind: BookKind): Promise<Told> {
  const portfolio = `for-bank-${n}`
  const finalDays = n % 2 === 0 ? FINAL_DAYS : 0
  const people = [1n, 2n, 3n].map((i) => BigInt(n) * 10n + i)
  const rates = [
    { from: FIRST, points: 1250 },
    { from: addDays(FIRST, 50), points: 733 },
  ]
  await inTenant(db, 1n, async (tx) => {
    await tx.query(
      `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions,
         strategy) values (1, $1, $2, '委托', 'Collected', $3, 'A Bank', 'agency', '{cn}', 'bank')`,
      [n, portfolio, kind],
    )
    const product = finalDays > 0 ? SLOW_PRODUCT : 1
    for (const id of people) await addPerson(tx, { id, portfolio: n, product })
    for (const { from, points } of rates)
      await setRemittanceTerms(tx, 1n, { portfolio, from, basisPoints: points, by: 'mei' })
    for (const id of kind === 'own' ? people : []) {
      const book = await bookFor(tx, { tenantId: 1n, borrowerId: id }, { accountId: id })
      if (book === undefined) throw new Error('bug: an own debt has a ledger')
      const parts = { cost: 0n, fee: 0n, late_interest: 0n, interest: 0n, principal: 20_000n }
      const body = { kind: 'placement', on: FIRST, accountId: id, parts } as const
      await postFact(
        tx,
        { tenantId: 1n, borrowerId: id },
        { book, given: { body, beside: { by: 'x' } } },
        TICK,
      )
    }
  })
  return { portfolio, kind, people, finalDays, rates, paid: [], refunded: [] }
}

export async function pay(db: Db, told: Told, dice: Random): Promise<void> {
  const borrowerId = dice.pick(told.people)
  const at = told.paid.length + told.refunded.length
  const event = {
    borrowerId,
    // Own books take money that names no debt, too.
    accountId: told.kind === 'own' && dice.next() < 0.3 ? undefined : borrowerId,
    ref: `${told.portfolio}-${at}`,
    amountMinor: BigInt(dice.between(1, 40_000)),
    effectiveOn: addDays(FIRST, dice.between(0, 100)),
  }
  const made = await recordPayment(db, 1n, event, TICK)
  if ('declined' in made) throw new Error(`bug: ${made.declined}`)
  const { amountMinor, effectiveOn: on } = event
  const { paymentId } = made
  told.paid.push({ borrowerId, paymentId, amountMinor, on, at, reversed: false, handed: false })
}

/** Undoes one that stands; said twice, because providers do. */
export async function undo(db: Db, told: Told, dice: Random): Promise<void> {
  const standing = told.paid.filter((one) => !one.reversed)
  if (standing.length === 0) return
  const one = dice.pick(standing)
  const undone = {
    borrowerId: one.borrowerId,
    paymentId: one.paymentId,
    effectiveOn: addDays(one.on, dice.between(0, 5)),
    kind: 'reversal',
    why: 'returned',
  } as const
  for (let said = 0; said < 2; said++) {
    const made = await inEvent(db, 1n, (tx) => applyReversal(tx, 1n, undone, TICK), { retries: 3 })
    if ('declined' in made) throw new Error(`bug: ${made.declined}`)
  }
  one.reversed = true
}

/** The same money again, under a reference of its own, after its reversal. */
export async function reinstate(db: Db, told: Told, dice: Random): Promise<void> {
  const gone = told.paid.filter((one) => one.reversed)
  if (gone.length === 0) return
  const { borrowerId, amountMinor, on } = dice.pick(gone)
  const at = told.paid.length + told.refunded.length
  const event = {
    borrowerId,
    accountId: borrowerId,
    ref: `${told.portfolio}-again-${at}`,
    amountMinor,
    effectiveOn: on,
  }
  const made = await recordPayment(db, 1n, event, TICK)
  if ('declined' in made) throw new Error(`bug: ${made.declined}`)
  const { paymentId } = made
  told.paid.push({ borrowerId, paymentId, amountMinor, on, at, reversed: false, handed: false })
}

/** Gives back what waits; refused where there is less. */
export async function giveBack(db: Db, told: Told, dice: Random): Promise<void> {
  if (told.kind === 'host') return
  const borrowerId = dice.pick(told.people)
  const amountMinor = BigInt(dice.between(1, 9000))
  const on = addDays(FIRST, dice.between(90, 105))
  const at = told.paid.length + told.refunded.length
  const ref = { tenantId: 1n, borrowerId }
  const made = await inTenant(db, 1n, async (tx) => {
    const book = await bookFor(tx, ref, { accountId: borrowerId })
    if (book === undefined) throw new Error('bug: an own debt has a ledger')
    const body = { kind: 'refund', on, amountMinor } as const
    return postFact(tx, ref, { book, given: { body, beside: { by: 'x' } } }, TICK)
  })
  if (!('declined' in made)) told.refunded.push({ borrowerId, amountMinor, on, at, handed: false })
}

export const run = (db: Db, told: Told, until: Day) =>
  runRemittance(db, 1n, { portfolio: told.portfolio, until, by: 'mei' }, TICK)

/** Marks what a run up to that day hands on, by the rules and not by the program. */
export function handOn(told: Told, until: Day): void {
  const isFinal = (one: Paid) => addDays(one.on, told.finalDays) <= until
  for (const one of told.paid) if (!one.reversed && isFinal(one)) one.handed = true
  for (const back of told.refunded) {
    const waits = told.paid.some(
      (one) =>
        one.borrowerId === back.borrowerId &&
        one.at < back.at &&
        !one.reversed &&
        !one.handed &&
        !isFinal(one),
    )
    if (back.on <= until && !waits) back.handed = true
  }
}

export type Sums = { readonly netMinor: bigint; readonly commissionMinor: bigint }

/** What all remittances together should have handed on: what stands, at the rate of its day. */
export function shouldBe(told: Told): Sums {
  const pointsOn = (on: Day) => BigInt(told.rates.findLast((one) => one.from <= on)?.points ?? 0)
  const signed = [
    ...told.paid
      .filter((one) => one.handed && !one.reversed)
      .map((one) => [one.amountMinor, one.on] as const),
    ...told.refunded.filter((one) => one.handed).map((one) => [-one.amountMinor, one.on] as const),
  ]
  const shares = signed.reduce((sum, [minor, on]) => sum + minor * pointsOn(on), 0n)
  const twice = 2n * shares + 10_000n
  const whole = twice / 20_000n
  return {
    netMinor: signed.reduce((sum, [minor]) => sum + minor, 0n),
    commissionMinor: twice < 0n && whole * 20_000n !== twice ? whole - 1n : whole,
  }
}

/** What is wrong with the remittances of a portfolio, said from their rows and lines alone. */
export async function faultsOf(db: Db, told: Told): Promise<string[]> {
  const faults: string[] = []
  const rows = await inTenant(db, 1n, async (tx) => {
    const all = await listRemittances(tx, 1n, { portfolio: told.portfolio, limit: 1000 })
    const read = []
    for (const row of all.toReversed())
      read.push({ row, lines: await readRemittanceLines(tx, 1n, row.remittanceId) })
    return read
  })
  let [net, commission, paid, carried] = [0n, 0n, 0n, 0n]
  for (const { row, lines } of rows) {
    const sum = lines.reduce((total, line) => total + line.amountMinor, 0n)
    if (sum !== row.collectedMinor + row.takenBackMinor) faults.push(`lines of ${row.nth} differ`)
    if (row.carriedMinor !== carried) faults.push(`${row.nth} does not take up ${carried}`)
    const due = sum - row.commissionMinor - row.toppedUpMinor + carried
    if (due !== row.dueMinor) faults.push(`due of ${row.nth} differs`)
    net += sum
    commission += row.commissionMinor
    paid += paidMinor(row.dueMinor)
    carried = carriedOnMinor(row.dueMinor)
  }
  const wanted = shouldBe(told)
  if (net !== wanted.netMinor) faults.push(`net ${net}, should be ${wanted.netMinor}`)
  if (commission !== wanted.commissionMinor)
    faults.push(`commission ${commission}, should be ${wanted.commissionMinor}`)
  if (paid + carried !== wanted.netMinor - wanted.commissionMinor)
    faults.push('a cent is lost or doubled')
  return faults
}

const STEPS: readonly (readonly [typeof pay | 'run', number])[] = [
  [pay, 5],
  [undo, 2],
  [reinstate, 1],
  [giveBack, 1],
  ['run', 3],
]

/** One random history; gives the faults of the first run after which there are any. */
export async function live(db: Db, told: Told, dice: Random): Promise<string[]> {
  for (let step = 0; step < 16; step++) {
    const what = dice.weighted(STEPS)
    if (what !== 'run') {
      await what(db, told, dice)
      continue
    }
    const faults = await runAndCheck(db, told, addDays(FIRST, dice.between(20, 110)))
    if (faults.length > 0) return faults
  }
  return runAndCheck(db, told, TODAY)
}

async function runAndCheck(db: Db, told: Told, until: Day): Promise<string[]> {
  handOn(told, until)
  const made = await run(db, told, until)
  return 'declined' in made ? [made.declined] : faultsOf(db, told)
}
