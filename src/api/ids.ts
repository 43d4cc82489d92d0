import { digitsOf, ID_DIGITS as WIDTH, numberOf } from '../core/id-text.ts'
import type { CircumstanceId, InboundId, PauseId, PlanId, PromiseId } from './wire-agreements.ts'
import type { OfferId } from './wire-arrange.ts'
import type { ArrivalId } from './wire-inbox.ts'
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

type Prefix =
  | 'bor'
  | 'case'
  | 'acc'
  | 'adr'
  | 'hld'
  | 'pay'
  | 'prp'
  | 'rwd'
  | 'prm'
  | 'pln'
  | 'inb'
  | 'cir'
  | 'pse'
  | 'ofr'
  | 'arv'
  | 'key'
  | 'whk'
  | 'dlv'
  | 'job'

/** What belongs to a borrower is named with them: so one question goes to one place. */
export type Pair = { readonly borrowerId: bigint; readonly n: bigint }
export type PairPrefix =
  | 'lse'
  | 'ctc'
  | 'cbk'
  | 'trt'
  | 'req'
  | 'ent'
  | 'mny'
  | 'car'
  | 'msg'
  | 'tpr'
  | 'vrd'
  | 'wsh'
  | 'rec'
  | 'exp'

export const pairText = (prefix: PairPrefix, { borrowerId, n }: Pair): string =>
  `${prefix}_${digitsOf(borrowerId)}${digitsOf(n)}`

/** Undefined for everything that `pairText` would not have written. */
export function parsePair(prefix: PairPrefix, text: string): Pair | undefined {
  const digits = text.startsWith(`${prefix}_`) ? text.slice(prefix.length + 1) : ''
  if (digits.length !== 2 * WIDTH) return undefined
  const [borrowerId, n] = [numberOf(digits.slice(0, WIDTH)), numberOf(digits.slice(WIDTH))]
  return borrowerId === undefined || n === undefined ? undefined : { borrowerId, n }
}

/** Thirteen digits hold the 63 bits of every id, so ids of one kind sort as text. */
const idText = (prefix: Prefix, id: bigint): string => `${prefix}_${digitsOf(id)}`

/** The number in an id; undefined for everything that `idText` would not have written. */
export function parseId(prefix: Prefix, text: string): bigint | undefined {
  const digits = text.startsWith(`${prefix}_`) ? text.slice(prefix.length + 1) : ''
  return digits.length === WIDTH ? numberOf(digits) : undefined
}

export const borrowerIdText = (id: bigint) => idText('bor', id) as BorrowerId
/** A case is one borrower's, so both carry the same number. */
export const caseIdText = (id: bigint) => idText('case', id) as CaseId
export const accountIdText = (id: bigint) => idText('acc', id) as AccountId
export const addressIdText = (id: bigint) => idText('adr', id) as AddressId
export const promiseIdText = (id: bigint) => idText('prm', id) as PromiseId
export const planIdText = (id: bigint) => idText('pln', id) as PlanId
export const pauseIdText = (id: bigint) => idText('pse', id) as PauseId
export const inboundIdText = (id: bigint) => idText('inb', id) as InboundId
export const circumstanceIdText = (id: bigint) => idText('cir', id) as CircumstanceId
export const holdIdText = (id: bigint) => idText('hld', id) as HoldId
export const proposalIdText = (id: bigint) => idText('prp', id) as ProposalId
export const rewardIdText = (id: bigint) => idText('rwd', id) as RewardId
export const offerIdText = (id: bigint) => idText('ofr', id) as OfferId
/** A message of nobody yet. */
export const arrivalIdText = (id: bigint) => idText('arv', id) as ArrivalId
export const endpointIdText = (id: bigint) => idText('whk', id) as `whk_${string}`
export const deliveryIdText = (id: bigint) => idText('dlv', id) as `dlv_${string}`
export const jobIdText = (id: bigint) => idText('job', id) as `job_${string}`
export const keyIdText = (id: bigint) => idText('key', id) as `key_${string}`
export const paymentIdText = (id: bigint) => idText('pay', id) as PaymentId
