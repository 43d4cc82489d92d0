import type { RuleFile } from '../../src/guard/file.ts'
import type { GuardFacts, PastContact, Proposal } from '../../src/guard/verdict.ts'

/** Which rules are in force and about a proposal, read from their files for the second checker. */

export type SlowRule = {
  readonly id: string
  readonly kind: string
  /** The part's value of the day, as it stands in the file. */
  readonly says: Says
  readonly covers: RuleFile['covers']
  /** What other rules of the same packs are named by this one, or by everyone. */
  readonly book: readonly RuleFile[]
  readonly onDay: string
}

/** One bag of everything that any primitive may say: the checker reads what its kind has. */
// oxlint-disable-next-line typescript/no-explicit-any -- the forms have been checked when the files were read
export type Says = any

/** Every part that has a value on the day: the one of the latest date that has come. */
export function rulesInForce(files: readonly RuleFile[], onDay: string): SlowRule[] {
  return files.flatMap((file) =>
    file.says.flatMap((part) => {
      const { name: _, covers, ...one } = part
      const [kind, dated] = Object.entries(one)[0] ?? ['', {}]
      const says = valueOn(dated, onDay)
      if (says === undefined) return []
      return [
        { id: file.id, kind, says, covers: { ...file.covers, ...covers }, book: files, onDay },
      ]
    }),
  )
}

export function valueOn(dated: Readonly<Record<string, unknown>>, onDay: string): Says {
  const come = Object.keys(dated)
    .filter((from) => from <= onDay)
    .toSorted()
  return dated[come.at(-1) ?? ''] ?? undefined
}

/** The files of some places, with those of the house. */
export const filesFor = (files: readonly RuleFile[], places: readonly string[]): RuleFile[] =>
  files.filter(({ id }) => {
    if (id.startsWith('au.state.sa')) return places.includes('au-sa')
    if (id.startsWith('au.state.vic')) return places.includes('au-vic')
    if (id.startsWith('in.rbi.2026-draft')) return places.includes('in-draft-2026')
    return id.startsWith('house.') || places.includes(id.split('.')[0] ?? '')
  })

const GROUPS: Readonly<Record<string, string>> = {
  contact: 'call voicemail sms email message letter visit social portal card',
  disturbing: 'call voicemail sms email message visit social',
  calls: 'call voicemail',
  electronic: 'sms email message social',
  texts: 'sms email message letter voicemail social card portal',
  outsiders: 'relative friend neighbour colleague employer contact third_party',
  professionals: 'attorney representative bureau court',
  collecting:
    'collect negotiate settlement_offer payment_reminder review remedy_notice time_critical ' +
    'litigation court_application',
  tracing: 'location contact_details',
  grounds: 'required_by_law litigation answer_request time_critical',
}

/** 'contact' is a group of media, and one role. */
export function names(list: readonly string[], word: string, isRole = false): boolean {
  return list.some((each) => {
    if (each === word || each === 'any' || each === 'anyone') return true
    if (isRole && each === 'contact') return false
    return GROUPS[each]?.split(' ').includes(word) ?? false
  })
}

const ROLES =
  'borrower spouse guarantor heir attorney representative relative friend neighbour colleague ' +
  'employer contact third_party unidentified bureau court'

export function roleIn(party: string): string {
  const role = party.split(':')[0] ?? ''
  return ROLES.split(' ').includes(role) ? role : 'third_party'
}

/** Known to be so, or a fact that nobody filled. */
const mayBe = (fact: unknown): boolean => fact === true || fact === undefined

export function isCovered(rule: SlowRule, proposal: Proposal, facts: GuardFacts): boolean {
  const { covers } = rule
  const { channel, to, purpose, automated, voice, addressKind } = proposal
  if (!names(covers.channels, channel)) return false
  if (!names(covers.audience, roleIn(to), true)) return false
  if (!names(covers.purposes, purpose) || covers.except_purposes?.includes(purpose)) return false
  if (!covers.firms.includes(facts.firm.kind)) return false
  if (covers.several_zones && facts.zones.length < 2) return false
  if (covers.automated !== undefined && covers.automated !== (automated === true)) return false
  if (covers.joint !== undefined && covers.joint !== proposal.joint) return false
  if (covers.voices !== undefined) {
    const isCall = channel === 'call' || channel === 'voicemail'
    const isMachine = isCall
      ? voice === 'artificial' || (voice !== 'person' && automated === true)
      : automated === true
    if (!isCall && !isMachine) return false
    if (!covers.voices.includes(isMachine ? 'artificial' : 'person')) return false
  }
  if (covers.addresses && (!addressKind || !covers.addresses.includes(addressKind))) return false
  if (covers.except_addresses && addressKind && covers.except_addresses.includes(addressKind)) {
    return false
  }
  if (covers.places && !covers.places.includes(placeIn(proposal))) return false
  if (covers.borrower && !covers.borrower.some((name) => mayBe(facts.borrower[name]))) return false
  if (covers.employer_forbids && !mayBe(facts.borrower.employerForbids)) return false
  const taken = facts.proceedings.map((step) => step.kind)
  if (covers.proceedings && !covers.proceedings.some((kind) => taken.includes(kind))) return false
  return coversSomeDebt(covers, proposal, facts)
}

function coversSomeDebt(
  covers: SlowRule['covers'],
  proposal: Proposal,
  facts: GuardFacts,
): boolean {
  const asksOfDebts =
    covers.debt_kinds ??
    covers.except_debt_kinds ??
    covers.debt_statuses ??
    covers.unsecured ??
    covers.assigned
  if (asksOfDebts === undefined) return true
  return facts.debts.some((debt) => {
    if (!proposal.accountIds.includes(debt.accountId)) return false
    if (covers.debt_kinds && !covers.debt_kinds.includes(debt.kind)) return false
    if (covers.except_debt_kinds?.includes(debt.kind)) return false
    if (covers.debt_statuses && !covers.debt_statuses.includes(debt.status)) return false
    if (covers.unsecured && debt.secured === true) return false
    if (covers.assigned && debt.assigned === undefined) return false
    return covers.assigned !== 'non_performing' || debt.nonPerforming === true
  })
}

export function placeIn({ visit, channel, addressKind }: Proposal): 'home' | 'work' | 'elsewhere' {
  if (visit?.place === 'home' || visit?.place === 'work') return visit.place
  if (addressKind?.startsWith('work_')) return 'work'
  if (addressKind === 'post' || addressKind === 'landline') return 'home'
  if (addressKind !== undefined) return 'elsewhere'
  return ['visit', 'letter', 'card'].includes(channel) ? 'home' : 'elsewhere'
}

/** Whether a past event was by a medium, to an address and in a voice that the rule is about. */
export function isCoveredPast(rule: SlowRule, past: PastContact): boolean {
  const { covers } = rule
  if (!names(covers.channels, past.channel)) return false
  if (past.addressKind !== undefined) {
    if (covers.addresses && !covers.addresses.includes(past.addressKind)) return false
    if (covers.except_addresses?.includes(past.addressKind)) return false
  }
  if (covers.voices && !covers.voices.includes('person')) {
    return past.marks?.includes('artificial_voice') === true || past.result === 'unknown'
  }
  return true
}
