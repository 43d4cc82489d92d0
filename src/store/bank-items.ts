import type { Tx } from './db.ts'

/** Place of an item's entry among equal ones, and of the item in its entry, in one number. */
const NTH = 1_000_000

const COLUMNS = `bank_account, amount_minor, currency, booked_on, value_on, bank_ref, end_to_end, reference,
  payer_name, payer_account, virtual_account, remittance, returned, return_code, original_ref`

const INSERT = `insert into money_item (tenant_id, item_key, item_no, statement_id, ${COLUMNS})
  select $1, s.item_key, s.item_no, t.statement_id, t.bank_account, ${COLUMNS.slice(14)}
    from stage_money s join stage_stmt t using (stmt)`

/**
 * Writes the movements that no file has told before, and leaves just those in the stage. Final
 * statements follow one another, so what they tell adds up; interim reports overlap, so the most that
 * one of them tells counts. What a final statement tells is first of all what reports told before.
 */
export async function writeItems(tx: Tx, tenantId: bigint): Promise<number> {
  // Without their sizes the server would join these tables row by row.
  await tx.query(`analyze stage_money, stage_stmt`)
  // What went out and did not come back is in the statement's sums, and nobody has to match it.
  await tx.query(`delete from stage_money where amount_minor < 0 and not returned`)
  await tx.query(`create temp table special on commit drop as
    select item_key from stage_money group by item_key
    having count(*) > 1 or max(part) > 1`)
  await tx.query(`analyze special`)
  const plain = `where not exists (select from special x where x.item_key = s.item_key)`
  const wanted = await tx.query<{ n: bigint }>(`select count(*) as n from stage_money s ${plain}`)
  const made = await tx.query(`${INSERT} ${plain} on conflict do nothing`, [tenantId])
  if (BigInt(made.rowCount ?? 0) < (wanted.rows[0]?.n ?? 0n)) await findKnown(tx, tenantId)
  const special = await tx.query(`select from special limit 1`)
  if (special.rowCount !== 0) await writeSpecial(tx, tenantId)
  const left = await tx.query<{ n: bigint }>(`select count(*) as n from stage_money`)
  return Number(left.rows[0]?.n ?? 0n)
}

/** Those that were not written because a file before has told them. */
async function findKnown(tx: Tx, tenantId: bigint): Promise<void> {
  await tx.query(
    `insert into special
     select s.item_key from stage_money s join stage_stmt t using (stmt)
       join money_item m on m.tenant_id = $1 and m.item_key = s.item_key and m.item_no = s.item_no
      where m.statement_id <> t.statement_id
        and not exists (select from special x where x.item_key = s.item_key)`,
    [tenantId],
  )
}

/** Equal movements are counted; those that are known are confirmed, told apart, or left alone. */
async function writeSpecial(tx: Tx, tenantId: bigint): Promise<void> {
  await tx.query(`create temp table known on commit drop as
    select item_key, max(nth) as n,
           coalesce(array_agg(nth order by nth) filter (where not told), '{}') as waiting
      from (select m.item_key, m.item_no / ${NTH} as nth,
                   bool_or(b.kind = 'final') or bool_or(c.nth is not null) as told
              from money_item m
              join bank_statement b on b.tenant_id = m.tenant_id and b.statement_id = m.statement_id
              left join money_confirmed c on c.tenant_id = m.tenant_id and c.item_key = m.item_key
                and c.nth = m.item_no / ${NTH}
             where m.item_key in (select item_key from special) and m.tenant_id = ${tenantId}
             group by 1, 2) k
     group by item_key`)
  await tx.query(`create temp table counted on commit drop as
    select e.*, case when not is_final then rank
                     when rank <= cardinality(waiting) then waiting[rank]
                     else n + rank - cardinality(waiting) end as nth,
           case when is_final then rank > cardinality(waiting)
                else rank > n + greatest(0, finals - cardinality(waiting)) end as is_new
      from (select s.stmt, s.entry, s.item_key, t.kind = 'final' as is_final, max(s.part) > 1 as is_batch,
                   row_number() over (partition by s.item_key, case when t.kind = 'final' then 0 else s.stmt end
                                      order by s.stmt, s.entry)::integer as rank,
                   coalesce(max(k.n), 0) as n, coalesce(max(k.waiting), '{}') as waiting,
                   sum((t.kind = 'final')::integer) over (partition by s.item_key) as finals
              from (select stmt, entry, item_key, max(part) as part from stage_money
                     where item_key in (select item_key from special) group by 1, 2, 3) s
              join stage_stmt t using (stmt) left join known k using (item_key)
             group by s.stmt, s.entry, s.item_key, t.kind) e`)
  await tx.query(
    `insert into money_confirmed (tenant_id, item_key, nth, statement_id)
     select $1, c.item_key, c.nth, t.statement_id from counted c join stage_stmt t using (stmt)
      where c.is_final and not c.is_new on conflict do nothing`,
    [tenantId],
  )
  await takeApart(tx, tenantId)
  // Two reports of one file may tell the same new movement.
  await tx.query(`delete from counted c using counted d
    where d.item_key = c.item_key and d.nth = c.nth and d.is_new and (d.stmt, d.entry) < (c.stmt, c.entry)`)
  await tx.query(`delete from stage_money s where s.item_key in (select item_key from special)
    and not exists (select from counted c where c.is_new and (c.stmt, c.entry) = (s.stmt, s.entry))`)
  await tx.query(`update stage_money s set nth = c.nth from counted c
    where (c.stmt, c.entry) = (s.stmt, s.entry) and s.nth <> c.nth`)
  await tx.query(`${INSERT} where s.item_key in (select item_key from special)`, [tenantId])
}

/**
 * A batch that was told as one sum and is now told apart: where nobody has touched the sum, its parts
 * take its place. Where somebody has, it stays as it was matched.
 */
async function takeApart(tx: Tx, tenantId: bigint): Promise<void> {
  await tx.query(
    `with whole as (
       select c.stmt, c.entry, w.item_key, w.item_no, w.left_minor
         from counted c
         join money_waiting w on w.tenant_id = $1 and w.item_key = c.item_key and w.item_no = c.nth * ${NTH} + 1
         join money_item m on m.tenant_id = $1 and m.item_key = w.item_key and m.item_no = w.item_no
        where c.is_batch and not c.is_new and w.left_minor = m.amount_minor
          and not exists (select from money_decision d where d.tenant_id = $1
                             and d.item_key = w.item_key and d.item_no = w.item_no)
     ), gone as (
       delete from money_waiting w using whole h
        where w.tenant_id = $1 and w.item_key = h.item_key and w.item_no = h.item_no
     ), told as (
       insert into money_decision (tenant_id, item_key, item_no, decision_no, kind, part_minor, rule, score, decided_by)
       select distinct $1::bigint, item_key, item_no, 1, 'set_aside', left_minor, 'told_apart', 100, 'bank' from whole
     )
     update counted c set is_new = true from whole h where (h.stmt, h.entry) = (c.stmt, c.entry)`,
    [tenantId],
  )
}
