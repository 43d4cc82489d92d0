import type { NoWay } from '../engine/app-way.ts'
import type { Tx } from './db.ts'
import type { OutOfTimeFault } from './out-of-time.ts'

/** Why a treatment was no question for the guard. */
export type Unasked =
  | 'no_channel'
  | 'no_address'
  | 'no_template'
  | 'too_long'
  | 'nothing_due'
  | NoWay
  | OutOfTimeFault

/** What an unasked treatment becomes. */
const UNASKED_STATE: Readonly<Record<Unasked, 'listed' | 'denied' | 'withdrawn'>> = {
  no_channel: 'listed',
  no_address: 'denied',
  no_template: 'denied',
  too_long: 'denied',
  debt_has_ended: 'denied',
  sentence_missing: 'denied',
  nothing_due: 'withdrawn',
  no_app_address: 'denied',
  not_linked: 'denied',
  blocked_there: 'denied',
  out_of_window: 'denied',
  not_approved: 'denied',
  no_opt_in: 'denied',
  consent_used_up: 'denied',
}

export async function keepUnasked(
  tx: Tx,
  ref: { readonly tenantId: bigint; readonly borrowerId: bigint; readonly treatmentId: bigint },
  why: Unasked,
): Promise<void> {
  await tx.query({
    name: 'treatment-unasked',
    text: `update treatment set state = $4, state_why = jsonb_build_object('why', $5::text), not_before = null
           where tenant_id = $1 and borrower_id = $2 and treatment_id = $3`,
    values: [ref.tenantId, ref.borrowerId, ref.treatmentId, UNASKED_STATE[why], why],
  })
}
