import { z } from '@hono/zod-openapi'
import { inTenant, instantText } from '../store/db.ts'
import { PAY_EVENT_KINDS } from '../channels/pay/provider.ts'
import { noteUnplaced, placeAgain, readUnplaced, UNPLACED_WORDS } from '../store/pay-unplaced.ts'
import { moneyOf } from './cases.ts'
import { afterOf, cutPage } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { InstantOut, LANG, MoneyOut, PAGE_IN, words } from './schemas.ts'
import type { PaymentWordsTried, PaymentWordsWire } from './wire-bank.ts'

const WordsOut: z.ZodType<PaymentWordsWire> = z
  .object({
    items: z.array(
      z.object({
        provider: z.string(),
        id: z.string(),
        kind: z.enum(PAY_EVENT_KINDS),
        amount: MoneyOut.nullable(),
        at: InstantOut,
        ref: z.string().nullable(),
        account: z.string().nullable(),
        why: z.string(),
      }),
    ),
    next_cursor: z.string().nullable(),
  })
  .openapi('PaymentWords')

const LISTED = 100
const LIST = 'payment-words'

const Tried: z.ZodType<PaymentWordsTried> = z
  .object({ placed: z.int(), waiting: z.int() })
  .openapi('PaymentWordsTried')

const NoteGiven = z
  .strictObject({ provider: words(40), id: words(200), why: words(500) })
  .openapi('PaymentWordNote')

/** What providers and lenders' own systems told of money and nobody could place. */
export function addPaymentWords(api: Api, deps: ApiDeps): void {
  const tick = () => ({ now: deps.now(), today: deps.today() })
  addRoute(api, deps, {
    route: 'GET /v1/payment-words',
    summary: 'Messages about payments that could not be placed, the oldest first, each with why',
    query: z.strictObject({ ...PAGE_IN, ...LANG }),
    status: 200,
    answer: WordsOut,
    problems: ['bad_cursor'],
    handle: async ({ actor, query, lang }) => {
      const key = afterOf(LIST, query.cursor, [/^[a-z0-9-]{1,40}$/, /^.{1,200}$/])
      if (key === 'bad') return { declined: 'bad_cursor' as const }
      const after = key && { provider: key[0] ?? '', eventId: key[1] ?? '' }
      const limit = query.limit ?? LISTED
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        readUnplaced(tx, actor.tenantId, { after, limit: limit + 1 }),
      )
      const keyed = (row: (typeof found)[number]) => [row.provider, row.eventId]
      const page = cutPage(found, { list: LIST, limit, key: keyed })
      return {
        next_cursor: page.next_cursor,
        items: page.rows.map((one) => ({
          provider: one.provider,
          id: one.eventId,
          kind: one.kind,
          amount: one.amount === undefined ? null : moneyOf(one.amount.minor, one.amount.currency),
          at: instantText(one.at),
          ref: one.ref ?? null,
          account: one.account ?? null,
          why: UNPLACED_WORDS[one.why][lang],
        })),
      }
    },
  })
  addRoute(api, deps, {
    route: 'POST /v1/payment-words/tries',
    summary: 'Tries all of them once more: what they lacked may have come; each acts once at most',
    body: z.strictObject({}),
    status: 200,
    answer: Tried,
    problems: [],
    handle: ({ actor }) => placeAgain(deps.db, actor.tenantId, tick()),
  })
  addRoute(api, deps, {
    route: 'POST /v1/payment-words/notes',
    summary: 'Notes that nothing is to be done about one of them here, and why',
    body: NoteGiven,
    status: 200,
    answer: Tried,
    problems: ['no_such_payment_word'],
    dryRun: true,
    handle: ({ deps: own, actor, body }) =>
      inTenant(own.db, actor.tenantId, async (tx) => {
        const note = { provider: body.provider, eventId: body.id, why: body.why, by: actor.userId }
        if (!(await noteUnplaced(tx, actor.tenantId, note)))
          return { declined: 'no_such_payment_word' as const }
        return { placed: 0, waiting: (await readUnplaced(tx, actor.tenantId)).length }
      }),
  })
}
