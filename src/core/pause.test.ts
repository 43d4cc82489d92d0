import type { Pause } from './account-facts.ts'
import type { Instant } from './calendar.ts'
import { expect, test } from 'vitest'
import { dayAt, randomFrom } from '../../test/core/random-facts.ts'
import { NO_FACTS } from './account-facts.ts'
import { dayNumber } from './calendar.ts'
import { delinquencyOn } from './delinquency.ts'
import { dayPastGrace, pausedSpans } from './pause.ts'
import { daysPastDue, positionOf } from './position.ts'
import { DEFAULT_TERMS } from './product.ts'

const DUE = 30
const RECORDED = 1 as Instant
const TIMES = { effectiveOn: dayAt(0), recordedAt: RECORDED }

type Numbers = readonly [from: number, until: number | undefined]

const pause = ([from, until]: Numbers, i: number): Pause => ({
  id: BigInt(i + 1),
  fromOn: dayAt(from),
  untilOn: until === undefined ? undefined : dayAt(until),
  ...TIMES,
})

/** Days past due on day `today` of an instalment that fell due on day 30 and was never paid. */
function dpd(pauses: readonly Pause[], today: number): number {
  const facts = {
    ...NO_FACTS,
    instalments: [{ version: 1, no: 1, dueOn: dayAt(DUE), amountMinor: 100n, ...TIMES }],
    pauses,
  }
  const asOf = dayAt(today)
  const position = positionOf(facts, DEFAULT_TERMS, asOf)
  const { daysPastDue: derived } = delinquencyOn(facts, DEFAULT_TERMS, { asOf })
  expect(daysPastDue(position, DEFAULT_TERMS, asOf)).toBe(derived)
  return derived
}

test.each<[string, Numbers[], number]>([
  ['no pause', [], 60],
  ['one pause', [[40, 50]], 50],
  [
    'overlapping pauses count once',
    [
      [40, 50],
      [45, 60],
    ],
    40,
  ],
  [
    'a pause within an older one',
    [
      [40, 60],
      [45, 50],
    ],
    40,
  ],
  [
    'a pause that contains an older one',
    [
      [45, 50],
      [40, 60],
    ],
    40,
  ],
  [
    'a pause that shares the first day of an older one',
    [
      [40, 50],
      [40, 60],
    ],
    40,
  ],
  [
    'a pause that shares the last day of an older one',
    [
      [45, 60],
      [40, 60],
    ],
    40,
  ],
  [
    'the same pause twice',
    [
      [40, 50],
      [40, 50],
    ],
    50,
  ],
  [
    'a pause that begins where another ends',
    [
      [40, 50],
      [50, 60],
    ],
    40,
  ],
  ['a pause without end', [[40, undefined]], 10],
  [
    'a pause within one without end',
    [
      [40, undefined],
      [50, 60],
    ],
    10,
  ],
  ['days before the debt fell due are not deducted', [[10, 40]], 50],
  ['a pause wholly before the due day deducts nothing', [[10, 30]], 60],
  ['a pause from long before and without end', [[0, undefined]], 0],
  ['days still to come are not deducted', [[80, 120]], 50],
  ['a pause wholly to come deducts nothing', [[95, 120]], 60],
])('%s', (_, spans, expected) => {
  expect(dpd(spans.map(pause), DUE + 60)).toBe(expected)
  expect(dpd(spans.toReversed().map(pause), DUE + 60)).toBe(expected)
})

test('a withdrawal takes a pause back, and one that starts later only its rest', () => {
  const granted = pause([40, 60], 0)
  const withdraw = (from: number): Pause => ({
    ...pause([from, undefined], 1),
    withdrawsId: granted.id,
    effectiveOn: dayAt(70),
  })
  expect(dpd([granted], 90)).toBe(40)
  expect(dpd([granted, withdraw(40)], 90)).toBe(60)
  expect(dpd([granted, withdraw(50)], 90)).toBe(50)
  // The day before the withdrawal nobody had withdrawn anything.
  expect(dpd([granted, withdraw(40)], 69)).toBe(19)
  expect(dpd([granted, { ...withdraw(40), withdrawsId: 77n }], 90)).toBe(40)
})

test('a pause granted afterwards counts from the day it is granted', () => {
  const granted = { ...pause([40, 60], 0), effectiveOn: dayAt(80) }
  expect(dpd([granted], 79)).toBe(49)
  expect(dpd([granted], 80)).toBe(30)
})

