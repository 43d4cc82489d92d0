import { wholeMonths, type Day } from '../core/calendar.ts'
import { isWithin } from '../core/offer.ts'
import type { PlanInstalment } from '../core/plan.ts'
import type { OfAccount } from './agree.ts'
import { readAccountTerms } from './agreement-terms.ts'
import type { Tx } from './db.ts'
import { limitOf, productLimit, readOfferAuthority } from './offer-authority.ts'
import { readStaff } from './staff.ts'

/**
 * Why dated amounts that somebody wrote out may not be agreed on by them alone; undefined: they may. It is
 * the same question as for an option of an offer, so that writing the dates oneself goes no further.
 */
export async function plainPlanFault(
  tx: Tx,
  tenantId: bigint,
  of: OfAccount & {
    readonly instalments: readonly PlanInstalment[]
    readonly today: Day
    readonly by: string
  },
): Promise<'no_such_account' | 'plan_too_long' | 'above_own_authority' | undefined> {
  const { instalments, today } = of
  const terms = await readAccountTerms(tx, tenantId, of)
  if (terms === undefined) return 'no_such_account'
  const { monthsMax } = terms.agreement.plan
  if (instalments.some((one) => wholeMonths(today, one.dueOn) > monthsMax)) return 'plan_too_long'
  const role = (await readStaff(tx, tenantId, of.by))?.role
  const authority = await readOfferAuthority(tx, tenantId, of)
  const isGranted =
    role !== undefined &&
    isWithin({ instalments, discountBps: 0 }, limitOf(authority, role, productLimit(terms)))
  return isGranted ? undefined : 'above_own_authority'
}
