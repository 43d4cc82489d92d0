import { assert } from '../core/assert.ts'
import type { Day, Instant } from '../core/calendar.ts'
import {
  LEDGER_ACCOUNTS,
  NO_PARTS,
  PARTS,
  type Entry,
  type EntryKind,
  type Line,
  type MoneyFact,
  type Part,
  type Parts,
} from '../core/ledger.ts'
import type { EarnedPiece, SplitByRow, Why } from '../core/ledger-movement.ts'
import type { Tx } from './db.ts'

/** The numbers behind a charge or a payment, and the cap that cut it. */
export type Because = { readonly why?: Why | undefined; readonly cap?: string | undefined }

/** An entry as the database keeps it: what the ledger's rules read, and what a reader is told beside it. */
export type PostedEntry = Entry & {
  readonly borrowerId: bigint
  readonly currency: string
  readonly accountId: bigint | undefined
  readonly part: Part | undefined
  readonly amountMinor: bigint | undefined
  readonly paymentId: bigint | undefined
  readonly ref: string | undefined
  /** What explains it (core/ledger-movement.ts), where it was asked: to read it costs as much as the rest. */
  readonly explained: Because | undefined
  readonly why: string | undefined
  readonly key: string | undefined
  readonly bodyHash: string | undefined
  readonly madeBy: string
  readonly approvedBy: string | undefined
}

type Row = {
  borrower_id: bigint
  entry_id: bigint
  kind: EntryKind
  effective_on: Day
  recorded_at: Instant
  currency: string
  fact_on: Day | null
  account_id: bigint | null
  part: number | null
  amount_minor: bigint | null
  payment_id: bigint | null
  ref: string | null
  reverses_id: bigint | null
  caused_by_id: bigint | null
  cut_minor: bigint | null
  reckoned: string | null
  why: string | null
  key: string | null
  body_hash: string | null
  made_by: string
  approved_by: string | null
  line_accounts: bigint[]
  line_ledger: number[]
  line_minors: bigint[]
}

/** Every entry of the borrowers, in the order in which they were made; `isTold`: what explains them too. */
export async function readEntries(
  tx: Tx,
  tenantId: bigint,
  borrowerIds: readonly bigint[],
  isTold = false,
): Promise<ReadonlyMap<bigint, readonly PostedEntry[]>> {
  const found = await tx.query<Row>(
    `select borrower_id, entry_id, kind, effective_on, recorded_at, currency, fact_on, account_id, part, amount_minor,
            payment_id, ref, reverses_id, caused_by_id, cut_minor, ${isTold ? 'reckoned::text' : 'null::text'} as reckoned, why, key, body_hash, made_by,
            approved_by, line_accounts, line_ledger, line_minors
       from entry where tenant_id = $1 and borrower_id = any($2) order by borrower_id, entry_id`,
    [tenantId, borrowerIds],
  )
  const all = new Map<bigint, PostedEntry[]>()
  for (const row of found.rows) {
    const own = all.get(row.borrower_id)
    const entry = entryOf(row)
    if (own === undefined) all.set(row.borrower_id, [entry])
    else own.push(entry)
  }
  return all
}

const some = <T>(value: T | null): T | undefined => value ?? undefined

const entryOf = (row: Row): PostedEntry => ({
  borrowerId: row.borrower_id,
  id: row.entry_id,
  kind: row.kind,
  effectiveOn: row.effective_on,
  recordedAt: row.recorded_at,
  currency: row.currency,
  factOn: some(row.fact_on),
  accountId: some(row.account_id),
  part: row.part === null ? undefined : PARTS[row.part - 1],
  amountMinor: some(row.amount_minor),
  paymentId: some(row.payment_id),
  ref: some(row.ref),
  reversesId: some(row.reverses_id),
  causedById: some(row.caused_by_id),
  cutMinor: some(row.cut_minor),
  explained: row.reckoned === null ? undefined : becauseOf(row.reckoned),
  why: some(row.why),
  key: some(row.key),
  bodyHash: some(row.body_hash),
  madeBy: row.made_by,
  approvedBy: some(row.approved_by),
  lines: linesOf(row),
})

function linesOf(row: Row): Line[] {
  return row.line_minors.map((amountMinor, i) => {
    const accountId = row.line_accounts[i]
    const ledgerAccount = LEDGER_ACCOUNTS[row.line_ledger[i] ?? -1]
    assert(ledgerAccount !== undefined, 'a line of an entry names a ledger account')
    return { accountId: accountId === 0n ? undefined : accountId, ledgerAccount, amountMinor }
  })
}

