import { assert } from '../core/assert.ts'
import { addMonths, monthEnd, type Day } from '../core/calendar.ts'
import { FIELDS, type Field } from './fields.ts'
import { typed, type Check, type Known } from './cells.ts'
import {
  NOUNS,
  type Cell,
  type Condition,
  type FileMapping,
  type LookUp,
  type Mapping,
  type Noun,
  type Schedule,
} from './mapping.ts'
import { outputs } from './outputs.ts'
import { conditionSql, list, name, text } from './sql.ts'

/** A check with the column of the file that a person has to look at. */
export type ColumnCheck = Check & { readonly column: string }

export type CompiledEmit = {
  readonly noun: Noun
  readonly repeats: 'refuse' | 'agree'
  /** SQL over the table of checked rows that says whether a row emits this. */
  readonly on: string
  /** Output columns of the noun, each the name of a column of the table of checked rows. */
  readonly out: Readonly<Record<string, string>>
  readonly refColumn: string
  /** A count column: the row becomes that many dated rows. */
  readonly times?: string | undefined
}

export type CompiledLook = {
  readonly alias: string
  readonly look: LookUp
  readonly on: string
  readonly file: string
  /** Where a row needs it: SQL over the raw row, undefined where every row may. */
  readonly when: string | undefined
}

/** One file's rows as SQL: typed columns c0.. over the raw row `r`, checks, and what is emitted. */
export type CompiledFile = {
  readonly columns: readonly string[]
  readonly checks: readonly ColumnCheck[]
  readonly emits: readonly CompiledEmit[]
  readonly looks: readonly CompiledLook[]
  readonly windows: readonly string[]
  readonly only: string | undefined
  readonly usesAsOf: boolean
  /** Amount columns of the file, with the computed columns of their minor units and currency. */
  readonly amounts: readonly {
    readonly column: string
    readonly value: string
    readonly currency: string
  }[]
}

type Build = {
  readonly mapping: Mapping
  readonly known: Omit<Known, 'currency'>
  readonly asOf: Day | undefined
  readonly columns: string[]
  readonly checks: ColumnCheck[]
  readonly looks: CompiledLook[]
  readonly windows: string[]
  readonly amounts: { readonly column: string; readonly value: string; readonly currency: string }[]
  usesAsOf: boolean
  /** The condition under which what is compiled just now is looked at, if there is one. */
  when: string | undefined
}

export function compileFile(
  mapping: Mapping,
  file: FileMapping,
  options: { readonly known: Omit<Known, 'currency'>; readonly asOf: Day | undefined },
): CompiledFile {
  const build: Build = {
    mapping,
    ...options,
    columns: [],
    checks: [],
    looks: [],
    windows: [],
    amounts: [],
    usesAsOf: false,
    when: undefined,
  }
  const emits = NOUNS.flatMap((noun) =>
    (file.emits[noun] ?? []).map((emit) => compileEmit(build, noun, emit)),
  )
  const only = file.rows === undefined ? undefined : conditionSql(file.rows)
  return { ...build, emits, only }
}

type AnyEmit = {
  readonly when?: Condition | undefined
  readonly repeats: 'refuse' | 'agree'
  readonly schedule?: Schedule | undefined
}

function compileEmit(build: Build, noun: Noun, emit: AnyEmit): CompiledEmit {
  const on = emit.when === undefined ? undefined : conditionSql(emit.when)
  const cells = emit as unknown as Readonly<Record<string, Cell | undefined>>
  const currency = cells['currency'] === undefined ? undefined : cellText(build, cells['currency'])
  const values: Record<string, string> = {}
  for (const [field, spec] of Object.entries(FIELDS[noun])) {
    if (emit.schedule !== undefined && field in MADE_BY_SCHEDULE) continue
    values[field] = fieldSql(build, { field, spec, cell: cells[field], on, currency })
  }
  const made =
    emit.schedule === undefined ? undefined : scheduleSql(build, emit.schedule, on, currency)
  const keep = (sql: string): string => keptColumn(build, sql)
  const out = Object.fromEntries(
    Object.entries(outputs(noun, build.mapping.source, { ...values, ...made?.values })).map(
      ([key, sql]) => [key, keep(sql)],
    ),
  )
  const refCell = cells['ref'] ?? cells['value'] ?? cells['account']
  return {
    noun,
    repeats: emit.repeats,
    on: on === undefined ? 'true' : keep(on),
    out,
    refColumn: refCell === undefined ? noun : columnOf(refCell, noun),
    times: made === undefined ? undefined : keep(made.times),
  }
}

