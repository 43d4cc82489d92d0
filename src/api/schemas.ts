import { z } from '@hono/zod-openapi'
import { parseDay, type Day } from '../core/calendar.ts'
import { ADDRESS_KIND_NAMES, CHANNELS } from '../core/channel.ts'
import { parseId, parsePair, type PairPrefix } from './ids.ts'
import type {
  AccountId,
  AddressId,
  AddressWire,
  BorrowerId,
  CaseId,
  HoldId,
  HoldReason,
  HoldWire,
  MoneyWire,
  Page,
  PaymentId,
  ProposalId,
  ReasonWire,
  RewardId,
} from './wire.ts'
import type { OfferId } from './wire-arrange.ts'
import type { ArrivalId } from './wire-inbox.ts'
import type { CircumstanceId, InboundId, PauseId, PlanId, PromiseId } from './wire-agreements.ts'

/** The parts that several routes share; what a route alone has stands beside the route. */

type IdKinds = {
  bor: BorrowerId
  case: CaseId
  acc: AccountId
  adr: AddressId
  hld: HoldId
  pay: PaymentId
  prp: ProposalId
  rwd: RewardId
  prm: PromiseId
  pln: PlanId
  inb: InboundId
  cir: CircumstanceId
  pse: PauseId
  ofr: OfferId
  arv: ArrivalId
  key: `key_${string}`
  whk: `whk_${string}`
  dlv: `dlv_${string}`
  job: `job_${string}`
}

/** An id in an answer. */
export const idOut = <K extends keyof IdKinds>(prefix: K): z.ZodType<IdKinds[K]> =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{13}$`)) as never

/** An id in a question, read into its number. */
export const idIn = (prefix: keyof IdKinds) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{13}$`))
    .refine((text) => parseId(prefix, text) !== undefined)
    .transform((text) => parseId(prefix, text) ?? 0n)

/** What belongs to one borrower, named with them. */
export const pairOut = <P extends PairPrefix>(prefix: P): z.ZodType<`${P}_${string}`> =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`)) as never

export const pairIn = (prefix: PairPrefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`))
    .refine((text) => parsePair(prefix, text) !== undefined)
    .transform((text) => parsePair(prefix, text) ?? { borrowerId: 0n, n: 0n })

export const DayOut = z.string().openapi({ format: 'date', example: '2026-11-21' })
export const DayIn = z
  .string()
  .refine((text) => parseDay(text) !== undefined)
  .transform((text) => text as Day)
  .openapi({ type: 'string', format: 'date', example: '2026-11-21' })
export const InstantOut = z
  .string()
  .openapi({ format: 'date-time', example: '2026-11-21T08:00:00.000Z' })

export const MoneyOut: z.ZodType<MoneyWire> = z
  .object({
    minor: z.string().regex(/^-?[0-9]{1,19}$/),
    currency: z.string().regex(/^[A-Z]{3}$/),
  })
  .openapi('Money')

/** A positive amount, matched exactly: no sign, no leading zero, no exponent. */
export const MoneyIn = z
  .strictObject({
    minor: z
      .string()
      .regex(/^[1-9][0-9]{0,14}$/)
      .transform(BigInt)
      .openapi({ type: 'string' }),
    currency: z.string().regex(/^[A-Z]{3}$/),
  })
  .openapi('MoneyGiven')

export const LANG = { lang: z.enum(['zh', 'en']).optional() }
export const Channels = z.enum(CHANNELS)

export const CaseParams = z.strictObject({ id: idIn('case') })

/** What a person writes: no control characters, so that no log and no screen is upset by it. */
export const words = (charactersMax: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(charactersMax)
    // eslint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/)

/** What stands beside a list costs a look at all of it, so it is counted where it is asked for. */
export const TOTALS = {
  totals: z
    .enum(['true', 'false'])
    .optional()
    .openapi({ description: 'true: counts and sums of the whole list too; else they are empty' }),
}

export const LimitIn = z
  .string()
  .regex(/^[1-9][0-9]{0,2}$/)
  .refine((text) => Number(text) <= 200)
  .transform(Number)
  .openapi({ type: 'integer', minimum: 1, maximum: 200 })
export const CursorIn = z.string().regex(/^[A-Za-z0-9_-]{1,500}$/)

/** What every list takes that is shown a page at a time. */
export const PAGE_IN = { cursor: CursorIn.optional(), limit: LimitIn.optional() }

export function pageOf<Item>(item: z.ZodType<Item>, name: string): z.ZodType<Page<Item>> {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() }).openapi(name)
}

export const ReasonOut: z.ZodType<ReasonWire> = z
  .object({
    rule: z.string(),
    says: z.enum(['allow', 'defer', 'deny']),
    strength: z.enum(['prohibited', 'presumed', 'advised', 'factor']),
    sentence: z.string(),
    citation: z.object({ title: z.string(), href: z.string() }),
    unverified: z.boolean(),
    code: z.string(),
    until: InstantOut.nullable(),
  })
  .openapi('Reason')

export const AddressOut: z.ZodType<AddressWire> = z
  .object({
    id: idOut('adr'),
    kind: z.enum(ADDRESS_KIND_NAMES),
    masked: z.string(),
    zone: z.string().nullable(),
    standing: z.enum(['unverified', 'works', 'fails', 'recycled', 'not_his']),
  })
  .openapi('Address')

export const HOLD_REASONS = [
  'dispute',
  'cease',
  'attorney',
  'bankruptcy',
  'breathing_space',
  'deceased',
  'wrong_person',
  'hardship',
  'complaint',
  'fraud',
  'advice',
  'vulnerable',
  'moratorium',
] as const satisfies readonly HoldReason[]

export const HoldOut: z.ZodType<HoldWire> = z
  .object({
    id: idOut('hld'),
    account_id: idOut('acc').nullable(),
    reason: z.enum(HOLD_REASONS),
    reason_name: z.string(),
    written: z.boolean(),
    from_on: DayOut,
    until_on: DayOut.nullable(),
    source: z.string(),
    active: z.boolean(),
  })
  .openapi('Hold')
