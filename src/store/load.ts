import type { Day, Instant } from '../core/calendar.ts'
import { instantText, type Tx } from './db.ts'

export type PortfolioTerms = {
  readonly code: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly kind: 'host' | 'own'
  readonly creditor: string
  readonly firm_kind: 'creditor' | 'agency'
  readonly jurisdictions: readonly string[]
  readonly strategy: string
}

export type ProductData = {
  readonly code: string
  readonly shape: string
  readonly delinquency: unknown
  readonly ledger?: unknown
  readonly agreement?: unknown
}

/** Ids by code, of what the tenant has. */
export type Codes = ReadonlyMap<string, number>

export async function portfolioCodes(tx: Tx, tenantId: bigint): Promise<Codes> {
  const found = await tx.query<{ code: string; portfolio_id: number }>(
    `select code, portfolio_id from portfolio where tenant_id = $1`,
    [tenantId],
  )
  return new Map(found.rows.map((row) => [row.code, row.portfolio_id]))
}

export async function productCodes(tx: Tx, tenantId: bigint): Promise<Codes> {
  const found = await tx.query<{ code: string; product_id: number }>(
    `select code, product_id from product where tenant_id = $1`,
    [tenantId],
  )
  return new Map(found.rows.map((row) => [row.code, row.product_id]))
}

/** Loads of one tenant go one after the other: what is there decides what a load writes. */
export async function lockLoads(tx: Tx, tenantId: bigint): Promise<void> {
  await tx.query(`select from tenant where tenant_id = $1 for update`, [tenantId])
}

/** Creates the portfolios that are missing. What is there stays as the tenant has set it. */
export async function ensurePortfolios(
  tx: Tx,
  tenantId: bigint,
  wanted: readonly PortfolioTerms[],
): Promise<Codes> {
  for (const one of wanted) {
    await tx.query(
      `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind, jurisdictions, strategy)
       select $1, coalesce(max(portfolio_id), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 from portfolio where tenant_id = $1
       having not exists (select from portfolio where tenant_id = $1 and code = $2)`,
      [
        tenantId,
        one.code,
        one.name.zh,
        one.name.en,
        one.kind,
        one.creditor,
        one.firm_kind,
        one.jurisdictions,
        one.strategy,
      ],
    )
  }
  return portfolioCodes(tx, tenantId)
}

export async function ensureProducts(
  tx: Tx,
  tenantId: bigint,
  wanted: readonly ProductData[],
): Promise<Codes> {
  for (const one of wanted) {
    await tx.query(
      `insert into product (tenant_id, product_id, code, shape, delinquency, ledger, agreement)
       select $1, coalesce(max(product_id), 0) + 1, $2, $3, $4, $5, $6 from product where tenant_id = $1
       having not exists (select from product where tenant_id = $1 and code = $2)`,
      [
        tenantId,
        one.code,
        one.shape,
        JSON.stringify(one.delinquency),
        JSON.stringify(one.ledger ?? {}),
        JSON.stringify(one.agreement ?? {}),
      ],
    )
  }
  return productCodes(tx, tenantId)
}

export type LoadKey = {
  readonly contentHash: string
  readonly mapping: string
  readonly mappingVersion: number
}
export type KnownLoad = { readonly loadId: bigint; readonly recordedAt: Instant }

/** The load that brought the same content before, if there is one. */
export async function findLoad(
  tx: Tx,
  tenantId: bigint,
  key: LoadKey,
): Promise<KnownLoad | undefined> {
  const found = await tx.query<{ load_id: bigint; recorded_at: Instant }>(
    `select load_id, recorded_at from load
      where tenant_id = $1 and content_hash = $2 and mapping = $3 and mapping_version = $4`,
    [tenantId, key.contentHash, key.mapping, key.mappingVersion],
  )
  const [row] = found.rows
  return row === undefined ? undefined : { loadId: row.load_id, recordedAt: row.recorded_at }
}

/** Records the load; undefined where another one has brought the same content meanwhile. */
export async function recordLoad(
  tx: Tx,
  tenantId: bigint,
  load: LoadKey & {
    readonly asOf: Day | undefined
    readonly files: unknown
    readonly counts: unknown
    readonly now: Instant
  },
): Promise<bigint | undefined> {
  const made = await tx.query<{ load_id: bigint }>(
    `insert into load (tenant_id, content_hash, mapping, mapping_version, as_of, files, counts, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning load_id`,
    [
      tenantId,
      load.contentHash,
      load.mapping,
      load.mappingVersion,
      load.asOf ?? null,
      JSON.stringify(load.files),
      JSON.stringify(load.counts),
      instantText(load.now),
    ],
  )
  return made.rows[0]?.load_id
}

export async function hasOwnBook(tx: Tx, tenantId: bigint): Promise<boolean> {
  const found = await tx.query<{ own: boolean }>(
    `select exists (select from portfolio where tenant_id = $1 and kind = 'own') as own`,
    [tenantId],
  )
  return found.rows[0]?.own === true
}

export async function isBookEmpty(tx: Tx, tenantId: bigint): Promise<boolean> {
  const found = await tx.query<{ empty: boolean }>(
    `select not exists (select from borrower where tenant_id = $1) and not exists (select from account where tenant_id = $1) as empty`,
    [tenantId],
  )
  return found.rows[0]?.empty === true
}
