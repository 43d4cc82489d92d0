import { describe, expect, test } from 'vitest'
import {
  PLAIN,
  fact,
  interest,
  late,
  lent,
  paid,
  placed,
  row,
  terms,
  undone,
} from '../../test/core/money-facts.ts'
import { day } from './calendar.ts'
import { replay } from './ledger-replay.ts'
import { type DebtTerms, type MoneyFact, totalOf } from './ledger.ts'

const after = (facts: readonly MoneyFact[], on: string, of: readonly DebtTerms[] = [terms()]) => {
  const { debts, suspenseMinor, movements } = replay(facts, of, day(on))
  const owed = (id: bigint) => {
    const standing = debts.get(id)
    return standing === undefined ? -1n : totalOf(standing.parts)
  }
  return { debts, suspenseMinor, movements, owed, parts: debts.get(1n)?.parts }
}

describe('what a payment pays', () => {
  const debt = placed(1, '2026-01-01', {
    cost: 10n,
    fee: 20n,
    late_interest: 30n,
    interest: 40n,
    principal: 1_000n,
  })

  test('the parts in the order of the row', () => {
    expect(after([debt, paid(2, '2026-01-02', 75n)], '2026-01-02').parts).toEqual({
      cost: 0n,
      fee: 0n,
      late_interest: 0n,
      interest: 25n,
      principal: 1_000n,
    })
  })

  test('what nothing needs waits, and is not guessed onto what comes after', () => {
    const facts = [debt, paid(2, '2026-01-02', 1_150n), placed(3, '2026-01-03', { fee: 500n }, 1n)]
    const found = after(facts, '2026-02-01')
    expect(found.suspenseMinor).toBe(50n)
    expect(found.parts?.fee).toBe(500n)
  })

  test('a card that is ninety days late still pays interest first, a day more and principal is first', () => {
    const waterfall = [
      { fromDpd: 0, order: PLAIN },
      { fromDpd: 91, order: ['principal', 'cost', 'fee', 'late_interest', 'interest'] as const },
    ]
    const card = [terms({ waterfall, due: [row('2026-01-01', 500n)] })]
    const ninety = after([debt, paid(2, '2026-04-01', 100n)], '2026-04-01', card)
    const more = after([debt, paid(2, '2026-04-02', 100n)], '2026-04-02', card)
    expect(ninety.parts).toMatchObject({ interest: 0n, principal: 1_000n })
    expect(more.parts).toMatchObject({ interest: 40n, principal: 900n })
    expect(more.movements.at(-1)?.why).toMatchObject({ debts: [{ daysPastDue: 91, fromDpd: 91 }] })
  })

  test('a part that the row leaves out is not paid', () => {
    const only = [terms({ waterfall: [{ fromDpd: 0, order: ['principal'] }] })]
    const found = after([debt, paid(2, '2026-01-02', 1_100n)], '2026-01-02', only)
    expect(found.owed(1n)).toBe(100n)
    expect(found.suspenseMinor).toBe(100n)
  })
})

