import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Day, Instant } from '../../core/calendar.ts'
import type { Say } from '../../core/words.ts'
import { openMoneyStage } from '../../store/bank-stage.ts'
import {
  findBankFile,
  lockBankFiles,
  openStatementStage,
  recordBankFile,
  recordStatements,
  type StatementKept,
} from '../../store/bank-file.ts'
import { matchCertain } from '../../store/bank-certain.ts'
import { writeItems } from '../../store/bank-items.ts'
import { inTenant, type Db, type Tx } from '../../store/db.ts'
import { tryWaiting, type Tried } from '../../store/money-try.ts'
import { readApart, type Limits } from './read-apart.ts'
import { parseSigned, toMinor } from './exact.ts'
import { isAccepted, type BankFormat, type FileTold, type Finding } from './statement.ts'

export type BankLoadOptions = {
  readonly path: string
  /** The name that a person gave the file, where it is not that of the path. */
  readonly name?: string | undefined
  readonly format: BankFormat | 'auto'
  /** The text of a mapping for CSV. */
  readonly mapping?: string | undefined
  readonly dryRun: boolean
  readonly by: string
  readonly now: Instant
  readonly today: Day
  readonly say: Say
  readonly signal?: AbortSignal | undefined
  readonly limits?: Partial<Limits> | undefined
}

export type BankCounts = {
  readonly statements: number
  readonly again: number
  readonly items: number
  readonly fresh: number
  readonly matched: number
  readonly returned: number
  readonly waiting: number
}

export type BankLoadResult = {
  readonly done: 'loaded' | 'previewed' | 'already_loaded' | 'refused'
  readonly file: string
  readonly fileId: bigint | undefined
  readonly format: BankFormat | 'unknown'
  readonly findings: readonly Finding[]
  readonly counts: BankCounts
}

const NOTHING: BankCounts = {
  statements: 0,
  again: 0,
  items: 0,
  fresh: 0,
  matched: 0,
  returned: 0,
  waiting: 0,
}

class Undone extends Error {
  readonly result: BankLoadResult
  constructor(result: BankLoadResult) {
    super('the transaction is undone on purpose')
    this.result = result
  }
}

/**
 * Loads one bank file: wholly or not at all, and the same content once. Then the certain rules are tried on
 * what is left, item by item; killed on the way, the same command goes on.
 */
export async function loadBankFile(
  db: Db,
  tenantId: bigint,
  options: BankLoadOptions,
): Promise<BankLoadResult> {
  const contentHash = await hashOf(options)
  const loaded = await loadOnce(db, tenantId, { options, contentHash })
  if (options.dryRun || loaded.done === 'refused') return loaded
  const tried = await tryWaiting(db, tenantId, options)
  return loaded.done === 'already_loaded' ? loaded : withTried(loaded, tried)
}

function withTried(loaded: BankLoadResult, tried: Tried): BankLoadResult {
  const { counts } = loaded
  return {
    ...loaded,
    counts: {
      ...counts,
      matched: counts.matched + tried.matched,
      returned: tried.returned,
      waiting: Math.max(0, counts.waiting - tried.matched - tried.returned),
    },
  }
}

type Loading = { readonly options: BankLoadOptions; readonly contentHash: string }

async function loadOnce(db: Db, tenantId: bigint, loading: Loading): Promise<BankLoadResult> {
  const { options } = loading
  try {
    return await inTenant(db, tenantId, async (tx) => {
      await lockBankFiles(tx, tenantId)
      const known = await findBankFile(tx, tenantId, loading.contentHash)
      if (known !== undefined)
        return {
          ...resultOf(options, 'already_loaded', []),
          fileId: known.file_id,
          format: known.format as BankFormat,
          counts: { ...NOTHING, ...known.counts },
        }
      const stage = await openMoneyStage(tx)
      const told = await readApart({ ...options, onRows: stage.write })
      await stage.end()
      const result = isAccepted(told)
        ? await keep(tx, tenantId, { loading, told })
        : { ...resultOf(options, 'refused', told.findings), format: told.format }
      // A refused file leaves its findings and nothing else; so does a look.
      if (result.done !== 'loaded' || options.dryRun) throw new Undone(result)
      return result
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
    if (options.dryRun || error.result.done !== 'refused') return error.result
    return keepRefused(db, tenantId, { loading, result: error.result })
  }
}

const resultOf = (
  options: BankLoadOptions,
  done: BankLoadResult['done'],
  findings: readonly Finding[],
): BankLoadResult => ({
  done,
  file: options.name ?? basename(options.path),
  fileId: undefined,
  format: 'unknown',
  findings,
  counts: NOTHING,
})

async function keep(
  tx: Tx,
  tenantId: bigint,
  { loading, told }: { readonly loading: Loading; readonly told: FileTold },
): Promise<BankLoadResult> {
  const { options } = loading
  options.say({ en: `${told.items} movements read`, zh: `已读取 ${told.items} 笔` })
  await openStatementStage(tx)
  // The file's row carries its final counts, so it is written first with those that are known then.
  const fileId = await recordBankFile(tx, tenantId, {
    ...keptOf(loading, told.findings),
    format: told.format,
    accepted: true,
    bytes: (await stat(options.path)).size,
    counts: { statements: told.statements.length, items: told.items },
  })
  const again = await recordStatements(tx, { tenantId, fileId }, told.statements.map(keptStatement))
  const findings = [
    ...told.findings,
    ...again.map((statement): Finding => ({
      name: 'statement_again',
      severity: 'warning',
      at: `${statement}`,
    })),
  ]
  const fresh = await writeItems(tx, tenantId)
  const { matched, waiting } = await matchCertain(tx, tenantId, options)
  options.say({ en: `${matched} matched at once`, zh: `已直接匹配 ${matched} 笔` })
  return {
    ...resultOf(options, options.dryRun ? 'previewed' : 'loaded', findings),
    fileId,
    format: told.format,
    counts: {
      ...NOTHING,
      statements: told.statements.length,
      again: again.length,
      items: told.items,
      fresh,
      matched,
      waiting,
    },
  }
}

function keptStatement(told: FileTold['statements'][number]): StatementKept {
  const minor = (text: string | undefined): bigint | undefined =>
    text === undefined ? undefined : toMinor(parseSigned(text, '.') ?? 0n, told.currency)
  return {
    statement: told.statement,
    kind: told.kind,
    account: told.account,
    number: told.number,
    currency: told.currency,
    openingMinor: minor(told.opening),
    closingMinor: minor(told.closing),
    netMinor: minor(told.net) ?? 0n,
    entries: told.entries,
    key: told.key,
  }
}

const keptOf = ({ options, contentHash }: Loading, findings: readonly Finding[]) => ({
  contentHash,
  name: (options.name ?? basename(options.path)).slice(0, 200),
  findings: findings.slice(0, 100),
  by: options.by,
  now: options.now,
})

async function keepRefused(
  db: Db,
  tenantId: bigint,
  { loading, result }: { readonly loading: Loading; readonly result: BankLoadResult },
): Promise<BankLoadResult> {
  const bytes = (await stat(loading.options.path)).size
  const fileId = await inTenant(db, tenantId, (tx) =>
    recordBankFile(tx, tenantId, {
      ...keptOf(loading, result.findings),
      format: result.format,
      accepted: false,
      bytes,
      counts: {},
    }),
  )
  return { ...result, fileId }
}

/** The bytes of the file, and of the mapping that says what they mean. */
async function hashOf({ path, mapping }: BankLoadOptions): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    hash.update(chunk as Buffer)
  if (mapping !== undefined) hash.update('\u0000').update(mapping)
  return hash.digest('hex')
}
