import { addChangeCalendar } from './change-calendar.ts'
import { addDecisions } from './decisions.ts'
import type { ApiDeps } from './env.ts'
import { addExplain } from './explain.ts'
import { addExports } from './exports.ts'
import { addHoldsBoard } from './holds-board.ts'
import { addLooks } from './looks.ts'
import { addNearMisses } from './near-misses.ts'
import type { Api } from './route.ts'
import { addRuleStops } from './rule-stops.ts'
import { addStaffRoles } from './staff-roles.ts'

/** Every route that is there to answer for what was done. */
export function addCompliance(api: Api, deps: ApiDeps): void {
  for (const add of [addDecisions, addExplain, addRuleStops, addHoldsBoard]) add(api, deps)
  for (const add of [addNearMisses, addLooks, addStaffRoles, addExports, addChangeCalendar])
    add(api, deps)
}