describe('which debt a payment pays', () => {
  const two = [lent(1, '2026-01-01', 1_000n, 1n), lent(2, '2026-01-01', 1_000n, 2n)]
  const ofTwo = (first: Partial<DebtTerms>, second: Partial<DebtTerms>) => [
    terms({ ...first, accountId: 1n }),
    terms({ ...second, accountId: 2n }),
  ]
  const split = (of: readonly DebtTerms[], payment = paid(3, '2026-02-01', 600n)) => {
    const { owed } = after([...two, payment], '2026-02-01', of)
    return [1_000n - owed(1n), 1_000n - owed(2n)]
  }

  test('money with a name pays the debt that it names, then the others', () => {
    expect(split(ofTwo({}, {}), paid(3, '2026-02-01', 600n, 2n))).toEqual([0n, 600n])
    expect(split(ofTwo({}, {}), paid(3, '2026-02-01', 1_600n, 2n))).toEqual([600n, 1_000n])
  })

  test('what is due of every debt comes before what is ahead on any', () => {
    const due = [row('2026-01-31', 250n)]
    expect(split(ofTwo({ due }, { due }))).toEqual([350n, 250n])
    // A debt of which nothing falls due comes last, also with what is left.
    expect(split(ofTwo({}, { due }))).toEqual([0n, 600n])
  })

  test('a debt that was called is due with all of it', () => {
    const due = [row('2026-01-31', 100n)]
    expect(split(ofTwo({ due, secured: true }, { calledOn: day('2026-01-15') }))).toEqual([
      0n,
      600n,
    ])
  })

  test('unsecured before secured, then the heavier burden, then the earlier due day, then the smaller id', () => {
    expect(split(ofTwo({ secured: true, late: late(900) }, {}))).toEqual([0n, 600n])
    const heavier = { late: late(900), noCharges: [{ from: day('2026-01-01') }] }
    expect(split(ofTwo({}, heavier))).toEqual([0n, 600n])
    const due = (on: string) => ({ due: [row(on, 1_000n)] })
    expect(split(ofTwo(due('2026-01-20'), due('2026-01-10')))).toEqual([0n, 600n])
    expect(split(ofTwo(due('2026-01-10'), due('2026-01-10')))).toEqual([600n, 0n])
  })

  test('a disputed debt gets only money that names it', () => {
    const disputed = [{ from: day('2026-01-15') }]
    expect(split(ofTwo({ disputed }, {}))).toEqual([0n, 600n])
    expect(split(ofTwo({ disputed }, {}), paid(3, '2026-02-01', 600n, 1n))).toEqual([600n, 0n])
    const over = [{ from: day('2026-01-15'), until: day('2026-02-01') }]
    expect(split(ofTwo({ disputed: over }, {}))).toEqual([600n, 0n])
  })
})

describe('money that is taken back', () => {
  const loan = lent(1, '2026-01-01', 100_000n)

  test('what it had paid is owed again, and time goes on as if it had not been there from that day', () => {
    const of = [terms({ interest: interest(3650) })]
    const facts = [loan, paid(2, '2026-01-11', 51_000n), undone(3, '2026-01-21', 2)]
    const found = after(facts, '2026-01-31', of)
    // Ten days on 1,000.00 (10.00, paid and owed again), ten on 500.00, ten on 1,000.00.
    expect(found.parts).toMatchObject({ principal: 100_000n, interest: 2_500n })
    expect(found.debts.get(1n)?.payments).toMatchObject([
      { factId: 2n, amountMinor: 51_000n, undoneOn: '2026-01-21' },
    ])
    expect(found.debts.get(1n)?.paidMinor).toBe(0n)
  })

  test('on its own day it is as if it had never been, and both are shown', () => {
    const of = [terms({ interest: interest(3650, { compounds: 'monthly' }) })]
    const facts = [loan, paid(2, '2026-02-01', 51_000n), undone(3, '2026-02-01', 2)]
    const [with_, without] = [after(facts, '2026-03-31', of), after([loan], '2026-03-31', of)]
    expect(with_.parts).toEqual(without.parts)
    expect(with_.movements.map(({ kind }) => kind)).toEqual([
      'disbursement',
      'interest',
      'payment',
      'reversal',
      'interest',
    ])
  })

  test('a second reversal of one payment does nothing more', () => {
    const facts = [loan, paid(2, '2026-01-02', 400n), undone(3, '2026-01-03', 2)]
    const twice = [...facts, undone(4, '2026-01-04', 2)]
    expect(after(twice, '2026-02-01').owed(1n)).toBe(after(facts, '2026-02-01').owed(1n))
  })

  test('suspense that was refunded meanwhile is owed as a cost of the debt that was named', () => {
    const of = [terms(), terms({ accountId: 2n })]
    const two = [placed(1, '2026-01-01', { fee: 100n }), placed(9, '2026-01-01', { fee: 1n }, 2n)]
    const refund = fact(3, '2026-01-03', { kind: 'refund', amountMinor: 250n })
    const named = [...two, paid(2, '2026-01-02', 401n, 2n), refund, undone(4, '2026-01-04', 2)]
    const found = after(named, '2026-01-04', of)
    expect(found.suspenseMinor).toBe(0n)
    expect(found.debts.get(2n)?.parts).toMatchObject({ fee: 1n, cost: 250n })
    const unnamed = [...two, paid(2, '2026-01-02', 401n), refund, undone(4, '2026-01-04', 2)]
    expect(after(unnamed, '2026-01-04', of).parts).toMatchObject({ fee: 100n, cost: 250n })
  })

  test('a reversal makes a row overdue again, with its fee', () => {
    const lateFees = [{ code: 'late', graceDays: 0, flatMinor: 100n, basisPoints: 0 }]
    const of = [terms({ due: [row('2026-01-10', 500n)], lateFees })]
    const facts = [loan, paid(2, '2026-01-09', 500n), undone(3, '2026-01-20', 2)]
    expect(after(facts.slice(0, 2), '2026-02-01', of).parts?.fee).toBe(0n)
    const found = after(facts, '2026-02-01', of)
    expect(found.movements.find(({ kind }) => kind === 'fee')?.on).toBe('2026-01-21')
    expect(found.debts.get(1n)).toMatchObject({ overdueSince: '2026-01-10', overdueMinor: 500n })
  })
})

