import { decimalText, type Currency } from '../core/money.ts'
import type { Tx } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import { Stop } from './talk.ts'
import type { Open, When } from './context.ts'

export type PayOptions = {
  readonly amount?: string
  readonly days?: string
  readonly on?: string
  readonly out?: string
  readonly dryRun?: boolean
  readonly ref?: string
  readonly holder?: string
  readonly iban?: string
  readonly bic?: string
  readonly notice?: string
  readonly why?: string
  readonly by?: string
  readonly today?: string
  readonly now?: string
}

export type PayAsked = {
  readonly open: Open
  readonly options: PayOptions
  readonly rest: readonly string[]
  readonly when: When
}

/** The account of a command's first word. */
export async function accountOf(
  tx: Tx,
  { open, rest }: Pick<PayAsked, 'open' | 'rest'>,
): Promise<{ readonly borrowerId: bigint; readonly accountId: bigint }> {
  const ref = rest[0] ?? ''
  const found = await findAccount(tx, open.tenantId, ref)
  if (found === undefined) throw new Stop(open.talk.word('payNoAccount', { ref }))
  return { borrowerId: found.borrowerId, accountId: found.accountId }
}

export const euros = (minor: bigint): string => decimalText({ minor, currency: 'EUR' as Currency })