test('merged spans neither overlap nor touch', () => {
  const given: Numbers[] = [
    [50, 60],
    [85, undefined],
    [40, 50],
    [80, 90],
  ]
  const first = dayNumber(dayAt(0))
  const spans = pausedSpans(given.map(pause), first)
  const numbers = spans.map((span) => [span.from - first, span.until - first])
  expect(numbers).toEqual([
    [40, 60],
    [80, Infinity],
  ])
})

test('grace ends when enough unpaused days have passed, and never in a pause without end', () => {
  expect(dayPastGrace(100, [], 0)).toBe(101)
  expect(dayPastGrace(100, [], 5)).toBe(106)
  expect(dayPastGrace(100, [{ from: 90, until: 110 }], 0)).toBe(111)
  expect(dayPastGrace(100, [{ from: 102, until: 110 }], 5)).toBe(114)
  expect(dayPastGrace(100, [{ from: 106, until: 110 }], 5)).toBe(106)
  expect(dayPastGrace(100, [{ from: 103, until: Infinity }], 5)).toBe(Infinity)
})

/** Whole days of a pause between the due day and today. */
const within = ([from, until]: Numbers, first: number, today: number): number =>
  Math.max(0, Math.min(until ?? today, today) - Math.max(from, first))

/** A known defect: a pause is refused only if one of its ends lies strictly within an older one. */
function withLaxOverlapCheck(pauses: readonly Numbers[], today: number): number {
  const accepted: Numbers[] = []
  const inside = (n: number | undefined, [from, until]: Numbers) =>
    n !== undefined && n > from && n < (until ?? Infinity)
  for (const one of pauses) {
    const refused = accepted.some((older) => inside(one[0], older) || inside(one[1], older))
    if (!refused) accepted.push(one)
  }
  return accepted.reduce((days, one) => days - within(one, DUE, today), today - DUE)
}

/** The other: all days of a pause are deducted, also those before the debt fell due. */
function withDaysBeforeDue(pauses: readonly Numbers[], today: number): number {
  const paused = new Set<number>()
  for (const [from, until] of pauses)
    for (let n = from; n < Math.min(until ?? today, today); n++) paused.add(n)
  return Math.max(0, today - DUE - paused.size)
}

const rightly = (pauses: readonly Numbers[], today: number): number => dpd(pauses.map(pause), today)

function countedInASet(pauses: readonly Numbers[], today: number): number {
  let days = 0
  for (let n = DUE; n < today; n++)
    if (!pauses.some(([from, until]) => from <= n && n < (until ?? Infinity))) days++
  return days
}

/** In how many of 2,000 random cases a way to count differs from counting day by day. */
function wrongCases(
  count: (pauses: readonly Numbers[], today: number) => number,
  fits: (pauses: readonly Numbers[]) => boolean,
): number {
  let wrong = 0
  for (let seed = 1; seed <= 2_000; seed++) {
    const r = randomFrom(seed)
    const pauses = Array.from({ length: r.whole(1, 3) }, (): Numbers => {
      const from = r.whole(0, 60)
      return [from, r.chance(0.1) ? undefined : from + r.whole(1, 40)]
    })
    const today = DUE + r.whole(1, 60)
    if (fits(pauses) && count(pauses, today) !== countedInASet(pauses, today)) wrong++
  }
  return wrong
}

const afterDue = (pauses: readonly Numbers[]) => pauses.every(([from]) => from >= DUE)
const single = (pauses: readonly Numbers[]) => pauses.length === 1

test('the checker catches both known defects of pauses, and finds ours right', () => {
  expect(wrongCases(rightly, () => true)).toBe(0)
  // Each defect is looked for where the other cannot show.
  expect(wrongCases(withLaxOverlapCheck, afterDue)).toBeGreaterThan(50)
  expect(wrongCases(withDaysBeforeDue, single)).toBeGreaterThan(50)
  // And where neither can, the planted versions are right: the checker does not cry wolf.
  expect(wrongCases(withLaxOverlapCheck, (p) => single(p) && afterDue(p))).toBe(0)
  expect(wrongCases(withDaysBeforeDue, afterDue)).toBe(0)
})

test('the defects by name: contained, shared edge, before due', () => {
  const [contains, edge, early]: Numbers[][] = [
    [
      [45, 50],
      [40, 60],
    ],
    [
      [40, 50],
      [40, 60],
    ],
    [[10, 40]],
  ]
  for (const pauses of [contains ?? [], edge ?? []]) {
    expect(rightly(pauses, 90)).toBe(40)
    expect(withLaxOverlapCheck(pauses, 90)).toBeLessThan(40)
  }
  expect(rightly(early ?? [], 90)).toBe(50)
  expect(withDaysBeforeDue(early ?? [], 90)).toBe(30)
})
