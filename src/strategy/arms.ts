import { assert } from '../core/assert.ts'

/** One way that a share of the borrowers is treated: by a strategy, or (hold-out) by none. */
export type Arm = {
  readonly name: string
  /** The strategy that decides; undefined for the hold-out: nothing is done, to measure against. */
  readonly strategy: string | undefined
  readonly percent: number
}

export type ArmsFault =
  | 'no_champion'
  | 'no_challenger'
  | 'too_many_arms'
  | 'not_whole_percent'
  | 'not_100'
  | 'repeated_name'

export const ARMS_MAX = 5

/** The first arm is the champion. What is wrong with a trial before it begins; undefined: nothing. */
export function armsFault(arms: readonly Arm[]): ArmsFault | undefined {
  if (arms[0]?.strategy === undefined) return 'no_champion'
  if (arms.length < 2) return 'no_challenger'
  if (arms.length > ARMS_MAX) return 'too_many_arms'
  if (!arms.every(({ percent }) => Number.isInteger(percent) && percent >= 1))
    return 'not_whole_percent'
  if (new Set(arms.map(({ name }) => name)).size !== arms.length) return 'repeated_name'
  return arms.reduce((sum, { percent }) => sum + percent, 0) === 100 ? undefined : 'not_100'
}

/** The lanes that people are drawn into once and for ever: a trial takes some of the hundred. */
export const LANES = 100
/** No trial can be called so: a name holds no space. */
const LANE_WORD = ' lane'

/** Half-open, like every range. */
export type Lanes = { readonly from: number; readonly until: number }

/**
 * From 0 to 99, always the same for a borrower and a trial: the borrower's id, itself a hash of the
 * source's reference, mixed with the trial's name (FNV-1a, then the finaliser of MurmurHash3 over
 * each half), so that two trials divide the same people independently.
 */
export const percentileOf = (borrowerId: bigint, trial: string): number =>
  draw(borrowerId, seedOf(trial))

export const laneOf = (borrowerId: bigint): number => draw(borrowerId, LANE_SEED)

function seedOf(word: string): number {
  let seed = 0x811c9dc5
  for (const sign of word) seed = Math.imul(seed ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  return seed
}

const LANE_SEED = seedOf(LANE_WORD)

function draw(borrowerId: bigint, seed: number): number {
  const low = mix(seed ^ Number(borrowerId & 0xffff_ffffn))
  const both = mix(low ^ Number((borrowerId >> 32n) & 0xffff_ffffn) ^ 0x9e3779b9)
  return (both >>> 0) % 100
}

function mix(bits: number): number {
  let h = bits
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

export type Drawing = {
  readonly trial: string
  readonly lanes: Lanes
  readonly arms: readonly Arm[]
  readonly stopped: ReadonlySet<string>
}

/**
 * The arm that a borrower was drawn into, whether it was stopped or not; undefined for somebody
 * outside the trial's lanes. Made once a trial and day: what it checks and mixes in stays the same.
 */
export function drawing({ trial, lanes, arms }: Drawing): (borrowerId: bigint) => Arm | undefined {
  assert(armsFault(arms) === undefined, 'the arms of a trial were checked')
  const byPercentile = arms.flatMap((arm) => Array.from({ length: arm.percent }, () => arm))
  const seed = seedOf(trial)
  return (borrowerId) => {
    const lane = laneOf(borrowerId)
    if (lane < lanes.from || lane >= lanes.until) return undefined
    return byPercentile[draw(borrowerId, seed)]
  }
}

/** The same, but people of a stopped arm have left the trial; nobody else moves. */
export function armOf(of: Drawing): (borrowerId: bigint) => Arm | undefined {
  const drawn = drawing(of)
  return (borrowerId) => {
    const arm = drawn(borrowerId)
    return arm === undefined || of.stopped.has(arm.name) ? undefined : arm
  }
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
