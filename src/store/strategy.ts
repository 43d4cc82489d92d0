import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assert } from '../core/assert.ts'
import type { Day } from '../core/calendar.ts'
import type { ProductShape } from '../core/product.ts'
import type { CheckContext } from '../strategy/check.ts'
import { checkStrategy } from '../strategy/check.ts'
import type { Book } from '../strategy/compile.ts'
import type { Strategy } from '../strategy/document.ts'
import type { Finding } from '../strategy/finding.ts'
import { findingLine } from '../strategy/finding.ts'
import { parseStrategy } from '../strategy/parse.ts'
import type { Db, Tx } from './db.ts'
import { inTenant } from './db.ts'
import { termsOf } from './product-terms.ts'
import { readWords } from './words-own.ts'
import { loadTemplates } from './templates.ts'

/** A checked file of the strategies folder. The hash is over its exact bytes. */
export type StrategyFile = {
  readonly file: string
  readonly document: string
  readonly contentHash: string
  readonly strategy: Strategy
}

/** What a strategy may name outside itself; what is left out is not checked. */
export type Known = Omit<CheckContext, 'file'>

export type FolderRead = {
  readonly files: readonly StrategyFile[]
  /** What is wrong, in every file: a folder with findings is not published. */
  readonly findings: readonly Finding[]
}

/** Reads and checks every `.yaml` file of a folder, in order of name. */
export async function readStrategies(folder: string, known: Known = {}): Promise<FolderRead> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).toSorted()
  const files: StrategyFile[] = []
  const findings: Finding[] = []
  for (const name of names) {
    const file = join(folder, name)
    const made = strategyFile(file, await readFile(file, 'utf8'), known)
    if ('strategy' in made) files.push(made)
    else findings.push(...made)
  }
  return { files, findings }
}

/** A document that is sound, or what is wrong with it. */
export function strategyFile(
  file: string,
  document: string,
  known: Known,
): StrategyFile | readonly Finding[] {
  const checked = checkStrategy(document, { ...known, file })
  if (!checked.ok) return checked.findings
  return { file, document, contentHash: hashOf(document), strategy: checked.strategy }
}

/** Thrown while starting: a strategy that cannot be trusted decides nothing. */
export class StrategiesUnreadable extends Error {
  readonly findings: readonly Finding[]
  constructor(findings: readonly Finding[]) {
    super(findings.map((found) => findingLine(found, 'en')).join('\n'))
    this.name = 'StrategiesUnreadable'
    this.findings = findings
  }
}

/** The same, or a throw that says everything that is wrong. */
export async function loadStrategies(
  folder: string,
  known: Known = {},
): Promise<readonly StrategyFile[]> {
  const read = await readStrategies(folder, known)
  if (read.findings.length > 0) throw new StrategiesUnreadable(read.findings)
  return read.files
}

const hashOf = (document: string): string =>
  createHash('sha256').update(document, 'utf8').digest('hex')

/**
 * What became of a file: new to the tenant, already there byte for byte, or refused because its
 * version number stands for other content, which decisions may name.
 */
export type Published = 'published' | 'already_published' | 'version_taken'

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
  assert(
    rows[0] !== undefined,
    'a document carries its version, so its content is only there with it',
  )
  return rows[0].content_hash === made.contentHash ? 'already_published' : 'version_taken'
}

/** Publishes every strategy of a folder, or none and throws why. */
export async function publishFolder(
  db: Db,
  tenantId: bigint,
  folder: string,
  templatesFolder: string,
): Promise<void> {
  const templates = await loadTemplates(templatesFolder)
  await inTenant(db, tenantId, async (tx) => {
    const book = await loadBook(tx, tenantId)
    const files = await loadStrategies(folder, { templates: templates.all, ...codesOf(book) })
    for (const file of files) {
      const became = await publishStrategy(tx, tenantId, file)
      const { name, version } = file.strategy
      if (became === 'version_taken')
        throw new Error(
          `${file.file}: version ${version} of ${name} is already published with other content, and decisions may name it. Raise the version.`,
        )
    }
  })
}

