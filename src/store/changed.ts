import type { Pieces } from './packed.ts'

/** Borrowers of `again` of whom an account is new, or is not what it was in `before`; both in one order. */
export function changedBorrowers(before: Pieces, again: Pieces): bigint[] {
  const found = new Set<bigint>()
  let at = 0
  for (let i = 0; i < again.rows; i++) {
    const own = { borrowerId: again.borrowerId(i), accountId: again.accountId(i) }
    while (at < before.rows && isBefore(before, at, own)) at++
    const isSame =
      at < before.rows &&
      before.accountId(at) === own.accountId &&
      before.piece(at).equals(again.piece(i))
    if (!isSame) found.add(own.borrowerId)
  }
  return [...found]
}

function isBefore(
  pieces: Pieces,
  i: number,
  than: { readonly borrowerId: bigint; readonly accountId: bigint },
): boolean {
  const borrowerId = pieces.borrowerId(i)
  if (borrowerId !== than.borrowerId) return borrowerId < than.borrowerId
  return pieces.accountId(i) < than.accountId
}
