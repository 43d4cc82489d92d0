import type { Instant } from '../../src/core/calendar.ts'
import { plainFacts } from '../../src/guard/plain.ts'
import type { GuardFacts, Proposal } from '../../src/guard/verdict.ts'
import { law } from '../guard/law.ts'
import type { Guard } from '../guard/variant.ts'

/** What the unit tests say of gaps, slots and closing times, in a form that any variant can be asked. */

const at = (text: string) => Date.parse(text) as Instant
const noon = at('2026-09-09T16:00:00Z')

const call: Proposal = {
  at: noon,
  channel: 'call',
  to: 'borrower',
  purpose: 'collect',
  addressId: 1n,
  addressKind: 'mobile',
  accountIds: [1n],
  voice: 'person',
}
const facts = plainFacts({ jurisdictions: ['us'], zones: ['America/New_York'] })

type Gap = readonly [string, Partial<Proposal>, Partial<GuardFacts>]

const GAPS: readonly Gap[] = [
  ['guard.unknown_place', {}, { jurisdictions: [] }],
  ['guard.no_pack', {}, { jurisdictions: ['us', 'zz'] }],
  ['guard.unknown_zone', {}, { zones: [] }],
  ['guard.unknown_zone', {}, { zones: ['America/New_York', 'Mars/Olympus'] }],
  ['guard.no_account', { accountIds: [] }, {}],
  ['guard.unknown_debt', { accountIds: [1n, 9n] }, {}],
  ['guard.wrong_address', { addressKind: 'email' }, {}],
  ['guard.wrong_address', { addressKind: undefined }, {}],
  ['guard.unknown_voice', { voice: undefined }, {}],
]

export function faultOfUnits(guard: Guard): string | undefined {
  const ask = (
    proposal: Proposal,
    about: GuardFacts,
    rules = law.rulesFor(['us'], '2026-09-09' as never),
  ) => guard.judge(proposal, about, rules)
  const plain = ask(call, facts)
  if (plain.decision !== 'allow') return 'a plain call is not allowed'
  if (plain.closesAt !== at('2026-09-10T01:00:00Z')) return 'a plain call closes at another time'
  const [slot, ...more] = plain.slots
  if (more.length > 0 || slot?.key !== 'us.reg-f.14b.7in7:debt:1') return 'another slot is needed'
  if (slot.limit !== 7 || slot.freeAt !== at('2026-09-16T04:00:00Z'))
    return 'the slot frees wrongly'
  if (slot.shared !== undefined) return 'the slot is shared'
  if (ask(call, facts, []).decision !== 'deny') return 'nothing is allowed without rules'
  for (const [code, proposal, about] of GAPS) {
    const verdict = ask({ ...call, ...proposal }, { ...facts, ...about })
    const said = verdict.reasons.filter((reason) => reason.says === 'deny')
    if (verdict.decision !== 'deny' || !said.some((reason) => reason.rule === code)) {
      return `a gap is not told: ${code}`
    }
  }
  const both = ask(call, { ...facts, zones: ['America/New_York', 'America/Los_Angeles'] })
  if (both.decision !== 'allow' || both.slots[0]?.freeAt !== at('2026-09-16T07:00:00Z')) {
    return 'a slot frees where the day begins last'
  }
  return undefined
}
