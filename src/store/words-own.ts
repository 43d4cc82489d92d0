import type { Tx } from './db.ts'

/** The lists whose words a tenant makes itself, by loading them. */
export type OwnList = 'segment' | 'zone'

/** Gives every word a code: a new word the next one. A code, once given, stays with its word. */
export async function ensureWords(
  tx: Tx,
  tenantId: bigint,
  list: OwnList,
  words: readonly string[],
): Promise<void> {
  if (words.length === 0) return
  // One after the other, so that no two new words take one code.
  await tx.query(`select from tenant where tenant_id = $1 for update`, [tenantId])
  await tx.query(
    `insert into word_code (tenant_id, list, code, word)
     select $1, $2, coalesce((select max(code) from word_code where tenant_id = $1 and list = $2), 0)
                    + row_number() over (order by w.word), w.word
       from unnest($3::text[]) as w (word)
      where not exists (select from word_code k where k.tenant_id = $1 and k.list = $2 and k.word = w.word)`,
    [tenantId, list, [...new Set(words)]],
  )
}

/** The zones of these borrowers that have no code yet; nearly always none. */
export async function ensureZones(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
): Promise<void> {
  const found = await tx.query<{ zone: string }>(
    `select distinct b.zones[1] as zone from borrower b
      where b.tenant_id = $1 and b.borrower_id = any($2)
        and not exists (select from word_code k where k.tenant_id = $1 and k.list = 'zone' and k.word = b.zones[1])`,
    [tenantId, borrowerIds],
  )
  await ensureWords(
    tx,
    tenantId,
    'zone',
    found.rows.map((row) => row.zone),
  )
}

/** Every word of the tenant's lists, as strategies compile against them. */
export async function readWords(
  tx: Tx,
  tenantId: bigint,
): Promise<Readonly<Record<OwnList, readonly { readonly id: number; readonly code: string }[]>>> {
  const found = await tx.query<{ list: OwnList; code: number; word: string }>(
    `select list, code, word from word_code where tenant_id = $1 order by list, code`,
    [tenantId],
  )
  const of = (list: OwnList) =>
    found.rows.filter((row) => row.list === list).map((row) => ({ id: row.code, code: row.word }))
  return { segment: of('segment'), zone: of('zone') }
}
