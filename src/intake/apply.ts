import { join } from 'node:path'
import {
  ensurePortfolios,
  ensureProducts,
  hasOwnBook,
  isBookEmpty,
  lockLoads,
  recordLoad,
  findLoad,
  type Codes,
  type LoadKey,
} from '../store/load.ts'
import { asIs } from '../core/words.ts'
import { preview, type Book, type Preview } from '../store/load-preview.ts'
import { writeFirstPositions, writePaidAndTouched } from '../store/load-positions.ts'
import { writeBook } from '../store/load-write.ts'
import { bookFaults } from '../store/load-faults.ts'
import { writeOwn } from '../store/load-ledger.ts'
import { openStage, stage } from '../store/stage.ts'
import type { Tx } from '../store/db.ts'
import type { CheckedLoad } from './check-files.ts'
import { problemsOf } from './row-problem.ts'
import type { LoadResult, Session } from './load.ts'
import { writeNoun, type NounSource, NOUN_WORDS } from './nouns.ts'
import type { Problem } from './problem.ts'
import { name, text } from './sql.ts'

export type Limits = { readonly closures: string; readonly disappeared: string }
type Applied = { readonly loadId: bigint; readonly preview: Preview; readonly positions: number }

/** Stages, compares, stops a bad file, writes. The caller's transaction keeps it or undoes it. */
export async function applyLoad(
  session: Session,
  tx: Tx,
  at: { readonly checked: CheckedLoad; readonly key: LoadKey; readonly limits: Limits },
): Promise<Applied | { readonly result: LoadResult }> {
  const { tenantId, mapping, options } = session
  await lockLoads(tx, tenantId)
  const known = await findLoad(tx, tenantId, at.key)
  if (known !== undefined) return { result: { done: 'already_loaded', load: known } }
  await tx.query(`set local work_mem = '128MB'`)
  const codes = {
    portfolio: await ensurePortfolios(tx, tenantId, mapping.portfolios),
    product: await ensureProducts(tx, tenantId, mapping.products),
  }
  await openStage(tx)
  await stageAll(session, tx, { checked: at.checked, codes })
  const book = await bookOf(session, tx, at.checked)
  options.say(asIs('...'))
  const faults = await bookFaults(tx, book)
  if (faults.length > 0)
    return {
      result: {
        declined: 'refused',
        problems: await faultProblems(session, at.checked, faults),
        count: faults.length,
      },
    }
  const seen = await preview(tx, book)
  const over = overLimits(mapping.name, seen, at.limits)
  if (over.length > 0)
    return { result: { declined: 'refused', problems: over, count: over.length, preview: seen } }
  const loadId = await recordLoad(tx, tenantId, {
    ...at.key,
    asOf: options.asOf,
    now: options.now,
    files: at.checked.reports,
    counts: { ...seen, rejected: at.checked.rejected },
  })
  if (loadId === undefined) throw new Error('bug: loads of a tenant go one after the other')
  await writeBook(tx, { ...book, loadId, now: options.now })
  const { now, today, say } = options
  const declined = book.own ? await writeOwn(tx, { ...book, loadId, now, today, say }) : []
  if (declined.length > 0)
    return {
      result: {
        declined: 'refused',
        problems: await faultProblems(session, at.checked, declined),
        count: declined.length,
      },
    }
  const positions = await writePositions(session, tx, { book, checked: at.checked, seen })
  return { loadId, preview: seen, positions }
}

/** While PostgreSQL takes one noun in, DuckDB writes the next one. */
async function stageAll(
  session: Session,
  tx: Tx,
  at: { readonly checked: CheckedLoad; readonly codes: { portfolio: Codes; product: Codes } },
): Promise<void> {
  const write = async (source: NounSource): Promise<string> => {
    const to = join(session.folder, `${source.noun}.csv`)
    await writeNoun(session.duck, source, to, (column) => codeColumn(column, at.codes))
    return to
  }
  const { sources } = at.checked
  let next = sources[0] === undefined ? undefined : write(sources[0])
  for (const [i, source] of sources.entries()) {
    const path = await next
    const following = sources[i + 1]
    next = following === undefined ? undefined : write(following)
    next?.catch(() => undefined)
    if (path !== undefined) await stage(tx, source.noun, path)
    session.options.say(NOUN_WORDS[source.noun])
  }
}

