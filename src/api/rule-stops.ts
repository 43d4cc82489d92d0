import type { Instant } from '../core/calendar.ts'
import { packOf } from '../guard/rules.ts'
import type { Reason } from '../guard/verdict.ts'
import { inTenant, instantText } from '../store/db.ts'
import { readDecisions, type DecisionRow } from '../store/decisions.ts'
import { askPlanned } from '../store/rule-stops.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText, pairText } from './ids.ts'
import { factsOf, reasonWire, untilText } from './reasons.ts'
import { addRoute, type Api, type Asked } from './route.ts'
import { StopsOut, StopsParams, StopsQuery } from './watch-schemas.ts'
import type { z } from '@hono/zod-openapi'
import type { DecisionId, RuleStop, RuleStopsWire } from './wire-compliance.ts'
import type { Language } from './wire.ts'

const SHOWN = 8
/** Of a yes, so many are looked through for those that came nearest to the limit. */
const NEAREST_OF = 200

export function addRuleStops(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/rules/{id}/stops',
    summary: 'Whom a rule stopped on a day, and who was let through just under its limit',
    params: StopsParams,
    query: StopsQuery,
    status: 200,
    answer: StopsOut,
    problems: ['no_such_rule'],
    handle: stops,
  })
}

async function stops(
  asked: Asked<z.output<typeof StopsParams>, z.output<typeof StopsQuery>, undefined>,
): Promise<RuleStopsWire | { declined: 'no_such_rule' }> {
  const { deps, actor, params, query, lang } = asked
  const { law } = deps
  const rule = params.id
  if (!law.files.some((file) => file.id === rule)) return { declined: 'no_such_rule' }
  const today = deps.today()
  const on = query.on ?? today
  const days = { rule, from: on, to: on }
  return inTenant(deps.db, actor.tenantId, async (tx) => {
    const read = (decision: 'allow' | 'defer' | 'deny', limit: number) =>
      readDecisions(tx, actor.tenantId, { ...days, decision, limit })
    const kept = [...(await read('deny', SHOWN)).rows, ...(await read('defer', SHOWN)).rows]
    const through = (await read('allow', NEAREST_OF)).rows
    if (kept.length > 0 || on !== today) {
      return {
        rule,
        on,
        from: 'kept',
        asked: kept.length + through.length,
        stopped: kept.flatMap((row) => keptStop(row, rule, lang)).slice(0, SHOWN),
        let_through: nearest(through, rule).flatMap((row) => keptStop(row, rule, lang)),
      }
    }
    await tx.query('set transaction read only')
    const places = packOf(rule) === 'house' ? [] : [packOf(rule)]
    const tick = { now: deps.now(), today }
    const now = await askPlanned(tx, actor.tenantId, { places, law, ...tick })
    const told = now.flatMap((one) =>
      stopOf(
        { ...one, at: tick.now, id: null, reasons: one.verdict.reasons },
        { rule, lang, until: one.verdict.decision === 'defer' ? one.verdict.until : undefined },
      ),
    )
    return {
      rule,
      on,
      from: 'asked_now',
      asked: now.length,
      stopped: told
        .filter(({ says }) => says !== 'allow')
        .map(({ stop }) => stop)
        .slice(0, SHOWN),
      let_through: [
        ...nearest(through, rule).flatMap((row) => keptStop(row, rule, lang)),
        ...told.filter(({ says }) => says === 'allow').map(({ stop }) => stop),
      ].slice(0, SHOWN),
    }
  })
}

type Told = {
  readonly borrowerId: bigint
  readonly name: string
  readonly zones: readonly string[]
  readonly channel: RuleStop['channel']
  readonly at: Instant
  readonly id: DecisionId | null
  readonly reasons: readonly Reason[]
}

function stopOf(
  told: Told,
  { rule, lang, until }: { rule: string; lang: Language; until: Instant | undefined },
): { readonly says: Reason['says']; readonly stop: RuleStop }[] {
  const own = told.reasons.filter((reason) => reason.rule === rule)
  const reason = own.find(({ says }) => says !== 'allow') ?? own[0]
  if (reason === undefined) return []
  const stop = {
    decision_id: told.id,
    case_id: caseIdText(told.borrowerId),
    name: told.name,
    channel: told.channel,
    at: instantText(told.at),
    until: untilText(reason.until ?? until),
    sentence: reasonWire(reason, lang, told.zones[0] ?? 'UTC').sentence,
    numbers: factsOf(reason),
  }
  return [{ says: reason.says, stop }]
}

const keptStop = (row: DecisionRow, rule: string, lang: Language): RuleStop[] =>
  stopOf(
    {
      ...row,
      at: row.judgedAt,
      id: pairText('vrd', { borrowerId: row.borrowerId, n: row.verdictId }) as DecisionId,
      reasons: row.reasons ?? [],
    },
    { rule, lang, until: row.untilAt ?? undefined },
  ).map(({ stop }) => stop)

/** Those with the least room left under a cap; of a rule that counts nothing the newest. */
const nearest = (rows: readonly DecisionRow[], rule: string): readonly DecisionRow[] =>
  rows.toSorted((a, b) => roomOf(a, rule) - roomOf(b, rule)).slice(0, SHOWN)

function roomOf(row: DecisionRow, rule: string): number {
  const rooms = (row.reasons ?? [])
    .filter((reason) => reason.rule === rule && reason.code === 'cap.room')
    .map(({ numbers }) => Number(numbers['times']) - Number(numbers['used']))
  return Math.min(...rooms, Number.MAX_SAFE_INTEGER)
}
