import { channelBit } from '../core/channel.ts'
import type { Choice, Decision } from './decision.ts'

/** What was decided for one account of a borrower. */
export type AccountDecision = { readonly accountId: bigint; readonly decision: Decision }

export type BorrowerChoice<A extends AccountDecision> = {
  readonly account: A
  readonly choice: Choice
}

/** One borrower's day: one case, led by one account, at most one contact a channel. */
export type BorrowerDay<A extends AccountDecision> = {
  readonly lead: A
  readonly chosen: readonly BorrowerChoice<A>[]
  /** Left out because an account that comes first already uses the channel today. */
  readonly leftOut: readonly BorrowerChoice<A>[]
}

/**
 * People before debts: the accounts of one borrower become one case. An account that is worked leads
 * before one on hold, and that before one with nothing to do; then the highest priority leads, and
 * between equals the lowest id, so that every run says the same. `used` are the channels (a bit each)
 * of what was chosen earlier on the same day, for any of the accounts.
 */
export function chooseForBorrower<A extends AccountDecision>(
  accounts: readonly [A, ...A[]],
  usedBefore = 0,
): BorrowerDay<A> {
  const inOrder = accounts.length === 1 ? accounts : accounts.toSorted(leadFirst)
  const chosen: BorrowerChoice<A>[] = []
  const leftOut: BorrowerChoice<A>[] = []
  let used = usedBefore
  for (const account of inOrder) {
    for (const choice of account.decision.treatments) {
      const bit = choice.channel === undefined ? 0 : channelBit(choice.channel)
      ;((used & bit) === 0 ? chosen : leftOut).push({ account, choice })
      used |= bit
    }
  }
  return { lead: inOrder[0] ?? accounts[0], chosen, leftOut }
}

const weight = ({ decision }: AccountDecision): number =>
  decision.stage === 'on_hold' ? 1 : decision.idle ? 0 : 2

function leadFirst(a: AccountDecision, b: AccountDecision): number {
  if (weight(a) !== weight(b)) return weight(b) - weight(a)
  if (a.decision.priority !== b.decision.priority) return b.decision.priority - a.decision.priority
  return a.accountId < b.accountId ? -1 : 1
}
