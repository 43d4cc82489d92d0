import { z } from 'zod'
import type { Day } from '../core/calendar.ts'
import { offerState, type OfferOption, type OfferState } from '../core/offer.ts'
import { PLAN_SHAPES } from '../core/plan.ts'
import type { OfAccount } from './agree.ts'
import type { Tx } from './db.ts'

const minor = z
  .string()
  .regex(/^[0-9]{1,18}$/)
  .transform(BigInt)
const optionSchema = z.object({
  kind: z.enum(['plan', 'settlement']),
  shape: z.enum(PLAN_SHAPES),
  instalments: z.array(z.object({ no: z.number(), dueOn: z.string(), amountMinor: minor })),
  payMinor: minor,
  forgivesMinor: minor,
  discountBps: z.number(),
  monthlyMinor: minor,
  fits: z.enum(['fits', 'above', 'unknown']),
  value: z.object({
    payMinor: minor,
    valueMinor: minor,
    keptMinor: minor,
    waitingMinor: minor,
    keptBps: z.number(),
  }),
})

export type Offer = OfAccount & {
  readonly offerId: bigint
  readonly countersId: bigint | undefined
  readonly side: 'lender' | 'borrower'
  readonly currency: string
  readonly owedMinor: bigint
  readonly options: readonly OfferOption[]
  readonly strategy: string | undefined
  readonly madeOn: Day
  readonly expiresOn: Day
  readonly madeBy: string
  readonly state: OfferState
  readonly planId: bigint | undefined
  readonly requestId: bigint | undefined
  readonly optionNo: number | undefined
}

type OfferRow = {
  readonly offer_id: bigint
  readonly borrower_id: bigint
  readonly account_id: bigint
  readonly counters_id: bigint | null
  readonly made_by_side: 'lender' | 'borrower'
  readonly currency: string
  readonly owed_minor: bigint
  readonly options: unknown
  readonly strategy: string | null
  readonly made_on: Day
  readonly expires_on: Day
  readonly made_by: string
  readonly accept: boolean | null
  readonly option_no: number | null
  readonly request_id: bigint | null
  readonly approved: boolean | null
  readonly asked_until: Day | null
  readonly plan_id: bigint | null
  readonly countered: boolean
}

/** Offers of a borrower, or of one account, the newest first. */
export async function readOffers(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly accountId?: bigint | undefined },
  today: Day,
): Promise<readonly Offer[]> {
  const found = await tx.query<OfferRow>(
    `select o.*, a.accept, a.option_no, a.request_id, r.approve as approved, q.expires_on as asked_until,
            coalesce(a.plan_id, (select p.plan_id from plan p where p.tenant_id = o.tenant_id
               and p.borrower_id = o.borrower_id and p.offer_id = o.offer_id limit 1)) as plan_id,
            exists (select from offer c where c.tenant_id = o.tenant_id and c.borrower_id = o.borrower_id
               and c.counters_id = o.offer_id) as countered
       from offer o
       left join offer_answer a on a.tenant_id = o.tenant_id and a.borrower_id = o.borrower_id and a.offer_id = o.offer_id
       left join request q on q.tenant_id = o.tenant_id and q.borrower_id = o.borrower_id
        and q.request_id = a.request_id
       left join request_answer r on r.tenant_id = o.tenant_id and r.borrower_id = o.borrower_id
        and r.request_id = a.request_id
      where o.tenant_id = $1 and o.borrower_id = $2 and ($3::bigint is null or o.account_id = $3)
      order by o.offer_id desc limit 200`,
    [tenantId, of.borrowerId, of.accountId ?? null],
  )
  return found.rows.map((row) => offerOf(row, today))
}

const offerOf = (row: OfferRow, today: Day): Offer => ({
  borrowerId: row.borrower_id,
  accountId: row.account_id,
  offerId: row.offer_id,
  countersId: row.counters_id ?? undefined,
  side: row.made_by_side,
  currency: row.currency,
  owedMinor: row.owed_minor,
  options: z.array(optionSchema).parse(row.options) as unknown as readonly OfferOption[],
  strategy: row.strategy ?? undefined,
  madeOn: row.made_on,
  expiresOn: row.expires_on,
  madeBy: row.made_by,
  planId: row.plan_id ?? undefined,
  requestId: row.request_id ?? undefined,
  optionNo: row.option_no ?? undefined,
  state: stateOf(row, today),
})

function stateOf(row: OfferRow, today: Day): OfferState {
  const waits = row.plan_id === null && row.request_id !== null
  // Nobody answered the request in time: nothing was agreed.
  if (waits && row.approved === null && row.asked_until !== null && row.asked_until < today)
    return 'expired'
  const accept = row.accept === true && row.approved !== false
  return offerState(
    { expiresOn: row.expires_on },
    {
      answer: row.accept === null ? undefined : { accept, waits },
      countered: row.countered,
      today,
    },
  )
}
