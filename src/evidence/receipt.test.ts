import { describe, expect, test } from 'vitest'
import { checkReceipt, receiptText, sealReceipt, type Receipt } from './receipt.ts'
import { newSealPem, sealKeyOf, sha256Of } from './seal.ts'

const key = sealKeyOf(newSealPem())
const file = Buffer.from('what was heard')
const receipt: Receipt = {
  house: 'Demo Bank',
  number: '1-0abc-1def-2ghi-3jkl',
  kind: 'file',
  sha256: sha256Of(file),
  bytes: BigInt(file.length),
  received: '2026-11-20T10:00:00.000Z',
}
const text = receiptText(receipt, sealReceipt(key, receipt))
const keys = [key.publicKey]

test('a receipt is good by the house’s key, and says whether this is the file', () => {
  expect(checkReceipt(text, { keys })).toEqual({ is: 'good', receipt, file: 'not_given' })
  expect(checkReceipt(text, { keys, file })).toMatchObject({ is: 'good', file: 'same' })
  const other = Buffer.from('what was hearD')
  expect(checkReceipt(text, { keys, file: other })).toMatchObject({ is: 'good', file: 'other' })
})

test('line ends and blanks at the end of lines are no change', () => {
  const mailed = `\uFEFF\r\n${text.replaceAll('\n', '  \r\n')}\r\n`
  expect(checkReceipt(mailed, { keys })).toMatchObject({ is: 'good' })
})

describe('a receipt that was changed', () => {
  const changes: Readonly<Record<string, (good: string) => string>> = {
    'an earlier instant': (good) => good.replace('2026-11-20T10', '2026-11-20T09'),
    'another file': (good) => good.replace(receipt.sha256, sha256Of('another')),
    'another length': (good) => good.replace('bytes: 14', 'bytes: 15'),
    'another number': (good) => good.replace('0abc', '0abd'),
    'another house': (good) => good.replace('Demo Bank', 'Other Bank'),
    'another kind': (good) => good.replace('kind: file', 'kind: note'),
    'one letter of the signature': (good) =>
      good.replace(/signature: (.)/, (_, one: string) => `signature: ${one === 'A' ? 'B' : 'A'}`),
    'no signature': (good) => good.replace(/signature: .*/, 'signature: AAAA'),
  }
  test.each(Object.entries(changes))('%s: is not good', (_, change) => {
    expect(change(text)).not.toBe(text)
    expect(checkReceipt(change(text), { keys })).toEqual({ is: 'bad', why: 'wrong_signature' })
  })

  test('lines added, left out or in another order are no receipt', () => {
    const lines = text.trim().split('\n')
    const odd = [
      [...lines, 'note: paid'],
      lines.slice(1),
      [lines[0], lines[2], lines[1], ...lines.slice(3)],
      ['forbear-receipt/2', ...lines.slice(1)],
    ]
    for (const each of odd)
      expect(checkReceipt(each.join('\n'), { keys })).toEqual({ is: 'bad', why: 'no_receipt' })
  })

  test('signed by somebody else it is not ours, whatever key it names', () => {
    const forger = sealKeyOf(newSealPem())
    const forged = receiptText(receipt, sealReceipt(forger, receipt))
    expect(checkReceipt(forged, { keys })).toEqual({ is: 'bad', why: 'other_key' })
    const named = forged.replace(forger.publicKey, key.publicKey)
    expect(checkReceipt(named, { keys })).toEqual({ is: 'bad', why: 'wrong_signature' })
  })
})

test('a line in a house’s name cannot make a second line of the receipt', () => {
  const sly = { ...receipt, house: 'Demo Bank\nnumber: 9' }
  const made = receiptText(sly, sealReceipt(key, sly))
  expect(checkReceipt(made, { keys })).toEqual({ is: 'bad', why: 'no_receipt' })
})
