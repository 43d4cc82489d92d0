import { describe, expect, test } from 'vitest'
import { reviewerOf, sampleCalls, type CallMade, type Draw } from './quality-sample.ts'

const calls: readonly CallMade[] = Array.from({ length: 500 }, (_, i) => ({
  borrowerId: BigInt(1 + ((i * 7919) % 997)),
  contactId: BigInt(i + 1),
  madeBy: i % 10 === 0 ? 'rare' : i % 3 === 0 ? 'ann' : 'bo',
}))
const draw: Draw = { tenantId: 1n, day: '2026-11-21', rateBp: 500, leastEach: 3 }

type Sampler = (of: readonly CallMade[], by: Draw) => readonly CallMade[]

/** Whether a sampler gives one answer to one question, however the calls are brought and how often it is asked. */
function isReproducible(sampler: Sampler): boolean {
  const namesOf = (of: readonly CallMade[]) =>
    sampler(of, draw)
      .map(({ contactId }) => contactId)
      .join(',')
  const orders = [calls, calls.toReversed(), [...calls.slice(250), ...calls.slice(0, 250)], calls]
  return new Set(orders.map(namesOf)).size === 1
}

describe('a sample', () => {
  test('is the same for whoever draws it', () => expect(isReproducible(sampleCalls)).toBe(true))

  test('samplers that are not reproducible are caught', () => {
    let n = 0
    const byTurn: Sampler = (of) => [...of.slice(n, n + 20), ...of.slice(0, n++)].slice(0, 20)
    const everyTwentieth: Sampler = (of) => of.filter((_, i) => i % 20 === 0)
    expect(isReproducible(byTurn)).toBe(false)
    expect(isReproducible(everyTwentieth)).toBe(false)
  })

  test('takes the rate of each person’s calls, and at least so many of each', () => {
    const of = (all: readonly CallMade[], person: string) =>
      all.filter(({ madeBy }) => madeBy === person).length
    const drawn = sampleCalls(calls, draw)
    for (const person of ['ann', 'bo', 'rare'])
      expect(of(drawn, person)).toBe(Math.max(3, Math.ceil(of(calls, person) * 0.05)))
    const few = calls.slice(0, 2).map((call) => ({ ...call, madeBy: 'new' }))
    expect(sampleCalls(few, draw).length).toBe(2)
  })

  test('grows with the rate, and is another on another day and for another tenant', () => {
    const names = (by: Draw) => sampleCalls(calls, by).map(({ contactId }) => contactId)
    const wider = new Set(names({ ...draw, rateBp: 2000 }))
    expect(names(draw).every((id) => wider.has(id))).toBe(true)
    expect(names({ ...draw, day: '2026-11-22' })).not.toEqual(names(draw))
    expect(names({ ...draw, tenantId: 2n })).not.toEqual(names(draw))
  })

  test('is fair: over many days each call is drawn about as often as any other', () => {
    const own = calls.filter(({ madeBy }) => madeBy === 'bo')
    const count = new Map<bigint, number>()
    for (let day = 0; day < 400; day++)
      for (const { contactId } of sampleCalls(own, { ...draw, rateBp: 1000, day: `day ${day}` }))
        count.set(contactId, (count.get(contactId) ?? 0) + 1)
    const each = own.map(({ contactId }) => count.get(contactId) ?? 0)
    // 400 draws at a tenth: 40 each, with a deviation of 6; five of those is beyond chance.
    expect(Math.min(...each)).toBeGreaterThan(10)
    expect(Math.max(...each)).toBeLessThan(70)
  })
})

describe('a reviewer', () => {
  const staff = ['ann', 'bo', 'mei', 'rare']

  test('never hears their own call', () => {
    for (const call of calls) expect(reviewerOf(call, staff, draw)).not.toBe(call.madeBy)
  })

  test('is nobody where there is nobody else', () => {
    const [call] = calls
    expect(call && reviewerOf(call, ['rare'], draw)).toBeUndefined()
    expect(call && reviewerOf(call, ['rare', 'mei'], draw)).toBe('mei')
  })
})
