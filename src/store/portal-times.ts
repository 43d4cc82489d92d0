import type { Instant } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { endSpared, readSpared, spare, type SparedKept, type SparedWish } from './spare.ts'

/** What the portal offers to tick: few enough to be read at a glance. */
export const SPARED_CHOICES = [
  'mornings',
  'afternoons',
  'evenings',
  'working_hours',
  'weekends',
  'at_work',
] as const
export type SparedChoice = (typeof SPARED_CHOICES)[number]

const time = (from: number, until: number, days?: readonly number[]): SparedWish => ({
  kind: 'inconvenient_time',
  from,
  until,
  days,
})

const MEANS: Readonly<Record<SparedChoice, SparedWish>> = {
  mornings: time(0, 720),
  afternoons: time(720, 1080),
  evenings: time(1080, 1440),
  working_hours: time(540, 1080, [0, 1, 2, 3, 4]),
  weekends: time(0, 1440, [5, 6]),
  at_work: { kind: 'inconvenient_place', place: 'work' },
}

const PORTAL = 'portal'

const isIt = (wish: SparedWish, kept: SparedKept): boolean =>
  kept.ended === undefined &&
  kept.source === PORTAL &&
  kept.kind === wish.kind &&
  kept.from === wish.from &&
  kept.until === wish.until &&
  kept.place === wish.place &&
  String(kept.days) === String(wish.days)

/** What the borrower ticked here and has not taken back. */
export async function readChoices(tx: Tx, ref: BorrowerRef): Promise<ReadonlySet<SparedChoice>> {
  const kept = await readSpared(tx, ref)
  return new Set(SPARED_CHOICES.filter((one) => kept.some((each) => isIt(MEANS[one], each))))
}

/** Keeps what changed; only what was ticked here is taken back here. */
export async function changeChoices(
  tx: Tx,
  ref: BorrowerRef,
  { wanted, words }: { readonly wanted: ReadonlySet<SparedChoice>; readonly words: string },
  now: Instant,
): Promise<void> {
  const kept = await readSpared(tx, ref)
  const stands = (choice: SparedChoice) => kept.find((each) => isIt(MEANS[choice], each))
  const wishes = SPARED_CHOICES.filter((one) => wanted.has(one) && stands(one) === undefined).map(
    (one) => MEANS[one],
  )
  await spare(tx, ref, { wishes, words, source: PORTAL }, now)
  for (const choice of SPARED_CHOICES) {
    const standing = wanted.has(choice) ? undefined : stands(choice)
    if (standing !== undefined)
      await endSpared(tx, ref, { wishId: standing.wishId, words, source: PORTAL }, now)
  }
}
