import { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import { CHANGE_WORDS, type ChangeFault } from '../store/change-words.ts'
import { METRICS, type TrialTerms } from '../store/trial.ts'
import type { Declined } from './route.ts'
import { DayIn, DayOut } from './schemas.ts'
import type { Language, TrialTermsWire } from './wire.ts'

/** What the routes of proposals, trials and rewards share. */

export const NameIn = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60)
export const VersionIn = z.int().min(1).max(1_000_000)

export const TERMS_IN = {
  name: NameIn,
  strategy: NameIn,
  arms: z
    .array(
      z.strictObject({
        name: NameIn,
        strategy: NameIn.nullable(),
        version: VersionIn.nullable(),
        percent: z.int().min(1).max(99),
      }),
    )
    .min(1)
    .max(5),
  lanes: z.strictObject({ from: z.int().min(0).max(99), until: z.int().min(1).max(100) }),
  begins_on: DayIn,
  ends_on: DayIn,
  metric: z.enum(METRICS),
  per_thousand_max: z.int().min(0).max(1000),
  contacts_least: z.int().min(1).max(1_000_000),
}

export const TERMS_OUT = {
  name: z.string(),
  strategy: z.string(),
  arms: z.array(
    z.object({
      name: z.string(),
      strategy: z.string().nullable(),
      version: z.int().nullable(),
      percent: z.int(),
    }),
  ),
  lanes: z.object({ from: z.int(), until: z.int() }),
  begins_on: DayOut,
  ends_on: DayOut,
  metric: z.enum(METRICS),
  per_thousand_max: z.int(),
  contacts_least: z.int(),
}

/** Why a change is not made, with its own code beside the sentence. */
export function refused(code: ChangeFault, lang: Language): Declined {
  const message = CHANGE_WORDS[code][lang]
  return {
    declined: 'change_refused',
    more: { detail: message, errors: [{ pointer: '', code, message }] },
  }
}

export const termsOf = (
  body: Omit<TrialTermsWire, 'begins_on' | 'ends_on'> & { begins_on: Day; ends_on: Day },
): TrialTerms => ({
  name: body.name,
  strategy: body.strategy,
  arms: body.arms.map((arm) => ({
    name: arm.name,
    percent: arm.percent,
    strategy: arm.strategy ?? undefined,
    version: arm.version ?? undefined,
  })),
  lanes: body.lanes,
  beginsOn: body.begins_on,
  endsOn: body.ends_on,
  metric: body.metric,
  rail: { perThousandMax: body.per_thousand_max, contactsLeast: body.contacts_least },
})

export const termsOut = (terms: TrialTerms): TrialTermsWire => ({
  name: terms.name,
  strategy: terms.strategy,
  arms: terms.arms.map((arm) => ({
    name: arm.name,
    strategy: arm.strategy ?? null,
    version: arm.version ?? null,
    percent: arm.percent,
  })),
  lanes: terms.lanes,
  begins_on: terms.beginsOn,
  ends_on: terms.endsOn,
  metric: terms.metric,
  per_thousand_max: terms.rail.perThousandMax,
  contacts_least: terms.rail.contactsLeast,
})
