import type { Day } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import { OWN_CODE } from './asked-now.ts'
import type { Tx } from './db.ts'
import { SENT_WORDS } from './thread.ts'

type Of = { readonly tenantId: bigint; readonly borrowerId: bigint; readonly accountId: bigint }

/** One message that passed between the borrower and us, as the two of them know it. */
export type SaidRow = {
  readonly on: Day
  readonly way: 'in' | 'out'
  readonly channel: Channel
  readonly words: string
}

const SAID_MAX = 100

/**
 * What left for the borrower about this account, and what they wrote to us from an address of their own or on these
 * pages. What somebody else wrote is not theirs to read here, and a code is nobody's after it was used.
 */
export async function readSaid(tx: Tx, of: Of): Promise<readonly SaidRow[]> {
  const found = await tx.query<SaidRow>(
    `select (one.at at time zone t.zone)::date as "on", one.way, one.channel, one.words from (
       select coalesce(k.sending_at, k.permitted_at) as at, 'out' as way, k.channel, ${SENT_WORDS} as words
         from contact k
        where k.tenant_id = $1 and k.borrower_id = $2 and $3 = any(k.account_ids)
          and k.channel in ('sms', 'email', 'message') and k.provider is distinct from 'portal'
          and k.state in ('sending', 'accepted', 'delivered', 'unknown') and k.template is distinct from $4
       union all
       select m.effective_at, 'in', m.channel, m.words from message_in m
        where m.tenant_id = $1 and m.borrower_id = $2 and m.automatic is null
          and (m.sender = 'portal' or m.sender in (
            select value from address where tenant_id = $1 and borrower_id = $2 and standing in ('unverified', 'works')))
     ) one join tenant t on t.tenant_id = $1
     where one.words is not null and one.words <> '' order by one.at desc limit ${SAID_MAX}`,
    [of.tenantId, of.borrowerId, of.accountId, OWN_CODE],
  )
  return found.rows
}

/** A letter that was handed to the post, and where its file is. */
export type LetterSent = {
  readonly attemptKey: string
  readonly kind: string
  readonly on: Day
  readonly sha256: string
  readonly batch: { readonly batchNo: bigint; readonly madeOn: Day }
}

type LetterRow = Omit<LetterSent, 'batch'> & {
  readonly batchNo: bigint
  readonly madeOn: Day
}

export async function readLettersSent(tx: Tx, of: Of): Promise<readonly LetterSent[]> {
  const found = await tx.query<LetterRow>(
    `select l.attempt_key as "attemptKey", l.kind, l.sha256, b.batch_no as "batchNo", b.made_on as "madeOn",
       coalesce(l.handed_over_on, b.made_on) as "on"
     from letter l
     join contact c on c.tenant_id = l.tenant_id and c.borrower_id = l.borrower_id and c.contact_id = l.contact_id
     join letter_batch b on b.tenant_id = l.tenant_id and b.batch_no = l.batch_no
     where l.tenant_id = $1 and l.borrower_id = $2 and $3 = any(c.account_ids)
       and l.state in ('handed_over', 'returned')
     order by l.set_at desc, l.attempt_key limit 50`,
    [of.tenantId, of.borrowerId, of.accountId],
  )
  return found.rows.map(({ batchNo, madeOn, ...row }) => ({
    ...row,
    batch: { batchNo, madeOn },
  }))
}
