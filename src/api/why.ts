import { z } from '@hono/zod-openapi'
import { readCase } from '../store/cases.ts'
import { inTenant } from '../store/db.ts'
import { explainBorrower } from '../store/explained.ts'
import { explainLines } from '../strategy/explain-words.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText } from './ids.ts'
import { addRoute, type Api } from './route.ts'
import { CaseParams, DayOut, idOut } from './schemas.ts'
import type { WhyWire } from './wire.ts'

const Why: z.ZodType<WhyWire> = z
  .object({
    today: DayOut,
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
  .openapi('Why')

export function addWhy(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/why',
    summary: 'Why these steps: the facts, the rows that fitted, in the words of the command line',
    params: CaseParams,
    status: 200,
    answer: Why,
    problems: ['no_such_case'],
    handle: async ({ actor, params, lang }) => {
      const today = deps.today()
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const found = await readCase(tx, actor.tenantId, params.id, today)
        if (found === undefined) return { declined: 'no_such_case' as const }
        const explained = await explainBorrower(tx, actor.tenantId, params.id, today)
        return {
          today,
          accounts: explained.map(({ accountId, ref, explanation, arm }) => ({
            account_id: accountIdText(accountId),
            ref,
            strategy: explanation.strategy.name,
            strategy_version: explanation.strategy.version,
            text: explainLines(explanation, lang, arm),
          })),
        }
      })
    },
  })
}
