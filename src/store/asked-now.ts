import type { Instant } from '../core/calendar.ts'
import type { AccountFact, BorrowerFacts, TreatmentFact } from './guard-facts.ts'
import { askedParts } from '../engine/asked-parts.ts'
import type { Rule } from '../guard/rules.ts'
import { firmIdOf } from './guard-past.ts'

/** A message that the borrower asks for at this moment on their own pages, by one address alone. */
export type AskedNow = {
  readonly code: string
  readonly addressId: bigint
  readonly at: Instant
  /** The borrower stopped this way before and asks for this one message all the same. */
  readonly despiteStop?: boolean | undefined
}

/** The template of the code; whoever has no code at hand sends nothing in its name. */
export const OWN_CODE = 'own-code'

/**
 * What the guard hears besides: that the person agreed to be reached at this very moment, by us. It is said for
 * this one proposal and kept with its verdict, never as a wish that stands. A way that was stopped stays
 * stopped for everything else; no hold and no refusal of somebody else's is lifted.
 */
export function withAsked(
  facts: BorrowerFacts,
  tenantId: bigint,
  asked: AskedNow | undefined,
): BorrowerFacts {
  if (asked === undefined || facts.treatment?.template !== OWN_CODE) return facts
  const { at, addressId } = asked
  const agreed = {
    kind: 'agreed_time',
    saidAt: at,
    party: 'borrower',
    givenTo: firmIdOf(tenantId),
  } as const
  const channel = facts.treatment.channel ?? 'any'
  const once = {
    scope: 'contact',
    channel,
    addressId,
    given: true,
    effectiveAt: at,
    expiresAt: undefined,
    party: 'borrower',
    givenTo: firmIdOf(tenantId),
  } as const
  return {
    ...facts,
    consents: asked.despiteStop === true ? [...facts.consents, once] : facts.consents,
    addresses: facts.addresses.filter((one) => one.addressId === addressId),
    wishes: [...facts.wishes, agreed],
  }
}

/**
 * A code speaks of no debt, so it says that it is from a debt collector where a law asks that of every text,
 * as that of the United States does, and nowhere else.
 */
export function speaksFor(
  { template, channel }: TreatmentFact,
  account: AccountFact,
  rules: readonly Rule[],
): AccountFact {
  if (template !== OWN_CODE || channel === undefined || account.firmKind === 'creditor')
    return account
  const asks = askedParts(rules, { channel, firm: account.firmKind }).includes('collector')
  return asks ? account : { ...account, firmKind: 'creditor' }
}
