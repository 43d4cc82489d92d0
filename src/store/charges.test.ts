import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { capsFor, waterfallFor } from '../core/charge-caps.ts'
import { day } from '../core/calendar.ts'
import type { ChargeCap, Part } from '../core/ledger.ts'
import { decimalText, money, currencyOf } from '../core/money.ts'
import {
  type ChargeFile,
  ChargesUnreadable,
  loadCharges,
  parseCharges,
  readChargeFiles,
} from './charges.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const book = loadCharges()
const files = readChargeFiles()

/** A cap in the words of the cases. */
function capText(cap: ChargeCap): string {
  if (cap.limit === 'rate') return `rate ${cap.basisPointsAYear / 100}%`
  if (cap.limit === 'share') return `share ${cap.basisPoints / 100}%`
  const pounds = currencyOf('GBP')
  return pounds === undefined ? '' : `late fees ${decimalText(money(cap.mostMinor, pounds))} GBP`
}

const caseName = (one: Extract<ChargeFile, { kind: 'cap' }>['cases'][number]): string =>
  `${one.on} ${one.lender ?? 'any lender'} ${one.product ?? 'any product'} ${(one.practices ?? []).join()}`

describe('the limits in charges/', () => {
  const caps = files.filter((file) => file.kind === 'cap')

  test('are there, and each has a day on which it does not hold yet or a debt that it spares', () => {
    expect(caps.length).toBeGreaterThan(4)
    for (const file of caps) {
      expect(
        file.cases.some(({ expect: none }) => none.length === 0),
        `${file.id} spares something`,
      ).toBe(true)
      expect(
        file.cases.some(({ expect: some }) => some.length > 0),
        `${file.id} limits something`,
      ).toBe(true)
    }
  })

  test.each(
    caps.flatMap((file) =>
      file.cases.map((one) => ({ file, one, name: `${file.id} ${caseName(one)}` })),
    ),
  )('$name', ({ file, one }) => {
    const { place, lenders, products } = file.covers
    const found = capsFor(book, {
      place,
      lender: one.lender ?? lenders[0] ?? 'any',
      product: one.product ?? products[0] ?? 'any',
      contractedOn: day(one.on),
      practices: one.practices ?? [],
    }).filter((cap) => cap.id.startsWith(file.id))
    expect(found.map(capText)).toEqual(one.expect)
  })

  test('a limit tells its source', () => {
    const [cap] = capsFor(book, {
      place: 'cn',
      lender: 'private',
      product: 'personal_loan',
      contractedOn: day('2024-10-21'),
      practices: [],
    })
    expect(cap).toMatchObject({ id: 'cn.private-lending', limit: 'rate', basisPointsAYear: 1240 })
    expect(cap?.source).toContain('第二十五')
  })

  test('the prime rate says of which days a public page was seen', () => {
    const series = files.find(({ id }) => id === 'cn.lpr-1y')
    if (series?.kind !== 'series') throw new Error('the series is there')
    expect(series.checked.every((on) => on in series.values)).toBe(true)
    expect(Object.values(series.values)).toEqual([
      425, 420, 415, 405, 385, 380, 370, 365, 355, 345, 335, 310, 300,
    ])
  })
})

describe('the orders in charges/', () => {
  type Allocation = {
    readonly order: readonly string[]
    readonly after_days_overdue?: number
    readonly order_after?: readonly string[]
    readonly not_to_disputed?: boolean
  }
  type LawRule = {
    readonly id: string
    readonly says: readonly { readonly allocation?: Readonly<Record<string, Allocation>> }[]
  }
  const GROUP: Record<Part, string> = {
    cost: 'costs',
    fee: 'costs',
    late_interest: 'interest',
    interest: 'interest',
    principal: 'principal',
  }
  const groups = (order: readonly Part[]): string[] => {
    const named = order.map((part) => GROUP[part])
    return named.filter((group, i) => group !== named[i - 1])
  }
  const rules = readdirSync(join(ROOT, 'law'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => parse(readFileSync(join(ROOT, 'law', name), 'utf8')) as LawRule)
  const allocations = rules.filter(({ says }) => says.some(({ allocation }) => allocation))

  test('every rule of law that gives an order has one here', () => {
    expect(allocations.length).toBeGreaterThan(2)
    const told = files.flatMap((file) => (file.kind === 'waterfall' ? [file.law] : []))
    expect(told.toSorted()).toEqual(allocations.map(({ id }) => id).toSorted())
  })

  test.each(allocations.map((rule) => [rule.id, rule] as const))(
    '%s: the ledger and the guard say the same',
    (id, rule) => {
      const file = files.find((one) => one.kind === 'waterfall' && one.law === id)
      if (file?.kind !== 'waterfall') throw new Error(`${id} has an order`)
      const law = rule.says.flatMap(({ allocation }) => Object.entries(allocation ?? {}))
      expect(Object.keys(file.rows)).toEqual(law.map(([from]) => from))
      for (const [from, said] of law) {
        const [first, after] = file.rows[from] ?? []
        expect(groups(first?.order ?? [])).toEqual(said.order)
        expect(after?.from_dpd).toBe(
          said.after_days_overdue === undefined ? undefined : said.after_days_overdue + 1,
        )
        expect(after && groups(after.order)).toEqual(said.order_after)
        expect(file.never_to_disputed).toBe(said.not_to_disputed ?? false)
      }
    },
  )

  test('a card has its own order; a loan falls back on the Civil Code; before both the contract decides', () => {
    const of = { place: 'cn', lender: 'bank' } as const
    const on = day('2026-01-01')
    const card = waterfallFor(book, { ...of, product: 'credit_card', on })
    expect(card?.rows.map(({ fromDpd, order }) => [fromDpd, order[0]])).toEqual([
      [0, 'cost'],
      [91, 'principal'],
    ])
    expect(waterfallFor(book, { ...of, product: 'auto_loan', on })?.id).toBe('cn.civil-code-order')
    expect(
      waterfallFor(book, { ...of, product: 'auto_loan', on: day('2020-12-31') }),
    ).toBeUndefined()
  })
})

describe('a file that cannot be read stops the start', () => {
  const good = readFileSync(join(ROOT, 'charges/cn/private-lending.yaml'), 'utf8')

  test('as it stands it is read', () => expect(parseCharges(good)).toHaveProperty('data'))

  test.each([
    ['a number without quotes', good.replace('rate_times: 4', 'rate_percent: 15'), 'limits'],
    ['a word that no form has', good.replace('practice: false', 'practise: false'), 'practice'],
    ['a day that does not exist', good.replace('2020-08-20: [', '2020-02-30: ['), 'limits'],
    ['no cases', good.replace(/cases:[^]*/, 'cases: []\n'), 'cases'],
    ['text that is no YAML', `${good}\n  - {`, ''],
  ])('%s', (_, text, field) => {
    const found = parseCharges(text)
    expect('faults' in found && found.faults.join('\n')).toContain(field)
  })

  test('a multiple of a rate that nobody published is named with its file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'charges-'))
    try {
      writeFileSync(join(folder, 'private.yaml'), good)
      expect(() => loadCharges(folder)).toThrow(ChargesUnreadable)
      expect(() => loadCharges(folder)).toThrow(/private\.yaml: limits\.2020-08-20: cn\.lpr-1y/)
      writeFileSync(join(folder, 'lpr.yaml'), readFileSync(join(ROOT, 'charges/cn/lpr-1y.yaml')))
      expect(loadCharges(folder).caps).toHaveLength(1)
      writeFileSync(join(folder, 'again.yaml'), good)
      expect(() => readChargeFiles(folder)).toThrow(/is taken/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
