import type { AccountFacts } from './account-facts.ts'
import type { Day, Instant } from './calendar.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { NO_FACTS } from './account-facts.ts'
import { addMonths, day } from './calendar.ts'
import { delinquencyOn } from './delinquency.ts'
import { parseMinor } from './money.ts'
import { daysPastDue, positionOf } from './position.ts'
import { DEFAULT_TERMS } from './product.ts'

const AS_OF = day('1994-03-31')
const FOLDER = process.env['FORBEAR_DATA']

type Row = Readonly<Record<string, string>>

function rowsOf(text: string, separator: string): Row[] {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '')
  const cells = (line: string) => line.split(separator).map((cell) => cell.replaceAll('"', ''))
  const names = cells(header)
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i], cell])))
}

const dayOf = (yymmdd = ''): Day =>
  day(`19${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4, 6)}`)

function minorOf(text = ''): bigint {
  const minor = parseMinor(text, 2)
  if (minor === undefined) throw new Error(`${text} is not an amount`)
  return minor
}

/** Due on the 12th of each month, from the first one after the loan's day on. */
function loanFacts(loan: Row, repayments: readonly Row[]): AccountFacts {
  const opened = dayOf(loan['date'])
  const twelfth = day(`${opened.slice(0, 8)}12`)
  const firstDue = opened < twelfth ? twelfth : addMonths(twelfth, 1)
  const recordedAt = 0 as Instant
  return {
    ...NO_FACTS,
    instalments: Array.from({ length: Number(loan['duration']) }, (_, n) => ({
      version: 1,
      no: n + 1,
      dueOn: addMonths(firstDue, n),
      amountMinor: minorOf(loan['payments']),
      effectiveOn: opened,
      recordedAt,
    })),
    payments: repayments
      .filter((row) => row['account_id'] === loan['account_id'])
      .map((row) => ({
        id: BigInt(row['trans_id'] ?? ''),
        amountMinor: minorOf(row['amount']),
        effectiveOn: dayOf(row['date']),
        recordedAt,
      })),
  }
}

function readFolder(folder: string) {
  const text = (...path: string[]) => readFileSync(join(folder, ...path), 'latin1')
  const transactions = text('berka', 'trans_partial_199301-199403.asc')
  // The file ends in the middle of a record.
  const whole = transactions.slice(0, transactions.lastIndexOf('\n'))
  const repayments = rowsOf(whole, ';').filter((row) => row['k_symbol'] === 'UVER')
  return {
    repayments,
    loans: new Map(rowsOf(text('berka', 'loan.asc'), ';').map((row) => [row['loan_id'], row])),
    expected: rowsOf(text('reference', 'berka_dpd_19940331.csv'), ','),
  }
}

const BASES = [
  { base: 'strict', toleranceMinor: 0n },
  { base: 'tol0.5', toleranceMinor: 50n },
] as const

const SKIPPED =
  FOLDER === undefined
    ? 'FORBEAR_DATA is not set'
    : ['berka', 'reference']
        .filter((part) => !existsSync(join(FOLDER, part)))
        .map((part) => `there is no ${part} in ${FOLDER}`)[0]
if (SKIPPED !== undefined) console.warn(`Skipped, days past due of real loans: ${SKIPPED}`)

describe('the loans of a Czech bank on 1994-03-31, to the day (Berka and Sochorova 1999)', () => {
  test.for(BASES)('$base', ({ base, toleranceMinor }, context) => {
    if (FOLDER === undefined || SKIPPED !== undefined) return context.skip(SKIPPED)
    const { loans, repayments, expected } = readFolder(FOLDER)
    expect(expected).toHaveLength(38)
    expect(repayments).toHaveLength(123)
    const terms = {
      ...DEFAULT_TERMS,
      materiality: { ...DEFAULT_TERMS.materiality, toleranceMinor },
    }
    const derived = expected.map((row) => {
      const facts = loanFacts(loans.get(row['loan_id']) ?? {}, repayments)
      const delinquency = delinquencyOn(facts, terms, { asOf: AS_OF })
      const position = positionOf(facts, terms, AS_OF)
      expect(daysPastDue(position, terms, AS_OF)).toBe(delinquency.daysPastDue)
      expect(position.instalmentsMissed).toBe(delinquency.instalmentsMissed)
      return {
        loan: row['loan_id'],
        missed: String(delinquency.instalmentsMissed),
        oldest: delinquency.oldestUnpaidDueOn ?? '',
        dpd: String(delinquency.daysPastDue),
        lastPayment: position.lastPaymentOn ?? '',
      }
    })
    expect(derived).toEqual(
      expected.map((row) => ({
        loan: row['loan_id'],
        missed: row[`arrears_n_${base}`],
        oldest: row[`oldest_unpaid_${base}`],
        dpd: row[`dpd_${base}`],
        lastPayment: row['last_payment'],
      })),
    )
    // Neither side may be all zeros: one loan is truly late, ten lack a few hellers.
    expect(derived.filter((row) => row.dpd !== '0')).toHaveLength(base === 'strict' ? 11 : 1)
  })
})
