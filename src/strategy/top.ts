import { assert } from '../core/assert.ts'

/** Cases that wait for hours: case n wants a place in the list `group[n]`; -1 wants none. */
export type Waiting = {
  readonly count: number
  readonly group: Int32Array
  readonly priority: Int32Array
  readonly accountId: BigInt64Array
}

/** Priorities are counted in so many steps a group; what falls into one step is then told apart. */
const STEPS = 65_536

/**
 * For each group (a worklist and a skill), the cases that its capacity reaches: highest priority
 * first, between equals the lowest account id. Counts instead of sorting: two passes over the book,
 * and an order only among those that are taken or stand at the edge.
 */
export function topByCapacity(waiting: Waiting, capacity: readonly number[]): Int32Array[] {
  const { shift, most } = scale(waiting)
  const counts = new Int32Array(capacity.length * STEPS)
  forEachWaiting(waiting, capacity.length, (n, group) => {
    const step = group * STEPS + stepOf(waiting.priority[n] as number, { shift, most })
    counts[step] = (counts[step] as number) + 1
  })
  const cuts = capacity.map((room, group) => cutOf(counts, group, room))
  const near = capacity.map((_, group) => new Int32Array(cuts[group]?.reached ?? 0))
  const filled = new Int32Array(capacity.length)
  forEachWaiting(waiting, capacity.length, (n, group) => {
    const step = stepOf(waiting.priority[n] as number, { shift, most })
    if (step > (cuts[group]?.step ?? -1)) return
    const at = filled[group] as number
    ;(near[group] as Int32Array)[at] = n
    filled[group] = at + 1
  })
  return near.map((cases, group) =>
    cases.toSorted((a, b) => before(waiting, a, b)).subarray(0, Math.max(capacity[group] ?? 0, 0)),
  )
}

type Scale = { readonly shift: number; readonly most: number }

function scale({ count, priority }: Waiting): Scale {
  let [least, most] = [0, 0]
  for (let n = 0; n < count; n++) {
    const value = priority[n] as number
    if (n === 0 || value < least) least = value
    if (n === 0 || value > most) most = value
  }
  let shift = 0
  while ((most - least) / 2 ** shift >= STEPS) shift++
  return { shift, most }
}

/** 0 is the step of the highest priority. */
const stepOf = (priority: number, { shift, most }: Scale): number =>
  Math.floor((most - priority) / 2 ** shift)

function forEachWaiting(
  { count, group }: Waiting,
  groups: number,
  visit: (n: number, group: number) => void,
): void {
  for (let n = 0; n < count; n++) {
    const of = group[n] as number
    assert(of < groups, `group ${of} has a capacity`)
    if (of >= 0) visit(n, of)
  }
}

/** The last step that still finds room, and how many cases stand in the steps up to it. */
function cutOf(counts: Int32Array, group: number, room: number): { step: number; reached: number } {
  let reached = 0
  if (room <= 0) return { step: -1, reached }
  for (let step = 0; step < STEPS; step++) {
    reached += counts[group * STEPS + step] as number
    if (reached >= room) return { step, reached }
  }
  return { step: STEPS - 1, reached }
}

function before({ priority, accountId }: Waiting, a: number, b: number): number {
  const order = (priority[b] as number) - (priority[a] as number)
  if (order !== 0) return order
  return (accountId[a] as bigint) < (accountId[b] as bigint) ? -1 : 1
}
