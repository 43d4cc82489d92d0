import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAYS, FIRST, LAST, histories, type MoneyHistory } from '../../test/core/money-histories.ts'
import { type Day, type Instant, addDays, daysBetween } from './calendar.ts'
import { amountIn, balances, partsOn, summed } from './ledger-balance.ts'
import { daysDrawn, differences } from './ledger-differences.ts'
import type { Movement, Replayed } from './ledger-movement.ts'
import { replay } from './ledger-replay.ts'
import { type Entry, type Parts, NO_PARTS, PARTS, totalOf } from './ledger.ts'

type Replay = typeof replay

const RUNS = { numRuns: 120, seed: 20261122 }
const dayAt = fc.integer({ min: 0, max: DAYS }).map((n) => addDays(FIRST, n))

/** True where the property holds for what a replay gives; a planted fault must make it false somewhere. */
const holds = <T>(of: fc.Arbitrary<T>, property: (given: T) => boolean): boolean =>
  !fc.check(fc.property(of, property), RUNS).failed

/** The replay with each movement bent. */
const bent =
  (bend: (movement: Movement) => Movement): Replay =>
  (...given) => {
    const replayed = replay(...given)
    return { ...replayed, movements: replayed.movements.map(bend) }
  }

const sumOf = (lines: Movement['lines']) => lines.reduce((sum, line) => sum + line.amountMinor, 0n)

describe('M1: every movement sums to zero, and so do all balances', () => {
  const isBalanced = (run: Replay) =>
    holds(histories, ({ facts, terms }) => {
      const { movements } = run(facts, terms, LAST)
      return movements.every(({ lines }) => sumOf(lines) === 0n)
    })

  test('they do', () => expect(isBalanced(replay)).toBe(true))

  test('a movement without its last line is noticed', () => {
    expect(
      isBalanced(bent((movement) => ({ ...movement, lines: movement.lines.slice(0, -1) }))),
    ).toBe(false)
  })
})

describe('M4: what is owed on any day is what came less what went', () => {
  const isKept = (run: Replay) =>
    holds(fc.tuple(histories, dayAt), ([{ facts, terms }, on]) => {
      const drawn = terms.map(({ accountId }) => ({ accountId, on }))
      const whole = run(facts, terms, LAST, drawn).movements.filter((one) => one.on <= on)
      const sums = summed(whole.flatMap(({ lines }) => lines))
      const then = replay(facts, terms, on)
      return [...then.debts].every(([id, { parts }]) =>
        PARTS.every((part) => amountIn(sums, id, part) === parts[part]),
      )
    })

  test('on every day, whatever comes after it', () => expect(isKept(replay)).toBe(true))

  test('a payment that counts a day too late is noticed', () => {
    const late = bent((one) => (one.kind === 'payment' ? { ...one, on: addDays(one.on, 1) } : one))
    expect(isKept(late)).toBe(false)
  })
})

describe('M4: facts in any order of arrival, with closed days between', () => {
  type Arriving = readonly [MoneyHistory, readonly number[], readonly Day[]]
  const arriving: fc.Arbitrary<Arriving> = histories.chain((history) => {
    const order = fc.shuffledSubarray([...history.facts.keys()], {
      minLength: history.facts.length,
    })
    return fc.tuple(fc.constant(history), order, fc.array(dayAt, { maxLength: 3 }))
  })

  /** Posts the facts one by one in that order, closing a day after each third; gives all it has seen. */
  function posted([{ facts, terms }, order, closes]: Arriving, post: typeof differences) {
    const entries: Entry[] = []
    const known: MoneyHistory['facts'][number][] = []
    const closings: { on: Day; before: string }[] = []
    let closed: Day | undefined
    const add = (made: ReturnType<typeof differences>, recordedAt: Instant) => {
      for (const { kind, effectiveOn, lines } of made) {
        entries.push({ id: BigInt(entries.length), kind, effectiveOn, recordedAt, lines })
      }
    }
    for (const [n, at] of order.entries()) {
      const fact = facts[at]
      if (fact === undefined) continue
      // Known in the order of arrival, which also decides within a day.
      known.push({ ...fact, recordedAt: n as Instant })
      const target = replay(known, terms, LAST, daysDrawn(entries))
      add(post(target, entries, closed, [fact.id]), n as Instant)
      const next = n % 3 === 2 ? closes[(n - 2) / 3] : undefined
      if (next === undefined || (closed !== undefined && next <= closed) || next >= LAST) continue
      closed = next
      closings.push({ on: next, before: balanceText(entries, next) })
    }
    return { entries, known, closings }
  }

  const balanceText = (entries: readonly Entry[], asOf: Day) =>
    balances(entries, { asOf })
      .map(
        ({ accountId, ledgerAccount, amountMinor }) =>
          `${accountId} ${ledgerAccount} ${amountMinor}`,
      )
      .toSorted()
      .join('\n')

  const endsAlike = (post: typeof differences) =>
    holds(arriving, (given) => {
      const { entries, known } = posted(given, post)
      const target = replay(known, given[0].terms, LAST)
      return [...target.debts].every(([accountId, { parts }]) => {
        const found = partsOn(entries, { accountId, asOf: LAST })
        return PARTS.every((part) => found[part] === parts[part])
      })
    })

  const keepsClosed = (post: typeof differences) =>
    holds(arriving, (given) => {
      const { entries, closings } = posted(given, post)
      return closings.every(({ on, before }) => balanceText(entries, on) === before)
    })

  test('they end where the replay of all of them ends', () => {
    expect(endsAlike(differences)).toBe(true)
  })

  test('a closed day never changes', () => expect(keepsClosed(differences)).toBe(true))

  test('posting without corrections is noticed', () => {
    expect(
      endsAlike((...given) => differences(...given).filter(({ kind }) => kind !== 'correction')),
    ).toBe(false)
  })

  test('posting into closed days is noticed', () => {
    expect(
      keepsClosed((target, entries, _, arrived) =>
        differences(target, entries, undefined, arrived),
      ),
    ).toBe(false)
  })
})

