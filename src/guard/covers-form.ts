import { z } from 'zod'
import { oneOf } from './form.ts'
import {
  CIRCUMSTANCES,
  DEBT_KINDS,
  DEBT_STATUSES,
  FIRM_KINDS,
  MEDIA,
  MEDIA_GROUPS,
  PLACE_KINDS,
  PROCEEDINGS,
  PURPOSES,
  PURPOSE_GROUPS,
  ROLES,
  ROLE_GROUPS,
} from './vocabulary.ts'

/** Whom and what a rule is about. Everything that is named must fit; what is left out fits all. */
export const COVERS = z.strictObject({
  channels: oneOf(MEDIA, MEDIA_GROUPS),
  audience: oneOf(ROLES, ROLE_GROUPS),
  firms: z.array(z.enum(FIRM_KINDS)).min(1),
  purposes: oneOf(PURPOSES, PURPOSE_GROUPS),
  /** Purposes that the list above holds and the rule does not reach. */
  except_purposes: z.array(z.enum(PURPOSES)).min(1).optional(),
  /** One debt of the proposal at least is of such a kind, has such a status. */
  debt_kinds: z.array(z.enum(DEBT_KINDS)).min(1).optional(),
  except_debt_kinds: z.array(z.enum(DEBT_KINDS)).min(1).optional(),
  debt_statuses: z.array(z.enum(DEBT_STATUSES)).min(1).optional(),
  /** Debts not secured by property; one whose security is not known is taken as unsecured. */
  unsecured: z.literal(true).optional(),
  /** Debts that were sold or assigned; 'non_performing': bank credit that was so when it was sold. */
  assigned: z.enum(['any', 'non_performing']).optional(),
  /** Kinds of address used. */
  addresses: z.array(z.enum(PLACE_KINDS)).min(1).optional(),
  except_addresses: z.array(z.enum(PLACE_KINDS)).min(1).optional(),
  /** Where it reaches the person, by the address or by the place of a visit. */
  places: z
    .array(z.enum(['home', 'work', 'elsewhere']))
    .min(1)
    .optional(),
  /** For calls: rules that bind a synthetic or recorded voice alone. */
  voices: z
    .array(z.enum(['person', 'artificial']))
    .min(1)
    .optional(),
  automated: z.boolean().optional(),
  joint: z.boolean().optional(),
  /** What is known of the borrower: one of these at least. */
  borrower: z.array(z.enum(CIRCUMSTANCES)).min(1).optional(),
  /** The employer is known to forbid such contact at work. */
  employer_forbids: z.literal(true).optional(),
  /** Such a step has been taken before a court or a mediator. */
  proceedings: z.array(z.enum(PROCEEDINGS)).min(1).optional(),
  /** Speaks only where the person may be in one of several zones. */
  several_zones: z.literal(true).optional(),
})

export type CoversForm = z.infer<typeof COVERS>
