import { expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import { CARE_KINDS, careTableOf } from '../core/care/care.ts'
import { clockOf, type ClockAsk } from '../engine/care-clock.ts'
import { loadCareBook } from './care-book.ts'
import { loadLaw } from './law.ts'

const book = loadCareBook()
const law = loadLaw('law')

const ask = (of: Partial<ClockAsk> & Pick<ClockAsk, 'kind' | 'clock'>): ClockAsk => ({
  places: ['uk'],
  written: true,
  toldOn: day('2026-09-01'),
  sinceOn: day('2026-09-01'),
  ...of,
})

test('every clock that a state runs has a length, where the house alone says so too', () => {
  const missing = CARE_KINDS.flatMap((kind) =>
    Object.values(careTableOf(kind).clocks)
      .flat()
      .filter((clock) => clock !== undefined && clock !== 'until')
      .filter((clock) => clockOf(book, ask({ kind, clock: clock ?? '', places: [] })) === undefined)
      .map((clock) => `${kind}.${clock}`),
  )
  // Only a place that has these by law has them at all.
  expect([...new Set(missing)].toSorted()).toEqual([
    'bankruptcy.proof_of_claim',
    'breathing_space.review',
    'breathing_space.review_from',
  ])
})

const SURER = ['unverified', 'house', 'secondary', 'verbatim', 'primary']

test('a clock that rests on a rule of the law folder is marked no surer than the rule', () => {
  const marks = new Map(law.files.map((file) => [file.id, file.mark]))
  const cited = [...book.places.values()].flat().filter((clock) => marks.has(clock.rule))
  expect(cited.length).toBeGreaterThan(5)
  const surer = cited.filter(
    (clock) => SURER.indexOf(clock.mark) > SURER.indexOf(marks.get(clock.rule) ?? 'unverified'),
  )
  expect(surer.map((clock) => clock.rule)).toEqual([])
})

test('a breathing space lasts sixty days from the day after, and a crisis one thirty after the treatment', () => {
  const ends = clockOf(book, ask({ kind: 'breathing_space', clock: 'ends' }))
  expect(ends).toMatchObject({ dueOn: '2026-10-31', rule: 'uk.breathing', mark: 'secondary' })
  const sinceOn = day('2026-10-15')
  expect(clockOf(book, ask({ kind: 'crisis', clock: 'ends', sinceOn }))?.dueOn).toBe('2026-11-14')
})

test('business days leave out weekends and the holidays of the place', () => {
  const toldOn = day('2026-12-24')
  const uk = clockOf(book, ask({ kind: 'complaint', clock: 'acknowledge', toldOn }))
  // 25 holiday, 26 and 27 weekend: 28, 29, 30, 31, then 4 January after New Year and a weekend.
  expect(uk?.dueOn).toBe('2027-01-04')
  const house = clockOf(book, ask({ kind: 'complaint', clock: 'acknowledge', toldOn, places: [] }))
  expect(house?.dueOn).toBe('2026-12-29')
})

test('of two places the earlier day holds, and the house rule before a value has begun', () => {
  const both = ask({ kind: 'dispute', clock: 'answer', places: ['us', 'us-ny-nyc'] })
  expect(clockOf(book, both)).toMatchObject({ dueOn: '2026-10-01', rule: 'us.reg-v.43' })
  const city = ask({ kind: 'dispute', clock: 'answer', places: ['us-ny-nyc'] })
  expect(clockOf(book, city)).toMatchObject({ dueOn: '2026-10-31', mark: 'unverified' })
  const before = clockOf(book, { ...city, toldOn: day('2026-08-31') })
  expect(before).toMatchObject({ dueOn: '2026-09-30', mark: 'house' })
})
