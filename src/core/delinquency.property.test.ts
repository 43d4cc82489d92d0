import type { Instant } from './calendar.ts'
import { expect, test } from 'vitest'
import { liveThrough } from '../../test/core/day-by-day.ts'
import { DAYS, dayAt, randomFacts, randomFrom, randomTerms } from '../../test/core/random-facts.ts'
import { factsKnown } from './account-facts.ts'
import { addDays } from './calendar.ts'
import { delinquencyOn, historyOf } from './delinquency.ts'
import { positionOf } from './position.ts'

const HISTORIES = 2_500

test(`${HISTORIES} random histories agree with living through the days one by one`, () => {
  for (let seed = 1; seed <= HISTORIES; seed++) {
    const r = randomFrom(seed)
    const [terms, facts] = [randomTerms(r), randomFacts(r)]
    const asOf = dayAt(r.whole(0, DAYS + 40))
    const derived = delinquencyOn(facts, terms, { asOf })
    const position = positionOf(facts, terms, asOf)
    expect(
      {
        daysPastDue: derived.daysPastDue,
        oldest: derived.oldestUnpaidDueOn,
        missed: derived.instalmentsMissed,
        arrears: derived.arrearsMinor,
        outstanding: position.outstandingMinor,
        nextDueOn: position.nextDueOn,
        nextDue: position.nextDueMinor,
        episodes: historyOf(facts, terms, { asOf }),
      },
      `seed ${seed}`,
    ).toEqual(liveThrough(facts, terms, addDays(dayAt(0), -100), asOf))
  }
})

test('what was known at an instant stays what it was, whatever is recorded later', () => {
  let changed = 0
  for (let seed = 1; seed <= HISTORIES; seed++) {
    const r = randomFrom(seed)
    const [terms, all] = [randomTerms(r), randomFacts(r)]
    const asOf = dayAt(r.whole(0, DAYS))
    const knownAt = r.whole(1, 40) as Instant
    const then = factsKnown(all, knownAt)
    const asked = { asOf, knownAt }
    expect(historyOf(all, terms, asked), `seed ${seed}`).toEqual(historyOf(then, terms, { asOf }))
    expect(positionOf(all, terms, asOf, knownAt)).toEqual(positionOf(then, terms, asOf))
    const now = JSON.stringify(historyOf(all, terms, { asOf }))
    if (JSON.stringify(historyOf(then, terms, { asOf })) !== now) changed++
  }
  // Later facts did say something new of that day, so the agreement is no accident.
  expect(changed).toBeGreaterThan(HISTORIES / 10)
})

test('facts that take effect after a day say nothing about it', () => {
  for (let seed = 1; seed <= HISTORIES; seed++) {
    const r = randomFrom(seed)
    const [terms, facts] = [randomTerms(r), randomFacts(r)]
    const asOf = dayAt(r.whole(0, DAYS))
    const until = {
      instalments: facts.instalments.filter((fact) => fact.effectiveOn <= asOf),
      payments: facts.payments.filter((fact) => fact.effectiveOn <= asOf),
      pauses: facts.pauses.filter((fact) => fact.effectiveOn <= asOf),
      snapshots: facts.snapshots.filter((fact) => fact.effectiveOn <= asOf),
    }
    const answer = delinquencyOn(facts, terms, { asOf })
    expect(answer, `seed ${seed}`).toEqual(delinquencyOn(until, terms, { asOf }))
  }
})
