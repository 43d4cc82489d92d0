import { dayOf, wall } from './slow-days.ts'
import {
  begun,
  hasArrived,
  isAbout,
  isFirstAnswer,
  madeBy,
  type Question,
  today,
} from './slow-past.ts'
import { isAgreed, type Lets } from './slow-rules.ts'

/** What an act itself must have, say or not say, and what must have gone before it. */

export const consent: Lets = ({ says }, question) => {
  if (says.needs === 'given') return isAgreed(question)
  const { facts, proposal, at } = question
  const said = facts.consents.filter(
    (each) =>
      each.scope === 'contact' &&
      isAbout(each, question) &&
      each.effectiveAt <= at &&
      at < (each.expiresAt ?? Infinity),
  )
  const refusals = said.filter((each, index) => {
    if (each.given) return false
    // Only what takes back just that, or a part of it.
    return !said.some(
      (later, i) =>
        i > index &&
        later.given &&
        (each.channel === 'any' || each.channel === later.channel) &&
        (each.addressId === undefined || each.addressId === later.addressId),
    )
  })
  // Whatever is excused must have come after the last no.
  const last = refusals.at(-1)
  if (last === undefined) return true
  const began = begun(question)
  if (
    says.answer &&
    began !== undefined &&
    began.at > last.effectiveAt &&
    isFirstAnswer(question)
  ) {
    return true
  }
  if (!says.confirmation || proposal.purpose !== 'opt_out_confirmation') return false
  const { content } = proposal
  return (
    content !== undefined &&
    [false, 'unstated'].includes(content.other_content as boolean) &&
    [true, 'unstated'].includes(content.confirms_opt_out as boolean) &&
    facts.history.every(
      (past) =>
        past.direction === 'in' ||
        past.purpose !== 'opt_out_confirmation' ||
        past.channel !== proposal.channel ||
        past.at < last.effectiveAt,
    )
  )
}

export const waiting: Lets = ({ says, covers }, question) => {
  const { facts, proposal } = question
  const missed = facts.history.filter(
    (past) => past.channel === 'visit' && past.result === 'not_met',
  )
  if (says.or_missed_visits !== undefined && missed.length >= says.or_missed_visits) return true
  const sold = facts.debts.filter(
    (debt) =>
      debt.assigned !== undefined &&
      (covers.assigned === 'any' || debt.nonPerforming === true) &&
      proposal.accountIds.includes(debt.accountId),
  )
  const accounts = covers.assigned ? sold.map((debt) => debt.accountId) : proposal.accountIds
  return accounts.every((id) => isWaitedFor(says, id, question))
}

function isWaitedFor(says: Parameters<Lets>[0]['says'], id: bigint, question: Question): boolean {
  const { facts, proposal, at } = question
  const about = facts.history.filter(
    (past) =>
      ['borrower', proposal.to].includes(past.party) &&
      (past.accountIds.length === 0 ||
        past.accountIds.includes(id) ||
        past.discussed?.includes(id) === true),
  )
  const isTalk = about.some(
    (past) => ['conversation', 'met'].includes(past.result) && madeBy(past, 'firm', facts),
  )
  if (says.or_conversation && isTalk) return true
  return about.some((past) => {
    if (past.direction !== 'out' || says.notices === undefined) return false
    const isNotice =
      says.notices === 'any_message'
        ? ['letter', 'email', 'sms', 'message'].includes(past.channel) &&
          madeBy(past, 'firm', facts)
        : says.notices.includes(past.notice) &&
          !(says.durable && ['call', 'voicemail', 'visit'].includes(past.channel))
    if (!isNotice) return false
    const days = says.days ?? 0
    if (days === 0) return hasArrived(past) && past.at <= at
    const opens = facts.zones.map((zone) => wall(zone, past.at).day + days)
    // It came back only when nobody had to watch for that any more.
    const isBackLate =
      past.undeliverableOn !== undefined &&
      opens.some((day) => dayOf(past.undeliverableOn ?? '') >= day)
    if (!hasArrived(past) && !isBackLate) return false
    return facts.zones.every((zone) => wall(zone, at).day >= wall(zone, past.at).day + days)
  })
}

export const within: Lets = ({ says }, question) => {
  const { facts, proposal } = question
  const steps = facts.proceedings.filter(
    (step) =>
      step.kind === says.of &&
      (step.accountIds === undefined ||
        step.accountIds.some((id) => proposal.accountIds.includes(id))),
  )
  const last = steps.at(-1)
  if (last === undefined) return false
  return today(question).some((day) => day <= dayOf(last.on) + says.days)
}

export const at_most: Lets = (_, { proposal: { amountMinor: asked }, facts }) => {
  const had = facts.borrower.inheritedMinor
  if (asked === undefined || had === undefined) return false
  return asked === 'unstated' || had === 'unstated' || asked <= had
}

export const party_size: Lets = ({ says }, { proposal }) => {
  const people = proposal.visit?.people
  return people === 'unstated' || (people !== undefined && people >= says.least)
}

export const visit_needs: Lets = ({ says }, { proposal, facts }) => {
  const { visit } = proposal
  if (visit === undefined) return false
  if (says.court_limit && facts.visitsAllowed !== undefined) {
    const made = facts.history.filter(
      (past) => past.channel === 'visit' && past.direction === 'out' && past.result !== 'not_met',
    )
    if (made.length >= facts.visitsAllowed) return false
  }
  if (says.unless_invited && visit.invited === true) return true
  return ((says.needs ?? []) as ('entry_consent' | 'prior_notice')[]).every(
    (need) =>
      visit[need] === true ||
      visit[need] === 'unstated' ||
      (need === 'entry_consent' && visit.enters === false),
  )
}

const WRITTEN = [
  'sms',
  'email',
  'message',
  'letter',
  'voicemail',
  'social',
  'card',
  'portal',
  'poster',
]

export const disclosure: Lets = ({ says }, { proposal: { content, channel } }) => {
  if (content === undefined) return !WRITTEN.includes(channel)
  const all = content as Readonly<Record<string, unknown>>
  if (says.unless_limited_content && channel === 'voicemail' && isLimited(all)) return true
  return (says.says as string[]).every((word) => {
    const [fact, wanted] = SAID[word] ?? ['', []]
    return all[fact] === 'unstated' || wanted.includes(all[fact])
  })
}

const SAID: Readonly<Record<string, [string, readonly unknown[]]>> = {
  who_we_are: ['identifies_sender', [true]],
  how_to_check: ['says_how_to_check', [true]],
  how_to_stop: ['opt_out', ['reply_word', 'link']],
  the_debt: ['states_debt', [true]],
  collector: ['collector_disclosure', ['initial', 'later']],
  private: ['marked_private', [true]],
  addressee: ['addressed_to', ['named']],
}

/** 12 CFR 1006.2(j): what such a message must have, and what it must not. */
function isLimited(content: Readonly<Record<string, unknown>>): boolean {
  const must = ['gives_business_name', 'asks_for_reply', 'gives_person_name', 'gives_phone_number']
  const mustNot = ['name_shows_collection', 'other_content', 'states_debt', 'urgent']
  return (
    must.every((fact) => content[fact] === true || content[fact] === 'unstated') &&
    mustNot.every((fact) => content[fact] === false || content[fact] === 'unstated')
  )
}

export const content_ban: Lets = ({ says }, { proposal: { content, channel } }) => {
  if (content === undefined) return !WRITTEN.includes(channel)
  const all = content as Readonly<Record<string, unknown>>
  if (says.unless !== undefined && all[says.unless] === true) return true
  return (says.bans as string[]).every((fact) => all[fact] === false || all[fact] === 'unstated')
}
