import type {
  BorrowerFact,
  ContentFacts,
  DebtFact,
  GuardFacts,
  Known,
  VisitFacts,
} from './verdict.ts'
import { CONTENT_FACTS, type ContentFact } from './vocabulary.ts'

/** Plain everyday facts, for those who tell only what is special. */

/** Facts of a text that is as it should be: everything said that must be, nothing that must not. */
export function plainContent(): ContentFacts {
  const good: ReadonlySet<ContentFact> = new Set([
    'identifies_sender',
    'says_how_to_check',
    'gives_business_name',
    'gives_phone_number',
    'marked_private',
  ])
  return {
    ...allContent((fact) => good.has(fact)),
    collector_disclosure: 'later',
    opt_out: 'reply_word',
    addressed_to: 'named',
  }
}

/** Nothing is told of the text. */
export const unstatedContent = (): ContentFacts => ({
  ...allContent(() => 'unstated'),
  collector_disclosure: 'unstated',
  opt_out: 'unstated',
  addressed_to: 'unstated',
})

const allContent = (of: (fact: ContentFact) => Known) =>
  Object.fromEntries(CONTENT_FACTS.map((fact) => [fact, of(fact)])) as Record<ContentFact, Known>

export const PLAIN_VISIT: VisitFacts = {
  people: 2,
  place: 'home',
  prior_notice: true,
  invited: false,
  other_means_tried: true,
  entry_consent: true,
}

/** Somebody of whom nothing special is known. */
export const PLAIN_BORROWER: BorrowerFact = {
  deceased: false,
  minor: false,
  cannot_pay: false,
  family_violence: false,
  seriously_ill: false,
  reachable: 'unstated',
  employerForbids: false,
}

export const plainDebt = (accountId: bigint): DebtFact => ({
  accountId,
  kind: 'other',
  status: 'open',
  secured: false,
  nonPerforming: false,
  debt: accountId,
  account: accountId,
})

/** One firm, one debt, and nothing that ever happened. */
export const plainFacts = (facts: {
  readonly jurisdictions: readonly string[]
  readonly zones: readonly string[]
}): GuardFacts => ({
  ...facts,
  firm: { id: 'us', kind: 'agency', group: ['us'] },
  borrower: PLAIN_BORROWER,
  debts: [plainDebt(1n)],
  holds: [],
  plans: [],
  consents: [],
  wishes: [],
  history: [],
  proceedings: [],
  overrides: [],
  publicHolidays: [],
})
