import { z } from '@hono/zod-openapi'
import { loadCareBook } from '../store/care-book.ts'
import { readPrivate } from '../store/care-evidence.ts'
import { readCase } from '../store/cases.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { proposeRestructure } from '../store/restructure.ts'
import {
  earnedWords,
  readBorrowerRewards,
  recordRewardResult,
  RESULT_WORDS,
  REWARD_WORDS,
} from '../store/reward-result.ts'
import { addHandedIn } from './care-handed.ts'
import { declinedOf } from './care.ts'
import { CareParams } from './care-schemas.ts'
import { careId } from './care-wire.ts'
import type { ApiDeps } from './env.ts'
import { pairText } from './ids.ts'
import { oncePerCase } from './once-per-case.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayIn, DayOut, idIn, pairOut, words } from './schemas.ts'
import type { BorrowerRewardWire } from './wire-care.ts'

const RewardOut: z.ZodType<BorrowerRewardWire> = z
  .object({
    account_ref: z.string(),
    reward: z.string(),
    name: z.string(),
    earned: z.string(),
    since_on: DayOut,
    result: z.enum(['granted', 'not_granted', 'pending']),
    result_name: z.string(),
    result_on: DayOut.nullable(),
  })
  .openapi('BorrowerReward')

const Rework = z.discriminatedUnion('sort', [
  z.strictObject({ sort: z.literal('re_age') }),
  z.strictObject({
    sort: z.literal('re_amortise'),
    rows: z.int().min(1).max(600),
    first_on: DayIn,
  }),
  z.strictObject({ sort: z.literal('reschedule'), months: z.int().min(1).max(24) }),
])

const RestructureBody = z
  .strictObject({ account_id: idIn('acc'), rework: Rework, why: words(500), source: words(200) })
  .openapi('RestructureGiven')

const ResultBody = z
  .strictObject({
    result: z.enum(['granted', 'not_granted']),
    on: DayIn.optional(),
    ref: words(200),
    words: words(2000).optional(),
  })
  .openapi('RewardResultGiven')

/** What care keeps beside its states: new schedules, rewards, registers, and words told in confidence. */
export function addCareRecords(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/restructures',
    summary: 'Proposes a new schedule; a second person answers it; needs an Idempotency-Key',
    params: CaseParams,
    body: RestructureBody,
    status: 201,
    answer: z
      .object({
        id: pairOut('car'),
        request_id: pairOut('req'),
        rows: z.array(z.object({ on: DayOut, minor: z.string() })),
      })
      .openapi('RestructureProposed'),
    problems: [
      'no_such_case',
      'no_such_account',
      'nothing_to_restructure',
      'first_day_in_past',
      'care_already_open',
      'care_too_soon',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: (asked) => oncePerCase(asked, 'restructures', (tx) => propose(tx, asked)),
  })
  addReads(api, deps)
  addHandedIn(api, deps)
  addRewardViews(api, deps)
}

function addRewardViews(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/rewards',
    summary: 'The rewards that were agreed to, as the borrower sees them',
    params: CaseParams,
    status: 200,
    answer: z.object({ items: z.array(RewardOut) }).openapi('BorrowerRewards'),
    problems: ['no_such_case'],
    handle: ({ actor, params, lang }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        if ((await readCase(tx, actor.tenantId, params.id, deps.today())) === undefined)
          return { declined: 'no_such_case' as const }
        const rows = await readBorrowerRewards(tx, actor.tenantId, params.id)
        return {
          items: rows.map((row) => ({
            account_ref: row.accountRef,
            reward: row.reward,
            name: REWARD_WORDS[row.reward][lang],
            earned: earnedWords(row)[lang],
            since_on: row.agreedOn,
            result: row.result,
            result_name: RESULT_WORDS[row.result][lang],
            result_on: row.resultOn,
          })),
        }
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/rewards/{id}/results',
    summary: "Keeps what the lender's core did with a reward that was agreed to",
    params: z.strictObject({ id: idIn('rwd') }),
    body: ResultBody,
    status: 201,
    answer: z.object({ recorded: z.boolean() }).openapi('RewardResultKept'),
    problems: ['not_found', 'reward_not_agreed', 'day_in_future'],
    dryRun: true,
    handle: ({ deps: own, actor, params, body }) =>
      inTenant(own.db, actor.tenantId, async (tx) => {
        const today = own.today()
        const given = { ...body, on: body.on ?? today, treatmentId: params.id }
        const made = await recordRewardResult(tx, actor.tenantId, given, today)
        if (!('declined' in made)) return made
        if (made.declined === 'no_such_reward') return { declined: 'not_found' as const }
        return made.declined === 'not_agreed'
          ? { declined: 'reward_not_agreed' as const }
          : { declined: made.declined }
      }),
  })
}

function addReads(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/care/{care_id}/reads',
    summary: 'Reads what was told in confidence; who read it and why is kept',
    params: CareParams,
    body: z.strictObject({ reason: words(200) }).openapi('PrivateReadGiven'),
    status: 200,
    answer: z
      .object({ words: z.string(), consent_on: DayOut, how: z.string() })
      .openapi('PrivateWords'),
    problems: ['not_found'],
    handle: ({ actor, params, body }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const asked = {
          borrowerId: params.id,
          careId: params.care_id.n,
          by: actor.userId,
          reason: body.reason,
        }
        const found = await readPrivate(tx, actor.tenantId, asked)
        return found === undefined
          ? { declined: 'not_found' as const }
          : { words: found.words, consent_on: found.consentOn, how: found.how }
      }),
  })
}

type AskedRestructure = Asked<
  z.output<typeof CaseParams>,
  undefined,
  z.output<typeof RestructureBody>
>

async function propose(
  tx: Tx,
  { deps, actor, params, body }: AskedRestructure,
): Promise<
  | {
      readonly done: {
        id: `car_${string}`
        request_id: `req_${string}`
        rows: { on: ReturnType<ApiDeps['today']>; minor: string }[]
      }
    }
  | Declined
> {
  const tick = { now: deps.now(), today: deps.today(), book: loadCareBook() }
  const { rework } = body
  const given = {
    borrowerId: params.id,
    accountId: body.account_id,
    rework:
      rework.sort === 're_amortise'
        ? { sort: rework.sort, rows: rework.rows, firstOn: rework.first_on }
        : rework,
    why: body.why,
    source: body.source,
    by: actor.userId,
  }
  const made = await proposeRestructure(tx, actor.tenantId, given, tick)
  if ('declined' in made) return declinedOf(made)
  const borrowerId = params.id
  return {
    done: {
      id: careId({ borrowerId, careId: made.careId }),
      request_id: pairText('req', { borrowerId, n: made.requestId }) as `req_${string}`,
      rows: made.rows.map((row) => ({ on: row.on, minor: String(row.amountMinor) })),
    },
  }
}
