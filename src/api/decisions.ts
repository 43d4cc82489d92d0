import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import type { LawBook } from '../guard/book.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { judgeAgain, readDecision, rulesOnOf, type KeptDecision } from '../store/decision.ts'
import { readDecisions, type DecisionKey, type DecisionRow as Row } from '../store/decisions.ts'
import { peopleBy } from '../store/search.ts'
import { DecisionOut, DecisionsOut, DecisionsQuery } from './compliance-schemas.ts'
import { cursorText, fitsInt8, INT8, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText, pairText } from './ids.ts'
import { maskAddress } from './mask.ts'
import { factsOf, reasonWire, ruleName, untilText } from './reasons.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { LANG, pairIn } from './schemas.ts'
import type {
  DecisionContact,
  DecisionRow,
  DecisionsPage,
  DecisionWire,
} from './wire-compliance.ts'
import type { Language } from './wire.ts'

export function addDecisions(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/decisions',
    summary:
      'Each contact allowed or refused, the newest first; a page looks at so many and says so',
    query: DecisionsQuery,
    status: 200,
    answer: DecisionsOut,
    problems: ['bad_cursor'],
    handle: list,
  })
  addRoute(api, deps, {
    route: 'GET /v1/decisions/{id}',
    summary: 'One answer whole: reasons, numbers, facts, permit, words, receipts; judged again',
    params: z.strictObject({ id: pairIn('vrd') }),
    query: z.strictObject(LANG),
    status: 200,
    answer: DecisionOut,
    problems: ['not_found'],
    handle: ({ params, actor, lang }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const ref = { tenantId: actor.tenantId, borrowerId: params.id.borrowerId }
        const kept = await readDecision(tx, ref, params.id.n)
        if (kept === undefined) return { declined: 'not_found' as const }
        return whole(tx, kept, { ...ref, law: deps.law, lang })
      }),
  })
}

const LIST = 'decisions'
const MILLISECONDS = /^-?[0-9]{1,15}$/

async function list(
  asked: Asked<undefined, z.output<typeof DecisionsQuery>, undefined>,
): Promise<DecisionsPage | Declined> {
  const { deps, actor, query, lang } = asked
  const after = query.cursor === undefined ? undefined : keyOf(query.cursor)
  if (after === 'bad') return { declined: 'bad_cursor' }
  const { tenantId } = actor
  return inTenant(deps.db, tenantId, async (tx) => {
    const found = await readDecisions(tx, tenantId, {
      ...query,
      borrowerIds: await peopleOf(tx, tenantId, query),
      after,
      limit: query.limit ?? 50,
    })
    const { next, lookedTo } = found
    return {
      items: found.rows.map((row) => rowWire(row, deps.law, lang)),
      next_cursor:
        next === undefined ? null : cursorText(LIST, [String(next.at), String(next.verdictId)]),
      looked_to: lookedTo === undefined ? null : instantText(lookedTo),
    }
  })
}

/** Of a name that many bear: these first. */
const PEOPLE_MAX = 50

async function peopleOf(
  tx: Tx,
  tenantId: bigint,
  { case_id: id, person }: z.output<typeof DecisionsQuery>,
): Promise<readonly bigint[] | undefined> {
  if (id !== undefined) return [id]
  return person === undefined
    ? undefined
    : (await peopleBy(tx, tenantId, person)).slice(0, PEOPLE_MAX)
}

function keyOf(cursor: string): DecisionKey | 'bad' {
  const [at, id] = parseCursor(LIST, cursor, [MILLISECONDS, INT8]) ?? []
  if (at === undefined || id === undefined || !fitsInt8(id)) return 'bad'
  if (Math.abs(Number(at)) > 8_000_000_000_000) return 'bad'
  return { at: Number(at) as Instant, verdictId: BigInt(id) }
}

const DECISION_NAMES = {
  allow: { en: 'Allowed', zh: '允许' },
  defer: { en: 'Not yet', zh: '暂缓' },
  deny: { en: 'Refused', zh: '拒绝' },
} as const

type Told = Pick<
  Row,
  | 'borrowerId'
  | 'verdictId'
  | 'name'
  | 'judgedAt'
  | 'channel'
  | 'decision'
  | 'untilAt'
  | 'reasons'
  | 'strategy'
  | 'strategyVersion'
  | 'treatment'
  | 'contactState'
