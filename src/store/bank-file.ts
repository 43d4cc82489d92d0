import type { Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'

export type BankFileKept = {
  readonly contentHash: string
  readonly name: string
  readonly format: string
  readonly bytes: number
  readonly accepted: boolean
  readonly findings: readonly object[]
  readonly counts: Readonly<Record<string, number>>
  readonly by: string
  readonly now: Instant
}

export type BankFileRow = {
  readonly file_id: bigint
  readonly name: string
  readonly format: string
  readonly bytes: bigint
  readonly accepted: boolean
  readonly findings: readonly object[]
  readonly counts: Readonly<Record<string, number>>
  readonly loaded_by: string
  readonly recorded_at: Instant
}

/** Files of one tenant go one after the other: which movements are new is decided by those before. */
export async function lockBankFiles(tx: Tx, tenantId: bigint): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('bank files', $1))`, [tenantId])
}

/** The accepted file of the same content, if there is one. */
export async function findBankFile(
  tx: Tx,
  tenantId: bigint,
  contentHash: string,
): Promise<BankFileRow | undefined> {
  const found = await tx.query<BankFileRow>(
    `select * from bank_file where tenant_id = $1 and content_hash = $2 and accepted`,
    [tenantId, contentHash],
  )
  return found.rows[0]
}

export async function recordBankFile(
  tx: Tx,
  tenantId: bigint,
  file: BankFileKept,
): Promise<bigint> {
  const made = await tx.query<{ file_id: bigint }>(
    `insert into bank_file (tenant_id, content_hash, name, format, bytes, accepted, findings, counts, loaded_by, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning file_id`,
    [
      tenantId,
      file.contentHash,
      file.name,
      file.format,
      file.bytes,
      file.accepted,
      JSON.stringify(file.findings),
      JSON.stringify(file.counts),
      file.by,
      instantText(file.now),
    ],
  )
  return made.rows[0]?.file_id ?? 0n
}

/** The newest files first, refused ones too. */
export async function listBankFiles(
  tx: Tx,
  tenantId: bigint,
  { before, limit }: { readonly before?: bigint | undefined; readonly limit: number },
): Promise<readonly BankFileRow[]> {
  const found = await tx.query<BankFileRow>(
    `select * from bank_file where tenant_id = $1 and ($2::bigint is null or file_id < $2)
      order by file_id desc limit $3`,
    [tenantId, before ?? null, limit],
  )
  return found.rows
}

export type StatementKept = {
  readonly statement: number
  readonly kind: 'final' | 'interim' | 'notice'
  readonly account: string
  readonly number: string | undefined
  readonly currency: string
  readonly openingMinor: bigint | undefined
  readonly closingMinor: bigint | undefined
  readonly netMinor: bigint
  readonly entries: number
  readonly key: bigint
}

/** Records the statements; the numbers of those that another file has told before come back. */
export async function recordStatements(
  tx: Tx,
  at: { readonly tenantId: bigint; readonly fileId: bigint },
  all: readonly StatementKept[],
): Promise<readonly number[]> {
  const again: number[] = []
  for (const one of all) {
    const made = await tx.query<{ statement_id: bigint }>(
      `insert into bank_statement (tenant_id, file_id, kind, bank_account, number, currency, opening_minor, closing_minor,
         net_minor, entries, statement_key, booked_until)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, (select max(booked_on) from stage_money where stmt = $12)
       on conflict do nothing returning statement_id`,
      [
        at.tenantId,
        at.fileId,
        one.kind,
        one.account,
        one.number ?? null,
        one.currency,
        one.openingMinor ?? null,
        one.closingMinor ?? null,
        one.netMinor,
        one.entries,
        one.key,
        one.statement,
      ],
    )
    const id = made.rows[0]?.statement_id
    if (id === undefined) again.push(one.statement)
    if (id === undefined) await tx.query(`delete from stage_money where stmt = $1`, [one.statement])
    else
      await tx.query(`insert into stage_stmt values ($1, $2, $3, $4)`, [
        one.statement,
        id,
        one.kind,
        one.account,
      ])
  }
  return again
}

/** Which statement of the file has which id, for the transaction. */
export async function openStatementStage(tx: Tx): Promise<void> {
  await tx.query(
    `create temp table stage_stmt (stmt integer, statement_id bigint, kind text, bank_account text) on commit drop`,
  )
}
