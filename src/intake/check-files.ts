import { join } from 'node:path'
import { inTenant } from '../store/db.ts'
import { copyAccounts } from '../store/stage.ts'
import {
  checkRows,
  faultsOf,
  leaveOut,
  unknownZones,
  type AccountsOfBook,
  type Checked,
  type RowFault,
} from './check.ts'
import { compileFile, type CompiledFile } from './compile.ts'
import { contactListIn } from './contact-list.ts'
import type { FileReport, Session } from './load.ts'
import { NOUNS } from './mapping.ts'
import { nounSource, repeatFaults, type NounSource } from './nouns.ts'
import { wholeRec, type Prepared } from './prepare.ts'
import { shown, type Problem } from './problem.ts'
import { writeRejects } from './rejects.ts'
import { problemOf, problemsOf } from './row-problem.ts'
import { text } from './sql.ts'
import { brokenRecords, withoutRecords } from './structure.ts'

/** Files whose every remaining row is right. */
export type CheckedLoad = {
  readonly files: readonly Checked[]
  readonly sources: readonly NounSource[]
  readonly reports: readonly FileReport[]
  readonly rejected: number
}

type Stopped = { readonly problems: readonly Problem[]; readonly count: number }
type Codes = { readonly portfolios: readonly string[]; readonly products: readonly string[] }

/** How many problems a person is shown, and how many rows a reject file may hold. */
const SHOWN_MAX = 100
export const REJECTS_MAX = 100_000

export async function checkFiles(
  session: Session,
  prepared: readonly Prepared[],
  codes: Codes,
): Promise<CheckedLoad | Stopped> {
  const { mapping, options } = session
  const known = {
    portfolios: [...new Set([...codes.portfolios, ...mapping.portfolios.map((one) => one.code)])],
    products: [...new Set([...codes.products, ...mapping.products.map((one) => one.code)])],
  }
  const files: Checked[] = []
  const faults: RowFault[] = []
  let count = 0
  const accounts = accountsOfBook(session)
  const all = new Map(prepared.map((one) => [one.key, one]))
  for (const one of prepared) {
    const file = mapping.files[one.key]
    if (file === undefined) continue
    const compiled = compileFile(mapping, file, { known, asOf: options.asOf })
    if (compiled.usesAsOf && options.asOf === undefined)
      return stop([{ code: 'needs_as_of', file: one.fileName, wants: '--as-of 2026-11-21' }])
    options.say({
      en: `${one.fileName}: ${one.records} rows`,
      zh: `${one.fileName}：${one.records} 行`,
    })
    const done = await checkOne(session, { one, compiled, all, accounts })
    if ('problems' in done) return done
    files.push(done.checked)
    all.set(one.key, done.checked.prepared)
    const wrong = await faultsOf(session.duck, done.checked, limitOf(session))
    const zones = await unknownZones(session.duck, done.checked)
    faults.push(...done.faults, ...(await putAside(session, files, [...wrong.faults, ...zones])))
    count += done.faults.length + wrong.count + zones.length
  }
  return settle(session, { files, faults, count })
}

const stop = (problems: readonly Problem[], count = problems.length): Stopped => ({
  problems,
  count,
})
const limitOf = (session: Session): number =>
  session.options.rejects === undefined ? SHOWN_MAX : REJECTS_MAX

