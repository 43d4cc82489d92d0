import type { Channel } from '../core/channel.ts'
import type { Choice, Decision } from './decision.ts'

/** What was decided for one account of a borrower. */
export type AccountDecision = { readonly accountId: bigint; readonly decision: Decision }

export type BorrowerChoice = Choice & { readonly accountId: bigint; readonly stage: string }

/** One borrower's day: one case, led by one account, at most one contact a channel. */
export type BorrowerDay = {
  readonly lead: AccountDecision
  readonly chosen: readonly BorrowerChoice[]
  /** Left out because an account that comes first already uses the channel today. */
  readonly leftOut: readonly BorrowerChoice[]
}

/**
 * People before debts: the accounts of one borrower become one case. An account that is worked leads
 * before one on hold, and that before one with nothing to do; then the highest priority leads, and
 * between equals the lowest id, so that every run says the same.
 */
export function chooseForBorrower(
  accounts: readonly [AccountDecision, ...AccountDecision[]],
): BorrowerDay {
  const [only, second] = accounts
  if (second === undefined && only.decision.treatments.length === 0)
    return { lead: only, chosen: [], leftOut: [] }
  const inOrder = accounts.toSorted(leadFirst)
  const used = new Set<Channel>()
  const [chosen, leftOut]: [BorrowerChoice[], BorrowerChoice[]] = [[], []]
  for (const { accountId, decision } of inOrder)
    for (const choice of decision.treatments) {
      const taken = choice.channel !== undefined && used.has(choice.channel)
      if (choice.channel !== undefined) used.add(choice.channel)
      ;(taken ? leftOut : chosen).push({ ...choice, accountId, stage: decision.stage })
    }
  return { lead: inOrder[0] ?? only, chosen, leftOut }
}

const weight = ({ decision }: AccountDecision): number =>
  decision.stage === 'on_hold' ? 1 : decision.idle ? 0 : 2

function leadFirst(a: AccountDecision, b: AccountDecision): number {
  if (weight(a) !== weight(b)) return weight(b) - weight(a)
  if (a.decision.priority !== b.decision.priority) return b.decision.priority - a.decision.priority
  return a.accountId < b.accountId ? -1 : 1
}
