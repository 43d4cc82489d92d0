import { contentFacts } from '../engine/content-facts.ts'
import { isLimitedContent } from '../guard/content.ts'
import { coversProposal } from '../guard/covers.ts'
import { judge } from '../guard/judge.ts'
import type { ContentFacts } from '../guard/verdict.ts'
import { sayLine } from '../core/voice/lines.ts'
import type { Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'
import { firmIdOf } from './guard-past.ts'
import { judgeRead, readForGuard } from './permissions.ts'
import type { CallFacts, VoiceCall } from './voice-call.ts'
import type { VoiceTick } from './voice-event.ts'

/**
 * Whether a message may be left with a machine: only where the law of the place knows one of limited
 * content, and only when the guard allows this very one now. Everywhere else nothing is said.
 */
export async function mayLeaveMessage(
  tx: Tx,
  call: VoiceCall,
  facts: CallFacts,
  tick: VoiceTick,
): Promise<boolean> {
  const { person, law, now, today } = tick
  const borrower = await lockBorrower(tx, call)
  if (person === undefined || borrower === undefined) return false
  const ask = { ...call, zones: borrower.zones, accountId: facts.accountId, law, now, today }
  const read = await readForGuard(tx, ask)
  // The call itself is no contact before it.
  const history = read.facts.history.filter((past) => past.id !== `contact-${call.contactId}`)
  const addresses = read.facts.addresses.filter((one) => one.addressId === facts.addressId)
  const before = { ...read, facts: { ...read.facts, history, addresses } }
  const judged = await judgeRead(tx, ask, before, { channel: 'call', at: now })
  if (judged === undefined) return false
  const content = contentOf(facts, person)
  const proposal = {
    ...judged.asked.proposal,
    channel: 'voicemail',
    voice: 'artificial',
    automated: true,
    content,
  } as const
  const { jurisdictions } = read.place
  const isKnown = law
    .everyRuleFor(jurisdictions, today, firmIdOf(call.tenantId))
    .some(
      ({ part, covers }) =>
        part.kind === 'meaning' &&
        part.of === 'message' &&
        coversProposal(covers, proposal, judged.asked.facts),
    )
  return (
    isKnown &&
    isLimitedContent('voicemail', content) &&
    judge(proposal, judged.asked.facts, judged.rules).decision === 'allow'
  )
}

/** The line itself is known; whether the sender's name shows what it is about is read from the name. */
function contentOf(facts: CallFacts, person: string): ContentFacts {
  const { name, phone, url } = facts.sender
  const sender = { tradingName: name, checkPhone: phone, checkUrl: url }
  const { language } = facts
  const text = sayLine('voicemail', language, {
    sender: name,
    phone,
    name: facts.name,
    fact: 'account_tail',
    person,
  })
  return {
    ...contentFacts({ channel: 'call', language, text, sender }),
    identifies_sender: false,
    says_how_to_check: false,
    gives_business_name: true,
    asks_for_reply: true,
    gives_person_name: true,
    gives_phone_number: true,
    other_content: false,
  }
}
