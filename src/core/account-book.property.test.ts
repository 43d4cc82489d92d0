import type { Book } from './account-book.ts'
import type { AccountFacts } from './account-facts.ts'
import type { Day } from './calendar.ts'
import type { ProductTerms } from './product.ts'
import { expect, test } from 'vitest'
import {
  DAYS,
  dayAt,
  factList,
  randomFacts,
  randomFrom,
  randomTerms,
} from '../../test/core/random-facts.ts'
import { applyFact, openBook, standingOn } from './account-book.ts'
import { addDays, dayNumber } from './calendar.ts'
import { delinquencyOn, historyOf } from './delinquency.ts'
import { episodesUntil } from './episode.ts'
import { bucketOf, daysPastDue, positionFrom, positionOf } from './position.ts'

const HISTORIES = 100_000
/** Half a minute on a free core; many times that on a machine that is busy with other tests. */
const TIMEOUT_MS = 900_000

function inBook(book: Book, terms: ProductTerms, asOf: Day) {
  const position = positionFrom(book, asOf)
  return {
    daysPastDue: daysPastDue(position, terms, asOf),
    bucket: bucketOf(position, terms, asOf),
    oldestUnpaidDueOn: position.oldestUnpaidDueOn,
    instalmentsMissed: position.instalmentsMissed,
    arrearsMinor: position.arrearsMinor,
    delinquentSince: position.delinquentSince,
    curedOn: position.curedOn,
    timesDelinquent: position.timesDelinquent,
  }
}

function derived(facts: AccountFacts, terms: ProductTerms, asOf: Day) {
  const delinquency = delinquencyOn(facts, terms, { asOf })
  return {
    daysPastDue: delinquency.daysPastDue,
    bucket: delinquency.bucket,
    oldestUnpaidDueOn: delinquency.oldestUnpaidDueOn,
    instalmentsMissed: delinquency.instalmentsMissed,
    arrearsMinor: delinquency.arrearsMinor,
    delinquentSince: delinquency.delinquentSince,
    curedOn: delinquency.curedOn,
    timesDelinquent: delinquency.timesDelinquent,
  }
}

function episodesInBook(book: Book, asOf: Day) {
  const on = dayNumber(asOf)
  return episodesUntil(standingOn(book, on).standing.run, on)
}

/** `expect` is slow a hundred thousand times: it only speaks where the texts differ. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v))

test(
  `facts in any order of arrival give what the facts alone give: ${HISTORIES} histories`,
  () => {
    for (let seed = 1; seed <= HISTORIES; seed++) {
      const r = randomFrom(seed)
      const [terms, facts] = [randomTerms(r), randomFacts(r)]
      const book = r.shuffled(factList(facts)).reduce(applyFact, openBook(terms))
      const asOf = dayAt(r.whole(0, DAYS + 40))
      const [fast, slow] = [inBook(book, terms, asOf), derived(facts, terms, asOf)]
      if (textOf(fast) !== textOf(slow)) expect(fast, `seed ${seed}`).toEqual(slow)
      // Every delinquency of the past, not only the newest: it costs a second derivation.
      if (seed % 10 === 0)
        expect(episodesInBook(book, asOf)).toEqual(historyOf(facts, terms, { asOf }))
      const [kept, fresh] = [positionFrom(book, asOf), positionOf(facts, terms, asOf)]
      if (textOf(kept) !== textOf(fresh)) expect(kept, `seed ${seed}`).toEqual(fresh)
    }
  },
  TIMEOUT_MS,
)

test(
  'a position stays as it is until the day on which it asks to be woken',
  () => {
    let woken = 0
    for (let seed = 1; seed <= 3_000; seed++) {
      const r = randomFrom(seed)
      const [terms, facts] = [randomTerms(r), randomFacts(r)]
      const book = openBook(terms, facts)
      const position = positionFrom(book, dayAt(r.whole(0, DAYS)))
      const horizon = dayAt(DAYS + 60)
      let today = position.asOf
      for (; today < (position.wakeOn ?? horizon); today = addDays(today, 1)) {
        const anew = positionFrom(book, today)
        if (textOf({ ...position, asOf: today }) !== textOf(anew))
          expect({ ...position, asOf: today }, `seed ${seed} on ${today}`).toEqual(anew)
        const { daysPastDue: dpd, bucket } = delinquencyOn(facts, terms, { asOf: today })
        if (
          daysPastDue(position, terms, today) !== dpd ||
          bucketOf(position, terms, today) !== bucket
        )
          expect.fail(
            `seed ${seed} on ${today}: ${daysPastDue(position, terms, today)}, not ${dpd}`,
          )
      }
      if (position.wakeOn !== undefined) woken++
    }
    expect(woken).toBeGreaterThan(1_000)
  },
  TIMEOUT_MS,
)
