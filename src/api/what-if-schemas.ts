import { z } from '@hono/zod-openapi'
import { DayOut, idOut, InstantOut, MoneyOut } from './schemas.ts'
import type {
  FactsWire,
  FindingWire,
  RowChangeWire,
  RowHitsWire,
  StrategyDocumentWire,
  StrategyExplainedWire,
  WhatIfCounts,
  WhatIfWire,
} from './wire.ts'

/** The answers of the strategy editor's routes. */

export const FindingOut: z.ZodType<FindingWire> = z
  .object({
    code: z.string(),
    table: z.string().nullable(),
    row: z.int().nullable(),
    column: z.string().nullable(),
    line: z.int().nullable(),
    sentence: z.string(),
    mend: z.object({ text: z.string(), near: z.string() }).nullable(),
  })
  .openapi('StrategyFinding')

const RowHits: z.ZodType<RowHitsWire> = z
  .object({
    row: z.int(),
    hits: z.int(),
    samples: z.array(
      z.object({
        account_id: idOut('acc'),
        case_id: idOut('case'),
        days_past_due: z.int(),
        arrears: MoneyOut,
      }),
    ),
  })
  .openapi('RowHits')

const Counts: z.ZodType<WhatIfCounts> = z
  .object({
    as_of: DayOut,
    taken_at: InstantOut,
    accounts: z.int(),
    people: z.int(),
    people_changed: z.int().nullable(),
    whole_book: z.boolean(),
    tables: z.object({
      stage: z.array(RowHits),
      treatments: z.array(RowHits),
      priority: z.array(RowHits),
      offer: z.array(RowHits),
    }),
    stages: z.array(z.object({ stage: z.string(), accounts: z.int() })),
    lists: z.array(
      z.object({
        worklist: z.string(),
        waiting: z.int(),
        reached: z.int().nullable(),
        last_priority: z.int().nullable(),
      }),
    ),
    ms: z.int(),
  })
  .openapi('WhatIfCounts')

export const RowChange: z.ZodType<RowChangeWire> = z
  .object({
    table: z.enum(['stage', 'treatments', 'priority', 'offer']),
    row: z.string(),
    change: z.enum(['added', 'removed', 'changed', 'moved']),
    cells: z.array(z.object({ column: z.string(), before: z.string(), after: z.string() })),
  })
  .openapi('RowChange')

export const WhatIf: z.ZodType<WhatIfWire> = z
  .object({
    sound: z.boolean(),
    name: z.string().nullable(),
    version: z.int().nullable(),
    findings: z.array(FindingOut),
    notes: z.array(FindingOut),
    tests: z
      .array(
        z.object({
          row: z.int(),
          name: z.string(),
          passed: z.boolean(),
          sentences: z.array(z.string()),
        }),
      )
      .nullable(),
    against: z
      .object({
        version: z.int(),
        effective_on: DayOut,
        changes: z.array(RowChange),
      })
      .nullable(),
    counts: Counts.nullable(),
    no_counts: z.enum(['not_asked', 'not_decidable', 'too_large']).nullable(),
  })
  .openapi('WhatIf')

const RowNos = z.array(z.int())

export const StrategyExplained: z.ZodType<StrategyExplainedWire> = z
  .object({
    today: DayOut,
    accounts: z.array(
      z.object({
        account_id: idOut('acc'),
        ref: z.string(),
        rows: z.object({ stage: RowNos, treatments: RowNos, priority: RowNos }),
        text: z.array(z.string()),
      }),
    ),
  })
  .openapi('StrategyExplained')

export const Facts: z.ZodType<FactsWire> = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        type: z.enum(['integer', 'money', 'text', 'flag', 'day']),
        unit: z.string(),
        unit_name: z.string(),
        meaning: z.string(),
        example: z.string(),
        words: z.array(z.string()),
        may_be_never: z.boolean(),
      }),
    ),
  })
  .openapi('Facts')

export const StrategyDocument: z.ZodType<StrategyDocumentWire> = z
  .object({
    name: z.string(),
    version: z.int(),
    document: z.string(),
    in_force: z.int().nullable(),
    newest: z.int(),
    portfolios: z.array(z.object({ code: z.string(), name: z.string() })),
  })
  .openapi('StrategyDocument')
