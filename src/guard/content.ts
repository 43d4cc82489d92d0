import { OPEN, SHUT, type Word } from './gate.ts'
import type { Asked } from './past.ts'
import { isOneOf, standsAt } from './hold.ts'
import type { PartOf } from './rules.ts'
import type { ContentFacts, Known } from './verdict.ts'
import { MEDIA_GROUPS, type Medium } from './vocabulary.ts'

/** What the rule covers is barred, whatever else. */
export function speakOfBan(part: PartOf<'ban'>, asked: Asked): Word {
  const { at } = asked.proposal
  const lifting = asked.facts.holds.filter((hold) => isOneOf(part.unless_hold ?? [], hold.reason))
  const isLifted = lifting.some((hold) => standsAt(hold, at, asked))
  return isLifted
    ? { gate: OPEN, met: 'ban.lifted', unmet: 'ban.stands', numbers: {}, excepted: true }
    : BARRED
}

const BARRED: Word = { gate: SHUT, met: 'ban.stands', unmet: 'ban.stands', numbers: {} }

const TEXTS: ReadonlySet<Medium> = new Set([...MEDIA_GROUPS.texts, 'poster'])

type Says = PartOf<'disclosure'>['says'][number]

/** Whether the content says it: unknown where nobody looked. */
const SAID: Readonly<Record<Says, (content: ContentFacts) => Known>> = {
  who_we_are: (content) => content.identifies_sender,
  how_to_check: (content) => content.says_how_to_check,
  how_to_stop: ({ opt_out: way }) =>
    way === undefined || way === 'unstated' ? way : way === 'reply_word' || way === 'link',
  the_debt: (content) => content.states_debt,
  collector: ({ collector_disclosure: said }) =>
    said === undefined || said === 'unstated' ? said : said !== 'none',
  private: (content) => content.marked_private,
  addressee: ({ addressed_to: to }) =>
    to === undefined || to === 'unstated' ? to : to === 'named',
}

/** A text must say it. What a person will say in a call cannot be known before it. */
export function speakOfDisclosure(part: PartOf<'disclosure'>, asked: Asked): Word {
  const { says } = part
  const { content, channel } = asked.proposal
  const numbers = { says: says.join(',') }
  if (content === undefined) {
    return TEXTS.has(channel)
      ? { gate: SHUT, met: 'disclosure.said', unmet: 'disclosure.no_text', numbers }
      : { gate: OPEN, met: 'disclosure.spoken', unmet: 'disclosure.spoken', numbers }
  }
  const lacks = (word: Says) => {
    const said = SAID[word](content)
    return said === false || said === undefined
  }
  // A message that only asks to call back is no communication about a debt.
  const isFree = part.unless_limited_content === true && isLimitedContent(channel, content)
  const missing = isFree ? [] : says.filter(lacks)
  return {
    gate: missing.length === 0 ? OPEN : SHUT,
    met: 'disclosure.said',
    unmet: 'disclosure.missing',
    numbers: { ...numbers, ...(missing.length === 0 ? {} : { missing: missing.join(',') }) },
  }
}

/** A text must not say it, a call that is known to be going to say it neither. */
export function speakOfContentBan(part: PartOf<'content_ban'>, asked: Asked): Word {
  const { content, channel } = asked.proposal
  const numbers = { bans: part.bans.join(',') }
  if (content === undefined) {
    return TEXTS.has(channel)
      ? { gate: SHUT, met: 'content.clean', unmet: 'disclosure.no_text', numbers }
      : { gate: OPEN, met: 'content.clean', unmet: 'content.clean', numbers }
  }
  const isLifted = part.unless !== undefined && content[part.unless] === true
  const said = part.bans.filter((fact) => content[fact] === true || content[fact] === undefined)
  return {
    gate: said.length === 0 || isLifted ? OPEN : SHUT,
    met: 'content.clean',
    unmet: 'content.barred',
    numbers: { ...numbers, ...(said.length === 0 ? {} : { said: said.join(',') }) },
  }
}

/**
 * A voicemail with a business name that does not show collection, a request to reply, a person's name
 * and a number, and nothing that is not permitted beside them (12 CFR 1006.2(j)).
 */
export function isLimitedContent(channel: Medium, content: ContentFacts): boolean {
  const must = [
    content.gives_business_name,
    content.asks_for_reply,
    content.gives_person_name,
    content.gives_phone_number,
  ]
  const mustNot = [
    content.name_shows_collection,
    content.other_content,
    content.states_debt,
    content.urgent,
  ]
  return (
    channel === 'voicemail' &&
    must.every((fact) => fact === true || fact === 'unstated') &&
    mustNot.every((fact) => fact === false || fact === 'unstated')
  )
}
