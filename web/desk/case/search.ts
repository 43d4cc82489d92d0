import type { TimelineKind } from '../../../src/api/wire.ts'

export const TIMELINE_KINDS = [
  'account',
  'instalments',
  'snapshot',
  'payment',
  'reversal',
  'entry',
  'treatment',
  'verdict',
  'contact',
  'contact_event',
  'hold',
  'hold_ended',
  'consent',
  'promise',
  'plan',
  'plan_ended',
  'pause',
  'inbound',
] as const satisfies readonly TimelineKind[]

export const ANCHORS = [
  'summary',
  'agreements',
  'timeline',
  'money',
  'contacts',
  'care',
  'documents',
  'why',
] as const

const ACTS = ['hold', 'payment', 'callback', 'promise', 'plan', 'budget'] as const

export type CaseSearch = {
  /** The list this case was opened from: what "next" means, and where "back" goes. */
  readonly from?: string | undefined
  readonly kind?: TimelineKind | undefined
  /** The form that is open over the case. */
  readonly act?: (typeof ACTS)[number] | undefined
}

export const caseSearchOf = (search: Record<string, unknown>): CaseSearch => ({
  from: typeof search['from'] === 'string' ? search['from'] : undefined,
  kind: TIMELINE_KINDS.find((kind) => kind === search['kind']),
  act: ACTS.find((act) => act === search['act']),
})
