import { type LawBook, lawBook } from '../guard/book.ts'
import { RuleFile } from '../guard/file.ts'
import type { Reason } from '../guard/verdict.ts'
import { inTenant, type Db, type Tx } from './db.ts'

/** What every verdict by this law shares: kept once a version, so that old verdicts stay readable. */
export async function keepLaw(db: Db, tenantId: bigint, law: LawBook): Promise<void> {
  const done = kept.get(db) ?? new Set()
  kept.set(db, done)
  const version = `${tenantId} ${law.hash}`
  if (done.has(version)) return
  const heads = law.files.map(({ id, title, source, mark }) => ({
    rule: id,
    head: {
      title,
      citation: source[0],
      unverified: mark === 'secondary' || mark === 'unverified',
    },
  }))
  await inTenant(db, tenantId, (tx) =>
    tx.query(
      `with version as (
         insert into law_version (tenant_id, hash, files) values ($1, $2, $3)
         on conflict do nothing returning hash)
       insert into law_rule (tenant_id, hash, rule, head)
       select $1, version.hash, head.rule, head.head
       from version, jsonb_to_recordset($4::jsonb) as head(rule text, head jsonb)
       on conflict do nothing`,
      [tenantId, law.hash, JSON.stringify(law.files), JSON.stringify(heads)],
    ),
  )
  done.add(version)
}

// Which versions this process has already kept in a database: a memory, nothing more.
const kept = new WeakMap<Db, Set<string>>()

/** The law of an earlier verdict, to judge again by; undefined where it was never kept here. */
export async function lawOf(tx: Tx, tenantId: bigint, hash: string): Promise<LawBook | undefined> {
  const found = await tx.query<{ files: unknown[] }>(
    `select files from law_version where tenant_id = $1 and hash = $2`,
    [tenantId, hash],
  )
  const [row] = found.rows
  return row && lawBook(RuleFile.array().parse(row.files.map(withoutOldNote)), hash)
}

/** A note was once one text, in English alone. It takes no part in judging, so the rest stands. */
const withoutOldNote = (file: unknown): unknown =>
  typeof file === 'object' && file !== null && 'note' in file && typeof file.note === 'string'
    ? { ...file, note: undefined }
    : file

/** A reason as it stands in a verdict's row: without what its rule's file says of itself. */
export const keptReason = (reason: Reason): Partial<Reason> => ({
  ...reason,
  title: undefined,
  citation: undefined,
  unverified: undefined,
})

/** SQL for the reasons of a row of `verdict v`, whole again. */
export const REASONS = `(
  select jsonb_agg(coalesce(h.head, '{}') || told.reason order by told.no)
  from jsonb_array_elements(v.reasons) with ordinality as told(reason, no)
  left join law_rule h on h.tenant_id = v.tenant_id and h.hash = v.rules_hash and h.rule = told.reason->>'rule')`
