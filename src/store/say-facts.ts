import { currencyOf, money, type Money } from '../core/money.ts'
import type { Sender } from '../engine/template-lint.ts'
import type { FirmKind } from '../guard/vocabulary.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** What words to one borrower are held against. */
export type SayFacts = {
  readonly sender: Sender
  readonly language: 'zh' | 'en'
  /** What is owed, due and agreed, each account for itself and each currency together. */
  readonly amounts: readonly Money[]
  readonly jurisdictions: readonly string[]
  readonly firm: FirmKind
}

type Row = {
  readonly trading_name: string
  readonly check_phone: string
  readonly check_url: string
  readonly language: 'zh' | 'en'
  readonly jurisdictions: readonly string[] | null
  readonly firm_kind: FirmKind | null
  readonly amounts: readonly { readonly minor: string; readonly currency: string }[] | null
}

/** undefined: there is no such borrower. */
export async function readSayFacts(tx: Tx, ref: BorrowerRef): Promise<SayFacts | undefined> {
  const { rows } = await tx.query<Row>(
    `with of_account as (
       select a.account_id, a.currency, p.outstanding_minor, p.arrears_minor, p.next_due_minor, p.last_payment_minor
         from account a
         join position p using (tenant_id, borrower_id, account_id)
        where a.tenant_id = $1 and a.borrower_id = $2),
     known as (
       select currency, m as minor from of_account,
              unnest(array[outstanding_minor, arrears_minor, next_due_minor, last_payment_minor]) m
       union select currency, s from (
         select currency, unnest(array[sum(outstanding_minor), sum(arrears_minor)])::bigint as s
           from of_account group by currency) sums
       union select currency, amount_minor from promise where tenant_id = $1 and borrower_id = $2
       union select l.currency, i.amount_minor from plan l
          join plan_instalment i using (tenant_id, borrower_id, plan_id)
         where l.tenant_id = $1 and l.borrower_id = $2)
     select t.trading_name, t.check_phone, t.check_url, b.language, place.jurisdictions, place.firm_kind,
            (select jsonb_agg(jsonb_build_object('minor', minor::text, 'currency', currency))
               from known where minor > 0) as amounts
       from borrower b
       join tenant t on t.tenant_id = b.tenant_id
       left join lateral (
         select f.jurisdictions, f.firm_kind from account a
           join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
          where a.tenant_id = b.tenant_id and a.borrower_id = b.borrower_id
          order by a.account_id limit 1) place on true
      where b.tenant_id = $1 and b.borrower_id = $2`,
    [ref.tenantId, ref.borrowerId],
  )
  const [row] = rows
  if (row === undefined) return undefined
  return {
    sender: {
      tradingName: row.trading_name,
      checkPhone: row.check_phone,
      checkUrl: row.check_url,
    },
    language: row.language,
    amounts: (row.amounts ?? []).flatMap(({ minor, currency }) => {
      const known = currencyOf(currency)
      return known === undefined ? [] : [money(BigInt(minor), known)]
    }),
    jurisdictions: row.jurisdictions ?? [],
    // As strict as can be where nothing is known.
    firm: row.firm_kind ?? 'agency',
  }
}
