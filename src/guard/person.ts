import { OPEN, SHUT, type Word } from './gate.ts'
import { spell } from './covers.ts'
import type { Asked } from './past.ts'
import type { PartOf } from './rules.ts'
import type { Known } from './verdict.ts'
import { ROLE_GROUPS, roleOf } from './vocabulary.ts'

/** Only these may be spoken to about it. */
export function speakOfAudience(part: PartOf<'audience'>, { proposal }: Asked): Word {
  const role = roleOf(proposal.to)
  const isMeant = spell<string>(part.only, ROLE_GROUPS).includes(role)
  return {
    gate: isMeant ? OPEN : SHUT,
    met: 'audience.met',
    unmet: 'audience.barred',
    numbers: { role },
  }
}

/** An heir answers for no more than was inherited. Amounts in minor units of the debt. */
export function speakOfAtMost({ proposal, facts }: Asked): Word {
  const { amountMinor } = proposal
  const { inheritedMinor } = facts.borrower
  if (amountMinor === undefined || inheritedMinor === undefined) return missing('inherited')
  const isOver =
    amountMinor !== 'unstated' && inheritedMinor !== 'unstated' && amountMinor > inheritedMinor
  return { gate: isOver ? SHUT : OPEN, met: 'at_most.met', unmet: 'at_most.over', numbers: {} }
}

export const missing = (fact: string): Word => ({
  gate: SHUT,
  met: 'fact.missing',
  unmet: 'fact.missing',
  numbers: { fact },
})

export function speakOfPartySize(least: number, { proposal }: Asked): Word {
  const people = proposal.visit?.people
  if (people === undefined) return missing('people')
  return {
    gate: people === 'unstated' || people >= least ? OPEN : SHUT,
    met: 'party.enough',
    unmet: 'party.too_few',
    numbers: { least, ...(people === 'unstated' ? {} : { people }) },
  }
}

/** What a visit must have had before it: each known not to be so bars, each not known too. */
export function speakOfVisit(part: PartOf<'visit_needs'>, { proposal, facts }: Asked): Word {
  const { visit } = proposal
  if (visit === undefined) return missing('visit_facts')
  const made = facts.history.filter(
    (past) => past.channel === 'visit' && past.direction === 'out' && past.result !== 'not_met',
  )
  if (part.court_limit === true && facts.visitsAllowed !== undefined) {
    const numbers = { used: made.length, times: facts.visitsAllowed }
    if (made.length >= facts.visitsAllowed) {
      return { gate: SHUT, met: 'visit.met', unmet: 'visit.court_limit', numbers }
    }
  }
  const isInvited = part.unless_invited === true && visit.invited === true
  const needs = part.needs ?? []
  const lacks = isInvited
    ? []
    : needs.filter(
        (need) => isNot(visit[need]) && !(need === 'entry_consent' && visit.enters === false),
      )
  return {
    gate: lacks.length === 0 ? OPEN : SHUT,
    met: 'visit.met',
    unmet: 'visit.lacks',
    numbers: { needs: needs.join(','), ...(lacks.length === 0 ? {} : { lacks: lacks.join(',') }) },
  }
}

const isNot = (known: Known): boolean => known === false || known === undefined
