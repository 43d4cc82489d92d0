import type { Action, MeWire, Role } from '../../src/api/wire.ts'
import { MESSAGES } from './messages.ts'
import { preferences } from './preferences.ts'
import { asOfHere } from './shell/as-of.ts'

/** An administrator runs the system and sees no borrower. */
export const READS_CASES: Record<Role, boolean> = {
  collector: true,
  manager: true,
  compliance: true,
  admin: false,
}

/** Who answers for strategies: they hold no borrower, so an administrator reads them too. */
export const READS_STRATEGIES: Record<Role, boolean> = {
  collector: false,
  manager: true,
  compliance: true,
  admin: true,
}

/** Who reviews calls: whoever answers for them, and whoever answers for the rules. */
export const REVIEWS_CALLS: Record<Role, boolean> = {
  collector: false,
  manager: true,
  compliance: true,
  admin: false,
}

/** Why this person may not act, in the server's words; undefined where he may. */
export function whyNot(me: MeWire, action: Action): string | undefined {
  if (asOfHere() !== undefined) return MESSAGES['as_of.no_acting'][preferences().language]
  const found = me.actions.find((one) => one.action === action)
  if (found === undefined) return action
  return found.allowed ? undefined : (found.reason ?? action)
}
