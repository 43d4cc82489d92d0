import { z } from '@hono/zod-openapi'
import type { Day } from '../core/calendar.ts'
import { PARTS } from '../core/ledger.ts'
import { answerOnce } from '../store/answered.ts'
import { inEvent, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { postGuarded, type GuardedDeclined } from '../store/ledger-authority.ts'
import type { FactBody } from '../store/ledger-plan.ts'
import { applyReversal, type ReversalDeclined } from '../store/payment-reversal.ts'
import type { Actor, ApiDeps } from './env.ts'
import { pairText, paymentIdText } from './ids.ts'
import { hashOf, readKey } from './once.ts'
import type { ProblemCode } from './problem.ts'
import { addRoute, type Api, type Declined } from './route.ts'
import { CaseParams, DayIn, DayOut, idIn, idOut, MoneyIn, pairOut, words } from './schemas.ts'
import type { EntryPostedWire, ReversalWire } from './wire-ledger.ts'

const common = { on: DayIn, why: words(500) }
const ofAccount = { ...common, account_id: idIn('acc') }

/** What a person posts; payments have a route of their own. */
const EntryGiven = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...ofAccount,
      kind: z.enum(['fee', 'cost', 'goodwill', 'disbursement', 'commission']),
      amount: MoneyIn,
    }),
    z.strictObject({
      ...ofAccount,
      kind: z.literal('waiver'),
      part: z.enum(PARTS),
      amount: MoneyIn,
    }),
    z.strictObject({
      ...ofAccount,
      kind: z.literal('adjustment'),
      part: z.enum(PARTS),
      amount: MoneyIn,
      /** Whether it raises or lowers what is owed. */
      side: z.enum(['more', 'less']),
    }),
    z.strictObject({ ...common, kind: z.literal('refund'), amount: MoneyIn }),
    z.strictObject({ ...ofAccount, kind: z.enum(['charge_off', 'transfer']) }),
  ])
  .openapi('EntryGiven')
type EntryGiven = z.output<typeof EntryGiven>

const EntryOut: z.ZodType<EntryPostedWire> = z
  .object({
    entry_id: pairOut('ent').nullable(),
    request_id: pairOut('req').nullable(),
    withdrawn: z.int(),
  })
  .openapi('EntryPosted')

const ReversalGiven = z
  .strictObject({
    payment_id: idIn('pay'),
    account_id: idIn('acc').optional(),
    effective_on: DayIn,
    kind: z.enum(['reversal', 'chargeback']),
    why: words(500),
  })
  .openapi('ReversalGiven')

const ReversalOut: z.ZodType<ReversalWire> = z
  .object({
    id: idOut('pay'),
    payment_id: idOut('pay'),
    effective_on: DayOut,
    withdrawn: z.int(),
  })
  .openapi('ReversalRecorded')

const ONCE = ['no_such_case', 'key_missing', 'key_reused'] as const
const DECLINED = [
  'ledger_unknown_account',
  'ledger_not_positive',
  'ledger_future_day',
  'ledger_same_id',
  'ledger_before_the_debt',
  'ledger_after_transfer',
  'ledger_no_charges_now',
  'ledger_more_than_owed',
  'ledger_more_than_suspense',
  'ledger_no_such_payment',
  'ledger_before_the_payment',
  'ledger_already_reversed',
  'ledger_already_charged_off',
] as const

export function addLedgerPosts(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/entries',
    summary:
      'Posts a fact into the ledger, or asks a second person where it is above what the role may post alone',
    params: CaseParams,
    body: EntryGiven,
    status: 201,
    answer: EntryOut,
    problems: [...ONCE, ...DECLINED, 'no_such_account', 'wrong_currency', 'not_permitted'],
    dryRun: true,
    handle: ({ deps: own, actor, params, body, header }) =>
      once(own, { actor, borrowerId: params.id, route: 'entries', body, header }, (tx) =>
        postEntry(tx, { deps: own, actor, borrowerId: params.id, body }),
      ),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/reversals',
    summary: 'Undoes a payment in whole from a day on; needs an Idempotency-Key',
    params: CaseParams,
    body: ReversalGiven,
    status: 201,
    answer: ReversalOut,
    problems: [...ONCE, ...DECLINED, 'no_such_payment'],
    dryRun: true,
    handle: ({ deps: own, actor, params, body, header }) =>
      once(own, { actor, borrowerId: params.id, route: 'reversals', body, header }, (tx) =>
        postReversal(tx, { deps: own, actor, borrowerId: params.id, body }),
      ),
  })
}

type Once = {
  readonly actor: Actor
  readonly borrowerId: bigint
  readonly route: string
  readonly body: unknown
  readonly header: (name: string) => string | undefined
}