const MADE_BY_SCHEDULE = { number: true, due_on: true, amount: true }

/** The same expression is computed once, however many nouns use it. */
function keptColumn(build: Build, sql: string): string {
  const known = build.columns.indexOf(sql)
  return `c${known >= 0 ? known : build.columns.push(sql) - 1}`
}

function fieldSql(
  build: Build,
  at: {
    field: string
    spec: Field
    cell: Cell | undefined
    on: string | undefined
    currency: string | undefined
  },
): string {
  if (at.cell === undefined) {
    assert(!at.spec.required, `the mapping's schema asks for ${at.field}`)
    return 'null'
  }
  // As a last resort behind a column the day may be missing: then the rows that need it say so.
  if (at.cell.as_of === true) build.usesAsOf = true
  const t = cellText(build, at.cell)
  const { value, checks } = typed(at.spec.type, t, at.cell, {
    ...build.known,
    currency: at.currency,
  })
  const column = columnOf(at.cell, at.field)
  const missing: Check[] = at.spec.required ? [{ bad: `${t} is null`, code: 'missing' }] : []
  // A value is computed once; its checks look at the column that holds it.
  const kept = /^r\.|^'/.test(value) || value === 'null' ? value : `r.${keptColumn(build, value)}`
  const own = [...missing, ...checks].map((check) => ({
    ...check,
    bad: kept === value ? check.bad : check.bad.replaceAll(value, kept),
    column,
  }))
  for (const check of [...sourceChecks(build, at.cell, at.field), ...own]) {
    addCheck(build, check, at.on)
  }
  if (
    at.spec.type.startsWith('amount') &&
    at.cell.column !== undefined &&
    at.currency !== undefined
  ) {
    const sum = { value: keptColumn(build, value), currency: keptColumn(build, at.currency) }
    build.amounts.push({ column: at.cell.column, ...sum })
  }
  return value
}

function addCheck(build: Build, check: ColumnCheck, on: string | undefined): void {
  const bad = on === undefined ? check.bad : `((${on}) and (${check.bad}))`
  if (!build.checks.some((known) => known.bad === bad)) build.checks.push({ ...check, bad })
}

/** A code that the table does not know, and a look-up that finds nothing, before the value is typed. */
function sourceChecks(build: Build, cell: Cell, field: string): ColumnCheck[] {
  const checks: ColumnCheck[] = []
  const column = columnOf(cell, field)
  const raw = rawText(build, cell)
  const looked = lookText(build, cell, raw)
  if (cell.look_up !== undefined && cell.default === undefined) {
    checks.push({
      column,
      bad: `(${raw} is not null and ${looked} is null)`,
      code: 'not_found',
      wants: `a value of ${cell.look_up.key} in ${cell.look_up.in}`,
    })
  }
  const table = codesOf(build, cell)
  if (table !== undefined) {
    const keys = Object.keys(table)
    checks.push({
      column,
      bad: `${looked} not in (${list(keys)})`,
      code: 'unknown_code',
      wants: keys.join(', '),
    })
  }
  if (cell.else === undefined) return checks
  const { else: last } = cell
  const others = elsewhere(build, looked, () => sourceChecks(build, last, field))
  return [
    ...checks,
    ...others.map((check) => ({ ...check, bad: `(${looked} is null and ${check.bad})` })),
  ]
}

/** Compiles what speaks only where `first` is empty. */
function elsewhere<T>(build: Build, first: string, compile: () => T): T {
  const before = build.when
  build.when = LOOKED_UP.test(first) ? undefined : `${first} is null`
  const made = compile()
  build.when = before
  return made
}

const LOOKED_UP = /\br\.(look|w)\d/

const columnOf = (cell: Cell, field: string): string => cell.column ?? cell.join?.join('/') ?? field

