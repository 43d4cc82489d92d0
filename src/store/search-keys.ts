import { inTenant, type Db, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { KEY_KINDS, keysOf, KEYS_VERSION } from './search-words.ts'

type Source = {
  readonly borrower_id: bigint
  readonly name: string
  readonly phones: readonly string[]
  readonly refs: readonly string[]
  readonly made_of: string
}

const STEP = 2000

/**
 * What the keys of these borrowers are made of, and its short form, by which the database itself finds
 * whose keys are missing or old. $1 tenant, $2 the version of how keys are made.
 */
const sourcesOf = (which: string): string => `
  select b.borrower_id, b.name, s.phones, s.refs,
         md5(concat_ws(E'\\n', $2::text, b.name, array_to_string(s.phones, ','), array_to_string(s.refs, ','))) as made_of
    from (select borrower_id, name, ref from borrower where tenant_id = $1 and ${which} offset 0) b
    cross join lateral (
      select array(select distinct a.value from address a
                    where a.tenant_id = $1 and a.borrower_id = b.borrower_id
                      and a.kind in ('mobile', 'landline') and a.standing not in ('recycled', 'not_his')
                    order by a.value) as phones,
             array(select b.ref union select a.ref from account a
                    where a.tenant_id = $1 and a.borrower_id = b.borrower_id
                    order by 1) as refs) s`

const STEP_END = `select max(borrower_id) as last from (
  select borrower_id from borrower where tenant_id = $1 and borrower_id > $2 order by borrower_id limit ${STEP}) s`

/** Of the borrowers of one step alone, so that a book of any size is gone through in equal steps. */
const STALE = `
  select x.* from (${sourcesOf('borrower_id > $3 and borrower_id <= $4')}) x
   where (select count(*) from search_key k
           where k.tenant_id = $1 and k.borrower_id = x.borrower_id and k.kind = 0 and k.key = x.made_of) = 0`

/**
 * Keys of everybody whose name, numbers or references are not what their keys were made of: after a load,
 * after a release that makes keys otherwise, and for a book that was there before. Each step is a
 * transaction of its own, so it may be ended anywhere and begun again.
 */
export async function fillSearch(db: Db, tenantId: bigint): Promise<number> {
  let [after, done] = [-1n, 0]
  for (;;) {
    const step = await inTenant(db, tenantId, async (tx) => {
      const end = await tx.query<{ last: bigint | null }>(STEP_END, [tenantId, after])
      const last = end.rows[0]?.last ?? undefined
      if (last === undefined) return undefined
      const stale = await tx.query<Source>(STALE, [tenantId, KEYS_VERSION, after, last])
      await write(tx, tenantId, stale.rows)
      return { last, written: stale.rows.length }
    })
    if (step === undefined) return done
    after = step.last
    done += step.written
  }
}

/** One borrower, in the transaction of what changed a name or a number. */
export async function keySearch(tx: Tx, { tenantId, borrowerId }: BorrowerRef): Promise<void> {
  const values = [tenantId, KEYS_VERSION, borrowerId]
  const found = await tx.query<Source>(sourcesOf('borrower_id = $3'), values)
  await write(tx, tenantId, found.rows)
}

async function write(tx: Tx, tenantId: bigint, sources: readonly Source[]): Promise<void> {
  if (sources.length === 0) return
  const rows = sources.flatMap((source) => [
    { id: source.borrower_id, kind: 0, key: source.made_of },
    ...keysOf(source).map(({ kind, key }) => ({
      id: source.borrower_id,
      kind: KEY_KINDS[kind],
      key,
    })),
  ])
  await tx.query(`delete from search_key where tenant_id = $1 and borrower_id = any($2)`, [
    tenantId,
    sources.map((source) => source.borrower_id),
  ])
  await tx.query(
    `insert into search_key (tenant_id, borrower_id, kind, key)
     select $1, k.* from unnest($2::bigint[], $3::smallint[], $4::text[]) as k
         on conflict do nothing`,
    [tenantId, rows.map(({ id }) => id), rows.map(({ kind }) => kind), rows.map(({ key }) => key)],
  )
}