/** Codes become the tenant's ids on the way out. */
function codeColumn(column: string, codes: { portfolio: Codes; product: Codes }): string {
  if (column !== 'portfolio' && column !== 'product') return name(column)
  const cases = [...codes[column]].map(([code, id]) => `when ${text(code)} then ${id}`)
  return `case ${column} ${cases.join(' ')} end as ${column}`
}

async function bookOf(session: Session, tx: Tx, checked: CheckedLoad): Promise<Book> {
  const accounts = checked.files.filter(({ file }) => file.emits.account !== undefined)
  const snapshots = checked.files.filter(({ file }) => file.emits.snapshot !== undefined)
  return {
    tenantId: session.tenantId,
    source: session.mapping.source,
    fresh: await isBookEmpty(tx, session.tenantId),
    complete:
      accounts.some(({ file, prepared }) => file.complete === true && !prepared.isReject) &&
      checked.rejected === 0,
    keepEvery: snapshots.every(({ file }) => file.snapshots === 'every'),
    own: await hasOwnBook(tx, session.tenantId),
  }
}

async function writePositions(
  session: Session,
  tx: Tx,
  at: { readonly book: Book; readonly checked: CheckedLoad; readonly seen: Preview },
): Promise<number> {
  const asOf = session.options.asOf ?? session.options.today
  const { seen, book } = at
  const plain =
    seen.instalment.rows === 0 &&
    seen.payment.rows === 0 &&
    seen.placement.rows === 0 &&
    (await oneSnapshotEach(session, at.checked))
  if (book.fresh && plain && !(await isLater(tx, asOf)))
    return writeFirstPositions(tx, book.tenantId, asOf)
  if (book.fresh)
    await tx.query(`insert into touched select borrower_id, account_id from stage_account`)
  return writePaidAndTouched(tx, book.tenantId, asOf, session.options.say)
}

async function oneSnapshotEach(session: Session, checked: CheckedLoad): Promise<boolean> {
  const source = checked.sources.find((one) => one.noun === 'snapshot')
  if (source === undefined) return true
  const several = await session.duck.count(
    `select count(*) from (select account_id from ${source.sql} group by account_id having count(*) > 1)`,
  )
  return several === 0
}

/** Whether a staged snapshot is of a later day than the one that positions are for. */
async function isLater(tx: Tx, asOf: string): Promise<boolean> {
  const found = await tx.query<{ later: boolean }>(
    `select exists (select from stage_snapshot where effective_on > $1) as later`,
    [asOf],
  )
  return found.rows[0]?.later === true
}

function overLimits(mapping: string, seen: Preview, limits: Limits): Problem[] {
  const problems: Problem[] = []
  const over = (n: number, limit: string): boolean =>
    n > 0 && n * 100 > Number.parseFloat(limit) * seen.openBefore
  const found = (n: number): string => `${n} / ${seen.openBefore}`
  if (over(seen.closures, limits.closures))
    problems.push({
      code: 'too_many_closures',
      file: mapping,
      found: found(seen.closures),
      wants: `<= ${limits.closures}`,
    })
  if (over(seen.disappeared, limits.disappeared)) {
    problems.push({
      code: 'too_many_disappeared',
      file: mapping,
      found: `${found(seen.disappeared)}: ${seen.disappearedRefs.slice(0, 5).join(', ')}`,
      wants: `<= ${limits.disappeared}`,
    })
  }
  return problems
}

type BookFault = Awaited<ReturnType<typeof bookFaults>>[number]

/** Finds the rows that brought what the book refuses. */
async function faultProblems(
  session: Session,
  checked: CheckedLoad,
  faults: readonly BookFault[],
): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const fault of faults) {
    const source = checked.sources.find((one) => one.noun === fault.noun)
    if (source === undefined) continue
    const where = Object.entries(fault.key).map(
      ([column, value]) => `${column} = ${typeof value === 'string' ? text(value) : value}`,
    )
    const [row] = await session.duck.rows(
      `select file_key, rec from ${source.sql} where ${where.join(' and ')} order by 1, 2 limit 1`,
    )
    if (row === undefined) continue
    const at = {
      fileKey: String(row['file_key']),
      rec: Number(row['rec']),
      code: fault.code,
      column: source.refColumn,
    }
    problems.push(...(await problemsOf(checked.files, [at])))
  }
  return problems
}
