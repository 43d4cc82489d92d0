import type {
  ProposalId,
  RewardId,
  AccountId,
  AddressId,
  BorrowerId,
  CaseId,
  HoldId,
  PaymentId,
} from './wire.ts'

/** Crockford's base 32, lower case: it sorts as the numbers do and has no i, l, o or u. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
const WIDTH = 13

type Prefix = 'bor' | 'case' | 'acc' | 'adr' | 'hld' | 'pay' | 'prp' | 'rwd'

/** Thirteen digits hold the 63 bits of every id, so ids of one kind sort as text. */
function idText(prefix: Prefix, id: bigint): string {
  let rest = id
  let text = ''
  for (let i = 0; i < WIDTH; i++) {
    text = (DIGITS[Number(rest & 31n)] ?? '') + text
    rest >>= 5n
  }
  return `${prefix}_${text}`
}

/** The number in an id; undefined for everything that `idText` would not have written. */
export function parseId(prefix: Prefix, text: string): bigint | undefined {
  const digits = text.startsWith(`${prefix}_`) ? text.slice(prefix.length + 1) : ''
  if (digits.length !== WIDTH) return undefined
  let id = 0n
  for (const digit of digits) {
    const value = DIGITS.indexOf(digit)
    if (value < 0) return undefined
    id = id * 32n + BigInt(value)
  }
  return id < 2n ** 63n ? id : undefined
}

export const borrowerIdText = (id: bigint) => idText('bor', id) as BorrowerId
/** A case is one borrower's, so both carry the same number. */
export const caseIdText = (id: bigint) => idText('case', id) as CaseId
export const accountIdText = (id: bigint) => idText('acc', id) as AccountId
export const addressIdText = (id: bigint) => idText('adr', id) as AddressId
export const holdIdText = (id: bigint) => idText('hld', id) as HoldId
export const proposalIdText = (id: bigint) => idText('prp', id) as ProposalId
export const rewardIdText = (id: bigint) => idText('rwd', id) as RewardId
export const paymentIdText = (id: bigint) => idText('pay', id) as PaymentId
