import type { Columns, ColumnName } from '../src/strategy/columns.ts'
import { emptyValues, historyOf, rangesOf } from '../src/strategy/columns.ts'
import { FOREVER, NEVER } from '../src/strategy/row.ts'

/** The day of the bench: 2026-11-21. */
export const TODAY = 20_778

/** The paced treatments of strategies/online-lender.yaml and the lateness with which each begins. */
export const PACED = [
  ['before-due-sms', 0],
  ['before-due-email', 0],
  ['early-sms', 1],
  ['early-email', 3],
  ['mid-call', 7],
  ['mid-sms', 10],
  ['mid-email', 10],
  ['mid-letter', 14],
  ['late-call', 30],
  ['late-sms', 30],
  ['late-email', 35],
  ['late-lawyers-letter', 45],
  ['late-visit', 60],
  ['mediation-letter', 90],
  ['mediation', 90],
  ['suit', 180],
  ['transfer', 360],
] as const

/** 32 bits of the row's number and a column's: the same whole-number steps in SQL (`HASH_SQL`). */
export function hash(i: number, salt: number): number {
  let x = (i + salt * 40_503_009) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0
  return (x ^ (x >>> 16)) >>> 0
}

type Spec = {
  readonly column: ColumnName
  readonly js: (at: Drawn) => number
  readonly sql: string
}
/** What a row's other numbers depend on; the SQL calls them by the same names. */
type Drawn = { readonly i: number; readonly late: boolean; readonly dpd: number }

const ago = (salt: number, most: number, empty: number): Pick<Spec, 'js' | 'sql'> => ({
  js: ({ i }) => {
    const h = hash(i, salt)
    return h % 100 < empty ? NEVER : TODAY - (Math.floor(h / 100) % most)
  },
  sql: `case when h(i, ${salt}) % 100 < ${empty} then ${NEVER} else ${TODAY} - h(i, ${salt}) // 100 % ${most} end`,
})

export const SPECS: readonly Spec[] = [
  { column: 'oldestUnpaidDueOn', js: (r) => (r.late ? TODAY - r.dpd : FOREVER), sql: `case when late then ${TODAY} - dpd else ${FOREVER} end` },
  { column: 'delinquentSince', js: (r) => (r.late ? TODAY - r.dpd : NEVER), sql: `case when late then ${TODAY} - dpd else ${NEVER} end` },
  { column: 'nextDueOn', js: ({ i }) => TODAY + 1 + (hash(i, 3) % 28), sql: `${TODAY} + 1 + h(i, 3) % 28` },
  { column: 'lastPaymentOn', ...ago(4, 90, 10) },
  { column: 'lastConversationOn', ...ago(5, 60, 60) },
  { column: 'lastAttemptOn', ...ago(6, 30, 40) },
  { column: 'curedOn', ...ago(7, 300, 70) },
  { column: 'channels', js: ({ i }) => (hash(i, 8) % 10 < 8 ? 31 : hash(i, 8) >>> 8 & 31), sql: 'case when h(i, 8) % 10 < 8 then 31 else h(i, 8) // 256 % 32 end' },
  { column: 'unansweredAttempts', js: ({ i }) => hash(i, 9) % 9, sql: 'h(i, 9) % 9' },
  { column: 'instalmentsMissed', js: (r) => (r.late ? 1 + Math.floor(r.dpd / 30) : 0), sql: 'case when late then 1 + dpd // 30 else 0 end' },
  { column: 'timesDelinquent', js: ({ i, late }) => (late ? 1 : 0) + (hash(i, 10) % 3), sql: 'case when late then 1 else 0 end + h(i, 10) % 3' },
  { column: 'heldUntil', js: ({ i }) => (hash(i, 11) % 100 < 2 ? TODAY - 5 + (hash(i, 11) >>> 8) % 20 : NEVER), sql: `case when h(i, 11) % 100 < 2 then ${TODAY} - 5 + h(i, 11) // 256 % 20 else ${NEVER} end` },
  { column: 'closedOn', js: ({ i }) => (hash(i, 12) % 100 < 1 ? TODAY - (hash(i, 12) >>> 8) % 400 : FOREVER), sql: `case when h(i, 12) % 100 < 1 then ${TODAY} - h(i, 12) // 256 % 400 else ${FOREVER} end` },
]

