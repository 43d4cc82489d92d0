import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../core/channel.ts'
import { DECISIONS } from '../store/decisions.ts'
import {
  Channels,
  CursorIn,
  DayIn,
  DayOut,
  idIn,
  idOut,
  InstantOut,
  LANG,
  LimitIn,
  pairOut,
  ReasonOut,
  words,
} from './schemas.ts'
import type { DecisionsPage, DecisionWire, ExplainWire } from './wire-compliance.ts'

export const RuleIn = z
  .string()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
  .max(100)

export const DecisionsQuery = z.strictObject({
  ...LANG,
  case_id: idIn('case').optional(),
  person: words(80).optional(),
  rule: RuleIn.optional(),
  channel: z.enum(CHANNELS).optional(),
  decision: z.enum(DECISIONS).optional(),
  from: DayIn.optional(),
  to: DayIn.optional(),
  cursor: CursorIn.optional(),
  limit: LimitIn.optional(),
})

const ROW = {
  id: pairOut('vrd'),
  case_id: idOut('case'),
  name: z.string(),
  at: InstantOut,
  channel: Channels,
  decision: z.enum(DECISIONS),
  decision_name: z.string(),
  until: InstantOut.nullable(),
  rules: z.array(z.object({ rule: z.string(), title: z.string() })),
  chosen_by: z.string().nullable(),
  contact_state: z.string().nullable(),
}

export const DecisionRowOut = z.object(ROW).openapi('DecisionRow')

export const DecisionsOut: z.ZodType<DecisionsPage> = z
  .object({
    items: z.array(DecisionRowOut),
    next_cursor: z.string().nullable(),
    looked_to: InstantOut.nullable(),
  })
  .openapi('DecisionsPage')

const Contact = z
  .object({
    permit: z.string(),
    state: z.string(),
    permitted_at: InstantOut,
    expires_at: InstantOut,
    sent_at: InstantOut.nullable(),
    sender: z.string(),
    provider: z.string().nullable(),
    provider_ref: z.string().nullable(),
    template: z.string().nullable(),
    template_version: z.int().nullable(),
    template_hash: z.string().nullable(),
    language: z.string().nullable(),
    body_hash: z.string().nullable(),
    words: z.string().nullable(),
    receipts: z.array(z.object({ kind: z.string(), at: InstantOut })),
  })
  .openapi('DecisionContact')

const Reason = z.intersection(
  ReasonOut,
  z.object({
    title: z.string(),
    numbers: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
)

export const DecisionOut: z.ZodType<DecisionWire> = z
  .object({
    ...ROW,
    zone: z.string(),
    recorded_at: InstantOut,
    accounts: z.array(z.string()),
    address: z.string().nullable(),
    reasons: z.array(Reason),
    rules_hash: z.string(),
    rules_on: DayOut,
    strategy: z
      .object({
        name: z.string(),
        version: z.int(),
        stage: z.string(),
        tone: z.string(),
        row: z.int(),
        treatment: z.string(),
        chosen_on: DayOut,
      })
      .nullable(),
    contact: Contact.nullable(),
    judged_again: z.object({
      same: z.boolean().nullable(),
      differences: z.array(
        z.object({
          what: z.enum(['decision', 'until', 'reason']),
          rule: z.string().nullable(),
          kept: z.string(),
          now: z.string(),
        }),
      ),
    }),
    facts: z.string(),
    proposal: z.string(),
  })
  .openapi('Decision')

export const ExplainOut: z.ZodType<ExplainWire> = z
  .object({
    at: DayOut,
    case_id: idOut('case'),
    name: z.string(),
    text: z.array(z.string()),
    contacted: z.int(),
    refused: z.int(),
    decisions: z.array(pairOut('vrd')),
    accounts: z.array(
      z.object({
        account_id: idOut('acc'),
        ref: z.string(),
        strategy: z.string(),
        strategy_version: z.int(),
        text: z.array(z.string()),
      }),
    ),
  })
  .openapi('Explain')
