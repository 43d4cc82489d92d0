import type { CompiledFile, CompiledLook, ColumnCheck } from './compile.ts'
import { inList, readCsv, type Duck } from './duck.ts'
import type { FileMapping, LookUp, Mapping } from './mapping.ts'
import type { Prepared } from './prepare.ts'
import type { ProblemCode } from './problem.ts'
import { name, text } from './sql.ts'

/** A prepared file with its SQL, and the table of its checked rows in DuckDB. */
export type Checked = {
  readonly prepared: Prepared
  readonly file: FileMapping
  readonly compiled: CompiledFile
  /** Table with `rec` (1 for the first data record), c0.. and `bad` (null where a row is right). */
  readonly table: string
  /** Rows that the mapping's filter leaves out. */
  readonly leftOut: number
}

/** A wrong row by its data record. */
export type RowFault = {
  readonly fileKey: string
  readonly rec: number
  readonly code: ProblemCode
  readonly column?: string | undefined
  readonly wants?: string | undefined
}

/** A relation (ref, borrower, currency) of the accounts that the book has; undefined without any. */
export type AccountsOfBook = () => Promise<string | undefined>

/** Reads, types and checks every row of a file once, into a table of DuckDB. */
export async function checkRows(
  duck: Duck,
  mapping: Mapping,
  at: {
    readonly prepared: Prepared
    readonly file: FileMapping
    readonly compiled: CompiledFile
    readonly all: ReadonlyMap<string, Prepared>
    readonly accounts: AccountsOfBook
  },
): Promise<Checked | { readonly unread: string }> {
  const { prepared, file } = at
  const table = `rows_${prepared.key}`
  const source = readCsv(prepared, Object.keys(file.columns))
  const needed = await neededLooks(duck, at.compiled, source)
  if ('unread' in needed) return needed
  const compiled = { ...at.compiled, looks: needed.looks }
  for (const look of compiled.looks)
    await makeLookTable(duck, mapping, {
      look,
      key: prepared.key,
      all: at.all,
      accounts: at.accounts,
    })
  const numbered = isNumbered(compiled)
  const typed = typedRows(source, { prepared, compiled, looks: at.compiled.looks })
  const columns = [
    ...compiled.columns.map((_, i) => `c${i}`),
    badSql(compiled.checks),
    ...(numbered ? ['n as rec'] : []),
  ]
  const failure = await duck
    .run(
      `create or replace temp table ${table}_all as select ${columns.join(', ')} from ${typed} r`,
    )
    .then(
      () => undefined,
      (error: Error) => error.message,
    )
  if (failure !== undefined) return { unread: failure }
  await duck.run(
    `create or replace temp view ${table} as select *${numbered ? '' : ', rowid + 1 as rec'} from ${table}_all`,
  )
  const kept = await duck.count(`select count(*) from ${table}_all`)
  const read = numbered ? await duck.count(`select count(*) from ${source}`) : kept
  if (read !== prepared.records) return { unread: `${read} rows read, ${prepared.records} counted` }
  return { prepared, file, compiled, table, leftOut: read - kept }
}

const isNumbered = ({ looks, windows, only }: CompiledFile): boolean =>
  looks.length > 0 || windows.length > 0 || only !== undefined

/** Three layers: what a row says, what it becomes, and (in the caller) whether that is right. */
function typedRows(
  source: string,
  at: {
    readonly prepared: Prepared
    readonly compiled: CompiledFile
    /** All that the mapping has, also those that no row of this file needs. */
    readonly looks: readonly CompiledLook[]
  },
): string {
  const { looks, windows, only, columns } = at.compiled
  const inner = `(select *${isNumbered(at.compiled) ? ', row_number() over () as n' : ''} from ${source})`
  const windowed =
    windows.length === 0
      ? inner
      : `(select *, ${windows.map((sql, i) => `${sql} as w${i}`).join(', ')} from ${inner})`
  const joins = looks.map(
    (look) =>
      `left join ${lookTable(at.prepared.key, look)} ${look.alias} on ${look.alias}.k = ${look.on}`,
  )
  const looked = at.looks.map(
    (look) => `, ${looks.includes(look) ? `${look.alias}.v` : 'null::varchar'} as ${look.alias}`,
  )
  const where = only === undefined ? '' : `where ${only}`
  const said = `(select r.*${looked.join('')} from ${windowed} r ${joins.join(' ')} ${where})`
  return `(select *, ${columns.map((sql, i) => `${sql} as c${i}`).join(', ')} from ${said} r)`
}

/** Look-ups that some row needs: the others cost a copy of the book's references and a join for nothing. */
async function neededLooks(
  duck: Duck,
  { looks }: CompiledFile,
  source: string,
): Promise<{ readonly looks: readonly CompiledLook[] } | { readonly unread: string }> {
  const asked = looks.filter((look) => look.when !== undefined)
  if (asked.length === 0) return { looks }
  const conditions = asked.map((look) => `coalesce(bool_or(${look.when}), false) as ${look.alias}`)
  try {
    const [found] = await duck.rows(`select ${conditions.join(', ')} from ${source} r`)
    return {
      looks: looks.filter((look) => look.when === undefined || found?.[look.alias] === true),
    }
  } catch (error) {
    return { unread: error instanceof Error ? error.message : String(error) }
  }
}

