import type { Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'
import { LISTENED } from './event-out.ts'
import { sourceLiteral } from './stage.ts'
import { NEW_PROFILES, newSnapshots, type Book } from './load-preview.ts'
import { OF_OWN } from './load-ledger.ts'
import { ensureWords } from './words-own.ts'

export type Write = Book & { readonly loadId: bigint; readonly now: Instant }

/** Writes what is staged into the book: new rows, and what has changed of known ones. */
export async function writeBook(tx: Tx, write: Write): Promise<void> {
  await writeBorrowers(tx, write)
  await writeAccounts(tx, write)
  await writeAddresses(tx, write)
  await writeInstalments(tx, write)
  await writePayments(tx, write)
  await writeSnapshots(tx, write)
  await writeProfiles(tx, write)
}

/** Every statement here takes the same three: $1 tenant, $2 load, $3 when. */
const run = (tx: Tx, write: Write, sql: string): Promise<unknown> =>
  tx.query(sql, [write.tenantId, write.loadId, instantText(write.now)])

const unless = (write: Write, table: string, on: string): string =>
  write.fresh ? '' : `where not exists (select from ${table} b where b.tenant_id = $1 and ${on})`

/** Of a book that was empty every staged account is new; else the new facts name the accounts. */
const touching = (write: Write, insert: string): string =>
  write.fresh
    ? insert
    : `with written as (${insert} returning borrower_id, account_id)
       insert into touched select distinct borrower_id, account_id from written`

async function writeBorrowers(tx: Tx, write: Write): Promise<void> {
  const source = sourceLiteral(write.source)
  await run(
    tx,
    write,
    `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones, person_key, load_id, recorded_at)
     select $1, s.borrower_id, ${source}, s.ref, s.name, s.language, s.zones, s.person_key, $2, $3::timestamptz
       from stage_borrower s ${unless(write, 'borrower', 'b.borrower_id = s.borrower_id')}`,
  )
  if (write.fresh) return
  await run(
    tx,
    write,
    `with changed as (
       update borrower b set name = s.name, language = s.language, zones = s.zones,
              person_key = coalesce(s.person_key, b.person_key), load_id = $2, recorded_at = $3::timestamptz
         from stage_borrower s
        where b.tenant_id = $1 and b.borrower_id = s.borrower_id
          and (b.name, b.language, b.zones, b.person_key) is distinct from
              (s.name, s.language, s.zones, coalesce(s.person_key, b.person_key))
       returning b.borrower_id)
     insert into touched select a.borrower_id, a.account_id from account a join changed c on a.borrower_id = c.borrower_id where a.tenant_id = $1`,
  )
}

async function writeAccounts(tx: Tx, write: Write): Promise<void> {
  const source = sourceLiteral(write.source)
  const on = 'b.borrower_id = s.borrower_id and b.account_id = s.account_id'
  await run(
    tx,
    write,
    touching(
      write,
      `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency, opened_on, principal_minor, closed_on, load_id, recorded_at)
     select $1, s.borrower_id, s.account_id, ${source}, s.ref, s.portfolio_id, s.product_id, s.currency, s.opened_on, s.principal_minor, s.closed_on, $2, $3::timestamptz
       from stage_account s ${unless(write, 'account', on)}`,
    ),
  )
  if (write.fresh) return
  await run(
    tx,
    write,
    `with changed as (
       update account b set portfolio_id = s.portfolio_id, product_id = s.product_id, opened_on = coalesce(s.opened_on, b.opened_on),
              principal_minor = coalesce(s.principal_minor, b.principal_minor), closed_on = coalesce(s.closed_on, b.closed_on), load_id = $2, recorded_at = $3::timestamptz
         from stage_account s
        where b.tenant_id = $1 and ${on}
          and (b.portfolio_id, b.product_id, b.opened_on, b.principal_minor, b.closed_on) is distinct from
              (s.portfolio_id, s.product_id, coalesce(s.opened_on, b.opened_on), coalesce(s.principal_minor, b.principal_minor), coalesce(s.closed_on, b.closed_on))
       returning b.borrower_id, b.account_id)
     insert into touched select borrower_id, account_id from changed`,
  )
}

async function writeAddresses(tx: Tx, write: Write): Promise<void> {
  const on = 'b.borrower_id = s.borrower_id and b.address_id = s.address_id'
  const insert = `insert into address (tenant_id, borrower_id, address_id, kind, value, zone, load_id, recorded_at)
     select $1, s.borrower_id, s.address_id, s.kind, s.value, s.zone, $2, $3::timestamptz
       from stage_address s ${unless(write, 'address', on)}`
  await run(
    tx,
    write,
    write.fresh
      ? insert
      : `with written as (${insert} returning borrower_id)
       insert into touched select a.borrower_id, a.account_id from account a
        where a.tenant_id = $1 and a.borrower_id in (select borrower_id from written)`,
  )
}

async function writeInstalments(tx: Tx, write: Write): Promise<void> {
  const on = `b.borrower_id = s.borrower_id and b.account_id = s.account_id and b.version = s.version and b.instalment_no = s.instalment_no`
  await run(
    tx,
    write,
    touching(
      write,
      `insert into instalment (tenant_id, borrower_id, account_id, version, instalment_no, due_on, amount_minor, effective_on, load_id, recorded_at)
     select $1, s.borrower_id, s.account_id, s.version, s.instalment_no, s.due_on, s.amount_minor, s.effective_on, $2, $3::timestamptz
       from stage_instalment s ${unless(write, 'instalment', on)}`,
    ),
  )
}

/** Those of own books go into their ledger (load-ledger.ts). */
async function writePayments(tx: Tx, write: Write): Promise<void> {
  const on =
    'b.borrower_id = s.borrower_id and b.account_id = s.account_id and b.payment_id = s.payment_id'
  const ofHost = write.own ? `(select * from stage_payment s where not ${OF_OWN})` : 'stage_payment'
  const insert = `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, reverses_id, effective_on, load_id, recorded_at)
     select $1, s.borrower_id, s.account_id, s.payment_id, s.ref, s.amount_minor, s.reverses_id, s.effective_on, $2, $3::timestamptz
       from ${ofHost} s ${unless(write, 'payment', on)}`
  await run(
    tx,
    write,
    write.fresh
      ? insert
      : `with written as (${insert} returning borrower_id, account_id, payment_id, reverses_id, effective_on, amount_minor),
       told as (
         insert into event_out (tenant_id, borrower_id, type, occurred_at, data)
         select $1, w.borrower_id, case when w.reverses_id is null then 'payment.applied' else 'payment.reversed' end,
           $3::timestamptz, jsonb_build_object('payment_id', coalesce(w.reverses_id, w.payment_id)::text,
             'account_id', w.account_id::text, 'effective_on', w.effective_on, 'amount',
             jsonb_build_object('minor', w.amount_minor::text, 'currency', a.currency))
           from written w
           join account a on a.tenant_id = $1 and a.borrower_id = w.borrower_id and a.account_id = w.account_id
          where ${LISTENED})
       insert into paid select borrower_id, account_id, effective_on, amount_minor from written`,
  )
}

async function writeSnapshots(tx: Tx, write: Write): Promise<void> {
  await run(
    tx,
    write,
    touching(
      write,
      `insert into snapshot (tenant_id, borrower_id, account_id, effective_on, recorded_at, balance_minor, arrears_minor, oldest_unpaid_due_on, months_past_due, next_due_on, next_due_minor, load_id)
     select $1, s.borrower_id, s.account_id, s.effective_on, $3::timestamptz, s.balance_minor, s.arrears_minor, s.oldest_unpaid_due_on, s.months_past_due, s.next_due_on, s.next_due_minor, $2
       from ${write.fresh ? 'stage_snapshot' : `(${newSnapshots(write.keepEvery)})`} s`,
    ),
  )
}

/** One account's word may change what is so of the borrower, and so every account of theirs. */
async function writeProfiles(tx: Tx, write: Write): Promise<void> {
  const found = await tx.query<{ segment: string }>(
    `select distinct segment from stage_profile where segment is not null`,
  )
  const segments = found.rows.map((row) => row.segment)
  await ensureWords(tx, write.tenantId, 'segment', segments)
  const insert = `insert into account_profile (tenant_id, borrower_id, account_id, effective_on, risk, propensity, segment_id, vulnerable, limitation_on, load_id, recorded_at)
     select $1, s.borrower_id, s.account_id, s.effective_on, s.risk, s.propensity, k.code, s.vulnerable, s.limitation_on, $2, $3::timestamptz
       from (${NEW_PROFILES}) s
       left join word_code k on k.tenant_id = $1 and k.list = 'segment' and k.word = s.segment
      order by s.borrower_id, s.account_id, s.effective_on`
  await run(
    tx,
    write,
    write.fresh
      ? insert
      : `with written as (${insert} returning borrower_id)
       insert into touched select a.borrower_id, a.account_id from account a
        where a.tenant_id = $1 and a.borrower_id in (select borrower_id from written)`,
  )
}
