import { inTenant, instantText } from '../store/db.ts'
import { countRuleDay, lastSlots, nearBoundaries } from '../store/near-misses.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText, pairText } from './ids.ts'
import { ruleName } from './reasons.ts'
import { addRoute, type Api } from './route.ts'
import { NearOut, NearQuery } from './watch-schemas.ts'
import type { DecisionId } from './wire-compliance.ts'

const MINUTES = 10
const SHOWN = 100

export function addNearMisses(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/near-misses',
    summary:
      'Caps and hours of a day: who took the last place, who left within minutes of a boundary',
    query: NearQuery,
    status: 200,
    answer: NearOut,
    problems: [],
    handle: ({ actor, query, lang }) => {
      const on = query.on ?? deps.today()
      const minutes = query.minutes ?? MINUTES
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const rules = await countRuleDay(tx, actor.tenantId, on)
        const { rule } = query
        const last = await lastSlots(tx, actor.tenantId, { on, rule, limit: SHOWN })
        const near =
          rule === undefined
            ? await nearBoundaries(tx, actor.tenantId, { on, minutes, limit: SHOWN })
            : []
        return {
          on,
          minutes,
          rules: rules.map((row) => ({
            rule: row.rule,
            title: ruleName(row.rule, deps.law, lang),
            asked: row.asked,
            last_slots: row.lastSlots,
            deferred: row.deferred,
            denied: row.denied,
          })),
          items: [...near, ...last].map((row) => ({
            kind: row.kind,
            decision_id: pairText('vrd', {
              borrowerId: row.borrowerId,
              n: row.verdictId,
            }) as DecisionId,
            case_id: caseIdText(row.borrowerId),
            name: row.name,
            channel: row.channel,
            at: instantText(row.at),
            rule: row.rule,
            title: row.rule === null ? null : ruleName(row.rule, deps.law, lang),
            used: row.used,
            times: row.times,
            minutes: row.minutes,
          })),
        }
      })
    },
  })
}
