import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { inTenant, type Tx } from '../store/db.ts'
import { itemText, percentText, remittanceCsv } from '../store/remittance-csv.ts'
import {
  readRemittanceLines,
  readRemittances,
  waitsForSecond,
  type RemittanceLine,
} from '../store/remittance-read.ts'
import { moneyOf } from './cases.ts'
import { cursorText, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { caseIdText } from './ids.ts'
import { RemittanceOut, remittanceWire } from './remittance-out.ts'
import { addRoute, type Api } from './route.ts'
import { CursorIn, DayOut, idOut, LANG, MoneyOut } from './schemas.ts'
import type { RemittanceFileWire, RemittanceLineWire, RemittanceOpenWire } from './wire-remit.ts'

const Line: z.ZodType<RemittanceLineWire> = z
  .object({
    kind: z.enum(['payment', 'reversal', 'refund']),
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
    query: z.strictObject({ ...LANG, cursor: CursorIn.optional() }),
    status: 200,
    answer: Opened,
    problems: ['no_such_remittance', 'bad_cursor'],
    handle: ({ actor, params, query }) => {
      const skip = skipOf(query.cursor)
      if (skip === undefined) return Promise.resolve({ declined: 'bad_cursor' as const })
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const of = { tenantId: actor.tenantId, number: params.number }
        const found = await openOf(tx, of, { skip, limit: PAGE + 1 })
        if (found === undefined) return { declined: 'no_such_remittance' as const }
        const { row, lines } = found
        const seesCases = actor.role !== 'admin'
        const amount = (minor: bigint) => moneyOf(minor, row.currency)
        return {
          remittance: remittanceWire(row),
          share: amount(row.commissionMinor),
          minimum_added: amount(row.toppedUpMinor),
          items: lines.slice(0, PAGE).map((line) => lineOut(line, row.currency, seesCases)),
          next_cursor: lines.length > PAGE ? cursorText(LIST, [String(skip + PAGE)]) : null,
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
        const of = { tenantId: actor.tenantId, number: params.number }
        const found = await openOf(tx, of, undefined)
        if (found === undefined) return { declined: 'no_such_remittance' as const }
        if (waitsForSecond(found.row)) return { declined: 'remittance_waits' as const }
        if (found.row.refusedBy !== null) return { declined: 'remittance_refused' as const }
        const text = remittanceCsv(found.row, found.lines)
        return {
          name: `remittance-${params.number}.csv`,
          text,
          sha256: createHash('sha256').update(text).digest('hex'),
        }
      }),
  })
}

async function openOf(
  tx: Tx,
  { tenantId, number }: { readonly tenantId: bigint; readonly number: string },
  page: { readonly skip: number; readonly limit: number } | undefined,
) {
  const [row] = await readRemittances(tx, tenantId, [BigInt(number)])
  return row && { row, lines: await readRemittanceLines(tx, tenantId, row.remittanceId, page) }
}

/** Lines of a remittance never change, so a place among them is a number. */
const LIST = 'remittance_lines'

function skipOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return 0
  const key = parseCursor(LIST, cursor, [/^[1-9][0-9]{0,8}$/])
  return key === undefined ? undefined : Number(key[0])
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