function codesOf(build: Build, cell: Cell): Readonly<Record<string, string>> | undefined {
  return typeof cell.codes === 'string' ? build.mapping.codes[cell.codes] : cell.codes
}

/** The text of a cell after look-up, codes and default. */
function cellText(build: Build, cell: Cell): string {
  let sql = lookText(build, cell, rawText(build, cell))
  const table = codesOf(build, cell)
  if (table !== undefined) {
    sql = `case ${sql} ${Object.entries(table)
      .map(([from, to]) => `when ${text(from)} then ${text(to)}`)
      .join(' ')} end`
  }
  const { else: last } = cell
  if (last !== undefined)
    sql = `coalesce(${sql}, ${elsewhere(build, sql, () => cellText(build, last))})`
  if (cell.default !== undefined) sql = `coalesce(${sql}, ${text(cell.default)})`
  if (cell.prefix !== undefined) sql = `(${text(cell.prefix)} || ${sql})`
  return cell.suffix === undefined ? sql : `(${sql} || ${text(cell.suffix)})`
}

/** The day of the load, or the end of a month before it. */
const dayFor = (asOf: Day, cell: Cell): Day =>
  cell.months_before === undefined ? asOf : monthEnd(addMonths(asOf, -cell.months_before))

function rawText(build: Build, cell: Cell): string {
  if (cell.constant !== undefined) return text(cell.constant)
  if (cell.as_of === true) return build.asOf === undefined ? 'null' : text(dayFor(build.asOf, cell))
  if (cell.join !== undefined) {
    const joined = cell.join.map((part) => `r.${name(part)}`).join(` || '/' || `)
    if (cell.numbered !== true) return joined
    const windows = `row_number() over (partition by ${joined.replaceAll('r.', '')} order by n)`
    const known = build.windows.indexOf(windows)
    const index = known >= 0 ? known : build.windows.push(windows) - 1
    return `${joined} || case r.w${index} when 1 then '' else '/' || r.w${index} end`
  }
  assert(cell.column !== undefined, 'a cell has a source')
  return `r.${name(cell.column)}`
}

function lookText(build: Build, cell: Cell, raw: string): string {
  const look = cell.look_up
  if (look === undefined) return raw
  const known = build.looks.find(
    (one) => one.on === raw && JSON.stringify(one.look) === JSON.stringify(look),
  )
  if (known !== undefined) {
    if (known.when !== build.when) widen(build, known)
    return `r.${known.alias}`
  }
  const alias = `look${build.looks.length}`
  build.looks.push({ alias, look, on: raw, file: look.in, when: build.when })
  return `r.${alias}`
}

/** Looked at in two places: wherever one of them is. */
function widen(build: Build, look: CompiledLook): void {
  const when =
    look.when === undefined || build.when === undefined
      ? undefined
      : `(${look.when}) or (${build.when})`
  build.looks[build.looks.indexOf(look)] = { ...look, when }
}

function scheduleSql(
  build: Build,
  schedule: Schedule,
  on: string | undefined,
  currency: string | undefined,
) {
  const count = fieldSql(build, {
    field: 'count',
    spec: { type: 'whole', required: true },
    cell: { column: schedule.count },
    on,
    currency,
  })
  addCheck(
    build,
    {
      bad: `${count} not between 1 and 600`,
      code: 'not_a_whole_number',
      wants: '1 to 600',
      column: schedule.count,
    },
    on,
  )
  const amount = fieldSql(build, {
    field: 'amount',
    spec: { type: 'amount_from_zero', required: true },
    cell: schedule.amount,
    on,
    currency,
  })
  const after = fieldSql(build, {
    field: 'after',
    spec: { type: 'day', required: true },
    cell: schedule.after,
    on,
    currency,
  })
  const sameMonth = `date_trunc('month', ${after})::date + ${schedule.day_of_month - 1}`
  const first = `case when ${sameMonth} > ${after} then ${sameMonth} else (date_trunc('month', ${after}) + interval 1 month)::date + ${schedule.day_of_month - 1} end`
  return { times: count, values: { number: 'null', due_on: first, amount } }
}
