import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import { inTenant } from '../store/db.ts'
import { itemText, percentText, remittanceCsv } from '../store/remittance-csv.ts'
import {
  pageRemittanceLines,
  readRemittanceLines,
  readRemittances,
  waitsForSecond,
  type RemittanceLine,
  type RemittanceLineKey,
} from '../store/remittance-read.ts'
import { moneyOf } from './cases.ts'
import { afterOf, cutPage, DAY, INT8 } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText } from './ids.ts'
import { RemittanceOut, remittanceWire } from './remittance-out.ts'
import { addRoute, type Api } from './route.ts'
import { DayOut, idOut, LANG, MoneyOut, PAGE_IN } from './schemas.ts'
import type { RemittanceFileWire, RemittanceLineWire, RemittanceOpenWire } from './wire-remit.ts'

const KINDS = ['payment', 'reversal', 'refund'] as const

const Line: z.ZodType<RemittanceLineWire> = z
  .object({
    kind: z.enum(KINDS),
    account_ref: z.string(),
    case_id: idOut('case').nullable(),
    item: z.string(),
    on: DayOut,
    amount: MoneyOut,
    commission_percent: z.string(),
  })
  .openapi('RemittanceLine')

const Opened: z.ZodType<RemittanceOpenWire> = z
  .object({
    remittance: RemittanceOut,
    share: MoneyOut,
    minimum_added: MoneyOut,
    items: z.array(Line),
    next_cursor: z.string().nullable(),
  })
  .openapi('RemittanceOpen')

const File: z.ZodType<RemittanceFileWire> = z
  .object({ name: z.string(), text: z.string(), sha256: z.string() })
  .openapi('RemittanceFile')

const Params = z.strictObject({ number: z.string().regex(/^[1-9][0-9]{0,17}$/) })
const PAGE = 200

/** One remittance with its lines, and the file that its creditor gets. */
export function addRemittance(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/remittances/{number}',
    summary: 'One remittance: what it is made of, and its lines, a page at a time',
    params: Params,
    query: z.strictObject({ ...PAGE_IN, ...LANG }),
    status: 200,
    answer: Opened,
    problems: ['no_such_remittance', 'bad_cursor'],
    handle: ({ actor, params, query }) => {
      const after = keyOf(query.cursor)
      if (after === 'bad') return Promise.resolve({ declined: 'bad_cursor' as const })
      const limit = query.limit ?? PAGE
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const { tenantId } = actor
        const [row] = await readRemittances(tx, tenantId, [BigInt(params.number)])
        if (row === undefined) return { declined: 'no_such_remittance' as const }
        const asked = { row, after, limit: limit + 1 }
        const found = await pageRemittanceLines(tx, tenantId, asked)
        const page = cutPage(found, { list: LIST, limit, key: keyed })
        const seesCases = actor.role !== 'admin'
        const amount = (minor: bigint) => moneyOf(minor, row.currency)
        return {
          remittance: remittanceWire(row),
          share: amount(row.commissionMinor),
          minimum_added: amount(row.toppedUpMinor),
          items: page.rows.map((line) => lineOut(line, row.currency, seesCases)),
          next_cursor: page.next_cursor,
        }
      })
    },
  })
  addRoute(api, deps, {
    route: 'GET /v1/remittances/{number}/file',
    summary: 'The file for the creditor, whose amounts sum to what is due; none while it waits',
    params: Params,
    query: z.strictObject(LANG),
    status: 200,
    answer: File,
    problems: ['no_such_remittance', 'remittance_waits', 'remittance_refused'],
    handle: ({ actor, params }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const { tenantId } = actor
        const [row] = await readRemittances(tx, tenantId, [BigInt(params.number)])
        if (row === undefined) return { declined: 'no_such_remittance' as const }
        if (waitsForSecond(row)) return { declined: 'remittance_waits' as const }
        if (row.refusedBy !== null) return { declined: 'remittance_refused' as const }
        const lines = await readRemittanceLines(tx, tenantId, row.remittanceId)
        const text = remittanceCsv(row, lines)
        return {
          name: `remittance-${params.number}.csv`,
          text,
          sha256: createHash('sha256').update(text).digest('hex'),
        }
      }),
  })
}

const LIST = 'remittance_lines'

const keyed = (line: RemittanceLine): readonly string[] =>
  [line.on, line.borrowerId, line.accountId, line.kind, line.itemId].map(String)

function keyOf(cursor: string | undefined): RemittanceLineKey | undefined | 'bad' {
  const key = afterOf(LIST, cursor, [DAY, INT8, INT8, /^[a-z]+$/, INT8])
  if (key === undefined || key === 'bad') return key
  const [on = '', borrower = '', account = '', word, item = ''] = key
  const kind = KINDS.find((one) => one === word)
  if (kind === undefined) return 'bad'
  const [borrowerId, accountId, itemId] = [BigInt(borrower), BigInt(account), BigInt(item)]
  return { on: on as Day, borrowerId, accountId, kind, itemId }
}

function lineOut(line: RemittanceLine, currency: string, seesCases: boolean): RemittanceLineWire {
  return {
    kind: line.kind,
    account_ref: line.accountRef,
    case_id: seesCases ? caseIdText(line.borrowerId) : null,
    item: itemText(line),
    on: line.on,
    amount: moneyOf(line.amountMinor, currency),
    commission_percent: percentText(line.basisPoints),
  }
}