const lateSql = (percent: number): string => `h(i, 1) % 100 < ${percent}`
/** Most lateness is short: the square of an even draw, up to 400 days. */
const dpdOf = (i: number): number => {
  const x = hash(i, 2) % 1000
  return 1 + Math.floor((x * x * 400) / 1_000_000)
}
const DPD_SQL = '1 + (h(i, 2) % 1000) * (h(i, 2) % 1000) * 400 // 1000000'

/** Chosen before: for half of the treatments that the account's lateness has passed by, lately. */
function pastOf({ i, late, dpd }: Drawn, code: number): { times: number; lastOn: number } | undefined {
  const from = PACED[code]?.[1] ?? 0
  if (!late || dpd <= from || dpd > from + 60) return undefined
  const h = hash(i, 20 + code)
  if (h % 2 === 0) return undefined
  return { times: 1 + (Math.floor(h / 2) % 3), lastOn: TODAY - (1 + (Math.floor(h / 8) % Math.min(dpd - from, 20))) }
}

/** The inner select of every SQL engine: `{n}` columns of times and `{d}` of last days a treatment. */
export function bookSql(percent: number, numbers: string, divide: string): string {
  const columns = SPECS.map(({ column, sql }) => `cast(${sql} as smallint) as ${column}`)
  const pasts = PACED.flatMap(([, from], code) => {
    const has = `late and dpd > ${from} and dpd <= ${from + 60} and h(i, ${20 + code}) % 2 = 1`
    return [
      `cast(case when ${has} then 1 + h(i, ${20 + code}) // 2 % 3 else 0 end as smallint) as n${code}`,
      `cast(case when ${has} then ${TODAY} - (1 + h(i, ${20 + code}) // 8 % least(dpd - ${from}, 20)) else ${NEVER} end as smallint) as d${code}`,
    ]
  })
  return `select cast(i as integer) as i, ${[...columns, ...pasts].join(', ')}
    from (select i, ${lateSql(percent)} as late, ${DPD_SQL} as dpd from (${numbers}) as drawn) as shaped`.replaceAll('//', divide)
}

/** The same book as columns, drawn in place: no row object on the way. */
export function makeBook(rows: number, percent: number): Columns {
  const values = emptyValues(rows)
  const accountId = new BigInt64Array(new SharedArrayBuffer(rows * 8))
  values.currency.fill(1_871)
  const room = Math.ceil(rows * (0.05 + (percent / 100) * 2.4)) + 1000
  const past = new Int32Array(new SharedArrayBuffer(room * 12))
  let entries = 0
  for (let i = 0; i < rows; i++) {
    const late = hash(i, 1) % 100 < percent
    const drawn = { i, late, dpd: dpdOf(i) }
    accountId[i] = BigInt(i)
    for (const { column, js } of SPECS) values[column][i] = js(drawn)
    values.lateFrom[i] = values.oldestUnpaidDueOn[i] as number
    values.outstanding[i] = 100_000 + (hash(i, 13) % 5_000_000)
    values.arrears[i] = late ? 10_000 + (hash(i, 14) % 90_000) : 0
    for (let t = 0; late && t < PACED.length; t++) {
      const one = pastOf(drawn, t)
      if (one === undefined) continue
      past[entries * 3] = i
      past[entries * 3 + 1] = one.lastOn
      past[entries * 3 + 2] = t * 65_536 + one.times
      entries++
    }
  }
  if (entries > room) throw new Error(`bug: ${entries} entries in room for ${room}`)
  const none = new SharedArrayBuffer(0)
  return {
    rows,
    asOf: TODAY,
    accountId,
    values,
    ranges: rangesOf(values),
    treatments: PACED.map(([name]) => name),
    history: historyOf(past.subarray(0, entries * 3), rows),
    paused: { rows: new Uint32Array(none), first: new Uint32Array(none), days: new Int16Array(none) },
  }
}
