import { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import { asOfDay } from '../store/as-of.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { endOfDay } from '../store/past.ts'
import type { Actor, ApiDeps } from './env.ts'
import type { Declined } from './route.ts'
import { DayIn, LANG } from './schemas.ts'

/** The one way to ask for a day that is over; today without it. */
export const AT = { at: DayIn.optional() }
export const AtQuery = z.strictObject({ ...LANG, ...AT })

type Query = { readonly at?: Day | undefined }

/** Which day is looked at; the book of a day that is still to come is not written yet. */
export function dayAsked(
  deps: ApiDeps,
  { at }: Query,
): { readonly on: Day; readonly isPast: boolean } | undefined {
  const today = deps.today()
  const on = at ?? today
  return on > today ? undefined : { on, isPast: on < today }
}

/** Until when facts count as known on the day that is looked at; undefined: all that are there. */
export const knownUntil = async (
  tx: Tx,
  tenantId: bigint,
  { on, isPast }: { readonly on: Day; readonly isPast: boolean },
): Promise<string | undefined> => (isPast ? endOfDay(tx, tenantId, on) : undefined)

/** A day that is over, and the day whose knowledge of this person is shown. */
export type Then = { readonly on: Day; readonly knownOn: Day }

/**
 * Reads one person as they stand, or as they stood on a day and were known then. Today's positions stand as
 * the night and the day's events left them, so nothing is derived for it; `then` is there for a past day alone.
 */
export async function readAsOf<T>(
  deps: ApiDeps,
  of: { readonly actor: Actor; readonly borrowerId: bigint; readonly query: Query },
  read: (tx: Tx, on: Day, then?: Then) => Promise<T>,
): Promise<T | Declined> {
  const asked = dayAsked(deps, of.query)
  if (asked === undefined) return { declined: 'day_in_future' }
  const { tenantId } = of.actor
  const { on, isPast } = asked
  if (!isPast) return inTenant(deps.db, tenantId, (tx) => read(tx, on))
  return asOfDay(deps.db, { tenantId, borrowerId: of.borrowerId, on }, (tx, knownOn) =>
    read(tx, on, { on, knownOn }),
  )
}
