import type { Day } from '../core/calendar.ts'
import type { Held } from '../store/held.ts'
import { holdIdText } from './ids.ts'
import type { CaseWire } from './wire.ts'

/** Of what stands in lists, what had happened by the day; what was agreed for later stays to be seen. */
export const knownOn = (
  found: CaseWire,
  of: { readonly on: Day; readonly knownOn: Day; readonly held: readonly Held[] },
): CaseWire => {
  const { on, held } = of
  return {
    ...found,
    known_on: of.knownOn,
    accounts: found.accounts.map((account) => ({
      ...account,
      made_up_of: {
        ...account.made_up_of,
        payments: account.made_up_of.payments.filter((line) => line.effective_on <= on),
        snapshots: account.made_up_of.snapshots.filter((line) => line.effective_on <= on),
      },
    })),
    // A hold that ended since stood on that day.
    holds: found.holds.flatMap((hold) => {
      const was = held.find(({ holdId }) => holdIdText(holdId) === hold.id)
      if (was === undefined || hold.from_on > on) return []
      return [{ ...hold, active: was.untilOn === undefined || on < was.untilOn }]
    }),
    treatments: found.treatments.filter((step) => step.chosen_on <= on),
  }
}
