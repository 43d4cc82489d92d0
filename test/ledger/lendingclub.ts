import { addDays, day, type Instant } from '../../src/core/calendar.ts'
import { PARTS, type DebtTerms, type LedgerAccount, type MoneyFact } from '../../src/core/ledger.ts'
import { replay } from '../../src/core/ledger-replay.ts'

/** What the platform says that was lent and received of one loan, in cents. */
export type Loan = {
  readonly lentMinor: bigint
  readonly totalMinor: bigint
  readonly principalMinor: bigint
  readonly interestMinor: bigint
  readonly lateFeeMinor: bigint
  readonly recoveriesMinor: bigint
  readonly isChargedOff: boolean
}

const COLUMNS = [
  'funded_amnt',
  'total_pymnt',
  'total_rec_prncp',
  'total_rec_int',
  'total_rec_late_fee',
  'recoveries',
  'loan_status',
] as const

/** Rows of a file with quotes by RFC 4180, or undefined where a column is missing. */
export function readLoans(text: string): Loan[] | undefined {
  const [head, ...rows] = readCsv(text)
  const places = COLUMNS.map((name) => head?.indexOf(name) ?? -1)
  if (places.includes(-1)) return undefined
  return rows
    .filter((row) => row.length === head?.length)
    .map((row) => {
      const cells = places.map((place) => row[place] ?? '')
      const [lent = 0n, total = 0n, principal = 0n, interest = 0n, fee = 0n, recoveries = 0n] =
        cells.slice(0, -1).map(cents)
      return {
        lentMinor: lent,
        totalMinor: total,
        principalMinor: principal,
        interestMinor: interest,
        lateFeeMinor: fee,
        recoveriesMinor: recoveries,
        isChargedOff: /charged off|default/i.test(cells.at(-1) ?? ''),
      }
    })
}

/** '1234.5678' to cents, the rest rounded half up; an empty cell is nothing. */
function cents(text: string): bigint {
  const match = /^([0-9]*)(?:\.([0-9]*))?$/.exec(text.trim())
  if (match === null) throw new Error(`'${text}' is not an amount`)
  const digits = (match[2] ?? '').padEnd(3, '0')
  const whole =
    BigInt(match[1] === '' ? '0' : (match[1] ?? '0')) * 100n + BigInt(digits.slice(0, 2))
  return Number(digits[2]) >= 5 ? whole + 1n : whole
}

function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/g
  for (const [, raw = '', end = ''] of text.matchAll(cell)) {
    rows.at(-1)?.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw)
    if (end === '') break
    if (end !== ',') rows.push([])
  }
  return rows.filter((row) => row.length > 1)
}

/** What the ledger says of a loan after everything in the row has happened. */
export type Told = {
  readonly receivedMinor: bigint
  readonly principalMinor: bigint
  readonly interestMinor: bigint
  readonly feeMinor: bigint
  readonly chargedOffMinor: bigint
  readonly recoveredMinor: bigint
  readonly suspenseMinor: bigint
  readonly owedMinor: bigint
  /** All lines of all entries. */
  readonly sumMinor: bigint
}

const START = day('2015-12-01')

/**
 * The rows have totals and no days: the loan is paid out, what was earned is charged, the money of the
 * borrower comes in one sum, and what came after the charge-off in another.
 */
export function tellLoan(loan: Loan): Told {
  const facts = factsOf(loan)
  const terms: DebtTerms = {
    accountId: 1n,
    lateFees: [],
    waterfall: [{ fromDpd: 0, order: PARTS }],
    caps: [],
    due: [],
    secured: false,
    chargesAfterChargeOff: false,
    noCharges: [],
    disputed: [],
  }
  const { movements, suspenseMinor } = replay(facts, [terms], addDays(START, 2000))
  const lines = movements.flatMap((movement) =>
    movement.lines.map((line) => ({ ...line, kind: movement.kind })),
  )
  const sum = (keep: (line: (typeof lines)[number]) => boolean): bigint =>
    lines.filter(keep).reduce((total, { amountMinor }) => total + amountMinor, 0n)
  const of = (name: LedgerAccount) => sum(({ ledgerAccount }) => ledgerAccount === name)
  const paid = (name: LedgerAccount) =>
    -sum(({ ledgerAccount, kind }) => ledgerAccount === name && kind === 'payment')
  return {
    receivedMinor: of('cash') + loan.lentMinor,
    principalMinor: paid('principal'),
    interestMinor: paid('interest'),
    feeMinor: paid('fee'),
    chargedOffMinor: of('charged_off'),
    recoveredMinor: -of('recovered'),
    suspenseMinor,
    owedMinor: PARTS.reduce((total, part) => total + of(part), 0n),
    sumMinor: sum(() => true),
  }
}

function factsOf(loan: Loan): MoneyFact[] {
  const facts: MoneyFact[] = []
  const add = (amountMinor: bigint, make: (at: Times) => MoneyFact) => {
    const no = facts.length
    const at = { id: BigInt(no + 1), on: addDays(START, no), recordedAt: no as Instant }
    if (amountMinor > 0n) facts.push(make(at))
  }
  const of = { accountId: 1n } as const
  add(loan.lentMinor, (at) => ({ ...at, ...of, kind: 'disbursement', amountMinor: loan.lentMinor }))
  add(loan.interestMinor, (at) => ({
    ...at,
    ...of,
    kind: 'adjustment',
    part: 'interest',
    amountMinor: loan.interestMinor,
  }))
  add(loan.lateFeeMinor, (at) => ({ ...at, ...of, kind: 'fee', amountMinor: loan.lateFeeMinor }))
  const paid = loan.principalMinor + loan.interestMinor + loan.lateFeeMinor
  add(paid, (at) => ({ ...at, ...of, kind: 'payment', amountMinor: paid }))
  if (loan.isChargedOff) add(1n, (at) => ({ ...at, ...of, kind: 'charge_off' }))
  const { recoveriesMinor } = loan
  add(recoveriesMinor, (at) => ({ ...at, ...of, kind: 'payment', amountMinor: recoveriesMinor }))
  return facts
}

type Times = {
  readonly id: bigint
  readonly on: ReturnType<typeof day>
  readonly recordedAt: Instant
}

/** The bins of the published table: the share of what was charged off that came back. */
export const RECOVERY_BINS = ['none', '0-2%', '2-5%', '5-10%', '10-20%', '20-40%', '40%+'] as const

export function recoveryBin({ recoveredMinor, suspenseMinor, chargedOffMinor }: Told): string {
  const came = recoveredMinor + suspenseMinor
  if (came === 0n) return 'none'
  const bounds = [2n, 5n, 10n, 20n, 40n]
  const at = bounds.findIndex((bound) => came * 100n <= bound * chargedOffMinor)
  return RECOVERY_BINS[at === -1 ? 6 : at + 1] ?? '40%+'
}
