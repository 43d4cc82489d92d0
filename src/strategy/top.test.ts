import { expect, test } from 'vitest'
import { draws } from './kernel-testing.ts'
import { topByCapacity, type Waiting } from './top.ts'

/** The same by sorting everything: what counting must agree with. */
function bySorting(waiting: Waiting, capacity: readonly number[]): number[][] {
  const { count, group, priority, accountId } = waiting
  const all = Array.from({ length: count }, (_, n) => n)
  return capacity.map((room, wanted) =>
    all
      .filter((n) => group[n] === wanted)
      .toSorted((a, b) => {
        const order = (priority[b] ?? 0) - (priority[a] ?? 0)
        return order !== 0 ? order : Number((accountId[a] ?? 0n) - (accountId[b] ?? 0n))
      })
      .slice(0, room),
  )
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'counting agrees with sorting (seed %i)',
  (seed) => {
    const d = draws(seed)
    const count = d.between(0, 3_000)
    const groups = d.between(1, 5)
    const reach = d.pick([0, 3, 500, 2 ** 30])
    const ids = Array.from({ length: count }, (_, n) => BigInt(n)).toSorted(() => d.next() - 0.5)
    const waiting = {
      count,
      group: Int32Array.from({ length: count }, () => d.between(-1, groups - 1)),
      priority: Int32Array.from({ length: count }, () => d.between(-reach, reach)),
      accountId: BigInt64Array.from(ids),
    }
    const capacity = Array.from({ length: groups }, () => d.pick([0, 1, 20, 500, 10_000]))
    const top = topByCapacity(waiting, capacity).map((cases) => [...cases])
    expect(top).toEqual(bySorting(waiting, capacity))
  },
)

test('a group without a capacity is a bug', () => {
  const one = {
    count: 1,
    group: Int32Array.of(2),
    priority: Int32Array.of(1),
    accountId: BigInt64Array.of(1n),
  }
  expect(() => topByCapacity(one, [5])).toThrow('has a capacity')
})
