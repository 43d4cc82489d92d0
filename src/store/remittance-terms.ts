import type { Day } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import { mayRemit } from './remittance-role.ts'
import { lockPortfolio, type RemittanceDeclined } from './remittance.ts'

export type RemittanceTerms = {
  readonly from: Day
  readonly basisPoints: number
  /** The least commission of a remittance in this currency. */
  readonly minimum?: { readonly minor: bigint; readonly currency: string } | undefined
}

/** From that day on money is handed on at this rate; what was handed on before stays as it was. */
export async function setRemittanceTerms(
  tx: Tx,
  tenantId: bigint,
  asked: RemittanceTerms & { readonly portfolio: string; readonly by: string },
): Promise<{ readonly set: true } | RemittanceDeclined> {
  if (!(await mayRemit(tx, tenantId, asked.by))) return { declined: 'role_may_not_remit' }
  const book = await lockPortfolio(tx, tenantId, asked.portfolio)
  if ('declined' in book) return book
  await tx.query(
    `insert into remittance_terms (tenant_id, portfolio_id, from_on, basis_points, minimum_minor, minimum_currency,
       made_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tenantId,
      book.portfolioId,
      asked.from,
      asked.basisPoints,
      asked.minimum?.minor ?? null,
      asked.minimum?.currency ?? null,
      asked.by,
    ],
  )
  return { set: true }
}