/** Checks one file; where DuckDB cannot read it, the exact reader says which records are broken. */
async function checkOne(
  session: Session,
  at: {
    readonly one: Prepared
    readonly compiled: CompiledFile
    readonly all: ReadonlyMap<string, Prepared>
    readonly accounts: AccountsOfBook
  },
): Promise<{ readonly checked: Checked; readonly faults: readonly RowFault[] } | Stopped> {
  const { duck, mapping, options } = session
  const file = mapping.files[at.one.key]
  if (file === undefined) return stop([{ code: 'missing_file', file: at.one.fileName }])
  const contacts = await contactListIn(duck, file, at.one)
  if (contacts !== undefined) return stop([contacts])
  const first = await checkRows(duck, mapping, {
    prepared: at.one,
    file,
    compiled: at.compiled,
    all: at.all,
    accounts: at.accounts,
  })
  if ('table' in first) return { checked: first, faults: [] }
  const broken = await brokenRecords(at.one, limitOf(session))
  if (broken.length === 0)
    return stop([
      {
        code: 'unreadable',
        file: at.one.fileName,
        found: shown(first.unread.split('\n').slice(0, 3).join(' ')),
      },
    ])
  if (options.rejects === undefined || broken.length >= REJECTS_MAX) {
    return stop(
      broken.slice(0, SHOWN_MAX).map((fault) => problemOf(at.one, fault, undefined)),
      broken.length,
    )
  }
  // The broken records stay in the reject file; the numbers of the others do not change.
  const mended = await withoutRecords(
    at.one,
    broken.map((fault) => fault.rec),
    session.folder,
  )
  const again = await checkRows(duck, mapping, {
    prepared: mended,
    file,
    compiled: at.compiled,
    all: at.all,
    accounts: at.accounts,
  })
  if (!('table' in again))
    return stop([{ code: 'unreadable', file: at.one.fileName, found: shown(again.unread) }])
  return { checked: again, faults: broken }
}

/** Copies the references of the book's accounts out of PostgreSQL once, when a look-up needs them. */
function accountsOfBook(session: Session): AccountsOfBook {
  const path = join(session.folder, 'book-accounts.csv')
  let made: Promise<string> | undefined
  const make = async (): Promise<string> => {
    await inTenant(session.db, session.tenantId, (tx) =>
      copyAccounts(tx, { tenantId: session.tenantId, source: session.mapping.source, to: path }),
    )
    await session.duck.run(`create or replace temp table book_accounts as
      select * from read_csv(${text(path)}, auto_detect = false, header = false, strict_mode = true,
        columns = {'ref': 'VARCHAR', 'borrower': 'VARCHAR', 'currency': 'VARCHAR'})`)
    return 'book_accounts'
  }
  return () => (made ??= make())
}

/** Takes rows out of what is loaded, and names them by their numbers in the whole file. */
async function putAside(
  session: Session,
  files: readonly Checked[],
  found: readonly RowFault[],
): Promise<RowFault[]> {
  const named: RowFault[] = []
  for (const checked of files) {
    const own = found.filter((fault) => fault.fileKey === checked.prepared.key)
    await leaveOut(
      session.duck,
      checked,
      own.map((fault) => fault.rec),
    )
    named.push(...own.map((fault) => ({ ...fault, rec: wholeRec(checked.prepared, fault.rec) })))
  }
  return named
}

/** Refuses everything, or puts the wrong rows aside and goes on with the rest. */
async function settle(
  session: Session,
  at: { readonly files: readonly Checked[]; readonly faults: RowFault[]; readonly count: number },
): Promise<CheckedLoad | Stopped> {
  const { duck, options } = session
  const { files, faults } = at
  let { count } = at
  for (const noun of NOUNS) {
    const source = nounSource(noun, files)
    const repeated =
      source === undefined ? undefined : await repeatFaults(duck, source, limitOf(session))
    if (repeated === undefined || repeated.count === 0) continue
    faults.push(...(await putAside(session, files, repeated.faults)))
    count += repeated.count
  }
  if (count > 0 && options.rejects === undefined)
    return stop(await problemsOf(files, faults.slice(0, SHOWN_MAX)), count)
  if (count > REJECTS_MAX)
    return stop(
      [
        {
          code: 'too_many_rejects',
          file: files[0]?.prepared.fileName ?? '',
          found: String(count),
          wants: `<= ${REJECTS_MAX}`,
        },
      ],
      count,
    )
  const rejected = await writeRejects(session, files, faults)
  return {
    files,
    sources: NOUNS.flatMap((noun) => nounSource(noun, files) ?? []),
    rejected: [...rejected.values()].reduce((sum, n) => sum + n, 0),
    reports: files.map(({ prepared, leftOut }) => ({
      file: prepared.fileName,
      bytes: prepared.bytes,
      sha256: prepared.sha256,
      rows: prepared.records,
      leftOut,
      rejected: rejected.get(prepared.key) ?? 0,
      notes: prepared.notes,
    })),
  }
}
