import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { readCase } from '../store/cases.ts'
import { inTenant, instantText } from '../store/db.ts'
import { knowledgeOf } from '../store/past.ts'
import {
  readTimeline,
  TIMELINE_KINDS,
  type TimelineKey,
  type TimelineRecord,
} from '../store/timeline.ts'
import { AT, dayAsked } from './as-of.ts'
import { moneyOf } from './cases.ts'
import { cursorText, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText } from './ids.ts'
import { reasonWire, untilText } from './reasons.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import {
  CaseParams,
  Channels,
  CursorIn,
  DayOut,
  idOut,
  InstantOut,
  LANG,
  LimitIn,
  MoneyOut,
  pageOf,
  ReasonOut,
} from './schemas.ts'
import { timelineSentence } from './timeline-words.ts'
import type { Language, Page, TimelineItem } from './wire.ts'

const Query = z.strictObject({
  kind: z.enum(TIMELINE_KINDS).optional(),
  cursor: CursorIn.optional(),
  limit: LimitIn.optional(),
  ...AT,
  ...LANG,
})

const Item: z.ZodType<TimelineItem> = z
  .object({
    id: z.string(),
    kind: z.enum(TIMELINE_KINDS),
    at: InstantOut,
    effective_on: DayOut.nullable(),
    recorded_at: InstantOut,
    sentence: z.string(),
    who: z.string(),
    account_id: idOut('acc').nullable(),
    channel: Channels.nullable(),
    amount: MoneyOut.nullable(),
    state: z.string().nullable(),
    until: InstantOut.nullable(),
    reasons: z.array(ReasonOut),
  })
  .openapi('TimelineItem')

export function addTimeline(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/timeline',
    summary: 'Everything that happened, one list, newest first',
    params: CaseParams,
    query: Query,
    status: 200,
    answer: pageOf(Item, 'TimelinePage'),
    problems: ['no_such_case', 'bad_cursor', 'day_in_future'],
    handle: list,
  })
}

async function list(
  asked: Asked<z.output<typeof CaseParams>, z.output<typeof Query>, undefined>,
): Promise<Page<TimelineItem> | Declined> {
  const { deps, actor, params, query, lang } = asked
  const after = query.cursor === undefined ? undefined : keyOf(params.id, query.cursor)
  if (after === 'bad') return { declined: 'bad_cursor' }
  const day = dayAsked(deps, query)
  if (day === undefined) return { declined: 'day_in_future' }
  return inTenant(deps.db, actor.tenantId, async (tx) => {
    const found = await readCase(tx, actor.tenantId, params.id, deps.today())
    if (found === undefined) return { declined: 'no_such_case' as const }
    const { rows, next } = await readTimeline(tx, actor.tenantId, {
      borrowerId: params.id,
      kind: query.kind,
      known: day.isPast
        ? await knowledgeOf(tx, { tenantId: actor.tenantId, borrowerId: params.id }, day.on)
        : undefined,
      after,
      limit: query.limit ?? 50,
    })
    return {
      items: rows.map((row) => item(row, lang, found.zones[0] ?? 'UTC')),
      next_cursor:
        next === undefined ? null : cursorText(listName(params.id), [next.at.toString(), next.id]),
    }
  })
}

/** A cursor is for one borrower's list. */
const listName = (borrowerId: bigint) => `timeline.${borrowerId}`

const MILLISECONDS = /^-?[0-9]{1,15}$/
const ITEM_ID = /^[a-z_]{4,20}:[0-9:.-]{1,80}$/

function keyOf(borrowerId: bigint, cursor: string): TimelineKey | 'bad' {
  const [at, id] = parseCursor(listName(borrowerId), cursor, [MILLISECONDS, ITEM_ID]) ?? []
  if (at === undefined || id === undefined || Math.abs(Number(at)) > 8_000_000_000_000) return 'bad'
  return { at: Number(at) as Instant, id }
}

function item(row: TimelineRecord, lang: Language, zone: string): TimelineItem {
  return {
    id: row.id,
    kind: row.kind,
    at: instantText(row.at),
    effective_on: row.effective_on,
    recorded_at: instantText(row.recorded_at),
    sentence: timelineSentence(row, lang),
    who: row.who,
    account_id: row.account_id === null ? null : accountIdText(row.account_id),
    channel: row.channel,
    amount: row.minor === null || row.currency === null ? null : moneyOf(row.minor, row.currency),
    state: row.state,
    until: untilText(row.until_at),
    reasons: (row.reasons ?? []).map((reason) => reasonWire(reason, lang, zone)),
  }
}
