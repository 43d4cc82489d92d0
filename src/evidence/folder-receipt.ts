import { join } from 'node:path'
import type { FolderItem } from '../store/folder.ts'
import { instantText } from '../store/db.ts'
import { receiptText } from './receipt.ts'

/** Where what people hand in lies, each under its own hash, apart from what we record ourselves. */
export const evidenceFolder = (home: string, tenantId: bigint): string =>
  join(home, 'evidence', `tenant-${tenantId}`)

/** The words of the receipt, made again from what is kept; deleted items still have theirs. */
export function receiptOfItem(item: FolderItem): string {
  const { house, kind, sha256, bytes, publicKey, signature } = item
  const seal = { algorithm: 'Ed25519', public_key: publicKey, signature } as const
  const received = instantText(item.receivedAt)
  return receiptText({ house, number: item.receiptNo, kind, sha256, bytes, received }, seal)
}