>

export function rowWire(row: Told, law: LawBook, lang: Language): DecisionRow {
  const bars = (row.reasons ?? []).filter((reason) => reason.says !== 'allow')
  return {
    id: pairText('vrd', { borrowerId: row.borrowerId, n: row.verdictId }) as DecisionRow['id'],
    case_id: caseIdText(row.borrowerId),
    name: row.name,
    at: instantText(row.judgedAt),
    channel: row.channel,
    decision: row.decision,
    decision_name: DECISION_NAMES[row.decision][lang],
    until: untilText(row.untilAt),
    rules: [...new Set(bars.map(({ rule }) => rule))].map((rule) => ({
      rule,
      title: titleOf(bars, rule, lang) ?? ruleName(rule, law, lang),
    })),
    chosen_by:
      row.strategy === null
        ? null
        : `${row.strategy} ${row.strategyVersion ?? ''} · ${row.treatment ?? ''}`,
    contact_state: row.contactState,
  }
}

const titleOf = (reasons: NonNullable<Row['reasons']>, rule: string, lang: Language) =>
  (reasons.find((reason) => reason.rule === rule) as { title?: Record<Language, string> })?.title?.[
    lang
  ]

type Reading = {
  readonly tenantId: bigint
  readonly borrowerId: bigint
  readonly law: LawBook
  readonly lang: Language
}

async function whole(tx: Tx, kept: KeptDecision, of: Reading): Promise<DecisionWire> {
  const { law, lang } = of
  const zone = kept.zones[0] ?? 'UTC'
  const again = await judgeAgain(tx, of.tenantId, kept, law)
  return {
    ...rowWire({ ...kept, borrowerId: of.borrowerId }, law, lang),
    zone,
    recorded_at: instantText(kept.recordedAt),
    accounts: kept.accountRefs,
    address:
      kept.addressValue === null || kept.addressKind === null
        ? null
        : maskAddress(kept.addressKind, kept.addressValue),
    reasons: (kept.reasons ?? []).map((reason) => ({
      ...reasonWire(reason, lang, zone),
      title: (reason as Partial<typeof reason>).title?.[lang] ?? ruleName(reason.rule, law, lang),
      numbers: factsOf(reason),
    })),
    rules_hash: kept.rulesHash,
    rules_on: rulesOnOf(kept),
    strategy: strategyOf(kept),
    contact: contactOf(kept),
    judged_again: {
      same: again.same ?? null,
      differences: again.same === false ? again.differences : [],
    },
    facts: JSON.stringify(kept.facts, null, 2),
    proposal: JSON.stringify(kept.proposal, null, 2),
  }
}

const strategyOf = (kept: KeptDecision): DecisionWire['strategy'] =>
  kept.strategy === null
    ? null
    : {
        name: kept.strategy,
        version: kept.strategyVersion ?? 0,
        stage: kept.stage ?? '',
        tone: kept.tone ?? '',
        row: kept.rowNo ?? 0,
        treatment: kept.treatment ?? '',
        chosen_on: kept.chosenOn ?? '',
      }

function contactOf(kept: KeptDecision): DecisionContact | null {
  if (kept.contactId === null || kept.permittedAt === null || kept.expiresAt === null) return null
  return {
    permit: kept.attemptKey ?? '',
    state: kept.contactState ?? '',
    permitted_at: instantText(kept.permittedAt),
    expires_at: instantText(kept.expiresAt),
    sent_at: kept.sendingAt === null ? null : instantText(kept.sendingAt),
    sender: kept.madeBy ?? '',
    provider: kept.provider,
    provider_ref: kept.providerRef,
    template: kept.template,
    template_version: kept.templateVersion,
    template_hash: kept.templateHash,
    language: kept.language,
    body_hash: kept.bodyHash,
    words: kept.words,
    receipts: (kept.events ?? []).map(({ kind, effective_at: at }) => ({
      kind,
      at: instantAs(at),
    })),
  }
}

/** As the database writes it inside JSON; everybody else is told UTC. */
const instantAs = (text: string): string => instantText(Date.parse(text) as Instant)
