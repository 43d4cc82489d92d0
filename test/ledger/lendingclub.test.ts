import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readLoans, RECOVERY_BINS, recoveryBin, tellLoan, type Loan } from './lendingclub.ts'

/** Within so many cents the platform's own total is the sum of its parts. */
const TOLERANCE_MINOR = 5n

const apart = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a)

/** Each loan whose ledger does not say what the row says. */
function wrongOnes(loans: readonly Loan[]): string[] {
  return loans.flatMap((loan, row) => {
    const told = tellLoan(loan)
    const holds =
      told.sumMinor === 0n &&
      apart(told.receivedMinor, loan.totalMinor) <= TOLERANCE_MINOR &&
      told.principalMinor === loan.principalMinor &&
      told.interestMinor === loan.interestMinor &&
      told.feeMinor === loan.lateFeeMinor &&
      told.recoveredMinor + told.suspenseMinor === loan.recoveriesMinor &&
      told.owedMinor === loan.lentMinor - loan.principalMinor - told.recoveredMinor
    return holds ? [] : [`row ${row + 2}: ${JSON.stringify(told, bigintText)}`]
  })
}

const bigintText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value

/** Made up, in the shape of the platform's file: quotes, cents beyond the second place, empty cells. */
const MADE_UP = `"id","funded_amnt","loan_status","total_pymnt","total_rec_prncp","total_rec_int","total_rec_late_fee","recoveries","desc"
1,"10000","Fully Paid","11234.567891","10000.00","1219.57","15.0","0","paid, and ""early"""
2,5000.0,Charged Off,2170.41,1200.00,650.41,20.00,300.00,
3,3000.0,Charged Off,400.00,250.00,150.00,0.0,0.0,"two
lines"
4,800.00,Charged Off,900.05,700.00,50.00,0.05,150.00,more came than was charged off
5,25000.0,Fully Paid,25000.0,25000.0,0.0,0.0,,
`

describe('a loan as the platform reports it', () => {
  it('adds up in the ledger: principal, interest, late fee and recoveries are the total', () => {
    const loans = readLoans(MADE_UP) ?? []
    expect(loans).toHaveLength(5)
    expect(wrongOnes(loans)).toEqual([])
    expect(
      loans.filter(({ isChargedOff }) => isChargedOff).map((loan) => recoveryBin(tellLoan(loan))),
    ).toEqual(['5-10%', 'none', '40%+'])
  })

  it('is found out where its total is not the sum of its parts', () => {
    const wrong = MADE_UP.replace('2170.41', '2170.47')
    expect(wrongOnes(readLoans(wrong) ?? [])).toHaveLength(1)
    expect(wrongOnes(readLoans(MADE_UP.replace('2170.41', '2170.46')) ?? [])).toEqual([])
  })

  it('is not read where a column is missing', () => {
    expect(readLoans('id,total_pymnt\n1,2\n')).toBeUndefined()
  })
})

const FOLDER = process.env['FORBEAR_DATA']

function realLoans(): Loan[] | string {
  if (FOLDER === undefined) return 'FORBEAR_DATA is not set'
  const folder = join(FOLDER, 'lending-club')
  if (!existsSync(folder)) return `${folder} is not there`
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.csv'))) {
    const loans = readLoans(readFileSync(join(folder, file), 'utf8'))
    if (loans !== undefined) return loans
  }
  return `no file in ${folder} has the columns of loans`
}

const real = realLoans()
if (typeof real === 'string') {
  console.log(`Skipped: the ledger on real LendingClub loans (${real}).`)
}

describe.skipIf(typeof real === 'string')('real loans', () => {
  const loans = typeof real === 'string' ? [] : real

  it('add up in the ledger, each of them', () => {
    expect(loans.length).toBeGreaterThan(0)
    expect(wrongOnes(loans)).toEqual([])
  })

  it('recover what the published table says', () => {
    const table = join(FOLDER ?? '', 'reference', 'lendingclub_recovery_rate_distribution.csv')
    const told = loans
      .filter(({ isChargedOff }) => isChargedOff)
      .map((loan) => recoveryBin(tellLoan(loan)))
    const lines = readFileSync(table, 'utf8').trim().split('\n').slice(1)
    const published = lines.map((line) => line.split(',').slice(0, 2).join(' '))
    const ours = RECOVERY_BINS.map((bin) => `${bin} ${told.filter((one) => one === bin).length}`)
    expect(ours).toEqual(published)
  })
})
