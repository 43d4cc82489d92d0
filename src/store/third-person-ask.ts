import type { Day, Instant } from '../core/calendar.ts'
import type { LawBook } from '../guard/book.ts'
import { judge } from '../guard/judge.ts'
import type { ContactResult, PastContact, Verdict } from '../guard/verdict.ts'
import type { AddressFact } from '../engine/contact.ts'
import { askGuard } from './guard-ask.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { firmIdOf } from './guard-past.ts'
import { heldNow } from './held.ts'
import { readForGuard } from './permissions.ts'
import { keepThirdEvent, readThirdPersons, type ThirdRole, type ThirdRow } from './third-person.ts'
import type { Tx } from './db.ts'

export type ThirdAsk = BorrowerRef & {
  readonly personId: bigint
  readonly accountId: bigint
  readonly userId: string
  readonly law: LawBook
  readonly now: Instant
  readonly today: Day
}

/** What may be said, and no more: nothing in it tells why the person is sought. */
export type ThirdScript = { readonly zh: string; readonly en: string }

export type ThirdAsked = {
  readonly name: string
  readonly value: string
  readonly script: ThirdScript
}

export type ThirdRefused =
  | {
      readonly declined:
        | 'no_such_person'
        | 'no_such_borrower'
        | 'refused_for_ever'
        | 'asked_before'
        | 'not_lost'
        | 'person_left_alone'
    }
  | { readonly declined: 'unlawful'; readonly verdict: Verdict }

/**
 * Takes the one call to a third person: only by a person, only to ask how a borrower who is lost can be
 * reached, only where law lets, and counted before the number is told.
 */
export async function askThirdPerson(tx: Tx, ask: ThirdAsk): Promise<ThirdAsked | ThirdRefused> {
  const borrower = await lockBorrower(tx, ask)
  if (borrower === undefined) return { declined: 'no_such_borrower' }
  const persons = await readThirdPersons(tx, ask)
  const person = persons.find((one) => one.person_id === ask.personId)
  if (person === undefined) return { declined: 'no_such_person' }
  const { name, value } = person
  if (person.refused || name === null || value === null) return { declined: 'refused_for_ever' }
  if (person.asked_at !== null) return { declined: 'asked_before' }
  const read = await readForGuard(tx, { ...ask, zones: borrower.zones })
  if (read.facts.borrower.reachable !== false) return { declined: 'not_lost' }
  const held = await heldNow(tx, ask.tenantId, ask.borrowerId, undefined, 'contact', ask.today)
  // A no to one address is no wish to be left alone.
  const last = read.facts.consents.findLast(
    (one) => one.channel === 'any' && one.addressId === undefined,
  )
  if (held !== undefined || last?.given === false) return { declined: 'person_left_alone' }
  const verdict = judgeThird(ask, { ...read, persons, person, zones: borrower.zones })
  if (verdict.decision !== 'allow') return { declined: 'unlawful', verdict }
  const event = { kind: 'asked', by: ask.userId, verdict: { reasons: verdict.reasons } } as const
  if (!(await keepThirdEvent(tx, ask, event, ask.now))) return { declined: 'asked_before' }
  return { name, value, script: scriptFor(borrower.name) }
}

const PARTY: Readonly<Record<ThirdRole, string>> = {
  emergency_contact: 'contact',
  guarantor: 'guarantor',
}

const partyOf = (one: ThirdRow): string => `${PARTY[one.role]}:${one.person_id}`

type Judging = Awaited<ReturnType<typeof readForGuard>> & {
  readonly persons: readonly ThirdRow[]
  readonly person: ThirdRow
  readonly zones: readonly string[]
}

function judgeThird(ask: ThirdAsk, { place, facts, persons, person, zones }: Judging): Verdict {
  const address: AddressFact = {
    addressId: 0n,
    kind: 'mobile',
    value: '',
    zone: undefined,
    standing: 'unverified',
  }
  const asked = askGuard({
    tenantId: ask.tenantId,
    now: ask.now,
    channel: 'call',
    address,
    account: place,
    facts,
    zones,
    purpose: 'contact_details',
    content: undefined,
  })
  const firm = firmIdOf(ask.tenantId)
  const rules = ask.law.rulesFor(place.jurisdictions, ask.today, firm)
  const history = [...asked.facts.history, ...persons.flatMap((one) => pastOf(one, firm))]
  return judge(
    { ...asked.proposal, to: partyOf(person), addressId: undefined },
    { ...asked.facts, history: history.toSorted((a, b) => a.at - b.at) },
    rules,
  )
}

/** Asked once counts as spoken to: nothing shows that it may be left out. */
const pastOf = (one: ThirdRow, firm: string): PastContact[] =>
  one.asked_at === null
    ? []
    : [
        {
          at: one.asked_at,
          channel: 'call',
          direction: 'out',
          party: partyOf(one),
          by: firm,
          result: 'conversation' satisfies ContactResult,
          addressId: undefined,
          accountIds: [],
          purpose: 'contact_details',
          marks: one.refused ? ['refuses_contact'] : [],
        },
      ]

const scriptFor = (name: string): ThirdScript => ({
  zh: `您好，打扰了。请问您现在有${name}的联系方式吗？如果您不方便，我们不会再联系您。`,
  en: `Hello, sorry to trouble you. Do you have a current number or address for ${name}? If you would rather not say, we will not call you again.`,
})
