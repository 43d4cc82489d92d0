import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { commandIn } from './setup/command.ts'

/** A month of a bank account with three payments in it, of which the first comes back. */
type Month = {
  readonly name: string
  readonly file: string
  readonly bought: string
  readonly until: string
  readonly today: string
  readonly currency: string
}

const OWN: Month = {
  name: 'a month of our own making, two of whose payments carry references',
  file: resolve(import.meta.dirname, 'bank', 'month.sta'),
  bought: '2026-09-01',
  until: '2026-09-30',
  today: '2026-10-03',
  currency: 'CNY',
}

const REAL = join(process.env['FORBEAR_DATA'] ?? '', 'mt940', 'mt940_tests', 'ASNB', 'mt940.txt')

/** January 2020 of a bank's sample, whose payments carry no reference of ours: people match them. */
const SAMPLE: Month = {
  name: 'a month of a real sample bank file',
  file: REAL,
  bought: '2020-01-01',
  until: '2020-01-31',
  today: '2020-02-03',
  currency: 'EUR',
}

const months = process.env['FORBEAR_DATA'] !== undefined && existsSync(REAL) ? [OWN, SAMPLE] : [OWN]
if (months.length === 1) console.log('skipped: the sample bank month (FORBEAR_DATA is not given)')

const HEAD =
  'account_ref,borrower_ref,portfolio,product,currency,contracted_on,purchased_on,seller,original_creditor,' +
  'defaulted_on,principal,interest,late_interest,fee,cost,rate,name,language,zones,email'

function debts(folder: string, month: Month): string {
  const { currency, bought } = month
  const path = join(folder, 'debts.csv')
  const from = `uk-purchased,purchased-loan,${currency},2017-03-01,${bought},Bank B,Bank B,2019-06-15`
  writeFileSync(
    path,
    [
      HEAD,
      `LN-AB1,BB1,${from},6000.00,210.00,45.00,30.00,25.00,9.9,Ada,en,Europe/London,ada@borrower.example`,
      `LN-AB2,BB2,${from},900.00,0.00,0.00,12.00,0.00,0,Ben,en,Europe/London,ben@borrower.example`,
      '',
    ].join('\n'),
  )
  return path
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** The running balance of every line follows from its amount, and the sums add up to the end. */
function expectSums(text: string): void {
  const minor = (amount: string) => BigInt(amount.replaceAll(/[,.]/g, ''))
  const lines = [
    ...text.matchAll(
      /^\d{4}-\d{2}-\d{2} {2}.*?(-?[\d,]+\.\d{2}) [A-Z]{3} +(-?[\d,]+\.\d{2}) [A-Z]{3}/gm,
    ),
  ]
  expect(lines.length).toBeGreaterThan(3)
  let owed = 0n
  for (const [, amount = '', after = ''] of lines) {
    owed += minor(amount)
    expect(minor(after)).toBe(owed)
  }
  const end = /(?:Owed at the end of|日终欠款).*?([\d,]+\.\d{2})/.exec(text)
  expect(minor(end?.[1] ?? '')).toBe(owed)
}

type Told = { readonly statement: { readonly lines: readonly Line[] } }
type Line = { readonly kind: string; readonly on: string; readonly ref?: string }

/** Prints the statements where somebody wants to read them. */
function show(...texts: readonly string[]): void {
  if (process.env['FORBEAR_SHOW'] !== undefined) console.log(texts.join('\n'))
}

describe.each(months)('$name', (month) => {
  const folder = mkdtempSync(join(tmpdir(), 'forbear 月 '))
  folders.push(folder)
  const forbear = commandIn(folder)
  const at = ['--today', month.today]
  const days = ['--from', month.bought, '--to', month.until]
  const waiting = async () =>
    JSON.parse((await forbear('bank', 'unmatched', '--json', ...at)).out) as { item: string }[]
  const statement = (...more: string[]) =>
    forbear('ledger', 'statement', 'LN-AB1', ...days, ...at, ...more)

  test('the debts that were bought are taken over', async () => {
    await forbear('init', '--name', 'Purchaser', '--zone', 'Europe/London')
    const from = ['--mapping', 'purchased', '--as-of', month.bought]
    const loaded = await forbear('load', debts(folder, month), ...from)
    expect(loaded.code).toBe(0)
  })

  test('a bank file is taken once, and nothing is guessed', async () => {
    expect((await forbear('bank', 'load', month.file, ...at)).code).toBe(0)
    const again = await forbear('bank', 'load', month.file, ...at)
    expect(again.out + again.err).toContain('nothing is done twice')
    // What names a debt of ours in passing only, or none at all, waits for a person.
    expect(await waiting()).toHaveLength(month === OWN ? 1 : 3)
  })

  test('a person matches what waits', async () => {
    for (const [i, { item }] of (await waiting()).entries()) {
      const account = i === 1 ? 'LN-AB2' : 'LN-AB1'
      const by = ['--account', account, '--by', 'ann']
      expect((await forbear('bank', 'match', item, ...by, ...at)).code).toBe(0)
    }
    expect(await waiting()).toEqual([])
  })

  test('the statement before the reversal explains every line, and its sums are right', async () => {
    const before = await statement()
    expect(before.out).toContain('You paid 1,000.00')
    expect(before.out).toContain('You paid 1,000.18')
    expect(before.out).not.toContain('taken back')
    expectSums(before.out)
    show(before.out)
  })

  test('a payment is undone from its own day on', async () => {
    const told = JSON.parse((await statement('--json')).out) as Told
    const first = told.statement.lines.find((line) => line.kind === 'payment')
    const given = ['--on', first?.on ?? '', '--why', 'Returned by the bank.']
    const undone = await forbear('ledger', 'reverse', first?.ref ?? '', ...given, ...at)
    expect(undone.code).toBe(0)
  })

  test('the statement after it corrects what followed, in both languages', async () => {
    const after = await statement()
    expectSums(after.out)
    expect(after.out).toContain('taken back')
    const zh = await statement('--lang', 'zh')
    expectSums(zh.out)
    expect(zh.out).toContain('更正')
    expect((await forbear('ledger', 'check')).code).toBe(0)
    show(after.out, zh.out)
  })
})
