import { BANKRUPTCY } from './bankruptcy.ts'
import { BEREAVEMENT } from './bereavement.ts'
import { BREATHING_SPACE, CRISIS, MORATORIUM } from './breathing-space.ts'
import { COMPLAINT } from './complaint.ts'
import { DISPUTE } from './dispute.ts'
import { HARDSHIP } from './hardship.ts'
import type { Act, CareTable, StateHold } from './kind.ts'
import { PAYMENT_PAUSE } from './payment-pause.ts'
import { RESTRUCTURE } from './restructure.ts'
import { type Stop, stopsOf } from './stops.ts'
import { VULNERABILITY } from './vulnerability.ts'

export const CARE_KINDS = [
  'dispute',
  'complaint',
  'hardship',
  'vulnerability',
  'breathing_space',
  'crisis',
  'moratorium',
  'bereavement',
  'bankruptcy',
  'payment_pause',
  'restructure',
] as const
export type CareKind = (typeof CARE_KINDS)[number]

const TABLES: Readonly<Record<CareKind, CareTable>> = {
  dispute: DISPUTE,
  complaint: COMPLAINT,
  hardship: HARDSHIP,
  vulnerability: VULNERABILITY,
  breathing_space: BREATHING_SPACE,
  crisis: CRISIS,
  moratorium: MORATORIUM,
  bereavement: BEREAVEMENT,
  bankruptcy: BANKRUPTCY,
  payment_pause: PAYMENT_PAUSE,
  restructure: RESTRUCTURE,
}

export const careTableOf = (kind: CareKind): CareTable => TABLES[kind]

/** Whether an action may be done in a state: API, desk and command line all ask here. */
export const can = (kind: CareKind, action: string, state: string): boolean =>
  actOf(kind, action)?.from.includes(state) ?? false

export const actOf = (kind: CareKind, action: string): Act<string> | undefined =>
  Object.hasOwn(TABLES[kind].actions, action) ? TABLES[kind].actions[action] : undefined

/** What may be done from a state, in the order of the table. */
export const actionsFrom = (kind: CareKind, state: string): readonly string[] =>
  Object.keys(TABLES[kind].actions).filter((action) => can(kind, action, state))

export const isOver = (kind: CareKind, state: string): boolean => TABLES[kind].over.includes(state)

export const clocksIn = (kind: CareKind, state: string): readonly string[] =>
  TABLES[kind].clocks[state] ?? []

/** The hold of a state; an interest-free pause stops charges too. */
export function holdIn(kind: CareKind, sort: string, state: string): StateHold | undefined {
  const hold = TABLES[kind].holds[state]
  if (hold === undefined) return undefined
  if (kind === 'payment_pause' && sort === 'interest_free')
    return { ...hold, stops: [...(hold.stops ?? []), 'charge'] }
  return hold
}

/** What stands still in a state, as people read it. */
export function stoppedIn(kind: CareKind, sort: string, state: string): readonly Stop[] {
  const hold = holdIn(kind, sort, state)
  return hold === undefined ? [] : stopsOf(hold.reason, hold.stops)
}
