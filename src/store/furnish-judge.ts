import type { Day, Instant } from '../core/calendar.ts'
import { isNegative, tooOldOn } from '../core/credit-record.ts'
import type { LawBook } from '../guard/book.ts'
import { judgeByRules } from '../guard/judge.ts'
import type { GuardFacts, Proposal, Reason } from '../guard/verdict.ts'
import { isDisputing } from '../core/care/stops.ts'
import { creditLimits } from './credit-limits.ts'
import type { FurnishAccount } from './furnish-facts.ts'
import { firmIdOf } from './guard-past.ts'
import { borrowerFactOf } from './guard-subject.ts'

export type FurnishWhy =
  | 'law'
  | 'held'
  | 'disputed_and_new'
  | 'too_old'
  | 'place_unknown'
  | 'not_known'

export type FurnishVerdict = {
  /** What goes to the register, marked as disputed where it is; undefined: nothing goes. */
  readonly says: 'furnish' | 'withhold'
  readonly disputed: boolean
  readonly why: FurnishWhy | undefined
  readonly rules: readonly Reason[]
}

type Asking = {
  readonly tenantId: bigint
  readonly law: LawBook
  readonly now: Instant
  readonly today: Day
}

/** Whether an account may be told to a register now: by holds, by age, and by what the guard says of it. */
export function judgeFurnish(account: FurnishAccount, asking: Asking): FurnishVerdict {
  const { today } = asking
  const standing = account.holds.filter(
    (hold) => hold.fromOn <= today && (hold.untilOn === undefined || today < hold.untilOn),
  )
  const stopping = standing.filter((hold) => hold.stops.includes('furnish'))
  const isDisputed = standing.some((hold) => isDisputing(hold.reason))
  const withhold = (why: FurnishWhy, rules: readonly Reason[] = []): FurnishVerdict => ({
    says: 'withhold',
    disputed: isDisputed,
    why,
    rules,
  })
  if (!account.isKnown) return withhold('not_known')
  if (stopping.some((hold) => !isDisputing(hold.reason))) return withhold('held')
  // What the register already has must be marked; what it has not is not begun while it is disputed.
  if (isDisputed && !account.wasFurnished) return withhold('disputed_and_new')
  const limits = creditLimits(account.places).map((limit) => tooOldOn(account.record, limit))
  if (isNegative(account.record) && limits.some((on) => on !== undefined && on <= today))
    return withhold('too_old')
  const rules = asking.law.rulesFor(account.places, today)
  const known = new Set(rules.map((rule) => rule.pack))
  if (account.places.length === 0 || !account.places.every((place) => known.has(place)))
    return withhold('place_unknown')
  // A dispute that was closed is told no more.
  const { proposal, facts } = questionOf({ ...account, holds: standing }, asking)
  const verdict = judgeByRules(proposal, facts, rules)
  if (verdict.decision !== 'allow') return withhold('law', verdict.reasons)
  const disputed = isDisputed || verdict.flags.includes('report_as_disputed')
  return { says: 'furnish', disputed, why: undefined, rules: verdict.reasons }
}

function questionOf(
  account: FurnishAccount,
  { tenantId, now }: Asking,
): { readonly proposal: Proposal; readonly facts: GuardFacts } {
  const firm = firmIdOf(tenantId)
  const { accountId } = account
  return {
    proposal: {
      at: now,
      channel: 'bureau',
      to: 'bureau',
      purpose: isNegative(account.record) ? 'negative_report' : 'furnish',
      addressId: undefined,
      addressKind: undefined,
      accountIds: [accountId],
      voice: undefined,
      automated: true,
      content: undefined,
    },
    facts: {
      jurisdictions: account.places,
      zones: account.zones,
      firm: { id: firm, kind: account.firmKind, group: [firm] },
      borrower: borrowerFactOf(
        { circumstances: null, wishes: null, overrides: null, holds: null },
        { zones: account.zones, now },
      ),
      debts: [
        {
          accountId,
          kind: account.record.shape === 'revolving' ? 'credit_card' : 'personal_loan',
          status: 'open',
          secured: false,
          nonPerforming: false,
          debt: accountId,
          account: accountId,
        },
      ],
      holds: account.holds,
      plans: [],
      consents: [],
      wishes: [],
      history: account.history,
      proceedings: [],
      overrides: [],
      publicHolidays: [],
    },
  }
}
