import type { Instant } from '../core/calendar.ts'
import { OPEN, type Word, gateOfChanges } from './gate.ts'
import { type Asked, answered, fits, isSameParty, isTheAnswer } from './past.ts'
import type { PartOf } from './rules.ts'
import type { ConsentFact } from './verdict.ts'

export const speakOfConsent = (part: PartOf<'consent'>, asked: Asked): Word =>
  part.needs === 'given' ? speakOfGiven(asked) : speakOfRefusal(part, asked)

/** A refusal speaks until something said later takes back just that, or a part of it. */
function speakOfRefusal(part: PartOf<'consent'>, asked: Asked): Word {
  const { proposal, facts } = asked
  const { channel } = proposal
  const said = facts.consents.filter(
    (consent) => consent.scope === 'contact' && fits(consent, asked),
  )
  if (said.length === 0) {
    return {
      gate: OPEN,
      met: 'consent.not_refused',
      unmet: 'consent.refused',
      numbers: { channel },
    }
  }
  const refusalsAt = (at: Instant) =>
    said.filter(
      (refusal, index) =>
        !refusal.given &&
        isInForce(refusal, at) &&
        !said.some(
          (later, i) =>
            i > index && later.given && isInForce(later, at) && isWithin(later, refusal),
        ),
    )
  const refusals = refusalsAt(proposal.at)
  const [refusal] = refusals
  // Each that stands must be lifted: an answer to what came before the last one is none.
  const lifts = refusals.map((each) => liftedBy(part, each, asked))
  const lifted = lifts.includes(undefined) ? undefined : lifts[0]
  return {
    gate:
      lifted === undefined
        ? gateOfChanges(changesOf(said), (at) => refusalsAt(at).length === 0)
        : OPEN,
    met: lifted ?? 'consent.not_refused',
    unmet: 'consent.refused',
    numbers: {
      channel,
      ...(refusal === undefined ? {} : { refusedAt: refusal.effectiveAt }),
    },
    ...(lifted === undefined ? {} : { excepted: true }),
  }
}

function liftedBy(part: PartOf<'consent'>, refusal: ConsentFact, asked: Asked) {
  // The refusal itself asks for no answer: what the person began later does.
  const began = answered(asked)
  const isLater = began !== undefined && began.at > refusal.effectiveAt
  if (part.answer !== undefined && isLater && isTheAnswer(asked, 'same')) return 'answer.first'
  return part.confirmation === true && isConfirmation(refusal, asked)
    ? 'consent.confirms'
    : undefined
}

/** The one message that says that the refusal was heard and will be kept, and nothing else. */
function isConfirmation(refusal: ConsentFact, { proposal, facts }: Asked): boolean {
  const { content } = proposal
  return (
    proposal.purpose === 'opt_out_confirmation' &&
    content !== undefined &&
    (content.other_content === false || content.other_content === 'unstated') &&
    (content.confirms_opt_out === true || content.confirms_opt_out === 'unstated') &&
    !facts.history.some(
      (past) =>
        past.direction === 'out' &&
        past.purpose === 'opt_out_confirmation' &&
        past.channel === proposal.channel &&
        past.at >= refusal.effectiveAt,
    )
  )
}

/** Whether the person agreed to this way of contact, by word or by writing from the address. */
export const hasConsent = (asked: Asked): boolean =>
  speakOfGiven(asked).gate.opensAt(asked.proposal.at) === asked.proposal.at

function speakOfGiven(asked: Asked): Word {
  const { proposal, facts } = asked
  const said = facts.consents.filter(
    (consent) => consent.scope === 'contact' && fits(consent, asked),
  )
  // Whoever writes from an address has agreed to be answered there.
  const wrote = facts.history.some(
    (past) =>
      past.direction === 'in' &&
      past.channel === proposal.channel &&
      (past.channel === 'email' || past.channel === 'sms') &&
      past.addressId !== undefined &&
      past.addressId === proposal.addressId &&
      isSameParty(past.party, proposal.to),
  )
  const isGiven = (at: Instant) => {
    const last = said.findLast((consent) => isInForce(consent, at))
    return last === undefined ? wrote : last.given
  }
  return {
    gate: gateOfChanges(changesOf(said), isGiven),
    met: 'consent.given',
    unmet: 'consent.missing',
    numbers: { channel: proposal.channel },
  }
}

const isInForce = (consent: ConsentFact, at: Instant): boolean =>
  consent.effectiveAt <= at && (consent.expiresAt === undefined || at < consent.expiresAt)

const isWithin = (inner: ConsentFact, outer: ConsentFact): boolean =>
  (outer.channel === 'any' || outer.channel === inner.channel) &&
  (outer.addressId === undefined || outer.addressId === inner.addressId)

const changesOf = (said: readonly ConsentFact[]): Instant[] =>
  said.flatMap((consent) =>
    consent.expiresAt === undefined
      ? [consent.effectiveAt]
      : [consent.effectiveAt, consent.expiresAt],
  )
