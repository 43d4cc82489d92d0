import type { Day } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'

/** That the borrower was told, before a credit register is; `returnedOn`: the notice came back undelivered. */
export type CreditNoticeGiven = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly channel: Channel
  readonly on: Day
  readonly returnedOn?: Day | undefined
  /** How it is known: the letter's number, the lender's file. */
  readonly source: string
}

export type CreditNoticeDeclined = {
  readonly declined:
    | 'no_such_borrower'
    | 'no_such_account'
    | 'day_in_future'
    | 'ends_before_it_begins'
}

/** Keeps a notice that the lender sent itself; what is told to a register may rest on it. */
export async function recordCreditNotice(
  tx: Tx,
  tenantId: bigint,
  given: CreditNoticeGiven,
  today: Day,
): Promise<{ readonly noticeId: bigint } | CreditNoticeDeclined> {
  const { borrowerId, accountId, channel, on, returnedOn, source } = given
  if (on > today || (returnedOn ?? on) > today) return { declined: 'day_in_future' }
  if (returnedOn !== undefined && returnedOn < on) return { declined: 'ends_before_it_begins' }
  if ((await lockBorrower(tx, { tenantId, borrowerId })) === undefined)
    return { declined: 'no_such_borrower' }
  const made = await tx.query<{ notice_id: bigint }>(
    `insert into credit_notice (tenant_id, borrower_id, account_id, channel, effective_on, returned_on, source)
     select tenant_id, borrower_id, account_id, $4, $5, $6, $7 from account
      where tenant_id = $1 and borrower_id = $2 and account_id = $3
     returning notice_id`,
    [tenantId, borrowerId, accountId, channel, on, returnedOn ?? null, source],
  )
  const noticeId = made.rows[0]?.notice_id
  return noticeId === undefined ? { declined: 'no_such_account' } : { noticeId }
}

export type CreditNoticeRow = Omit<CreditNoticeGiven, 'borrowerId' | 'returnedOn'> & {
  readonly returnedOn: Day | null
}

/** The notices of one borrower, the newest first. */
export async function readCreditNotices(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly CreditNoticeRow[]> {
  const found = await tx.query<CreditNoticeRow>(
    `select account_id as "accountId", channel, effective_on as "on", returned_on as "returnedOn", source
       from credit_notice where tenant_id = $1 and borrower_id = $2 order by notice_id desc limit 200`,
    [tenantId, borrowerId],
  )
  return found.rows
}
