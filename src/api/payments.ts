import { z } from '@hono/zod-openapi'
import { answerOnce } from '../store/answered.ts'
import { readCurrency } from '../store/case-facts.ts'
import { readCase } from '../store/cases.ts'
import { inEvent, type Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { applyPayment } from '../store/payment-event.ts'
import { moneyOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText, paymentIdText } from './ids.ts'
import { hashOf, readKey } from './once.ts'
import type { ProblemCode } from './problem.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { DayIn, DayOut, idIn, idOut, MoneyIn, MoneyOut, words } from './schemas.ts'
import type { PaymentAnswer } from './wire-pay.ts'

const Given = z
  .strictObject({
    case_id: idIn('case'),
    account_id: idIn('acc'),
    ref: words(100),
    amount: MoneyIn,
    effective_on: DayIn,
  })
  .openapi('PaymentGiven')

const Answer: z.ZodType<PaymentAnswer> = z
  .object({
    id: idOut('pay'),
    account_id: idOut('acc'),
    amount: MoneyOut,
    effective_on: DayOut,
    arrears_after: MoneyOut,
    withdrawn: z.int(),
  })
  .openapi('PaymentRecorded')

type AskedPayment = Asked<undefined, undefined, z.output<typeof Given>>

export function addPayments(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/payments',
    summary:
      'Records money received, and takes back what it makes needless; needs an Idempotency-Key',
    body: Given,
    status: 201,
    answer: Answer,
    problems: [
      'no_such_case',
      'no_such_account',
      'wrong_currency',
      'day_in_future',
      'payment_differs',
      'ledger_before_the_debt',
      'ledger_after_transfer',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: recordPayment,
  })
}

async function recordPayment(asked: AskedPayment): Promise<PaymentAnswer | Declined> {
  const { deps, actor, body } = asked
  const given = readKey(asked.header)
  if ('declined' in given) return given
  if (body.effective_on > deps.today()) return { declined: 'day_in_future' }
  const request = {
    tenantId: actor.tenantId,
    borrowerId: body.case_id,
    key: given.key,
    bodyHash: hashOf('payments', body),
    by: actor.userId,
  }
  return inEvent(
    deps.db,
    actor.tenantId,
    async (tx) => {
      if ((await lockBorrower(tx, request)) === undefined)
        return { declined: 'no_such_case' as const }
      const answer = await answerOnce(tx, request, () => applyOnce(tx, asked))
      if ('declined' in answer) return answer
      return 'refused' in answer ? { declined: answer.refused } : answer.answer
    },
    { retries: 3 },
  )
}

const DECLINES = {
  no_such_account: 'no_such_account',
  reference_used: 'payment_differs',
  not_taken: 'payment_differs',
} as const satisfies Record<string, ProblemCode>

async function applyOnce(
  tx: Tx,
  { deps, actor, body }: AskedPayment,
): Promise<{ readonly done: PaymentAnswer } | Declined> {
  const { tenantId } = actor
  const tick = { now: deps.now(), today: deps.today() }
  if ((await readCase(tx, tenantId, body.case_id, tick.today)) === undefined)
    return { declined: 'no_such_case' }
  const account = { borrowerId: body.case_id, accountId: body.account_id }
  const currency = await readCurrency(tx, tenantId, account)
  if (currency === undefined) return { declined: 'no_such_account' }
  if (currency !== body.amount.currency) return { declined: 'wrong_currency' }
  const payment = {
    ...account,
    ref: body.ref,
    amountMinor: body.amount.minor,
    effectiveOn: body.effective_on,
  }
  const made = await applyPayment(tx, tenantId, payment, tick)
  if ('declined' in made)
    return made.why === undefined
      ? { declined: DECLINES[made.declined] }
      : { declined: `ledger_${made.why.declined}` }
  return {
    done: {
      id: paymentIdText(made.paymentId),
      account_id: accountIdText(body.account_id),
      amount: moneyOf(body.amount.minor, currency),
      effective_on: body.effective_on,
      arrears_after: moneyOf(made.arrearsAfterMinor, currency),
      withdrawn: made.withdrawn,
    },
  }
}
