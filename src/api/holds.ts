import { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import { answerOnce } from '../store/answered.ts'
import { readCurrency, readHolds } from '../store/case-facts.ts'
import { readCase } from '../store/cases.ts'
import { inEvent, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { applyHold } from '../store/hold.ts'
import { holdWire } from './case.ts'
import type { ApiDeps } from './env.ts'
import { hashOf, readKey } from './once.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayIn, HOLD_REASONS, HoldOut, idIn, words } from './schemas.ts'
import type { HoldWire } from './wire.ts'

const Given = z
  .strictObject({
    reason: z.enum(HOLD_REASONS),
    account_id: idIn('acc').optional(),
    written: z.boolean().optional(),
    from_on: DayIn.optional(),
    until_on: DayIn.optional(),
    source: words(200),
  })
  .openapi('HoldGiven')

type AskedHold = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof Given>>

export function addHolds(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/holds',
    summary: 'Stops contact at once, for a reason; needs an Idempotency-Key',
    params: CaseParams,
    body: Given,
    status: 201,
    answer: HoldOut,
    problems: [
      'no_such_case',
      'no_such_account',
      'key_missing',
      'key_reused',
      'day_in_future',
      'ends_before_it_begins',
    ],
    dryRun: true,
    handle: placeHold,
  })
}

async function placeHold(asked: AskedHold): Promise<HoldWire | Declined> {
  const { deps, actor, params, body } = asked
  const tick = { now: deps.now(), today: deps.today() }
  const given = readKey(asked.header)
  if ('declined' in given) return given
  const fromOn = body.from_on ?? tick.today
  // A hold that begins on a later day would be forgotten by everything that asks today.
  if (fromOn > tick.today) return { declined: 'day_in_future' }
  if (body.until_on !== undefined && body.until_on <= fromOn)
    return { declined: 'ends_before_it_begins' }
  const request = {
    tenantId: actor.tenantId,
    borrowerId: params.id,
    key: given.key,
    bodyHash: hashOf(`holds ${params.id}`, body),
    by: actor.userId,
  }
  return inEvent(
    deps.db,
    actor.tenantId,
    async (tx) => {
      if ((await lockBorrower(tx, request)) === undefined)
        return { declined: 'no_such_case' as const }
      const answer = await answerOnce(tx, request, () => applyOnce(tx, asked, { ...tick, fromOn }))
      if ('declined' in answer) return answer
      return 'refused' in answer ? { declined: answer.refused } : answer.answer
    },
    { retries: 3 },
  )
}

async function applyOnce(
  tx: Tx,
  { actor, params, body, lang }: AskedHold,
  { fromOn, ...tick }: { now: ReturnType<ApiDeps['now']>; today: Day; fromOn: Day },
): Promise<{ readonly done: HoldWire } | Declined> {
  const { tenantId } = actor
  if ((await readCase(tx, tenantId, params.id, tick.today)) === undefined)
    return { declined: 'no_such_case' }
  const account = body.account_id
  if (account !== undefined) {
    const known = await readCurrency(tx, tenantId, { borrowerId: params.id, accountId: account })
    if (known === undefined) return { declined: 'no_such_account' }
  }
  const hold = {
    borrowerId: params.id,
    accountId: account,
    reason: body.reason,
    written: body.written ?? false,
    fromOn,
    untilOn: body.until_on,
    source: body.source,
  }
  const made = await applyHold(tx, tenantId, hold, tick)
  if ('declined' in made) return { declined: 'no_such_case' }
  const kept = (await readHolds(tx, tenantId, params.id)).find((row) => row.hold_id === made.holdId)
  return kept === undefined
    ? { declined: 'no_such_case' }
    : { done: holdWire(kept, tick.today, lang) }
}
