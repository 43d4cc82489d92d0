import { z } from '@hono/zod-openapi'
import { budgetResult } from '../core/budget.ts'
import { answersSchema, keepBudget, readBudgets, readGuidelines } from '../store/budget.ts'
import { readCase } from '../store/cases.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { sayBudgetLook, sayMissing, sayUnsure } from '../store/budget-words.ts'
import { moneyOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { oncePerCase } from './once-per-case.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayOut, InstantOut, MoneyOut } from './schemas.ts'
import type { Language } from './wire.ts'
import type { BudgetAnswerWire, BudgetWire } from './wire-arrange.ts'

const AnswerOut: z.ZodType<BudgetAnswerWire> = z.object({
  minor: z.string().optional(),
  per: z.enum(['week', 'fortnight', 'month', 'quarter', 'year']).optional(),
  count: z.int().optional(),
  choice: z.string().optional(),
  unsure: z.boolean().optional(),
  evidenced: z.boolean().optional(),
})

const Out: z.ZodType<BudgetWire> = z
  .object({
    currency: z.string(),
    answers: z.record(z.string(), AnswerOut),
    is_final: z.boolean(),
    version: z.int(),
    versions: z.array(
      z.object({
        version: z.int(),
        written_by: z.string(),
        via: z.enum(['desk', 'portal', 'call']),
        is_final: z.boolean(),
        at: InstantOut,
      }),
    ),
    disposable: MoneyOut,
    sustainable: MoneyOut,
    left_for_person: MoneyOut,
    confidence: z.enum(['low', 'medium', 'high']),
    missing: z.array(z.string()),
    unsure: z.array(z.string()),
    looks: z.array(z.string()),
    guidelines_of: DayOut.nullable(),
  })
  .openapi('Budget')

const Given = z
  .strictObject({
    answers: answersSchema.openapi({ type: 'object' }),
    /** Signed off by the borrower as true and whole. */
    final: z.boolean().default(false),
    via: z.enum(['desk', 'call']).default('desk'),
  })
  .openapi('BudgetGiven')

export function addBudget(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/budget',
    summary: 'Income and spending as last told, what they sustain, and what is missing',
    params: CaseParams,
    status: 200,
    answer: Out,
    problems: ['no_such_case'],
    handle: ({ actor, params, lang }) =>
      inTenant(deps.db, actor.tenantId, (tx) =>
        budget(tx, { tenantId: actor.tenantId, borrowerId: params.id, lang, deps }),
      ),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/budget',
    asRead: 'GET /v1/cases/{id}/budget',
    summary:
      'Keeps a new version: a draft at any time, a signed one when nothing is missing; needs an Idempotency-Key',
    params: CaseParams,
    body: Given,
    status: 201,
    answer: Out,
    problems: ['no_such_case', 'budget_incomplete', 'key_missing', 'key_reused'],
    dryRun: true,
    handle: (asked) => {
      const answers = JSON.parse(plainText(asked.body.answers)) as unknown
      return oncePerCase({ ...asked, body: { ...asked.body, answers } }, 'budget', (tx) =>
        keep(tx, asked),
      )
    },
  })
}

const plainText = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each))

type AskedBudget = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof Given>>

async function keep(
  tx: Tx,
  { deps, actor, params, body, lang }: AskedBudget,
): Promise<{ readonly done: BudgetWire } | Declined> {
  const today = deps.today()
  const found = await readCase(tx, actor.tenantId, params.id, today)
  if (found === undefined) return { declined: 'no_such_case' }
  const made = await keepBudget(
    tx,
    actor.tenantId,
    {
      borrowerId: params.id,
      currency: found.currency,
      answers: body.answers,
      isFinal: body.final,
      by: actor.userId,
      via: body.via,
    },
    today,
  )
  if ('declined' in made) return { declined: made.declined }
  const done = await budget(tx, { tenantId: actor.tenantId, borrowerId: params.id, lang, deps })
  return 'declined' in done ? done : { done }
}

async function budget(
  tx: Tx,
  of: {
    readonly tenantId: bigint
    readonly borrowerId: bigint
    readonly lang: Language
    readonly deps: ApiDeps
  },
): Promise<BudgetWire | Declined> {
  const { tenantId, borrowerId, lang, deps } = of
  const today = deps.today()
  const found = await readCase(tx, tenantId, borrowerId, today)
  if (found === undefined) return { declined: 'no_such_case' }
  const { currency } = found
  const versions = (await readBudgets(tx, tenantId, borrowerId)).filter(
    (one) => one.currency === currency,
  )
  const { guidelines, effectiveOn } = await readGuidelines(tx, tenantId, { currency, today })
  const answers = versions[0]?.answers ?? {}
  const result = budgetResult(answers, guidelines)
  const money = (minor: bigint) => moneyOf(minor, currency)
  return {
    currency,
    answers: JSON.parse(plainText(answers)) as BudgetWire['answers'],
    is_final: versions[0]?.isFinal ?? false,
    version: versions.length,
    versions: versions.map((one, i) => ({
      version: versions.length - i,
      written_by: one.writtenBy,
      via: one.via,
      is_final: one.isFinal,
      at: instantText(one.recordedAt),
    })),
    disposable: money(result.disposableMinor),
    sustainable: money(result.sustainableMinor),
    left_for_person: money(result.leftForPersonMinor),
    confidence: result.confidence,
    missing: result.missing.map((id) => sayMissing(id, lang)),
    unsure: result.unsure.map((id) => sayUnsure(id, lang)),
    looks: result.looks.map((look) => sayBudgetLook(look, currency, lang)),
    guidelines_of: effectiveOn ?? null,
  }
}
