import { assert } from '../core/assert.ts'

/** One way that a share of the borrowers is treated: by a strategy, or (hold-out) by none. */
export type Arm = {
  readonly name: string
  /** The strategy that decides; undefined for the hold-out: nothing is done, to measure against. */
  readonly strategy: string | undefined
  readonly percent: number
}

export type ArmsFault = 'no_champion' | 'not_whole_percent' | 'not_100' | 'repeated_name'

/** The first arm is the champion. What is wrong with a trial before it begins; undefined: nothing. */
export function armsFault(arms: readonly Arm[]): ArmsFault | undefined {
  if (arms[0]?.strategy === undefined) return 'no_champion'
  if (!arms.every(({ percent }) => Number.isInteger(percent) && percent >= 1))
    return 'not_whole_percent'
  if (new Set(arms.map(({ name }) => name)).size !== arms.length) return 'repeated_name'
  return arms.reduce((sum, { percent }) => sum + percent, 0) === 100 ? undefined : 'not_100'
}

const U64 = (1n << 64n) - 1n

/**
 * From 0 to 99, always the same for a borrower and a trial: the borrower's id, itself a hash of the
 * source's reference, mixed with the trial's name (FNV-1a, then the finaliser of splitmix64), so that
 * two trials divide the same people independently.
 */
export function percentileOf(borrowerId: bigint, trial: string): number {
  let mixed = 0xcbf29ce484222325n
  for (const sign of trial)
    mixed = ((mixed ^ BigInt(sign.codePointAt(0) ?? 0)) * 0x100000001b3n) & U64
  mixed = (mixed + borrowerId) & U64
  mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & U64
  mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & U64
  return Number((mixed ^ (mixed >> 31n)) % 100n)
}

/** The arm of a borrower. People of an arm that was stopped are the champion's; nobody else moves. */
export function armOf(
  arms: readonly Arm[],
  borrowerId: bigint,
  at: { readonly trial: string; readonly stopped: ReadonlySet<string> },
): Arm {
  const [champion] = arms
  assert(
    champion !== undefined && armsFault(arms) === undefined,
    'the arms of a trial were checked',
  )
  let rest = percentileOf(borrowerId, at.trial)
  const drawn = arms.find(({ percent }) => (rest -= percent) < 0) ?? champion
  return at.stopped.has(drawn.name) ? champion : drawn
}

/** What an arm may not pass: so many events (complaints, opt-outs) for 1,000 contacts. */
export type GuardRail = {
  readonly perThousandMax: number
  /** Below so many contacts a rate is noise, and stops nobody. */
  readonly contactsLeast: number
}

export type ArmCount = { readonly name: string; readonly contacts: number; readonly events: number }

/** The challengers to stop now. The champion is what one falls back to, so it is never in the list. */
export function armsToStop(
  arms: readonly Arm[],
  counts: readonly ArmCount[],
  rail: GuardRail,
): readonly string[] {
  const challengers = new Set(arms.slice(1).map(({ name }) => name))
  return counts
    .filter(({ name }) => challengers.has(name))
    .filter(({ contacts }) => contacts >= rail.contactsLeast)
    .filter(({ contacts, events }) => events * 1000 > rail.perThousandMax * contacts)
    .map(({ name }) => name)
}
