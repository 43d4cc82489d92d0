import { type Day, dayFromNumber, dayNumber, type Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { ProductShape } from '../core/product.ts'
import type { AddressFact } from '../engine/contact.ts'
import type {
  ContentFacts,
  GuardFacts,
  PastContact,
  Proposal,
  VisitFacts,
} from '../guard/verdict.ts'
import type { DebtKind, Purpose } from '../guard/vocabulary.ts'
import type { Bought, BorrowerFacts } from './guard-facts.ts'
import { firmIdOf } from './guard-past.ts'

/** The account that a contact is about, as the law places it. */
export type Placed = {
  readonly accountId: bigint
  readonly jurisdictions: readonly string[]
  readonly firmKind: 'creditor' | 'agency'
  readonly shape: ProductShape
  /** The first day on which the debt is out of time. */
  readonly limitationOn?: Day | undefined
  readonly bought?: Bought | undefined
}

type Asking = {
  readonly tenantId: bigint
  readonly now: Instant
  readonly channel: Channel
  readonly address: AddressFact
  readonly account: Placed
  readonly facts: BorrowerFacts
  /** Where the person is known to live. */
  readonly zones: readonly string[]
  /** undefined: to collect. */
  readonly purpose?: Purpose | undefined
  /** What came in that this answers. */
  readonly replyTo?: string | undefined
  /** undefined: nothing is written. */
  readonly content: ContentFacts | undefined
  /** A machine says it: a call without a person at our end. */
  readonly isByMachine?: boolean | undefined
}

/** The question to the guard about one planned contact with the borrower, every fact filled. */
export function askGuard(asking: Asking): { proposal: Proposal; facts: GuardFacts } {
  const { tenantId, now, channel, address, account, facts, content } = asking
  const firm = firmIdOf(tenantId)
  return {
    proposal: {
      at: now,
      channel,
      to: 'borrower',
      purpose: asking.purpose ?? 'collect',
      replyTo: asking.replyTo,
      addressId: address.addressId,
      addressKind: address.kind,
      accountIds: [account.accountId],
      voice: channel === 'call' ? (asking.isByMachine ? 'artificial' : 'person') : undefined,
      automated: asking.isByMachine ?? false,
      content,
      visit: channel === 'visit' ? plannedVisit(facts) : undefined,
    },
    facts: {
      jurisdictions: account.jurisdictions,
      zones: zonesOf(asking.zones, address),
      firm: { id: firm, kind: account.firmKind, group: [firm] },
      borrower: facts.borrower,
      debts: [
        {
          accountId: account.accountId,
          kind: KIND_OF[account.shape],
          // An account that is paid, settled or closed is never asked about.
          status: isOutOfTime(account, now) ? 'time_barred' : 'open',
          secured: account.bought?.secured ?? false,
          nonPerforming: account.bought?.defaulted ?? false,
          assigned: account.bought && { on: account.bought.on, to: firm },
          debt: account.accountId,
          account: account.accountId,
        },
      ],
      holds: facts.holds,
      plans: [],
      consents: facts.consents,
      wishes: facts.wishes,
      history: [...facts.history, ...toldOf(account)],
      proceedings: [],
      overrides: facts.overrides,
      publicHolidays: [],
    },
  }
}

/** Who owes was told of the assignment, by the old creditor or the new one: the files say on which day. */
const toldOf = ({ accountId, bought }: Placed): PastContact[] =>
  bought?.noticedOn === undefined
    ? []
    : [
        {
          at: (dayNumber(bought.noticedOn) * DAY_MS) as Instant,
          channel: 'letter',
          direction: 'out',
          party: 'borrower',
          by: 'other',
          result: 'delivered',
          addressId: undefined,
          accountIds: [accountId],
          purpose: 'notice',
          notice: 'assignment',
        },
      ]

/** As early as any place on earth could say so. */
const isOutOfTime = ({ limitationOn }: Placed, now: Instant): boolean =>
  limitationOn !== undefined && limitationOn <= dayFromNumber(Math.floor((now + EAST_MS) / DAY_MS))

const EAST_MS = 14 * 3_600_000
const DAY_MS = 86_400_000

/** The place that the address suggests is one more where the person may be. */
const zonesOf = (zones: readonly string[], { zone }: AddressFact): readonly string[] =>
  zone === undefined || zones.includes(zone) ? zones : [...zones, zone]

const KIND_OF: Readonly<Record<ProductShape, DebtKind>> = {
  revolving: 'credit_card',
  instalment: 'personal_loan',
  line: 'personal_loan',
  single: 'personal_loan',
}

/** Every visit is planned for two, to the door, announced by the notice that goes before it. */
const plannedVisit = ({ history }: BorrowerFacts): VisitFacts => ({
  people: 2,
  place: 'home',
  prior_notice: true,
  invited: false,
  other_means_tried: history.some((past) => past.direction === 'out' && past.channel !== 'visit'),
  enters: false,
  entry_consent: false,
})