/** A tenant whose book was never loaded has no codes yet to hold a strategy to. */
function codesOf(book: Book): Known {
  if (book.products.length === 0) return {}
  return {
    products: book.products.map((product) => product.code),
    portfolios: book.portfolios.map((portfolio) => portfolio.code),
  }
}

export type StrategyInForce = {
  readonly strategy: Strategy
  readonly contentHash: string
}

type Stored = { readonly document: string; readonly content_hash: string; readonly version: number }

/** Which content a name stands for. */
export type VersionInForce = {
  readonly name: string
  readonly version: number
  readonly contentHash: string
}

/**
 * The versions that decide on a day: of each name the latest to begin; of two that begin on one day
 * the later entry, and of two that came with the installation the higher number.
 */
export async function versionsOn(
  tx: Tx,
  tenantId: bigint,
  at: { readonly names: readonly string[]; readonly day: Day },
): Promise<readonly VersionInForce[]> {
  const { rows } = await tx.query<VersionInForce>(
    `with decides as (
       select name, version, effective_on, entry_id from strategy_entry
        where tenant_id = $1 and name = any($2)
       union all
       -- What came with the installation decides from the day of its document.
       select v.name, v.version, v.effective_on, 0 from strategy_version v
        where v.tenant_id = $1 and v.name = any($2) and not exists (
          select from strategy_entry e where e.tenant_id = $1 and e.name = v.name
             and e.version = v.version and e.kind = 'publish')
     )
     select distinct on (d.name) d.name, d.version, v.content_hash as "contentHash" from decides d
       join strategy_version v on v.tenant_id = $1 and v.name = d.name and v.version = d.version
      where d.effective_on <= $3
      order by d.name, d.effective_on desc, d.entry_id desc, d.version desc`,
    [tenantId, at.names, at.day],
  )
  return rows
}

/** The version that decides on a day, read. */
export async function strategyOn(
  tx: Tx,
  tenantId: bigint,
  at: { readonly name: string; readonly day: Day },
): Promise<StrategyInForce | undefined> {
  const [found] = await versionsOn(tx, tenantId, { names: [at.name], day: at.day })
  return found && strategyVersion(tx, tenantId, found)
}

/** The version that a past decision names. */
export async function strategyVersion(
  tx: Tx,
  tenantId: bigint,
  at: { readonly name: string; readonly version: number },
): Promise<StrategyInForce | undefined> {
  const { rows } = await tx.query<Stored>(
    `select document, content_hash, version from strategy_version
     where tenant_id = $1 and name = $2 and version = $3`,
    [tenantId, at.name, at.version],
  )
  return rows[0] && inForce(at.name, rows[0])
}

/** A stored document is read again, not trusted: a change behind our back stops here. */
function inForce(name: string, row: Stored): StrategyInForce {
  const label = `${name} version ${row.version}`
  if (hashOf(row.document) !== row.content_hash)
    throw new Error(`Strategy ${label}: the stored document is not the one that was published.`)
  const parsed = parseStrategy(row.document, label)
  if (!('name' in parsed)) throw new StrategiesUnreadable(parsed)
  return { strategy: parsed, contentHash: row.content_hash }
}

/** The tenant's product and portfolio codes, segments and zones, as the words of its strategies mean them. */
export async function loadBook(tx: Tx, tenantId: bigint): Promise<Book> {
  const products = await tx.query<{
    id: number
    code: string
    shape: ProductShape
    delinquency: unknown
  }>(
    `select product_id as id, code, shape, delinquency from product
     where tenant_id = $1 order by product_id`,
    [tenantId],
  )
  const portfolios = await tx.query<{ id: number; code: string }>(
    `select portfolio_id as id, code from portfolio where tenant_id = $1 order by portfolio_id`,
    [tenantId],
  )
  return {
    products: products.rows.map(({ id, code, shape, delinquency }) => ({
      id,
      code,
      terms: termsOf(shape, delinquency),
    })),
    portfolios: portfolios.rows,
    words: await readWords(tx, tenantId),
  }
}
