import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { law } from '../../test/guard/law.ts'
import { readSituation } from './situation-form.ts'
import { answerSituation } from './situation.ts'

type Mutable = Record<string, unknown>
const situations = JSON.parse(readFileSync('test/guard/situations.json', 'utf8')) as Mutable[]

const WORDS: readonly unknown[] = [
  'call',
  'visit',
  'borrower',
  'third_party:T1',
  'attorney:R1',
  'collect',
  'location',
  'judge',
  'count',
  'us',
  'cn',
  'unknown',
  'conversation',
  '2026-09-07',
  '2026-09-01T10:00',
  '00:00',
  'Asia/Kathmandu',
  'D1',
  'A1',
  true,
  false,
  0,
  null,
  [],
  {},
]

/** Every place of a value that can be changed. */
function placesOf(value: unknown): { hold: Mutable; key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => [
    { hold: value as Mutable, key },
    ...placesOf(child),
  ])
}

const change = fc.record({
  which: fc.nat(situations.length - 1),
  where: fc.nat(),
  from: fc.nat(),
  how: fc.constantFrom('drop', 'word', 'copy'),
  word: fc.constantFrom(...WORDS),
})

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function changed({ which, where, from, how, word }: Change): Mutable {
  const one = structuredClone(situations[which] ?? {})
  const places = placesOf(one)
  const place = places[where % places.length]
  const other = places[from % places.length]
  if (place === undefined || other === undefined) return one
  const { hold, key } = place
  if (how === 'word') hold[key] = word
  else if (how === 'copy') hold[key] = structuredClone(other.hold[other.key])
  else if (Array.isArray(hold)) hold.splice(Number(key), 1)
  else delete hold[key]
  return one
}

test('whatever is read is answered: a decision for a proposal, an end after it for a defer', () => {
  let answered = 0
  fc.assert(
    fc.property(change, fc.constantFrom('en', 'zh'), (how, language) => {
      const read = readSituation(changed(how))
      if ('faults' in read) {
        expect(read.faults.length).toBeGreaterThan(0)
        return
      }
      answered++
      const { ask, proposal } = read.ok
      const verdict = answerSituation(read.ok, law, language)
      if (ask === 'judge') expect(verdict.decision).toBeDefined()
      const isDefer = verdict.decision === 'defer'
      expect(verdict.until !== undefined).toBe(isDefer)
      if (isDefer) expect((verdict.until ?? '') > (proposal?.at ?? '')).toBe(true)
      for (const { rule, note } of verdict.reasons) {
        expect(`${rule}: ${note ?? ''}`).not.toMatch(/undefined|NaN|\[object/)
      }
    }),
    { numRuns: 3000, seed: 20_261_122 },
  )
  expect(answered).toBeGreaterThan(300)
})

test('any JSON at all is read or refused with a reason, never more', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const read = readSituation(value)
      expect('faults' in read && read.faults.length > 0).toBe(true)
    }),
    { numRuns: 1000, seed: 20_261_122 },
  )
})
