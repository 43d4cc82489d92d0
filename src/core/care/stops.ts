/** What a hold can stop. To pay and to ask is never among them: the borrower may always do both. */
export const STOPS = ['contact', 'charge', 'collect', 'furnish'] as const
export type Stop = (typeof STOPS)[number]

const EVERYTHING: readonly Stop[] = STOPS

/**
 * What each reason stops by itself; a hold may name less or more. Contact stops for every one of them:
 * the guard refuses collecting contacts while any hold stands.
 */
export const STOPPED_BY: Readonly<Record<string, readonly Stop[]>> = {
  dispute: EVERYTHING,
  liability_denied: EVERYTHING,
  fraud: EVERYTHING,
  wrong_person: EVERYTHING,
  bankruptcy: EVERYTHING,
  stay: EVERYTHING,
  breathing_space: EVERYTHING,
  moratorium: EVERYTHING,
  deceased: EVERYTHING,
  hardship: ['contact', 'collect', 'furnish'],
  advice: ['contact', 'collect'],
  information_owed: ['contact', 'collect'],
  original_creditor_request: ['contact', 'collect'],
  refusal_to_pay: ['contact', 'collect'],
  cease: ['contact'],
  attorney: ['contact'],
  vulnerable: ['contact'],
  complaint: ['contact'],
  plan: ['contact'],
}

/** A reason that nobody knows stops everything. */
export const stopsOf = (reason: string, named?: readonly Stop[] | null): readonly Stop[] =>
  named ?? STOPPED_BY[reason] ?? EVERYTHING

/** Reasons for which money that names no debt does not go to this one. */
const DISPUTING: ReadonlySet<string> = new Set(['dispute', 'liability_denied', 'fraud'])

export const isDisputing = (reason: string): boolean => DISPUTING.has(reason)
