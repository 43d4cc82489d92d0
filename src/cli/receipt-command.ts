import { readFile } from 'node:fs/promises'
import type { Option } from 'commander'
import { checkReceipt, type Checked } from '../evidence/receipt.ts'
import type { Add } from './commands.ts'
import type { Context } from './context.ts'
import { EXIT, Stop } from './talk.ts'
import type { WordKey } from './words.ts'

export type ReceiptOptions = { readonly key: string; readonly of?: string }

export const RECEIPT_EXAMPLES = `  forbear receipt receipt.txt --key 3d40…660c
  forbear receipt receipt.txt --key 3d40…660c --of call.m4a`

export function addReceiptCommand(add: Add, option: (flags: string, key: WordKey) => Option): void {
  add<ReceiptOptions>('receipt <file>', 'helpReceipt', receiptCommand, [
    option('--key <hex>', 'optReceiptKey').makeOptionMandatory(),
    option('--of <file>', 'optReceiptOf'),
  ])
}

/** Needs the receipt, the file and the house's public key, and nothing else: no database, no connection. */
async function receiptCommand(
  { talk }: Context,
  options: ReceiptOptions,
  path = '',
): Promise<number | undefined> {
  const read = (from: string) =>
    readFile(from).catch((error: Error) => {
      throw new Stop(talk.word('receiptNoFile', { path: from, why: error.message }), EXIT.usage)
    })
  const text = (await read(path)).toString('utf8')
  const file = options.of === undefined ? undefined : await read(options.of)
  const checked = checkReceipt(text, { keys: [options.key.trim().toLowerCase()], file })
  const isGood = checked.is === 'good' && checked.file !== 'other'
  talk.data({ good: isGood, ...toldOf(checked) }, () => {
    if (checked.is === 'bad') return talk.word(`receipt_${checked.why}`)
    const { house, number, received, sha256: hash } = checked.receipt
    const words = talk.word('receiptGood', { house, number, received, hash })
    return `${words}\n${talk.word(`receiptFile_${checked.file}`, { path: options.of ?? '' })}`
  })
  return isGood ? undefined : EXIT.refused
}

const toldOf = (checked: Checked) =>
  checked.is === 'bad'
    ? { why: checked.why }
    : { ...checked.receipt, bytes: String(checked.receipt.bytes), file: checked.file }
