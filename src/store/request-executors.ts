import { postApproved } from './ledger-authority.ts'
import { approveMatch } from './money-approve.ts'
import { agreeOffer } from './offer.ts'
import { restructureExecutor } from './restructure.ts'
import type { Executors } from './second-person.ts'

/** Who does what a second person has approved, kind by kind. */
export const EXECUTORS: Executors = {
  settlement: agreeOffer,
  plan: agreeOffer,
  waiver: postApproved,
  refund: postApproved,
  write_off: postApproved,
  restructure: restructureExecutor,
  match: approveMatch,
}
