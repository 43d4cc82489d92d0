import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Day } from '../core/calendar.ts'
import type { TemplateName } from '../strategy/check.ts'
import { checkStrategy } from '../strategy/check.ts'
import type { Book } from '../strategy/compile.ts'
import { DEFAULT_LATENESS } from '../strategy/compile.ts'
import type { Strategy } from '../strategy/document.ts'
import type { LatenessTerms } from '../strategy/facts.ts'
import type { Finding } from '../strategy/finding.ts'
import type { Tx } from './db.ts'

/** A checked file of the strategies folder. The hash is over its exact bytes. */
export type StrategyFile = {
  readonly file: string
  readonly document: string
  readonly contentHash: string
  readonly strategy: Strategy
}

export type FolderRead = {
  readonly files: readonly StrategyFile[]
  /** What is wrong, in every file: a folder with findings is not published. */
  readonly findings: readonly Finding[]
}

/** Reads and checks every `.yaml` file of a folder, in order of name. */
export async function readStrategies(
  folder: string,
  templates: readonly TemplateName[] | undefined,
): Promise<FolderRead> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).toSorted()
  const files: StrategyFile[] = []
  const findings: Finding[] = []
  for (const name of names) {
    const file = join(folder, name)
    const document = await readFile(file, 'utf8')
    const checked = checkStrategy(document, { file, templates })
    if (!checked.ok) findings.push(...checked.findings)
    else files.push({ file, document, contentHash: hashOf(document), strategy: checked.strategy })
  }
  return { files, findings }
}

const hashOf = (document: string): string =>
  createHash('sha256').update(document, 'utf8').digest('hex')

/**
 * What became of a file: new to the tenant, already there byte for byte, or refused because that
 * version number, or that content under another number, is there with decisions that name it.
 */
export type Published = 'published' | 'already_published' | 'version_taken' | 'content_taken'

export async function publishStrategy(
  tx: Tx,
  tenantId: bigint,
  made: StrategyFile,
): Promise<Published> {
  const { name, version, effectiveOn } = made.strategy
  const inserted = await tx.query(
    `insert into strategy_version (tenant_id, name, version, content_hash, document, effective_on)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [tenantId, name, version, made.contentHash, made.document, effectiveOn],
  )
  if (inserted.rowCount === 1) return 'published'
  const { rows } = await tx.query<{ content_hash: string }>(
    `select content_hash from strategy_version where tenant_id = $1 and name = $2 and version = $3`,
    [tenantId, name, version],
  )
  if (rows[0] === undefined) return 'content_taken'
  return rows[0].content_hash === made.contentHash ? 'already_published' : 'version_taken'
}

export type StrategyInForce = {
  readonly strategy: Strategy
  readonly contentHash: string
}

/** The version that decides on a day: the latest effective one; of two on one day the higher number. */
export async function strategyOn(
  tx: Tx,
  tenantId: bigint,
  at: { readonly name: string; readonly day: Day },
): Promise<StrategyInForce | undefined> {
  const { rows } = await tx.query<{ document: string; content_hash: string; version: number }>(
    `select document, content_hash, version from strategy_version
     where tenant_id = $1 and name = $2 and effective_on <= $3
     order by effective_on desc, version desc limit 1`,
    [tenantId, at.name, at.day],
  )
  return rows[0] && inForce(at.name, rows[0])
}

/** The version that a past decision names. */
export async function strategyVersion(
  tx: Tx,
  tenantId: bigint,
  at: { readonly name: string; readonly version: number },
): Promise<StrategyInForce | undefined> {
  const { rows } = await tx.query<{ document: string; content_hash: string; version: number }>(
    `select document, content_hash, version from strategy_version
     where tenant_id = $1 and name = $2 and version = $3`,
    [tenantId, at.name, at.version],
  )
  return rows[0] && inForce(at.name, rows[0])
}

/** A stored document is read again, not trusted: a change behind our back stops here. */
function inForce(
  name: string,
  row: { document: string; content_hash: string; version: number },
): StrategyInForce {
  const label = `${name} version ${row.version}`
  if (hashOf(row.document) !== row.content_hash)
    throw new Error(`Strategy ${label}: the stored document is not the one that was published.`)
  const checked = checkStrategy(row.document, { file: label })
  if (!checked.ok) {
    const first = checked.findings[0]
    throw new Error(`Strategy ${label} cannot be read: ${first?.en ?? 'no reason'}`)
  }
  return { strategy: checked.strategy, contentHash: row.content_hash }
}

/** The tenant's product and portfolio codes, as the words of its strategies mean them. */
export async function loadBook(tx: Tx, tenantId: bigint): Promise<Book> {
  const products = await tx.query<{ id: number; code: string; delinquency: unknown }>(
    `select product_id as id, code, delinquency from product where tenant_id = $1 order by product_id`,
    [tenantId],
  )
  const portfolios = await tx.query<{ id: number; code: string }>(
    `select portfolio_id as id, code from portfolio where tenant_id = $1 order by portfolio_id`,
    [tenantId],
  )
  return {
    products: products.rows.map(({ id, code, delinquency }) => ({
      id,
      code,
      terms: termsOf(delinquency),
    })),
    portfolios: portfolios.rows,
  }
}

/** What the product's own data says of lateness; what it leaves out is as everywhere. */
function termsOf(delinquency: unknown): LatenessTerms {
  const { graceDays, buckets } = (delinquency ?? {}) as Partial<LatenessTerms>
  return {
    graceDays: graceDays ?? DEFAULT_LATENESS.graceDays,
    buckets: buckets ?? DEFAULT_LATENESS.buckets,
  }
}
