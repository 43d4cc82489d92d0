import { z } from '@hono/zod-openapi'
import { inTenant, instantText } from '../store/db.ts'
import { PAY_EVENT_KINDS } from '../channels/pay/provider.ts'
import { noteUnplaced, placeAgain, readUnplaced, UNPLACED_WORDS } from '../store/pay-unplaced.ts'
import { moneyOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { addRoute, type Api } from './route.ts'
import { InstantOut, LANG, MoneyOut, words } from './schemas.ts'
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
  })
  .openapi('PaymentWords')

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
    query: z.strictObject(LANG),
    status: 200,
    answer: WordsOut,
    problems: [],
    handle: async ({ actor, lang }) => {
      const found = await inTenant(deps.db, actor.tenantId, (tx) =>
        readUnplaced(tx, actor.tenantId),
      )
      return {
        items: found.map((one) => ({
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
    handle: ({ actor, body }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const note = { provider: body.provider, eventId: body.id, why: body.why, by: actor.userId }
        if (!(await noteUnplaced(tx, actor.tenantId, note)))
          return { declined: 'no_such_payment_word' as const }
        return { placed: 0, waiting: (await readUnplaced(tx, actor.tenantId)).length }
      }),
  })
}
