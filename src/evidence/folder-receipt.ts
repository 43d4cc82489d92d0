import type { FolderItem } from '../store/folder.ts'
import { instantText } from '../store/db.ts'
import { receiptText } from './receipt.ts'

/** The words of the receipt, made again from what is kept; deleted items still have theirs. */
export function receiptOfItem(item: FolderItem): string {
  const { house, kind, sha256, bytes, publicKey, signature } = item
  const seal = { algorithm: 'Ed25519', public_key: publicKey, signature } as const
  const received = instantText(item.receivedAt)
  return receiptText({ house, number: item.receiptNo, kind, sha256, bytes, received }, seal)
}
