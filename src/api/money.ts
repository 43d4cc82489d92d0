import { z } from '@hono/zod-openapi'
import { parseDay, type Day } from '../core/calendar.ts'
import { answerOnce } from '../store/answered.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { matchItem } from '../store/money-decide.ts'
import { applyReturn, findOriginals } from '../store/money-return.ts'
import { suggestFor } from '../store/money-targets.ts'
import { setAside, undoDecision } from '../store/money-undo.ts'
import { MONEY_DECLINED, type MoneyDeclined } from '../store/money-words.ts'
import {
  listWaiting,
  lockItem,
  readDecisions,
  readItem,
  sumWaiting,
  type MoneyKey,
} from '../store/money.ts'
import { moneyOf } from './cases.ts'
import { cursorText, fitsInt8, INT8, parseCursor } from './cursor.ts'
import type { ApiDeps } from './env.ts'
import { DoneOut, PageOut, rowWire, wholeWire, WholeOut } from './money-wire.ts'
import { hashOf, readKey } from './once.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { LANG, PAGE_IN, pairIn, TOTALS, words } from './schemas.ts'
import type { Language } from './wire.ts'
import type { MoneyDone, MoneyPage, MoneyWholeWire } from './wire-bank.ts'

const Params = z.strictObject({ id: pairIn('mny') })
const keyOf = ({ borrowerId, n }: { borrowerId: bigint; n: bigint }): MoneyKey => ({
  itemKey: borrowerId,
  itemNo: n,
})

const Minor = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/)
  .transform(BigInt)
  .openapi({ type: 'string' })
const MatchGiven = z
  .strictObject({
    /** Several parts split the item; a part without an amount takes all that is left. */
    parts: z
      .array(z.strictObject({ account: words(100), minor: Minor.optional() }))
      .min(1)
      .max(20),
    why: words(500).optional(),
  })
  .openapi('MatchGiven')
const WhyGiven = z.strictObject({ why: words(500) }).openapi('MoneyWhy')
const UndoGiven = z
  .strictObject({ decision: z.int().positive().max(100_000).optional(), why: words(500) })
  .openapi('MoneyUndo')
const ReturnGiven = z
  .strictObject({ original: pairIn('mny'), why: words(500) })
  .openapi('MoneyReturn')

const ListQuery = z.strictObject({ ...PAGE_IN, ...TOTALS, ...LANG })
const ACTS = ['no_such_money', 'money_refused', 'key_missing', 'key_reused', 'malformed'] as const

export function addMoney(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/money/unmatched',
    summary:
      'Money that waits for an account, the oldest first, with the likeliest account of each',
    query: ListQuery,
    status: 200,
    answer: PageOut,
    problems: [],
    handle: listMoney,
  })
  addRoute(api, deps, {
    route: 'GET /v1/money/{id}',
    summary: 'One item of money, every suggestion with its reason, and all that was decided',
    params: Params,
    status: 200,
    answer: WholeOut,
    problems: ['no_such_money'],
    handle: readMoney,
  })
  addActs(api, deps)
  addUndoings(api, deps)
}

function addActs(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/money/{id}/matches',
    asRead: 'GET /v1/money/{id}',
    summary:
      'Gives the item, or parts of it, to accounts; large or odd ones wait for a second person',
    params: Params,
    body: MatchGiven,
    status: 201,
    answer: DoneOut,
    problems: ACTS,
    dryRun: true,
    handle: (asked) => once(asked, 'matches', (tx) => matchParts(tx, asked)),
  })
  addRoute(api, deps, {
    route: 'POST /v1/money/{id}/set-asides',
    asRead: 'GET /v1/money/{id}',
    summary: 'Sets aside what is left of the item, because it is for no account here',
    params: Params,
    body: WhyGiven,
    status: 201,
    answer: DoneOut,
    problems: ACTS,
    dryRun: true,
    handle: (asked) =>
      once(asked, 'set-asides', (tx) =>
        setAside(tx, asked.actor.tenantId, {
          ...keyOf(asked.params.id),
          why: asked.body.why,
          by: asked.actor.userId,
        }),
      ),
  })
}

function addUndoings(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/money/{id}/undos',
    asRead: 'GET /v1/money/{id}',
    summary: 'Takes a match or a set-aside back: its payment is reversed as if it had never been',
    params: Params,
    body: UndoGiven,
    status: 201,
    answer: DoneOut,
    problems: ACTS,
    dryRun: true,
    handle: (asked) =>
      once(asked, 'undos', (tx) =>
        undoDecision(
          tx,
          asked.actor.tenantId,
          {
            ...keyOf(asked.params.id),
            decisionNo: asked.body.decision,
            why: asked.body.why,
            by: asked.actor.userId,
          },
          tickOf(asked.deps),
        ),
      ),
  })
  addRoute(api, deps, {
    route: 'POST /v1/money/{id}/returns',
    asRead: 'GET /v1/money/{id}',
    summary: 'Says which item this money is the return of, and undoes what was made of it',
    params: Params,
    body: ReturnGiven,
    status: 201,
    answer: DoneOut,
    problems: ACTS,
    dryRun: true,
    handle: (asked) =>
      once(asked, 'returns', (tx) =>
        applyReturn(
          tx,
          asked.actor.tenantId,
          {
            ...keyOf(asked.params.id),
            original: keyOf(asked.body.original),
            why: asked.body.why,
            by: asked.actor.userId,
          },
          tickOf(asked.deps),
        ),
      ),
  })
}

