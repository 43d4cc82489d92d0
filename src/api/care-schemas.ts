import { z } from '@hono/zod-openapi'
import { CARE_KINDS } from '../core/care/care.ts'
import { EVIDENCE_KINDS } from '../store/care-evidence.ts'
import { DayIn, DayOut, idIn, idOut, MoneyOut, pairIn, pairOut, words } from './schemas.ts'
import type { CareAnswer, CareBoard, CareClock, CaseCare } from './wire-care.ts'

export const CareParams = z.strictObject({ id: idIn('case'), care_id: pairIn('car') })

export const CareGivenBody = z
  .strictObject({
    kind: z.enum(CARE_KINDS).exclude(['restructure']),
    account_id: idIn('acc').optional(),
    sort: z
      .string()
      .regex(/^[a-z_]{1,30}$/)
      .optional(),
    told_on: DayIn.optional(),
    written: z.boolean().optional(),
    disputed_minor: z
      .string()
      .regex(/^[1-9][0-9]{0,17}$/)
      .optional(),
    until_on: DayIn.optional(),
    words: words(2000).optional(),
    consent: words(200).optional(),
    source: words(200),
  })
  .openapi('CareGiven')

export const CareActBody = z
  .strictObject({
    action: z.string().regex(/^[a-z_]{1,30}$/),
    on: DayIn.optional(),
    words: words(2000).optional(),
    redress: words(2000).optional(),
    until_on: DayIn.optional(),
  })
  .openapi('CareActGiven')

export const EvidenceBody = z
  .strictObject({
    kind: z.enum(EVIDENCE_KINDS),
    title: words(200),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    dated_on: DayIn,
  })
  .openapi('EvidenceGiven')

const Clock: z.ZodType<CareClock> = z
  .object({
    clock: z.string(),
    what: z.string(),
    due_on: DayOut,
    overdue: z.boolean(),
    rule: z.string(),
    mark: z.string(),
    mark_name: z.string(),
  })
  .openapi('CareClock')

const Care = z
  .object({
    id: pairOut('car'),
    account_id: idOut('acc').nullable(),
    kind: z.string(),
    kind_name: z.string(),
    sort: z.string().nullable(),
    sort_name: z.string().nullable(),
    state: z.string(),
    state_name: z.string(),
    over: z.boolean(),
    told_on: DayOut,
    since_on: DayOut,
    until_on: DayOut.nullable(),
    written: z.boolean(),
    disputed: MoneyOut.nullable(),
    source: z.string(),
    stops: z.array(z.string()),
    stop_names: z.array(z.string()),
    for_whom: z.string(),
    ends_by: z.string(),
    may_always: z.string(),
    clocks: z.array(Clock),
    actions: z.array(
      z.object({
        action: z.string(),
        name: z.string(),
        needs: z.array(z.string()),
        need_names: z.array(z.string()),
        blocked: z.string().nullable(),
      }),
    ),
    events: z.array(
      z.object({
        action_name: z.string(),
        state_name: z.string(),
        on: DayOut,
        until_on: DayOut.nullable(),
        words: z.string().nullable(),
        redress: z.string().nullable(),
        by: z.string(),
      }),
    ),
    evidence: z.array(
      z.object({
        kind: z.string(),
        title: z.string(),
        sha256: z.string(),
        dated_on: DayOut,
        received_on: DayOut,
        newer: z.boolean(),
        by: z.string(),
      }),
    ),
  })
  .openapi('Care')

export const CaseCareOut: z.ZodType<CaseCare> = z
  .object({
    items: z.array(Care),
    kinds: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        concerns: z.enum(['person', 'account', 'either']),
        sorts: z.array(z.object({ sort: z.string(), name: z.string() })),
        needs: z.array(z.string()),
        stop_names: z.array(z.string()),
      }),
    ),
  })
  .openapi('CaseCare')

export const CareDone: z.ZodType<CareAnswer> = z
  .object({
    id: pairOut('car'),
    state: z.string(),
    state_name: z.string(),
    withdrawn: z.int(),
  })
  .openapi('CareDone')

export const BoardOut: z.ZodType<CareBoard> = z
  .object({
    items: z.array(
      z.object({
        id: pairOut('car'),
        case_id: idOut('case'),
        name: z.string(),
        account_ref: z.string().nullable(),
        kind: z.string(),
        kind_name: z.string(),
        sort_name: z.string().nullable(),
        state_name: z.string(),
        told_on: DayOut,
        stop_names: z.array(z.string()),
        clock: Clock.nullable(),
        last_by: z.string().nullable(),
        evidence: z.int(),
      }),
    ),
    next_cursor: z.string().nullable(),
    counts: z.array(
      z.object({ kind: z.string(), name: z.string(), open: z.int(), overdue: z.int() }),
    ),
  })
  .openapi('CareBoard')
