import type { Day } from '../core/calendar.ts'
import { isIban } from '../core/iban.ts'
import type { Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'

/** A borrower's word that we may collect from a bank account. */
export type Mandate = {
  readonly borrowerId: bigint
  readonly mandateNo: bigint
  readonly accountId: bigint
  readonly ref: string
  readonly holder: string
  readonly iban: string
  readonly bic: string | undefined
  readonly signedOn: Day
  readonly noticeDays: number
  readonly endedOn: Day | undefined
}

export type NewMandate = Omit<Mandate, 'mandateNo' | 'endedOn'> & { readonly by: string }

type Declined = {
  readonly declined: 'bad_iban' | 'no_such_account' | 'wrong_currency' | 'mandate_exists'
}

/** Kept with what was signed; an IBAN that cannot be is refused before a bank refuses it. */
export async function addMandate(
  tx: Tx,
  tenantId: bigint,
  of: NewMandate,
): Promise<{ readonly mandateNo: bigint } | Declined> {
  if (!isIban(of.iban)) return { declined: 'bad_iban' }
  await lockBorrower(tx, { tenantId, borrowerId: of.borrowerId })
  const account = await tx.query<{ currency: string }>(
    `select currency from account where tenant_id = $1 and borrower_id = $2 and account_id = $3`,
    [tenantId, of.borrowerId, of.accountId],
  )
  const currency = account.rows[0]?.currency
  if (currency === undefined) return { declined: 'no_such_account' }
  if (currency !== 'EUR') return { declined: 'wrong_currency' }
  const made = await tx.query<{ mandate_no: bigint }>(
    `insert into mandate (tenant_id, borrower_id, account_id, ref, holder, iban, bic, signed_on, notice_days, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (tenant_id, borrower_id, ref) do nothing returning mandate_no`,
    [
      tenantId,
      of.borrowerId,
      of.accountId,
      of.ref,
      of.holder,
      of.iban,
      of.bic ?? null,
      of.signedOn,
      of.noticeDays,
      of.by,
    ],
  )
  const mandateNo = made.rows[0]?.mandate_no
  return mandateNo === undefined ? { declined: 'mandate_exists' } : { mandateNo }
}

const COLUMNS = `m.borrower_id as "borrowerId", m.mandate_no as "mandateNo", m.account_id as "accountId", m.ref,
  m.holder, m.iban, m.bic, m.signed_on as "signedOn", m.notice_days as "noticeDays", e.effective_on as "endedOn"`

type Row = Omit<Mandate, 'bic' | 'endedOn'> & { bic: string | null; endedOn: Day | null }

const mandateOf = (row: Row): Mandate => ({
  ...row,
  bic: row.bic ?? undefined,
  endedOn: row.endedOn ?? undefined,
})

/** Of one borrower, or of the whole book those that run on a day. */
export async function readMandates(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId?: bigint; readonly runningOn?: Day } = {},
): Promise<readonly Mandate[]> {
  const found = await tx.query<Row>(
    `select ${COLUMNS} from mandate m left join mandate_end e using (tenant_id, borrower_id, mandate_no)
      where m.tenant_id = $1 and ($2::bigint is null or m.borrower_id = $2)
        and ($3::date is null or m.signed_on <= $3 and coalesce(e.effective_on > $3, true))
      order by m.borrower_id, m.mandate_no`,
    [tenantId, of.borrowerId ?? null, of.runningOn ?? null],
  )
  return found.rows.map(mandateOf)
}

/** From that day on nothing is collected by it; false where there is no such running mandate. */
export async function endMandate(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly borrowerId: bigint
    readonly mandateNo: bigint
    readonly on: Day
    readonly why: string
    readonly by: string
  },
): Promise<boolean> {
  const done = await tx.query(
    `insert into mandate_end (tenant_id, borrower_id, mandate_no, effective_on, why, made_by)
     select tenant_id, borrower_id, mandate_no, $4, $5, $6 from mandate
      where tenant_id = $1 and borrower_id = $2 and mandate_no = $3
     on conflict (tenant_id, borrower_id, mandate_no) do nothing`,
    [tenantId, of.borrowerId, of.mandateNo, of.on, of.why, of.by],
  )
  return done.rowCount === 1
}
