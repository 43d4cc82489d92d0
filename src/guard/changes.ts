import { type Instant, dayNumber } from '../core/calendar.ts'
import type { Asked } from './past.ts'
import { earliestStartOfDay, latestStartOfDay } from './zone.ts'

/**
 * When what was said, agreed or recorded begins or ends by itself, after `asked` and in order. A word
 * of a rule is for the facts as they stand; from such an instant on, others stand, and it is asked
 * again.
 */
export function changesAhead({ proposal, facts, zones }: Asked): readonly Instant[] {
  const { consents, holds, overrides, wishes } = facts
  if (consents.length + holds.length + overrides.length + wishes.length === 0) return NONE
  const ends = [...wishes, ...holds].flatMap(({ untilOn }) =>
    untilOn === undefined ? [] : [latestStartOfDay(zones, () => dayNumber(untilOn))],
  )
  const all = [
    ...ends,
    ...holds.map(({ fromOn }) => earliestStartOfDay(zones, () => dayNumber(fromOn))),
    ...overrides.map((override) => override.expiresAt),
    ...consents.flatMap(({ effectiveAt, expiresAt }) => [effectiveAt, expiresAt ?? effectiveAt]),
  ]
  const ahead = all.filter((at) => at > proposal.at)
  return ahead.length === 0 ? NONE : [...new Set(ahead)].toSorted((a, b) => a - b)
}

const NONE: readonly Instant[] = []
