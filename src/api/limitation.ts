import { z } from '@hono/zod-openapi'
import { limitationMark, LIMITATION_KIND_WORDS, stepWords } from '../core/limitation-words.ts'
import { readCase } from '../store/cases.ts'
import { inTenant } from '../store/db.ts'
import { readLimitations, type AccountLimitation } from '../store/limitation.ts'
import {
  FACT_KINDS,
  recordLimitationFact,
  recordRevivalConsent,
  REVIVAL_NOTICE,
  type LimitationFault,
} from '../store/revival.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText } from './ids.ts'
import { oncePerCase } from './once-per-case.ts'
import type { ProblemCode } from './problem.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { CaseParams, DayIn, DayOut, idIn, idOut, words } from './schemas.ts'
import type { Language } from './wire.ts'
import type { CaseLimitation, LimitationWire } from './wire-care.ts'

const Out: z.ZodType<CaseLimitation> = z
  .object({
    items: z.array(
      z.object({
        account_id: idOut('acc'),
        account_ref: z.string(),
        barred_on: DayOut.nullable(),
        barred: z.boolean(),
        lender_says: DayOut.nullable(),
        law: z
          .object({
            id: z.string(),
            title: z.string(),
            mark: z.string(),
            mark_name: z.string(),
            note: z.string(),
            source: z.array(z.object({ title: z.string(), href: z.string() })),
            extinguishes: z.boolean(),
            sentence: z.string().nullable(),
          })
          .nullable(),
        steps: z.array(
          z.object({ on: DayOut, kind_name: z.string(), what: z.string(), words: z.string() }),
        ),
      }),
    ),
    notice: z.string(),
  })
  .openapi('CaseLimitation')

const FactBody = z
  .strictObject({
    account_id: idIn('acc'),
    kind: z.enum(FACT_KINDS),
    on: DayIn,
    until_on: DayIn.optional(),
    source: words(200),
  })
  .openapi('LimitationFactGiven')

const ConsentBody = z
  .strictObject({ account_id: idIn('acc'), notice_on: DayIn, on: DayIn, how: words(200) })
  .openapi('RevivalConsentGiven')

const Kept = z.object({ kept: z.literal(true) }).openapi('LimitationKept')

const FAULTS: readonly ProblemCode[] = [
  'no_such_case',
  'no_such_account',
  'day_in_future',
  'ends_before_it_begins',
  'revival_needs_consent',
  'not_out_of_time',
  'debt_has_ended',
  'notice_not_before',
  'key_missing',
  'key_reused',
]

export function addLimitation(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/limitation',
    summary: 'The day on which each debt is out of time, with every step of the reckoning',
    params: CaseParams,
    status: 200,
    answer: Out,
    problems: ['no_such_case'],
    handle: ({ actor, params, lang }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const today = deps.today()
        if ((await readCase(tx, actor.tenantId, params.id, today)) === undefined)
          return { declined: 'no_such_case' as const }
        const all = await readLimitations(tx, actor.tenantId, [params.id], today)
        return {
          items: all.map((one) => limitationWire(one, { today, lang })),
          notice: REVIVAL_NOTICE[lang],
        }
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/limitation/facts',
    summary: 'Keeps what begins, renews or stops the period; needs an Idempotency-Key',
    params: CaseParams,
    body: FactBody,
    status: 201,
    answer: Kept,
    problems: FAULTS,
    dryRun: true,
    handle: (asked) =>
      oncePerCase(asked, 'limitation facts', async (tx) => {
        const { account_id: accountId, kind, on, until_on: untilOn, source } = asked.body
        const fact = { borrowerId: asked.params.id, accountId, kind, on, untilOn, source }
        return keptOf(
          await recordLimitationFact(tx, asked.actor.tenantId, fact, asked.deps.today()),
        )
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/limitation/consents',
    summary: 'Keeps that the borrower read the notice and wishes it all the same',
    params: CaseParams,
    body: ConsentBody,
    status: 201,
    answer: Kept,
    problems: FAULTS,
    dryRun: true,
    handle: (asked) =>
      oncePerCase(asked, 'limitation consents', async (tx) => {
        const { account_id: accountId, notice_on: noticeOn, on, how } = asked.body
        const by = asked.actor.userId
        const given = { borrowerId: asked.params.id, accountId, noticeOn, on, how, by }
        return keptOf(
          await recordRevivalConsent(tx, asked.actor.tenantId, given, asked.deps.today()),
        )
      }),
  })
}

function keptOf(made: object | LimitationFault): { readonly done: { kept: true } } | Declined {
  if (!('declined' in made)) return { done: { kept: true } }
  const { declined } = made
  return { declined: declined === 'no_such_borrower' ? 'no_such_case' : declined }
}

function limitationWire(
  one: AccountLimitation,
  { today, lang }: { readonly today: string; readonly lang: Language },
): LimitationWire {
  const { found, barredOn } = one
  return {
    account_id: accountIdText(one.accountId),
    account_ref: one.accountRef,
    barred_on: barredOn ?? null,
    barred: barredOn !== undefined && barredOn <= today,
    lender_says: one.lenderSays ?? null,
    law:
      found === undefined
        ? null
        : {
            id: found.law.id,
            title: found.law.title[lang],
            mark: found.law.mark,
            mark_name: limitationMark(found.law.mark)[lang],
            note: found.law.note[lang],
            source: [...found.law.source],
            extinguishes: found.law.extinguishes,
            sentence: found.law.sentence?.[lang] ?? null,
          },
    steps: (found?.steps ?? []).map((step) => ({
      on: step.on,
      kind_name: LIMITATION_KIND_WORDS[step.kind][lang],
      what: step.what,
      words: found === undefined ? '' : stepWords(step, found)[lang],
    })),
  }
}
