import { daysBetween, parseDay } from '../core/calendar.ts'
import { STOP_WORDS } from '../core/care/words.ts'
import { inTenant, instantText } from '../store/db.ts'
import { readHoldReceipts, type HoldReceipt } from '../store/hold-receipts.ts'
import {
  countHolds,
  readHoldsBoard,
  type HoldKey,
  type HoldStanding,
} from '../store/holds-board.ts'
import { dayAsked, knownUntil } from './as-of.ts'
import { cursorText, fitsInt8, INT8, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { receiptsOf } from './hold-receipts.ts'
import { caseIdText, holdIdText } from './ids.ts'
import { addRoute, type Api } from './route.ts'
import { HoldsOut, HoldsQuery } from './watch-schemas.ts'
import type { HoldReceiptWire } from './wire-compliance.ts'
import type { HoldReason, Language } from './wire.ts'
import { HOLD_NAMES } from './words.ts'

const LIST = 'holds'

export function addHoldsBoard(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/holds',
    summary: 'Every hold in force on a day, as it was known then: why, until when, what it stops',
    query: HoldsQuery,
    status: 200,
    answer: HoldsOut,
    problems: ['bad_cursor', 'day_in_future'],
    handle: ({ actor, query, lang }) => {
      const day = dayAsked(deps, query)
      if (day === undefined) return Promise.resolve({ declined: 'day_in_future' as const })
      const after = query.cursor === undefined ? undefined : keyOf(query.cursor)
      if (after === 'bad') return Promise.resolve({ declined: 'bad_cursor' as const })
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const at = day.on
        const asked = { on: at, knownUntil: await knownUntil(tx, actor.tenantId, day) }
        const { rows, next } = await readHoldsBoard(tx, actor.tenantId, {
          ...asked,
          reason: query.reason,
          lapseBy: query.lapse_by,
          after,
          limit: query.limit ?? 50,
        })
        const receipts = await readHoldReceipts(tx, actor.tenantId, rows, asked.knownUntil)
        const counts = query.totals === 'true' ? await countHolds(tx, actor.tenantId, asked) : []
        return {
          at,
          counts: counts.map((count) => ({ ...count, name: nameOf(count.reason, lang) })),
          items: rows.map((row) => ({
            id: holdIdText(row.holdId),
            case_id: caseIdText(row.borrowerId),
            name: row.name,
            account_ref: row.accountRef,
            reason: row.reason,
            reason_name: nameOf(row.reason, lang),
            from_on: row.fromOn,
            until_on: row.untilOn,
            days_left: row.untilOn === null ? null : daysBetween(at, row.untilOn),
            source: row.source,
            written: row.written,
            stop_names: row.stops.map((stop) => STOP_WORDS[stop][lang]),
            recorded_at: instantText(row.recordedAt),
            taken_back: row.takenBack,
            receipts: receiptsWire(row, receipts, lang),
          })),
          next_cursor:
            next === undefined ? null : cursorText(LIST, [next.until, next.holdId.toString()]),
        }
      })
    },
  })
}

function receiptsWire(
  row: HoldStanding,
  all: ReadonlyMap<bigint, HoldReceipt>,
  lang: Language,
): readonly HoldReceiptWire[] {
  const receipt = all.get(row.holdId)
  return receipt === undefined
    ? []
    : receiptsOf(row.stops, { ...receipt, takenBack: row.takenBack }, lang)
}

const nameOf = (reason: string, lang: 'zh' | 'en'): string =>
  HOLD_NAMES[reason as HoldReason]?.[lang] ?? reason

function keyOf(cursor: string): HoldKey | 'bad' {
  const [until, id] = parseCursor(LIST, cursor, [/^\d{4}-\d\d-\d\d$/, INT8]) ?? []
  if (until === undefined || id === undefined || !fitsInt8(id)) return 'bad'
  const on = parseDay(until)
  return on === undefined ? 'bad' : { until: on, holdId: BigInt(id) }
}
