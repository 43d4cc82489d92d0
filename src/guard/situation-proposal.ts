import { known, mediumOf, minorOf } from './situation-context.ts'
import type { SituationFacts } from './situation-facts.ts'
import { unstatedContent } from './plain.ts'
import type { SituationProposal } from './situation-form.ts'
import type { ContentFacts, Proposal, VisitFacts } from './verdict.ts'
import type { ContentFact } from './vocabulary.ts'

/** What is proposed in a situation; what it does not tell is 'unstated'. */
export function proposalOfSituation(asked: SituationProposal, context: SituationFacts): Proposal {
  const address = asked.address === undefined ? undefined : context.addressId(asked.address)
  return {
    at: context.at(asked.at),
    channel: mediumOf(asked.channel),
    to: asked.to,
    purpose: asked.purpose,
    addressId: address,
    addressKind: context.addresses.find((each) => each.addressId === address)?.kind,
    accountIds: asked.debts.map(context.accountId),
    replyTo: asked.replyTo,
    content: contentOf(asked),
    voice: asked.aiVoice === undefined ? 'unstated' : asked.aiVoice ? 'artificial' : 'person',
    automated: asked.automated,
    visit: visitOf(asked),
    amountMinor: asked.amount === undefined ? 'unstated' : minorOf(asked.amount),
    joint: asked.joint,
  }
}

type SituationContentKey = Exclude<
  keyof NonNullable<SituationProposal['content']>,
  'collectorDisclosure' | 'optOut' | 'addressedTo'
>

const CONTENT_OF: Readonly<Partial<Record<ContentFact, SituationContentKey>>> = {
  identifies_sender: 'identifiesSender',
  gives_business_name: 'givesBusinessName',
  name_shows_collection: 'nameShowsDebtCollection',
  gives_person_name: 'givesPersonName',
  gives_phone_number: 'givesPhoneNumber',
  asks_for_reply: 'asksForReply',
  gives_times: 'givesTimes',
  other_content: 'otherContent',
  states_debt: 'statesDebt',
  urgent: 'urgent',
  confirms_opt_out: 'confirmsOptOut',
  marked_private: 'markedPrivate',
  envelope_shows_debt: 'envelopeShowsDebt',
  visible_to_others: 'visibleToOthers',
  threatens_suit: 'threatensSuit',
  threatens_recovery: 'threatensRecovery',
  invented_blacklist: 'inventedBlacklist',
  misleading_credit_claim: 'misleadingCreditClaim',
  implies_missed_delivery: 'impliesMissedDelivery',
  tells_third_party_why: 'tellsThirdPartyWhy',
  asks_to_pass_message: 'asksToPassMessage',
  discourages_complaint: 'discouragesComplaint',
  private_account: 'privateAccount',
  lender_consent: 'lenderConsent',
}

function contentOf({ content = {} }: SituationProposal): ContentFacts {
  const told = Object.entries(CONTENT_OF).flatMap(([fact, key]) => {
    const value = content[key]
    return value === undefined ? [] : [[fact, value] as const]
  })
  return {
    ...unstatedContent(),
    ...Object.fromEntries(told),
    collector_disclosure: content.collectorDisclosure ?? 'unstated',
    opt_out: content.optOut ?? 'unstated',
    addressed_to: content.addressedTo ?? 'unstated',
  }
}

function visitOf({ channel, visit = {} }: SituationProposal): VisitFacts | undefined {
  if (channel !== 'visit') return undefined
  return {
    people: visit.people ?? 'unstated',
    place: visit.place ?? 'unstated',
    prior_notice: known(visit.priorNotice),
    invited: known(visit.invited),
    other_means_tried: known(visit.otherMeansTried),
    entry_consent: known(visit.entryConsent),
  }
}