/** The fact that an entry is, if it is one. */
export function factOf(entry: PostedEntry): MoneyFact | undefined {
  const { factOn: on, id, recordedAt } = entry
  return on === undefined ? undefined : FACTS[entry.kind](entry, { id, on, recordedAt })
}

type Times = { readonly id: bigint; readonly on: Day; readonly recordedAt: Instant }
type Read = (entry: PostedEntry, times: Times) => MoneyFact | undefined

const none: Read = () => undefined
const amountOf = (entry: PostedEntry): bigint => entry.amountMinor ?? 0n

const payment: Read = (entry, times) => ({
  ...times,
  kind: 'payment',
  amountMinor: amountOf(entry),
  accountId: entry.accountId,
})

function debtOf({ accountId }: PostedEntry): bigint {
  assert(accountId !== undefined, 'an entry of a debt names it')
  return accountId
}

const undoing =
  (kind: 'reversal' | 'chargeback'): Read =>
  (entry, times) => {
    assert(entry.reversesId !== undefined, `entry ${entry.id} names what it reverses`)
    return { ...times, kind, reversesId: entry.reversesId }
  }

const ofDebt =
  (kind: 'charge_off' | 'transfer'): Read =>
  (entry, times) => ({ ...times, kind, accountId: debtOf(entry) })

const withAmount =
  (kind: 'disbursement' | 'fee' | 'cost' | 'goodwill' | 'commission'): Read =>
  (entry, times) => ({ ...times, kind, accountId: debtOf(entry), amountMinor: amountOf(entry) })

const ofPart =
  (kind: 'waiver' | 'adjustment'): Read =>
  (entry, times) => {
    const { part } = entry
    assert(part !== undefined, `entry ${entry.id} names a part`)
    return { ...times, kind, accountId: debtOf(entry), part, amountMinor: amountOf(entry) }
  }

const FACTS: Readonly<Record<EntryKind, Read>> = {
  placement: (entry, times) => ({
    ...times,
    kind: 'placement',
    accountId: debtOf(entry),
    parts: placedParts(entry),
  }),
  disbursement: withAmount('disbursement'),
  interest: none,
  late_interest: none,
  fee: withAmount('fee'),
  payment,
  recovery: payment,
  reversal: undoing('reversal'),
  chargeback: undoing('chargeback'),
  refund: (entry, times) => ({ ...times, kind: 'refund', amountMinor: amountOf(entry) }),
  adjustment: ofPart('adjustment'),
  waiver: ofPart('waiver'),
  goodwill: withAmount('goodwill'),
  charge_off: ofDebt('charge_off'),
  transfer: ofDebt('transfer'),
  cost: withAmount('cost'),
  commission: withAmount('commission'),
  correction: none,
  close: none,
}

function placedParts(entry: PostedEntry): Parts {
  const parts: Record<Part, bigint> = { ...NO_PARTS }
  for (const { ledgerAccount, amountMinor } of entry.lines) {
    const part = PARTS.find((one) => one === ledgerAccount)
    if (part !== undefined) parts[part] += amountMinor
  }
  return parts
}

/** Amounts and ids are whole numbers of any size, so JSON holds them as text. */
export const becauseText = (why: Why | undefined, cap: string | undefined): string | null =>
  why === undefined && cap === undefined
    ? null
    : JSON.stringify({ why: why === undefined ? undefined : plainOf(why), cap })

/** By hand: to have JSON look at every value for a bigint costs as much as the entry itself. */
function plainOf(why: Why): object {
  switch (why.of) {
    case 'time':
      return { of: why.of, dayCount: why.dayCount, pieces: why.pieces.map(plainPiece) }
    case 'late_fee': {
      const { of, code, dueOn, overdueMinor } = why
      return { of, code, dueOn, overdueMinor: String(overdueMinor) }
    }
    case 'money':
      return { of: why.of, debts: why.debts.map(plainSplit) }
  }
}

const plainPiece = (piece: EarnedPiece): object => ({
  from: piece.from,
  until: piece.until,
  baseMinor: String(piece.baseMinor),
  baseUntilMinor: piece.baseUntilMinor === undefined ? undefined : String(piece.baseUntilMinor),
  basisPointsAYear: piece.basisPointsAYear,
})

const plainSplit = ({ accountId, daysPastDue, fromDpd, order }: SplitByRow): object => ({
  accountId: String(accountId),
  daysPastDue,
  fromDpd,
  order,
})

const WHOLE = /Minor$|^accountId$/

const becauseOf = (kept: string): Because =>
  JSON.parse(kept, (key, value: unknown) =>
    WHOLE.test(key) && typeof value === 'string' ? BigInt(value) : value,
  ) as Because