describe('M5: charges', () => {
  const partsText = ({ debts }: Replayed) =>
    [...debts.values()].map(({ parts }) => PARTS.map((part) => parts[part]).join()).join(' ')

  const isSplitAlike = (run: Replay) =>
    holds(fc.tuple(histories, fc.array(dayAt, { maxLength: 5 })), ([{ facts, terms }, days]) => {
      const drawn = days.flatMap((on) => terms.map(({ accountId }) => ({ accountId, on })))
      return partsText(run(facts, terms, LAST, drawn)) === partsText(replay(facts, terms, LAST))
    })

  test('a period that is split anywhere, over leap days and year ends, charges the same', () => {
    expect(isSplitAlike(replay)).toBe(true)
  })

  test('day by day is the same as at once', () => {
    const everyDay = Array.from({ length: DAYS }, (_, n) => addDays(FIRST, n))
    fc.assert(
      fc.property(histories, ({ facts, terms }) => {
        const drawn = everyDay.flatMap((on) => terms.map(({ accountId }) => ({ accountId, on })))
        expect(partsText(replay(facts, terms, LAST, drawn))).toBe(
          partsText(replay(facts, terms, LAST)),
        )
      }),
      { ...RUNS, numRuns: 40 },
    )
  })

  test('a unit that depends on how often one asks is noticed', () => {
    const apart: Replay = (facts, terms, until, drawn) => {
      const rounded = replay(facts, terms, until, drawn)
      const debts = [...rounded.debts].map(([id, standing]) => {
        const draws = rounded.movements.filter(
          ({ kind, lines }) => kind === 'interest' && lines[0]?.accountId === id,
        ).length
        const interest = standing.parts.interest + (draws > 3 ? 1n : 0n)
        return [id, { ...standing, parts: { ...standing.parts, interest } }] as const
      })
      return { ...rounded, debts: new Map(debts) }
    }
    expect(isSplitAlike(apart)).toBe(false)
  })

  test('no part is ever below zero', () => {
    fc.assert(
      fc.property(histories, dayAt, ({ facts, terms }, on) => {
        const { debts, suspenseMinor } = replay(facts, terms, on)
        expect(suspenseMinor).toBeGreaterThanOrEqual(0n)
        for (const { parts } of debts.values()) {
          for (const part of PARTS) expect(parts[part]).toBeGreaterThanOrEqual(0n)
        }
      }),
      RUNS,
    )
  })

  /** Charges of a debt since its first day, beside what its caps allow, reckoned from the movements alone. */
  function isWithinCaps({ facts, terms }: MoneyHistory, on: Day, run: Replay): boolean {
    const { movements } = run(facts, terms, on)
    return terms.every(({ accountId, caps }) => {
      const placed = facts.find((fact) => fact.kind === 'placement' && fact.accountId === accountId)
      if (placed?.kind !== 'placement' || placed.on > on) return true
      const incomes = new Set(['income_interest', 'income_late_interest', 'income_fee'])
      let [principal, charged, nights, at] = [0n, 0n, 0n, placed.on]
      for (const movement of movements) {
        nights += principal * BigInt(Math.max(0, daysBetween(at, movement.on)))
        at = movement.on > at ? movement.on : at
        for (const line of movement.lines) {
          if (line.accountId !== accountId) continue
          if (line.ledgerAccount === 'principal') principal += line.amountMinor
          if (incomes.has(line.ledgerAccount)) charged -= line.amountMinor
        }
      }
      nights += principal * BigInt(daysBetween(at, on))
      return caps.every((cap) => {
        if (cap.limit === 'late_fees') return true
        const most =
          cap.limit === 'share'
            ? (placed.parts.principal * BigInt(cap.basisPoints)) / 10_000n
            : (nights * BigInt(cap.basisPointsAYear)) / 3_650_000n
        return charged <= most
      })
    })
  }
  const keepsCaps = (run: Replay) =>
    holds(fc.tuple(histories, dayAt), ([history, on]) => isWithinCaps(history, on, run))

  test('they are never above a cap', () => expect(keepsCaps(replay)).toBe(true))

  test('a replay without caps is noticed', () => {
    const loose: Replay = (facts, terms, ...more) =>
      replay(
        facts,
        terms.map((of) => ({ ...of, caps: [] })),
        ...more,
      )
    expect(keepsCaps(loose)).toBe(false)
  })
})

