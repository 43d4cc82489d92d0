import type { Fault } from '../core/say/finding-words.ts'
import type { ContentFacts } from '../guard/verdict.ts'
import { lintText, type Words } from './template-lint.ts'

const COLLECTOR = /debt collector|(?:债务|受托)催收机构/i
const PURPOSE = /collect a debt|追讨债务|催收债务/i
const NAME_SHOWS = /collect|recover|debt|催收|清收|讨债/i
const PRIVATE = /private and confidential|仅限本人/i
const URGENT = /\b(?:urgent|immediately|final notice)\b|紧急|火速/i
const SUIT = /\b(?:will|shall) (?:sue|take you to court)\b|必将起诉|立即起诉/i
const RECOVERY = /\b(?:seize|repossess|garnish)|查封|扣押|强制执行/i
const BLACKLIST = /blacklist|失信|黑名单|老赖/i
const CREDIT_CLAIM =
  /never (?:get|be given) (?:a loan|credit)|终身(?:不能|无法)贷款|永久(?:记录|影响)/i
const DELIVERY = /\b(?:parcel|delivery|courier)\b|快递|包裹/i
const NO_COMPLAINT =
  /(?:do not|don.t) complain|complaints? (?:will|is|are) (?:not|useless)|投诉(?:无效|也没用)|不得投诉/i
const URL_OR_WORD = /reply stop|unsubscribe|拒收请回复R|退订/i

/**
 * Every fact of a text that a rule may ask about, found in its words. Wide on purpose: what might
 * say it counts as saying it.
 */
export function contentFacts(words: Words): ContentFacts {
  const { text, sender, channel } = words
  const { says, findings } = lintText(words)
  const has = (fault: Fault) => findings.some((finding) => finding.fault === fault)
  const says_how_to_stop = says.includes('how_to_stop')
  return {
    identifies_sender: says.includes('who_we_are'),
    says_how_to_check: says.includes('how_to_check'),
    opt_out: !says_how_to_stop ? 'none' : optOutOf(channel, text),
    states_debt: says.includes('the_debt'),
    collector_disclosure: !COLLECTOR.test(text) ? 'none' : PURPOSE.test(text) ? 'initial' : 'later',
    gives_business_name: says.includes('who_we_are'),
    name_shows_collection: NAME_SHOWS.test(sender.tradingName),
    gives_person_name: false,
    gives_phone_number: text.includes(sender.checkPhone),
    asks_for_reply: true,
    gives_times: false,
    other_content: true,
    urgent: URGENT.test(text) || has('false_urgency'),
    confirms_opt_out: false,
    addressed_to: 'named',
    marked_private: PRIVATE.test(text),
    // The print house uses plain envelopes, and no channel of ours is public.
    envelope_shows_debt: false,
    visible_to_others: false,
    threatens_suit: SUIT.test(text) || has('false_authority'),
    threatens_recovery: RECOVERY.test(text) || has('threat'),
    invented_blacklist: BLACKLIST.test(text) || has('blacklist'),
    misleading_credit_claim: CREDIT_CLAIM.test(text) || has('empty_promise'),
    implies_missed_delivery: DELIVERY.test(text),
    tells_third_party_why: has('third_party'),
    asks_to_pass_message: has('third_party'),
    discourages_complaint: NO_COMPLAINT.test(text) || has('silencing'),
    private_account: false,
    lender_consent: false,
  }
}

/** A letter cannot be answered with a word; what it offers is a call or a letter back. */
const optOutOf = (channel: Words['channel'], text: string): ContentFacts['opt_out'] =>
  channel === 'letter' || channel === 'visit'
    ? 'postal_only'
    : URL_OR_WORD.test(text)
      ? 'reply_word'
      : 'link'
