/** One call of one person. */
export type CallMade = {
  readonly borrowerId: bigint
  readonly contactId: bigint
  readonly madeBy: string
}

export type Draw = {
  readonly tenantId: bigint
  readonly day: string
  /** Of each person's calls, in hundredths of a per cent. */
  readonly rateBp: number
  /** Of each person at least so many, where there are so many. */
  readonly leastEach: number
}

/**
 * The calls of a day that somebody listens to. Chance is the hash of tenant, day and call, so whoever
 * draws gets the same calls, in whatever order they came; each person's calls are drawn for themself;
 * and a higher rate adds calls without taking any out.
 */
export function sampleCalls<C extends CallMade>(calls: readonly C[], draw: Draw): readonly C[] {
  const people = [...new Set(calls.map(({ madeBy }) => madeBy))].toSorted()
  return people.flatMap((person) => {
    const own = calls.filter(({ madeBy }) => madeBy === person)
    const share = Math.ceil((own.length * draw.rateBp) / 10_000)
    return inDrawnOrder(own, draw).slice(0, Math.max(share, draw.leastEach))
  })
}

/** Who reviews a call: drawn in the same way, and never whoever made it. */
export function reviewerOf(
  call: CallMade,
  reviewers: readonly string[],
  draw: Pick<Draw, 'tenantId' | 'day'>,
): string | undefined {
  const others = reviewers.filter((one) => one !== call.madeBy).toSorted()
  return others[chanceOf(call, draw, 'reviewer') % Math.max(1, others.length)]
}

function inDrawnOrder<C extends CallMade>(calls: readonly C[], draw: Draw): readonly C[] {
  return calls
    .map((call) => ({ call, chance: chanceOf(call, draw, 'call') }))
    .toSorted((a, b) => a.chance - b.chance || inOrder(a.call, b.call))
    .map(({ call }) => call)
}

const inOrder = (a: CallMade, b: CallMade): number =>
  compare(a.borrowerId, b.borrowerId) || compare(a.contactId, b.contactId)

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

/** 32 bits of FNV-1a over the names, then the finaliser of MurmurHash3. */
function chanceOf(
  { borrowerId, contactId }: CallMade,
  { tenantId, day }: Pick<Draw, 'tenantId' | 'day'>,
  what: string,
): number {
  let hash = 0x811c9dc5
  for (const sign of [what, tenantId, day, borrowerId, contactId].join('|'))
    hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