const tickOf = (deps: ApiDeps) => ({ now: deps.now(), today: deps.today() })

const LIST = 'money'

async function listMoney({
  deps,
  actor,
  lang,
  query,
}: Asked<undefined, z.output<typeof ListQuery>, undefined>): Promise<MoneyPage | Declined> {
  const { tenantId } = actor
  const limit = query.limit ?? 100
  const after = query.cursor === undefined ? undefined : cursorOf(query.cursor)
  if (query.cursor !== undefined && after === undefined) return { declined: 'malformed' }
  return inTenant(deps.db, tenantId, async (tx) => {
    const items = await listWaiting(tx, tenantId, { after, limit })
    const suggestions = await suggestFor(tx, tenantId, items)
    const last = items.at(-1)
    return {
      items: items.map((item, i) =>
        rowWire(item, suggestions[i]?.[0], { lang, today: deps.today() }),
      ),
      next_cursor:
        last === undefined || items.length < limit
          ? null
          : cursorText(LIST, [last.bookedOn, `${last.itemKey}`, `${last.itemNo}`]),
      sums: (query.totals === 'true' ? await sumWaiting(tx, tenantId) : []).map((sum) => ({
        amount: moneyOf(sum.minor, sum.currency),
        items: sum.items,
        oldest_on: sum.oldestOn,
      })),
    }
  })
}

function cursorOf(
  text: string,
): { readonly bookedOn: Day; readonly itemKey: bigint; readonly itemNo: bigint } | undefined {
  const [day = '', key = '', no = ''] =
    parseCursor(LIST, text, [/^\d{4}-\d\d-\d\d$/, INT8, INT8]) ?? []
  const bookedOn = parseDay(day)
  if (bookedOn === undefined || !fitsInt8(key) || !fitsInt8(no)) return undefined
  return { bookedOn, itemKey: BigInt(key), itemNo: BigInt(no) }
}

async function readMoney({
  deps,
  actor,
  lang,
  params,
}: Asked<z.output<typeof Params>, undefined, undefined>): Promise<MoneyWholeWire | Declined> {
  const { tenantId } = actor
  return inTenant(deps.db, tenantId, async (tx) => {
    const item = await readItem(tx, tenantId, keyOf(params.id))
    if (item === undefined) return { declined: 'no_such_money' }
    const [suggestions = []] = await suggestFor(tx, tenantId, [item], { names: true })
    return wholeWire(item, {
      suggestions: item.amountMinor < 0n ? [] : suggestions,
      originals: item.amountMinor < 0n ? await findOriginals(tx, tenantId, item) : [],
      decisions: await readDecisions(tx, tenantId, item),
      lang,
      today: deps.today(),
    })
  })
}

type AskedAct<Body> = Asked<z.output<typeof Params>, undefined, Body>
type Made = { readonly done: MoneyDone['done'] } | { readonly declined: MoneyDeclined }

async function matchParts(tx: Tx, asked: AskedAct<z.output<typeof MatchGiven>>): Promise<Made> {
  const { actor, params, body, deps } = asked
  let made: Made = { declined: 'nothing_left' }
  for (const part of body.parts) {
    made = await matchItem(
      tx,
      actor.tenantId,
      {
        ...keyOf(params.id),
        account: { ref: part.account },
        amountMinor: part.minor,
        by: actor.userId,
        why: body.why,
      },
      tickOf(deps),
    )
    if ('declined' in made) return made
  }
  return made
}

class Undone extends Error {
  readonly declined: Declined
  constructor(declined: Declined) {
    super('the transaction is undone on purpose')
    this.declined = declined
  }
}

/** Once for the request's key, under the lock of the item; what is declined leaves nothing behind. */
async function once<Body>(
  asked: AskedAct<Body>,
  what: string,
  work: (tx: Tx) => Promise<Made>,
): Promise<MoneyDone | Declined> {
  const { deps, actor, params, body, lang } = asked
  const given = readKey(asked.header)
  if ('declined' in given) return given
  const { tenantId } = actor
  const key = keyOf(params.id)
  const request = {
    tenantId,
    // Money belongs to no borrower until it is decided: its answers are kept under none.
    borrowerId: 0n,
    key: given.key,
    bodyHash: hashOf(`${what} ${key.itemKey} ${key.itemNo}`, body),
    by: actor.userId,
  }
  try {
    return await inTenant(
      deps.db,
      tenantId,
      async (tx): Promise<MoneyDone | Declined> => {
        if ((await lockItem(tx, tenantId, key)) === undefined) return { declined: 'no_such_money' }
        const answer = await answerOnce<MoneyDone, Declined>(tx, request, async () => {
          const made = await work(tx)
          if ('declined' in made) throw new Undone(declinedWire(made.declined, lang))
          const item = await readItem(tx, tenantId, key)
          const left = moneyOf(item?.leftMinor ?? 0n, item?.currency ?? '')
          return { done: { done: made.done, left } satisfies MoneyDone }
        })
        if ('declined' in answer) return answer
        return 'refused' in answer ? { declined: answer.refused } : answer.answer
      },
      { retries: 3 },
    )
  } catch (error) {
    if (error instanceof Undone) return error.declined
    throw error
  }
}

const declinedWire = (code: MoneyDeclined, lang: Language): Declined => ({
  declined: code === 'no_such_item' ? 'no_such_money' : 'money_refused',
  more: {
    detail: MONEY_DECLINED[code][lang],
    errors: [{ pointer: '', code, message: MONEY_DECLINED[code][lang] }],
  },
})
