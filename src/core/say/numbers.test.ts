import { expect, test } from 'vitest'
import { currencyOf, money, type Currency } from '../money.ts'
import { amountsIn, wrongAmounts } from './amounts.ts'

const CNY = currencyOf('CNY') as Currency
const GBP = currencyOf('GBP') as Currency

const decimals = (text: string) => amountsIn(text).map(({ decimal }) => Number(decimal))

test.each([
  ['£12', [12]],
  ['£1,234.50 is due', [1234.5]],
  ['GBP 12.00', [12]],
  ['12.00 GBP', [12]],
  ['12 pounds', [12]],
  ['12 pounds 50', [12.5]],
  ['12 pounds and 50 pence', [12.5]],
  ['50p', [0.5]],
  ['$1.2k', [1200]],
  ['US$ 500', [500]],
  ['1.234,50 €', [1234.5]],
  ['€1 234,50', [1234.5]],
  ['one thousand two hundred and fifty pounds', [1250]],
  ['five hundred dollars', [500]],
  ['two grand', []],
  ['pay 500 by Friday', [500]],
  ['You owe 1234.50 now', [1234.5]],
  ['¥500', [500]],
  ['￥１，２００．００', [1200]],
  ['CNY 1,234.50', [1234.5]],
  ['RMB500', [500]],
  ['500元', [500]],
  ['1,200元整', [1200]],
  ['五百块', [500]],
  ['五百八十块钱', [580]],
  ['五百八块', [580]],
  ['两万五元', [25000]],
  ['1.2万元', [12000]],
  ['1万2千元', [12000]],
  ['一千二百元', [1200]],
  ['一千零五元', [1005]],
  ['人民币壹仟贰佰元整', [1200]],
  ['十二元', [12]],
  ['12元5角', [12.5]],
  ['三十五元四角', [35.4]],
  ['12元5角3分', [12.53]],
  ['五块五', [5.5]],
  ['周五还500', [500]],
  ['逾期金额为八百六十元，其中本金八百元', [860, 800]],
  ['欠款8320.00', [8320]],
])('%s', (text, amounts) => expect(decimals(text)).toEqual(amounts))

test.each([
  'Call 0800 123 4567 from 9.30 to 17.30',
  'in 14 days, by 30 November 2026',
  'a rate of 12.50% a year',
  'account ending 3456, reference A1234',
  'pay in 6 parts',
  'pay 12 instalments',
  '400-800-1234',
  '2026年11月30日前',
  '分6期还，每期的日子可改',
  '还12期就结清',
  '尾号3456的账户',
  '拨打12378',
  '年利率百分之十二',
  '一定会核对，万一有错请告诉我们',
])('no amount in: %s', (text) => expect(decimals(text)).toEqual([]))

test('only what the ledger knows may be named', () => {
  const known = [money(123_450n, CNY)]
  const wrong = (text: string) => wrongAmounts(text, known).map(({ words }) => words)
  expect(wrong('应还¥1,234.50，也就是一千二百三十四元五角')).toEqual([])
  expect(wrong('还1234.5就行')).toEqual([])
  expect(wrong('应还¥1,234.05')).toEqual(['¥1,234.05'])
  expect(wrong('You owe £1,234.50')).toEqual(['£1,234.50'])
  expect(wrong('先还五百块')).toEqual(['五百块'])
  expect(wrongAmounts('$5.00', [])).toHaveLength(1)
  expect(wrongAmounts('Pay £50 now or £1,000 by May', [money(5_000n, GBP)])).toHaveLength(1)
})

test('an amount stands where it stood', () => {
  const text = '您好，请还１２元5角，谢谢。'
  const [amount] = amountsIn(text)
  expect(text.slice(amount?.from, amount?.to)).toBe('１２元5角')
})
