import type { Role } from '../../../src/api/wire.ts'
import type { CaseFilter } from '../cases/filter.ts'
import type { MessageKey } from '../messages.ts'

/** A named view of the list: nothing but a filter and an order, as in the URL. */
export type SavedView = { readonly label: MessageKey; readonly filter: CaseFilter }

export const QUEUE: SavedView = { label: 'rail.queue', filter: { treatment_state: 'listed' } }
export const ALL: SavedView = { label: 'rail.all', filter: {} }

const LONGEST: SavedView = { label: 'rail.longest', filter: { sort: 'days_past_due' } }
const LARGEST: SavedView = { label: 'rail.largest', filter: { sort: 'arrears' } }
const HOLDS: SavedView = { label: 'rail.holds', filter: { state: 'on_hold' } }
const DEFERRED: SavedView = { label: 'rail.deferred', filter: { verdict: 'defer' } }
const DENIED: SavedView = { label: 'rail.denied', filter: { verdict: 'deny' } }
const UNKNOWN: SavedView = { label: 'rail.unknown', filter: { contact_state: 'unknown' } }
const APPROVALS: SavedView = {
  label: 'rail.approvals',
  filter: { treatment_state: 'awaiting_approval' },
}
const CLOSED: SavedView = { label: 'rail.closed', filter: { state: 'closed' } }

export type RailGroup = { readonly label: MessageKey; readonly views: readonly SavedView[] }

const WATCH: RailGroup = { label: 'rail.kept_back', views: [HOLDS, DEFERRED, DENIED, UNKNOWN] }
const CASES: RailGroup = { label: 'rail.cases', views: [ALL, LONGEST, LARGEST, CLOSED] }

/** What each role comes for, most wanted first. */
export const RAIL: Record<Role, readonly RailGroup[]> = {
  collector: [
    { label: 'rail.cases', views: [QUEUE, ALL, LONGEST, LARGEST] },
    { label: 'rail.kept_back', views: [HOLDS, DEFERRED] },
  ],
  manager: [
    { label: 'rail.cases', views: [APPROVALS, QUEUE, ALL, LONGEST, LARGEST, CLOSED] },
    WATCH,
  ],
  compliance: [WATCH, CASES],
  admin: [CASES],
}
