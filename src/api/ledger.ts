import { z } from '@hono/zod-openapi'
import type { Day, Instant } from '../core/calendar.ts'
import { ENTRY_WORDS } from '../core/ledger-words.ts'
import { PARTS, type Parts } from '../core/ledger.ts'
import { inTenant } from '../store/db.ts'
import { readStatement, type StatementOf } from '../store/ledger-statement.ts'
import { readSuspense, type Waiting } from '../store/ledger-suspense.ts'
import { moneyOf } from './cases.ts'
import { afterOf, cutPage, DAY, INT8 } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText, caseIdText, pairText, type Pair } from './ids.ts'
import { addLedgerPosts } from './ledger-posts.ts'
import { addRoute, type Api } from './route.ts'
import {
  DayIn,
  DayOut,
  idIn,
  idOut,
  InstantOut,
  LANG,
  MoneyOut,
  PAGE_IN,
  pairOut,
} from './schemas.ts'
import type { Language } from './wire.ts'
import type { EntryId, PartsWire, StatementWire, SuspenseWire } from './wire-ledger.ts'

const minor = z.string().regex(/^-?[0-9]{1,19}$/)
const PartsOut: z.ZodType<PartsWire> = z
  .object({ cost: minor, fee: minor, late_interest: minor, interest: minor, principal: minor })
  .openapi('LedgerParts')

const StatementOut: z.ZodType<StatementWire> = z
  .object({
    case_id: idOut('case'),
    account_id: idOut('acc'),
    account_ref: z.string(),
    currency: z.string(),
    from: DayOut,
    until: DayOut,
    known_at: InstantOut.nullable(),
    opening: MoneyOut,
    lines: z.array(
      z.object({
        entry_id: pairOut('ent').nullable(),
        on: DayOut,
        recorded_at: InstantOut.nullable(),
        kind: z.string(),
        kind_name: z.string(),
        ref: z.string().nullable(),
        amount: MoneyOut,
        parts: PartsOut,
        balance: MoneyOut,
        words: z.string(),
      }),
    ),
    closing: MoneyOut,
    closing_parts: PartsOut,
    suspense: MoneyOut,
  })
  .openapi('LedgerStatement')

const SuspenseOut: z.ZodType<SuspenseWire> = z
  .object({
    items: z.array(
      z.object({
        case_id: idOut('case'),
        borrower_ref: z.string(),
        name: z.string(),
        amount: MoneyOut,
        since: DayOut,
        days: z.int(),
      }),
    ),
    next_cursor: z.string().nullable(),
  })
  .openapi('Suspense')

const LISTED = 200
const LIST = 'suspense'

const MomentIn = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/)
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .transform((text) => Date.parse(text) as Instant)
  .openapi({ type: 'string', format: 'date-time' })

export function addLedger(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/accounts/{account_id}/statement',
    summary:
      'A debt of an own book, line by line with reasons, as of a day and as known at a moment',
    params: z.strictObject({ id: idIn('case'), account_id: idIn('acc') }),
    query: z.strictObject({
      from: DayIn.optional(),
      until: DayIn.optional(),
      known_at: MomentIn.optional(),
      ...LANG,
    }),
    status: 200,
    answer: StatementOut,
    problems: ['no_such_account', 'day_in_future'],
    handle: async ({ actor, params, query, lang }) => {
      const until = query.until ?? deps.today()
      if (until > deps.today()) return { declined: 'day_in_future' }
      const ref = { tenantId: actor.tenantId, borrowerId: params.id }
      const told = await inTenant(deps.db, actor.tenantId, (tx) =>
        readStatement(tx, ref, {
          accountId: params.account_id,
          from: query.from,
          until,
          knownAt: query.known_at,
        }),
      )
      return told === undefined
        ? { declined: 'no_such_account' }
        : statementWire(params.id, told, lang)
    },
  })
  addSuspense(api, deps)
  addLedgerPosts(api, deps)
}

function addSuspense(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/suspense',
    summary: 'Money that pays nothing yet, the oldest first',
    query: z.strictObject({
      ...PAGE_IN,
      older_than: z
        .string()
        .regex(/^[0-9]{1,4}$/)
        .transform(Number)
        .optional(),
      ...LANG,
    }),
    status: 200,
    answer: SuspenseOut,
    problems: ['bad_cursor'],
    handle: async ({ actor, query }) => {
      const key = afterOf(LIST, query.cursor, [DAY, INT8, /^[A-Z]{3}$/])
      if (key === 'bad') return { declined: 'bad_cursor' as const }
      const [since = '', borrower = '', currency = ''] = key ?? []
      const after = key && { since: since as Day, borrowerId: BigInt(borrower), currency }
      const limit = query.limit ?? LISTED
      const asked = { today: deps.today(), olderThan: query.older_than ?? 0 }
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        readSuspense(tx, actor.tenantId, { ...asked, after, limit: limit + 1 }),
      )
      const keyed = (row: Waiting) => [row.since, String(row.borrowerId), row.currency]
      const page = cutPage(found, { list: LIST, limit, key: keyed })
      return {
        next_cursor: page.next_cursor,
        items: page.rows.map((one) => ({
          case_id: caseIdText(one.borrowerId),
          borrower_ref: one.borrowerRef,
          name: one.name,
          amount: moneyOf(one.minor, one.currency),
          since: one.since,
          days: one.days,
        })),
      }
    },
  })
}

function statementWire(borrowerId: bigint, of: StatementOf, lang: Language): StatementWire {
  const { statement, currency, debt } = of
  const amount = (given: bigint) => moneyOf(given, currency)
  return {
    case_id: caseIdText(borrowerId),
    account_id: accountIdText(statement.accountId),
    account_ref: debt.ref,
    currency,
    from: statement.from,
    until: statement.until,
    known_at: statement.knownAt === undefined ? null : isoText(statement.knownAt),
    opening: amount(statement.openingMinor),
    lines: statement.lines.map((line) => ({
      entry_id: line.entryId === 0n ? null : entryIdText({ borrowerId, n: line.entryId }),
      on: line.on,
      recorded_at: line.entryId === 0n ? null : isoText(line.recordedAt),
      kind: line.kind,
      kind_name: ENTRY_WORDS[line.kind][lang],
      ref: line.ref ?? null,
      amount: amount(line.amountMinor),
      parts: partsWire(line.parts),
      balance: amount(line.balanceMinor),
      words: line.words[lang],
    })),
    closing: amount(statement.closingMinor),
    closing_parts: partsWire(statement.closing),
    suspense: amount(of.suspenseMinor),
  }
}

const entryIdText = (pair: Pair) => pairText('ent', pair) as EntryId
const isoText = (at: Instant): string => new Date(at).toISOString()

const partsWire = (parts: Parts): PartsWire =>
  Object.fromEntries(PARTS.map((part) => [part, String(parts[part])])) as PartsWire
