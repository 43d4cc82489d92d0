import type { Day } from '../core/calendar.ts'
import type { Say } from '../core/words.ts'
import type { Tx } from './db.ts'
import { LISTENED } from './event-out.ts'
import { writePaidAndTouched } from './load-positions.ts'
import { PAID_TABLE } from './paid-positions.ts'

/** Accounts of lenders' own books whose borrowers nothing is planned for: their money needs no event. */
const QUIET = `p.kind = 'host' and a.closed_on is null
  and not exists (select from treatment t where t.tenant_id = $1 and t.borrower_id = a.borrower_id
    and t.state in ('planned', 'deferred', 'listed', 'awaiting_approval'))
  and not exists (select from contact c where c.tenant_id = $1 and c.borrower_id = a.borrower_id
    and c.state in ('permitted', 'sending'))`

/** The day on which money counts: that of its value, at the latest that of its booking. */
export const COUNTS_ON = `least(coalesce(value_on, booked_on), booked_on)`

/**
 * Matches in sets what is certain by rule: a virtual account, or a reference that is exactly an account's, with
 * an amount that is no more than is owed. All else waits, and so does the money of borrowers for whom
 * something is planned: theirs goes one by one, because it stops and decides.
 */
export async function matchCertain(
  tx: Tx,
  tenantId: bigint,
  { today, say }: { readonly today: Day; readonly say: Say },
): Promise<{ readonly matched: number; readonly waiting: number; readonly positions: number }> {
  await findCertain(tx, tenantId, today)
  const matched = await postCertain(tx, tenantId)
  const waiting = await tx.query(
    `insert into money_waiting (tenant_id, item_key, item_no, left_minor, booked_on, twin)
     select $1, s.item_key, s.item_no, s.amount_minor, s.booked_on, w.item_key is not null
       from stage_money s left join stage_twin w on (w.item_key, w.nth) = (s.item_key, s.nth)
      where not exists (select from certain c where (c.item_key, c.item_no) = (s.item_key, s.item_no))`,
    [tenantId],
  )
  // What a return undoes may have come only now.
  await tx.query(
    `update money_waiting set tried = false where tenant_id = $1 and left_minor < 0 and tried`,
    [tenantId],
  )
  await tx.query(`create temp table touched (borrower_id bigint, account_id bigint) on commit drop`)
  await tx.query(PAID_TABLE)
  await tx.query(
    `insert into paid select borrower_id, account_id, counts_on, amount_minor from certain`,
  )
  const positions = matched === 0 ? 0 : await writePaidAndTouched(tx, tenantId, today, say)
  return { matched, waiting: waiting.rowCount ?? 0, positions }
}

async function findCertain(tx: Tx, tenantId: bigint, today: Day): Promise<void> {
  await findTwins(tx, tenantId)
  await tx.query(`create temp table pointed (item_key bigint, item_no bigint, borrower_id bigint,
    account_id bigint, rule smallint) on commit drop`)
  const aliases = await tx.query(`select from money_alias where tenant_id = $1 limit 1`, [tenantId])
  if (aliases.rowCount !== 0) await pointByAlias(tx, tenantId)
  for (const column of ['reference', 'end_to_end'])
    await tx.query(
      `insert into pointed
       select s.item_key, s.item_no, a.borrower_id, a.account_id, 2
         from stage_money s join account a on a.tenant_id = $1 and a.ref = s.${column}
        where s.amount_minor > 0 and not s.returned`,
      [tenantId],
    )
  await tx.query(`analyze pointed`)
  // Where two things point at different accounts nothing is certain. Apart, so that its size is known.
  await tx.query(`create temp table agreed on commit drop as
    select item_key, item_no, min(borrower_id) as borrower_id, min(account_id) as account_id, min(rule) as rule
      from pointed group by 1, 2 having min(account_id) = max(account_id)`)
  await tx.query(`analyze agreed, stage_twin`)
  // A key of two columns looks far rarer to the server than it is, and row by row it would never end.
  await tx.query(`set local enable_nestloop = off`)
  await tx.query(
    `create temp table certain on commit drop as
     select c.item_key, c.item_no, c.borrower_id, c.account_id, c.rule, s.amount_minor, s.counts_on, s.payer_account,
            s.payer_name, o.outstanding_minor
       from agreed c
       join (select item_key, nth, item_no, currency, amount_minor, payer_account, payer_name,
                    ${COUNTS_ON} as counts_on from stage_money) s using (item_key, item_no)
       join account a on a.tenant_id = ${tenantId} and a.borrower_id = c.borrower_id and a.account_id = c.account_id
       join portfolio p on p.tenant_id = ${tenantId} and p.portfolio_id = a.portfolio_id
       join position o on o.tenant_id = ${tenantId} and o.borrower_id = c.borrower_id and o.account_id = c.account_id
      where a.currency = s.currency and s.amount_minor <= o.outstanding_minor and s.counts_on <= '${today}'::date
        and not exists (select from stage_twin w where (w.item_key, w.nth) = (s.item_key, s.nth))
        and ${QUIET.replaceAll('$1', String(tenantId))}`,
  )
  await tx.query(`set local enable_nestloop = on`)
  await tx.query(`analyze certain`)
  // Each may be no more than is owed and all together more: then they go one after the other.
  await tx.query(`delete from certain where account_id in (
    select account_id from certain group by account_id having sum(amount_minor) > min(outstanding_minor))`)
}