describe('charge-off and recovery, gifts, transfer', () => {
  const debt = placed(1, '2026-01-01', { interest: 50n, principal: 1_000n })
  const chargeOff = fact(2, '2026-01-10', { kind: 'charge_off', accountId: 1n })

  test('a charge-off changes nothing that the borrower owes; what comes after is a recovery', () => {
    const facts = [debt, chargeOff, paid(3, '2026-01-20', 300n)]
    const { movements, owed } = after(facts, '2026-01-20')
    expect(owed(1n)).toBe(750n)
    expect(movements.map(({ kind }) => kind)).toEqual(['placement', 'charge_off', 'recovery'])
    const lines = movements.at(-1)?.lines.map((line) => [line.ledgerAccount, line.amountMinor])
    expect(lines).toEqual([
      ['cash', 300n],
      ['interest', -50n],
      ['principal', -250n],
      ['charge_off_reserve', 300n],
      ['recovered', -300n],
    ])
    expect(
      after([debt, paid(3, '2026-01-09', 300n), chargeOff], '2026-01-20').movements[1]?.kind,
    ).toBe('payment')
  })

  test('goodwill pays in the order of the row, and what is not needed is not given', () => {
    const gift = fact(2, '2026-01-02', { kind: 'goodwill', accountId: 1n, amountMinor: 2_000n })
    const { movements, suspenseMinor, owed } = after([debt, gift], '2026-01-02')
    expect([owed(1n), suspenseMinor]).toEqual([0n, 0n])
    expect(movements.at(-1)?.lines.at(-1)).toMatchObject({ amountMinor: 1_050n })
  })

  test('a waiver forgives its part and no more than is there', () => {
    const waived = fact(2, '2026-01-02', {
      kind: 'waiver',
      accountId: 1n,
      part: 'interest',
      amountMinor: 80n,
    })
    expect(after([debt, waived], '2026-01-02').parts).toMatchObject({
      interest: 0n,
      principal: 1_000n,
    })
  })

  test('a transfer takes all parts out, and nothing is charged after it', () => {
    const facts = [
      debt,
      fact(2, '2026-01-10', { kind: 'transfer', accountId: 1n }),
      fact(3, '2026-01-11', { kind: 'fee', accountId: 1n, amountMinor: 20n }),
    ]
    expect(after(facts, '2026-06-01', [terms({ interest: interest(3650) })]).owed(1n)).toBe(0n)
  })

  test('a cost is owed; a commission is nothing that the borrower owes', () => {
    const facts = [
      debt,
      fact(2, '2026-01-02', { kind: 'cost', accountId: 1n, amountMinor: 70n }),
      fact(3, '2026-01-02', { kind: 'commission', accountId: 1n, amountMinor: 99n }),
    ]
    expect(after(facts, '2026-01-02').parts).toMatchObject({ cost: 70n, principal: 1_000n })
  })
})
