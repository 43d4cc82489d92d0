import { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import { answersUpTo, readAuthority, type Authority } from '../store/authority.ts'
import { inEvent, inTenant } from '../store/db.ts'
import { EXECUTORS } from '../store/request-executors.ts'
import {
  ABOVE_OWN_AUTHORITY,
  answerSecond,
  openRequests,
  REQUEST_KINDS,
  type OpenRequest,
  type RequestKind,
} from '../store/second-person.ts'
import { moneyOf } from './cases.ts'
import { afterOf, cutPage, DAY, INT8 } from './cursor.ts'
import type { Actor, ApiDeps } from './env.ts'
import { accountIdText, caseIdText, pairText } from './ids.ts'
import { PROBLEMS } from './problem.ts'
import { addRoute, type Api } from './route.ts'
import {
  DayOut,
  idOut,
  LANG,
  MoneyOut,
  PAGE_IN,
  pageOf,
  pairIn,
  pairOut,
  words,
} from './schemas.ts'
import type { Language } from './wire.ts'
import type { RequestAnswer, RequestWire } from './wire-requests.ts'
import { ROLE_NAMES } from './words.ts'

const Body = z.record(z.string(), z.unknown())

const Out: z.ZodType<RequestWire> = z
  .object({
    id: pairOut('req'),
    case_id: idOut('case'),
    account_id: idOut('acc').nullable(),
    name: z.string(),
    kind: z.enum(REQUEST_KINDS),
    kind_name: z.string(),
    amount: MoneyOut,
    asked_by: z.string(),
    why: z.string(),
    asked_on: DayOut,
    expires_on: DayOut,
    body: Body,
    blocked: z.string().nullable(),
  })
  .openapi('Request')

const Answer: z.ZodType<RequestAnswer> = z
  .object({ approved: z.boolean(), outcome: Body })
  .openapi('RequestAnswered')

const Given = z
  .strictObject({ approve: z.boolean(), why: words(500).optional() })
  .openapi('RequestAnswerGiven')

const LISTED = 200
const LIST = 'requests'

export function addRequests(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/requests',
    summary:
      'What one person asked for and another one must answer; what lapses first stands first',
    query: z.strictObject({ ...PAGE_IN, ...LANG }),
    status: 200,
    answer: pageOf(Out, 'Requests'),
    problems: ['bad_cursor'],
    handle: async ({ actor, query, lang }) => {
      const key = afterOf(LIST, query.cursor, [DAY, INT8])
      if (key === 'bad') return { declined: 'bad_cursor' as const }
      const after = key && { expiresOn: key[0] as Day, requestId: BigInt(key[1] ?? '') }
      const limit = query.limit ?? LISTED
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const today = deps.today()
        const authority = await readAuthority(tx, actor.tenantId, today)
        const found = await openRequests(tx, actor.tenantId, { today, after, limit: limit + 1 })
        const keyed = (row: OpenRequest) => [row.expiresOn, String(row.requestId)]
        const page = cutPage(found, { list: LIST, limit, key: keyed })
        return {
          items: page.rows.map((row) => requestWire(row, { actor, authority, lang })),
          next_cursor: page.next_cursor,
        }
      })
    },
  })
  addAnswers(api, deps)
}

function addAnswers(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/requests/{id}/answers',
    summary: 'Approves or declines it, as another person than whoever asked; a yes does it at once',
    params: z.strictObject({ id: pairIn('req') }),
    body: Given,
    status: 200,
    answer: Answer,
    problems: [
      'no_such_request',
      'request_answered',
      'request_expired',
      'request_same_person',
      'request_wrong_role',
      'request_reason_missing',
      'request_cannot_be_done',
    ],
    dryRun: true,
    handle: async ({ deps: own, actor, params, body }) => {
      const made = await inEvent(
        own.db,
        actor.tenantId,
        (tx) =>
          answerSecond(
            tx,
            actor.tenantId,
            {
              borrowerId: params.id.borrowerId,
              requestId: params.id.n,
              by: actor.userId,
              approve: body.approve,
              why: body.why,
              executors: EXECUTORS,
            },
            { now: own.now(), today: own.today() },
          ),
        { retries: 3 },
      )
      if (!('declined' in made)) return made
      return {
        declined: made.declined,
        ...(made.why === undefined ? {} : { more: { detail: made.why } }),
      }
    },
  })
}

export const REQUEST_NAMES: Readonly<Record<RequestKind, Readonly<Record<Language, string>>>> = {
  settlement: { en: 'settlement', zh: '减免结清' },
  plan: { en: 'plan', zh: '分期还款计划' },
  waiver: { en: 'waiver', zh: '减免' },
  refund: { en: 'refund', zh: '退款' },
  write_off: { en: 'charge-off', zh: '核销' },
  restructure: { en: 'restructure', zh: '重组' },
  match: { en: 'match of a payment', zh: '款项认领' },
}

const ABOVE: Readonly<Record<Language, string>> = {
  en: 'above the authority of whoever asks',
  zh: '超出提出人的权限',
}

/** Their own words, or ours where they gave none. */
export const whyAsked = (why: string, lang: Language): string =>
  why === ABOVE_OWN_AUTHORITY ? ABOVE[lang] : why

type Seen = { readonly actor: Actor; readonly authority: Authority; readonly lang: Language }

const requestWire = (row: OpenRequest, seen: Seen): RequestWire => ({
  id: pairText('req', { borrowerId: row.borrowerId, n: row.requestId }) as RequestWire['id'],
  case_id: caseIdText(row.borrowerId),
  account_id: row.accountId === undefined ? null : accountIdText(row.accountId),
  name: row.name,
  kind: row.kind,
  kind_name: REQUEST_NAMES[row.kind][seen.lang],
  amount: moneyOf(row.amountMinor, row.currency),
  asked_by: row.askedByName ?? row.by,
  why: whyAsked(row.why, seen.lang),
  asked_on: row.askedOn,
  expires_on: row.expiresOn,
  body: row.body,
  blocked: blockedBy(row, seen),
})

function blockedBy(row: OpenRequest, { actor, authority, lang }: Seen): string | null {
  if (row.by === actor.userId) return PROBLEMS.request_same_person[lang]
  if (answersUpTo(authority, row, actor.role)) return null
  const roles = authority[row.kind]
    .filter((one) => answersUpTo(authority, row, one.role))
    .map((one) => ROLE_NAMES[one.role][lang])
  if (roles.length === 0) return PROBLEMS.request_wrong_role[lang]
  return lang === 'zh' ? `须由${roles.join('、')}答复` : `For ${roles.join(' or ')} to answer`
}