/** The number of the first check that a row fails. */
function badSql(checks: readonly ColumnCheck[]): string {
  if (checks.length === 0) return 'null::smallint as bad'
  return `case ${checks.map((check, i) => `when ${check.bad} then ${i}`).join(' ')} end::smallint as bad`
}

const lookTable = (key: string, look: CompiledLook): string => `${look.alias}_${key}`

/** One value for each key; none where the file has two, so that the row says "not found". */
async function makeLookTable(
  duck: Duck,
  mapping: Mapping,
  at: {
    readonly look: CompiledLook
    readonly key: string
    readonly all: ReadonlyMap<string, Prepared>
    readonly accounts: AccountsOfBook
  },
): Promise<void> {
  const { look } = at.look
  const other = at.all.get(look.in)
  const file = mapping.files[look.in]
  const table = lookTable(at.key, at.look)
  await duck.run(`create or replace temp table ${table} (k varchar, v varchar)`)
  if (other !== undefined && file !== undefined) {
    const conditions = Object.entries(look.where ?? {}).map(
      ([column, value]) => `${name(column)} = ${text(value)}`,
    )
    const [key, take] = [name(look.key), name(look.take)]
    await duck.run(`insert into ${table}
      select ${key}, case when min(${take}) = max(${take}) then min(${take}) end
        from ${readCsv(other, Object.keys(file.columns))}
       where ${[`${key} is not null`, ...conditions].join(' and ')} group by 1`)
  }
  const field = bookField(file, look)
  if (field === undefined) return
  const book = await at.accounts()
  if (book === undefined) return
  await duck.run(`insert into ${table}
    select ref, ${field} from ${book} b where not exists (select 1 from ${table} t where t.k = b.ref)`)
}

/** Which of an account's fields in the book answers a look-up by account reference, if one does. */
function bookField(file: FileMapping | undefined, look: LookUp): string | undefined {
  const account = file?.emits.account?.[0]
  if (account === undefined || account.ref.column !== look.key || look.where !== undefined)
    return undefined
  if (account.borrower.column === look.take) return 'borrower'
  return account.currency.column === look.take ? 'currency' : undefined
}

/** The wrong rows of a file, the first ones up to a limit, and how many there are. */
export async function faultsOf(
  duck: Duck,
  checked: Checked,
  limit: number,
): Promise<{ readonly faults: RowFault[]; readonly count: number }> {
  const count = await duck.count(`select count(*) from ${checked.table} where bad is not null`)
  if (count === 0) return { faults: [], count }
  const found = await duck.rows(
    `select rec, bad from ${checked.table} where bad is not null order by rec limit ${limit}`,
  )
  const faults = found.map((row): RowFault => {
    const check = checked.compiled.checks[Number(row['bad'])]
    return {
      fileKey: checked.prepared.key,
      rec: Number(row['rec']),
      code: check?.code ?? 'unreadable',
      column: check?.column,
      wants: check?.wants,
    }
  })
  return { faults, count }
}

/** Takes rows out of what is loaded: their faults are reported elsewhere. */
export async function leaveOut(
  duck: Duck,
  checked: Checked,
  recs: readonly number[],
): Promise<void> {
  if (recs.length === 0) return
  const key = isNumbered(checked.compiled) ? 'rec' : 'rowid + 1'
  await duck.run(`update ${checked.table}_all set bad = -1 where ${key} in (${inList(recs)})`)
}

/** Zones that this machine's tz database does not know, with the first row of each. */
export async function unknownZones(duck: Duck, checked: Checked): Promise<RowFault[]> {
  const faults: RowFault[] = []
  for (const emit of checked.compiled.emits) {
    const column = emit.out[emit.noun === 'borrower' ? 'zones' : 'zone']
    if (column === undefined || (emit.noun !== 'borrower' && emit.noun !== 'address')) continue
    const found = await duck.rows(
      `select ${column}::varchar as zones, min(rec) as rec from ${checked.table} where bad is null and ${emit.on} and ${column} is not null group by 1`,
    )
    for (const row of found) {
      const zones = String(row['zones']).replaceAll(/[{}]/g, '').split(',')
      const stranger = zones.find((zone) => !isZone(zone))
      if (stranger !== undefined)
        faults.push({
          fileKey: checked.prepared.key,
          rec: Number(row['rec']),
          code: 'unknown_zone',
          column: emit.noun === 'borrower' ? 'zones' : 'zone',
          wants: 'Asia/Shanghai',
        })
    }
  }
  return faults
}

function isZone(zone: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions()
    // Offsets and abbreviations pass as zones too, but say nothing of summer time or of a place.
    return timeZone !== '' && (zone === 'UTC' || zone.includes('/'))
  } catch {
    return false
  }
}