describe('M6: a payment is split whole, in order', () => {
  /** Follows the parts through the movements and looks at each payment. */
  function isInOrder({ facts, terms }: MoneyHistory, run: Replay): boolean {
    const owed = new Map<bigint, Parts>(terms.map(({ accountId }) => [accountId, NO_PARTS]))
    return run(facts, terms, LAST).movements.every((movement) => {
      const before = new Map(owed)
      for (const { accountId, ledgerAccount, amountMinor } of movement.lines) {
        const part = PARTS.find((one) => one === ledgerAccount)
        const parts = accountId === undefined ? undefined : owed.get(accountId)
        if (part === undefined || parts === undefined || accountId === undefined) continue
        owed.set(accountId, { ...parts, [part]: parts[part] + amountMinor })
      }
      if (movement.kind !== 'payment' && movement.kind !== 'recovery') return true
      return isSplitWhole(movement, { before, owed }) && followsRows(movement, { before, owed })
    })
  }

  type Around = {
    readonly before: ReadonlyMap<bigint, Parts>
    readonly owed: ReadonlyMap<bigint, Parts>
  }

  function isSplitWhole({ lines }: Movement, { before, owed }: Around): boolean {
    const of = (account: string) => sumOf(lines.filter((line) => line.ledgerAccount === account))
    let paid = -of('suspense')
    if (paid < 0n) return false
    for (const [id, parts] of owed) paid += totalOf(before.get(id) ?? NO_PARTS) - totalOf(parts)
    const isLess = [...owed].every(([id, parts]) =>
      PARTS.every((part) => parts[part] >= 0n && parts[part] <= (before.get(id)?.[part] ?? 0n)),
    )
    return isLess && paid === of('cash')
  }

  function followsRows(movement: Movement, { before, owed }: Around): boolean {
    if (movement.why?.of !== 'money') return false
    return [...owed].every(([id, parts]) => {
      const had = before.get(id) ?? NO_PARTS
      if (PARTS.every((part) => parts[part] === had[part])) return true
      const row = orderOf(movement, id)
      const firstOpen = row.findIndex((part) => parts[part] > 0n)
      return firstOpen < 0 || row.slice(firstOpen + 1).every((part) => parts[part] === had[part])
    })
  }

  const orderOf = ({ why }: Movement, id: bigint) =>
    why?.of === 'money' ? (why.debts.find(({ accountId }) => accountId === id)?.order ?? []) : []

  const splits = (run: Replay) => holds(histories, (history) => isInOrder(history, run))

  test('it is', () => expect(splits(replay)).toBe(true))

  test('a unit that gets lost is noticed', () => {
    const short = bent((one) => {
      if (one.kind !== 'payment') return one
      return {
        ...one,
        lines: one.lines.filter(({ ledgerAccount }) => ledgerAccount !== 'suspense'),
      }
    })
    expect(splits(short)).toBe(false)
  })

  test('another order than the row’s is noticed', () => {
    const turned: Replay = (facts, terms, ...more) => {
      const other = terms.map((of) => ({
        ...of,
        waterfall: of.waterfall.map((row) => ({ ...row, order: row.order.toReversed() })),
      }))
      const found = replay(facts, other, ...more)
      return {
        ...found,
        movements: found.movements.map((one): Movement => {
          if (one.why?.of !== 'money') return one
          const debts = one.why.debts.map((row) => ({ ...row, order: row.order.toReversed() }))
          return { ...one, why: { of: 'money', debts } }
        }),
      }
    }
    expect(splits(turned)).toBe(false)
  })
})
