import type { Instant } from '../core/calendar.ts'
import type { BorrowerFacts } from './guard-facts.ts'
import { firmIdOf } from './guard-past.ts'

/** A message that the borrower asks for at this moment on their own pages, by one address alone. */
export type AskedNow = {
  readonly code: string
  readonly addressId: bigint
  readonly at: Instant
}

/** The template of the code; whoever has no code at hand sends nothing in its name. */
export const OWN_CODE = 'own-code'

/**
 * What the guard hears besides: that the person agreed to be reached at this very moment, by us. It is said for
 * this one proposal and kept with its verdict, never as a wish that stands. A refused way stays refused.
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
  return {
    ...facts,
    addresses: facts.addresses.filter((one) => one.addressId === addressId),
    wishes: [...facts.wishes, agreed],
  }
}
