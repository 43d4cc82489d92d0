import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { answerOnce } from '../store/answered.ts'
import { inTenant, instantText } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { OVERRIDE_GROUNDS, recordOverride } from '../store/override.ts'
import type { ApiDeps } from './env.ts'
import { hashOf, readKey } from './once.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, InstantOut, words } from './schemas.ts'
import type { OverrideWire } from './wire.ts'

const HOUR_MS = 3_600_000
const HOURS_MAX = 720

const Given = z
  .strictObject({
    rule: words(200),
    ground: z.enum(OVERRIDE_GROUNDS),
    reason: words(2000).refine((text) => text.length >= 10, 'a reason is 10 characters or more'),
    hours: z.int().min(1).max(HOURS_MAX),
  })
  .openapi('OverrideGiven')

const Out: z.ZodType<OverrideWire> = z
  .object({
    rule: z.string(),
    ground: z.enum(OVERRIDE_GROUNDS),
    reason: z.string(),
    by: z.string(),
    expires_at: InstantOut,
  })
  .openapi('Override')

type AskedOverride = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof Given>>

export function addOverrides(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/overrides',
    summary:
      'Answers for going over a rule that the law makes rebuttable; needs an Idempotency-Key',
    params: CaseParams,
    body: Given,
    status: 201,
    answer: Out,
    problems: ['no_such_case', 'key_missing', 'key_reused', 'no_such_rule', 'not_rebuttable'],
    dryRun: true,
    handle: giveOverride,
  })
}

async function giveOverride(asked: AskedOverride): Promise<OverrideWire | Declined> {
  const { deps, actor, params, body } = asked
  const given = readKey(asked.header)
  if ('declined' in given) return given
  const request = {
    tenantId: actor.tenantId,
    borrowerId: params.id,
    key: given.key,
    bodyHash: hashOf(`overrides ${params.id}`, body),
    by: actor.userId,
  }
  const now = deps.now()
  const expiresAt = (now + body.hours * HOUR_MS) as Instant
  const override = { ...body, by: actor.userId, role: actor.role, expiresAt }
  return inTenant(
    deps.db,
    actor.tenantId,
    async (tx) => {
      if ((await lockBorrower(tx, request)) === undefined)
        return { declined: 'no_such_case' as const }
      const work = async (): Promise<{ readonly done: OverrideWire } | Declined> => {
        const made = await recordOverride(tx, request, override, {
          law: deps.law,
          today: deps.today(),
          now,
        })
        if ('declined' in made) return { declined: PROBLEM_OF[made.declined] }
        const { rule, ground, reason } = body
        return {
          done: { rule, ground, reason, by: actor.userId, expires_at: instantText(expiresAt) },
        }
      }
      const answer = await answerOnce(tx, request, work)
      if ('declined' in answer) return answer
      return 'refused' in answer ? { declined: answer.refused } : answer.answer
    },
    { retries: 3 },
  )
}

type Why = Extract<Awaited<ReturnType<typeof recordOverride>>, { declined: string }>['declined']

/** The route's schema and its row in the matrix leave only the first three. */
const PROBLEM_OF = {
  no_such_rule: 'no_such_rule',
  not_rebuttable: 'not_rebuttable',
  no_such_borrower: 'no_such_case',
  role_may_not: 'not_rebuttable',
  ends_before_it_begins: 'not_rebuttable',
  lasts_too_long: 'not_rebuttable',
} as const satisfies Readonly<Record<Why, Declined['declined']>>