/** Under the borrower's lock: the same key with the same body has one effect and one answer. */
async function once<Answer extends object>(
  deps: ApiDeps,
  { actor, borrowerId, route, body, header }: Once,
  work: (tx: Tx) => Promise<{ readonly done: Answer } | Declined>,
): Promise<Answer | Declined> {
  const given = readKey(header)
  if ('declined' in given) return given
  const request = {
    tenantId: actor.tenantId,
    borrowerId,
    key: given.key,
    bodyHash: hashOf(route, body),
    by: actor.userId,
  }
  return inEvent(
    deps.db,
    actor.tenantId,
    async (tx) => {
      if ((await lockBorrower(tx, request)) === undefined)
        return { declined: 'no_such_case' as const }
      const answer = await answerOnce<Answer, Declined>(tx, request, () => work(tx))
      if ('declined' in answer) return answer
      return 'refused' in answer ? { declined: answer.refused } : answer.answer
    },
    { retries: 3 },
  )
}

type Of<Body> = {
  readonly deps: ApiDeps
  readonly actor: Actor
  readonly borrowerId: bigint
  readonly body: Body
}

async function postEntry(
  tx: Tx,
  { deps, actor, borrowerId, body }: Of<EntryGiven>,
): Promise<{ readonly done: EntryPostedWire } | Declined> {
  const ref = { tenantId: actor.tenantId, borrowerId }
  const currency = 'amount' in body ? body.amount.currency : undefined
  const beside = { by: actor.userId, why: body.why }
  const tick = { now: deps.now(), today: deps.today() }
  const made = await postGuarded(tx, ref, { given: { body: factOf(body), beside }, currency }, tick)
  if ('declined' in made) return { declined: problemOf(made) }
  const isAsked = 'requestId' in made
  return {
    done: {
      entry_id: isAsked
        ? null
        : (pairText('ent', { borrowerId, n: made.entryId }) as `ent_${string}`),
      request_id: isAsked
        ? (pairText('req', { borrowerId, n: made.requestId }) as `req_${string}`)
        : null,
      withdrawn: isAsked ? 0 : made.withdrawn,
    },
  }
}

function factOf(body: EntryGiven): FactBody {
  const { on } = body
  if (!('amount' in body)) return { kind: body.kind, on, accountId: body.account_id }
  const { minor } = body.amount
  if (body.kind === 'refund') return { kind: 'refund', on, amountMinor: minor }
  if (body.kind === 'waiver') return { ...partOf(body, on), kind: 'waiver', amountMinor: minor }
  if (body.kind === 'adjustment')
    return {
      ...partOf(body, on),
      kind: 'adjustment',
      amountMinor: body.side === 'more' ? minor : -minor,
    }
  return { kind: body.kind, on, accountId: body.account_id, amountMinor: minor }
}

const partOf = (
  body: { readonly account_id: bigint; readonly part: (typeof PARTS)[number] },
  on: Day,
) => ({ on, accountId: body.account_id, part: body.part })

function problemOf(made: GuardedDeclined): ProblemCode {
  const { declined } = made
  if (declined === 'no_such_account' || declined === 'wrong_currency') return declined
  if (declined === 'not_staff') return 'not_permitted'
  if (declined === 'reason_missing') return 'malformed'
  return declined === 'key_used' ? 'key_reused' : `ledger_${declined}`
}

async function postReversal(
  tx: Tx,
  { deps, actor, borrowerId, body }: Of<z.output<typeof ReversalGiven>>,
): Promise<{ readonly done: ReversalWire } | Declined> {
  if (body.effective_on > deps.today()) return { declined: 'ledger_future_day' }
  const made = await applyReversal(
    tx,
    actor.tenantId,
    {
      borrowerId,
      accountId: body.account_id,
      paymentId: body.payment_id,
      effectiveOn: body.effective_on,
      kind: body.kind,
      why: body.why,
      by: actor.userId,
    },
    { now: deps.now(), today: deps.today() },
  )
  if ('declined' in made) return { declined: reversalProblem(made) }
  return {
    done: {
      id: paymentIdText(made.reversalId),
      payment_id: paymentIdText(body.payment_id),
      effective_on: body.effective_on,
      withdrawn: made.withdrawn,
    },
  }
}

function reversalProblem({ declined, why }: ReversalDeclined): ProblemCode {
  if (why !== undefined) return `ledger_${why.declined}`
  if (declined === 'already_reversed') return 'ledger_already_reversed'
  return declined === 'before_its_payment' ? 'ledger_before_the_payment' : 'no_such_payment'
}
