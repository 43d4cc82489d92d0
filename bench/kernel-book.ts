import type { Columns, ColumnName } from '../src/strategy/columns.ts'
import { emptyValues, historyOf, ids, rangesOf } from '../src/strategy/columns.ts'
import { FOREVER, NEVER } from '../src/strategy/row.ts'

/** The day of the bench: 2026-11-21. */
export const TODAY = 20_778

/** The paced treatments of bench/kernel-policy.yaml and the lateness with which each begins. */
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

/** 32 bits of the row's number and a column's: a book is the same on every machine. */
export function hash(i: number, salt: number): number {
  let x = (i + salt * 40_503_009) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0
  return (x ^ (x >>> 16)) >>> 0
}

type Spec = {
  readonly column: ColumnName
  readonly js: (at: Drawn) => number
}
/** What a row's other numbers depend on. */
type Drawn = { readonly i: number; readonly late: boolean; readonly dpd: number }

const ago = (salt: number, most: number, empty: number): Pick<Spec, 'js'> => ({
  js: ({ i }) => {
    const h = hash(i, salt)
    return h % 100 < empty ? NEVER : TODAY - (Math.floor(h / 100) % most)
  },
})

export const SPECS: readonly Spec[] = [
  { column: 'oldestUnpaidDueOn', js: (r) => (r.late ? TODAY - r.dpd : FOREVER) },
  { column: 'delinquentSince', js: (r) => (r.late ? TODAY - r.dpd : NEVER) },
  { column: 'nextDueOn', js: ({ i }) => TODAY + 1 + (hash(i, 3) % 28) },
  { column: 'lastPaymentOn', ...ago(4, 90, 10) },
  { column: 'lastConversationOn', ...ago(5, 60, 60) },
  { column: 'lastAttemptOn', ...ago(6, 30, 40) },
  { column: 'curedOn', ...ago(7, 300, 70) },
  { column: 'channels', js: ({ i }) => (hash(i, 8) % 10 < 8 ? 31 : (hash(i, 8) >>> 8) & 31) },
  { column: 'unansweredAttempts', js: ({ i }) => hash(i, 9) % 9 },
  { column: 'instalmentsMissed', js: (r) => (r.late ? 1 + Math.floor(r.dpd / 30) : 0) },
  { column: 'timesDelinquent', js: ({ i, late }) => (late ? 1 : 0) + (hash(i, 10) % 3) },
  {
    column: 'heldUntil',
    js: ({ i }) => (hash(i, 11) % 100 < 2 ? TODAY - 5 + ((hash(i, 11) >>> 8) % 20) : NEVER),
  },
  {
    column: 'closedOn',
    js: ({ i }) => (hash(i, 12) % 100 < 1 ? TODAY - ((hash(i, 12) >>> 8) % 400) : FOREVER),
  },
]

/** Most lateness is short: the square of an even draw, up to 400 days. */
const dpdOf = (i: number): number => {
  const x = hash(i, 2) % 1000
  return 1 + Math.floor((x * x * 400) / 1_000_000)
}

/** Chosen before: for half of the treatments that the account's lateness has passed by, lately. */
function pastOf(
  { i, late, dpd }: Drawn,
  code: number,
): { times: number; lastOn: number } | undefined {
  const from = PACED[code]?.[1] ?? 0
  if (!late || dpd <= from || dpd > from + 60) return undefined
  const h = hash(i, 20 + code)
  if (h % 2 === 0) return undefined
  return {
    times: 1 + (Math.floor(h / 2) % 3),
    lastOn: TODAY - (1 + (Math.floor(h / 8) % Math.min(dpd - from, 20))),
  }
}

/** The columns of an SQL engine: as stored, and a pair a paced treatment: times n, last day d. */
export const SQL_NAMES: readonly string[] = [
  ...SPECS.map(({ column }) => column),
  ...PACED.flatMap((_, code) => [`n${code}`, `d${code}`]),
]

/** A book's columns of some rows as an SQL engine holds them. `e` is the first entry of those rows. */
export function sqlColumns(columns: Columns, rows: { from: number; until: number; e: number }) {
  const { values, history } = columns
  const { from, until } = rows
  const pairs = PACED.flatMap(() => [
    new Int16Array(until - from),
    new Int16Array(until - from).fill(NEVER),
  ])
  let { e } = rows
  for (; (history.entries[e * 3] ?? Infinity) < until; e++) {
    const [i, on, both] = history.entries.subarray(e * 3, e * 3 + 3) as unknown as [
      number,
      number,
      number,
    ]
    const [times, last] = [pairs[(both >> 16) * 2], pairs[(both >> 16) * 2 + 1]]
    if (times !== undefined) times[i - from] = both & 65_535
    if (last !== undefined) last[i - from] = on
  }
  const stored = SPECS.map(({ column }) => (values[column] as Int16Array).subarray(from, until))
  return { arrays: [...stored, ...pairs], e }
}

/** A book as columns, drawn in place: no row object on the way. */
export function makeBook(rows: number, percent: number): Columns {
  const values = emptyValues(rows)
  const accountId = ids(rows)
  values.currency.fill(1_871)
  const room = Math.ceil(rows * (0.05 + (percent / 100) * 2.4)) + 1000
  const past = new Int32Array(new SharedArrayBuffer(room * 12))
  let entries = 0
  for (let i = 0; i < rows; i++) {
    const late = hash(i, 1) % 100 < percent
    const drawn = { i, late, dpd: dpdOf(i) }
    accountId[i] = BigInt(i)
    for (const { column, js } of SPECS) values[column][i] = js(drawn)
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
  const none = { rows: new Uint32Array(0), first: new Uint32Array(1), values: new Int32Array(0) }
  return {
    rows,
    asOf: TODAY,
    borrowerId: accountId,
    accountId,
    values,
    ranges: rangesOf(values),
    treatments: PACED.map(([name]) => name),
    history: historyOf(past.subarray(0, entries * 3), rows),
    sparse: { paused: none, touches: none },
  }
}