async function pointByAlias(tx: Tx, tenantId: bigint): Promise<void> {
  for (const [column, kind, rule] of [
    ['virtual_account', 'virtual', 1],
    ['reference', 'reference', 3],
    ['end_to_end', 'reference', 3],
  ] as const)
    await tx.query(
      `insert into pointed
       select s.item_key, s.item_no, l.matched_borrower, l.matched_account, $2
         from stage_money s join money_alias l on l.tenant_id = $1 and l.kind = $3 and l.value = s.${column}
        where s.amount_minor > 0 and not s.returned`,
      [tenantId, rule, kind],
    )
}

/**
 * New movements that may be another report's in other words: the same account and amount within days, one
 * told by a final statement and one only by a report.
 */
async function findTwins(tx: Tx, tenantId: bigint): Promise<void> {
  await tx.query(`create temp table stage_twin (item_key bigint, nth bigint) on commit drop`)
  const mixed = await tx.query(
    `select from bank_statement b join stage_stmt t on t.bank_account = b.bank_account
      where b.tenant_id = $1 and (b.kind = 'final') <> (t.kind = 'final') limit 1`,
    [tenantId],
  )
  if (mixed.rowCount === 0) return
  await tx.query(
    `insert into stage_twin
     select distinct s.item_key, s.nth
       from stage_money s join stage_stmt t using (stmt)
       join money_item m on m.tenant_id = $1 and m.bank_account = t.bank_account and m.amount_minor = s.amount_minor
        and m.currency = s.currency and abs(m.booked_on - s.booked_on) <= 5
        and (m.item_key <> s.item_key or m.item_no / 1000000 <> s.nth)
       join bank_statement b on b.tenant_id = $1 and b.statement_id = m.statement_id
      where (t.kind = 'final' and b.kind <> 'final'
             and not exists (select from money_confirmed c where c.tenant_id = $1 and c.item_key = m.item_key
                                and c.nth = m.item_no / 1000000))
         or (t.kind <> 'final' and b.kind = 'final'
             and s.booked_on <= (select max(f.booked_until) from bank_statement f
               where f.tenant_id = $1 and f.kind = 'final' and f.bank_account = t.bank_account))`,
    [tenantId],
  )
}

/** The rules by their number here; the same names as in core/match.ts. */
const RULES = `case rule when 1 then 'virtual_account' when 2 then 'account_reference' else 'issued_reference' end`

const REF = `'bank:' || item_key || ':' || item_no || ':1'`

/** The id that core/identity.ts makes of the source 'bank' and the reference. */
const PAYMENT_ID = `('x' || encode(substr(sha256('\\x62616e6b00'::bytea || convert_to(${REF}, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint
  & 9223372036854775807`

async function postCertain(tx: Tx, tenantId: bigint): Promise<number> {
  const posted = await tx.query(
    `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, effective_on)
     select $1, borrower_id, account_id, ${PAYMENT_ID}, ${REF}, amount_minor, counts_on from certain`,
    [tenantId],
  )
  await tx.query(
    `insert into event_out (tenant_id, borrower_id, type, occurred_at, data)
     select $1, s.borrower_id, 'payment.applied', now(), jsonb_build_object('payment_id', (${PAYMENT_ID})::text,
       'account_id', s.account_id::text, 'effective_on', s.counts_on,
       'amount', jsonb_build_object('minor', s.amount_minor::text, 'currency', a.currency))
       from certain s
       join account a on a.tenant_id = $1 and a.borrower_id = s.borrower_id and a.account_id = s.account_id
      where ${LISTENED}`,
    [tenantId],
  )
  await tx.query(
    `insert into money_decision (tenant_id, item_key, item_no, decision_no, kind, part_minor, matched_borrower,
       matched_account, payment_id, rule, score, decided_by)
     select $1, item_key, item_no, 1, 'match', amount_minor, borrower_id, account_id, ${PAYMENT_ID}, ${RULES}, 100, 'rule'
       from certain`,
    [tenantId],
  )
  await tx.query(
    `insert into money_alias (tenant_id, kind, value, matched_borrower, matched_account)
     select distinct $1::bigint, 'payer', payer_account, borrower_id, account_id from certain where payer_account is not null
     on conflict do nothing`,
    [tenantId],
  )
  return posted.rowCount ?? 0
}
