import type { Unasked } from '../store/unasked.ts'

/**
 * What a run did, in numbers that add up:
 * treatments = waiting + allow + defer + deny + unasked + stopped + gone + troubled, allow = sent + listed,
 * sent = the sum of answers. A treatment that two rules bar counts in both of byRule.
 */
export type DispatchCounts = {
  treatments: number
  /** Their provider is down, or has no turn for them now: they stay planned for a later run. */
  waiting: number
  allow: number
  defer: number
  deny: number
  /** The guard was not asked, because there was nothing to ask about. */
  unasked: Record<Unasked, number>
  /** A stop came between permit and wire, again and again: left to the next run. */
  stopped: number
  /** Somebody else had dealt with it. */
  gone: number
  /** Something unforeseen: nothing was sent for it, and the run said what it was. */
  troubled: number
  sent: number
  /** Allowed, and for people to carry out. */
  listed: number
  answers: Record<'accepted' | 'refused' | 'unclear', number>
  byRule: Record<string, { defer: number; deny: number }>
  /** Set where the run stopped early because its clock cannot be trusted. */
  clock?: 'skew' | 'backwards'
}

export const emptyCounts = (): DispatchCounts => ({
  treatments: 0,
  waiting: 0,
  allow: 0,
  defer: 0,
  deny: 0,
  unasked: {
    no_channel: 0,
    no_address: 0,
    no_template: 0,
    too_long: 0,
    nothing_due: 0,
    debt_has_ended: 0,
    sentence_missing: 0,
    no_app_address: 0,
    not_linked: 0,
    blocked_there: 0,
    out_of_window: 0,
    not_approved: 0,
    no_opt_in: 0,
    consent_used_up: 0,
  },
  stopped: 0,
  gone: 0,
  troubled: 0,
  sent: 0,
  listed: 0,
  answers: { accepted: 0, refused: 0, unclear: 0 },
  byRule: {},
})
