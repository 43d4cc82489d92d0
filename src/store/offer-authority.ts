import { dayNumber, type Day } from '../core/calendar.ts'
import type { GrantLimit } from '../core/offer.ts'
import { newColumns, sealColumns } from '../strategy/columns-build.ts'
import { positionAt } from '../strategy/columns-read.ts'
import { offerFor, speakingRows } from '../strategy/decide.ts'
import type { OfferOut } from '../strategy/document.ts'
import type { AccountTerms } from './agreement-terms.ts'
import type { Tx } from './db.ts'
import { readOne } from './positions.ts'
import { compiledStrategies } from './strategy-in-force.ts'
import type { StaffRole } from './staff.ts'

/** What the strategy in force lets be offered on an account, and the row that says so. */
export type Authority = {
  readonly offer: OfferOut
  readonly strategy: string
  readonly version: number
  readonly rowNo: number
}

export async function readOfferAuthority(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly accountId: bigint; readonly today: Day },
): Promise<Authority | undefined> {
  const { borrowerId, today } = of
  const strategies = await compiledStrategies(tx, tenantId, { day: today, only: borrowerId })
  // As an event reads one borrower: a stream of rows is not for a connection that answers many at once.
  const { pieces, past } = await readOne(tx, tenantId, { borrowerId, today })
  const builder = newColumns(pieces.rows)
  pieces.into(builder)
  past.into(builder, pieces.rows)
  const columns = sealColumns(builder, { rows: pieces.rows, asOf: dayNumber(today) })
  for (let at = 0; at < columns.rows; at++) {
    if (columns.accountId[at] !== of.accountId) continue
    const { row } = positionAt(columns, at)
    // Without a strategy in force nobody has authority for a discount.
    if (!strategies.covers(row.portfolio)) return undefined
    // Somebody who is left alone to measure may still settle, as the portfolio's own strategy says.
    const { compiled, name, version } = strategies.champion(row.portfolio)
    const on = { today: dayNumber(today) }
    const offer = offerFor(compiled, row, on)
    const rowNo = speakingRows(compiled, row, on).offer
    return offer && { offer, strategy: name, version, rowNo: rowNo ?? 0 }
  }
  return undefined
}

/**
 * The most instalments that the product speaks of, plans made to measure included: whether law and a budget
 * let one be so long is asked where its dates are made.
 */
export const productLimit = (
  terms: Pick<AccountTerms, 'agreement'> | undefined,
): { readonly instalmentsMax: number } => ({
  instalmentsMax: Math.max(
    terms?.agreement.plan.monthsMax ?? 0,
    terms?.agreement.plan.personalised?.monthsMax ?? 0,
  ),
})

const NOTHING: GrantLimit = { instalments: 0, discountBps: 0 }

/** How far a role goes alone. Without a row nobody gives a discount, and plans are the product's matter. */
export function limitOf(
  authority: Authority | undefined,
  role: StaffRole,
  product: { readonly instalmentsMax: number },
): GrantLimit {
  if (authority === undefined)
    return role === 'admin' ? NOTHING : { instalments: product.instalmentsMax, discountBps: 0 }
  const { offer } = authority
  const own = offer.roles?.find((one) => one.role === role)
  if (own !== undefined)
    return { instalments: own.instalments, discountBps: own.discountBasisPoints }
  if (offer.roles !== undefined) return NOTHING
  const whole = { instalments: offer.instalments, discountBps: offer.discountBasisPoints }
  if (offer.approval === undefined) return role === 'admin' ? NOTHING : whole
  return offer.approval === role ? whole : NOTHING
}

/** How far anybody goes: beyond it a second person's word does not help either. */
export function limitOfAll(
  authority: Authority | undefined,
  product: { readonly instalmentsMax: number },
): GrantLimit {
  const roles: readonly StaffRole[] = ['collector', 'manager', 'compliance']
  const limits = roles.map((role) => limitOf(authority, role, product))
  return {
    instalments: Math.max(...limits.map((one) => one.instalments)),
    discountBps: Math.max(...limits.map((one) => one.discountBps)),
  }
}
