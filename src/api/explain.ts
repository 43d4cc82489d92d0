import { whyDayLines } from '../engine/why-day-words.ts'
import { readCase } from '../store/cases.ts'
import { inTenant } from '../store/db.ts'
import { explainBorrower } from '../store/explained.ts'
import { readWhyDay } from '../store/why-day.ts'
import { explainLines } from '../strategy/explain-words.ts'
import { AtQuery, readAsOf } from './as-of.ts'
import { ExplainOut } from './compliance-schemas.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText, caseIdText, pairText } from './ids.ts'
import { addRoute, type Api } from './route.ts'
import { CaseParams } from './schemas.ts'
import type { DecisionId, ExplainWire } from './wire-compliance.ts'
import type { Language } from './wire.ts'

export function addExplain(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/explain',
    summary: 'Why this person was contacted, or was not, on a day: one answer in words',
    params: CaseParams,
    query: AtQuery,
    status: 200,
    answer: ExplainOut,
    problems: ['no_such_case', 'day_in_future'],
    handle: async ({ actor, params, query, lang }) => {
      const ref = { tenantId: actor.tenantId, borrowerId: params.id }
      // What came back of that day's contacts is told whenever it came: it is their proof.
      const at = query.at ?? deps.today()
      const day = await inTenant(deps.db, actor.tenantId, (tx) => readWhyDay(tx, ref, at))
      if (day === undefined) return { declined: 'no_such_case' as const }
      const of = { actor, borrowerId: params.id, query }
      return readAsOf(deps, of, async (tx) => {
        if ((await readCase(tx, actor.tenantId, params.id, at)) === undefined)
          return { declined: 'no_such_case' as const }
        const explained = await explainBorrower(tx, actor.tenantId, params.id, at)
        return {
          at,
          case_id: caseIdText(params.id),
          name: day.name,
          text: whyDayLines(day, lang),
          contacted: day.steps.filter(({ contact }) => contact?.sentAt !== undefined).length,
          refused: day.steps.filter(({ decision }) => decision !== 'allow').length,
          decisions: day.steps.map(
            ({ id }) => pairText('vrd', { borrowerId: params.id, n: id }) as DecisionId,
          ),
          accounts: accountsWire(explained, lang),
        }
      })
    },
  })
}

const accountsWire = (
  explained: Awaited<ReturnType<typeof explainBorrower>>,
  lang: Language,
): ExplainWire['accounts'] =>
  explained.map(({ accountId, ref, explanation, arm }) => ({
    account_id: accountIdText(accountId),
    ref,
    strategy: explanation.strategy.name,
    strategy_version: explanation.strategy.version,
    text: explainLines(explanation, lang, arm),
  }))
