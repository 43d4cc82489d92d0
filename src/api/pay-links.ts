import { z } from '@hono/zod-openapi'
import { readCase } from '../store/cases.ts'
import { inTenant } from '../store/db.ts'
import { makeLink } from '../store/pay-link.ts'
import { mostOwed, readOwed } from '../store/pay-owed.ts'
import { moneyOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText } from './ids.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, idIn, idOut, InstantOut, MoneyIn, MoneyOut } from './schemas.ts'
import type { PaymentLinkWire } from './wire-pay.ts'

const DAYS_MAX = 30
const DAYS_USUAL = 7

const Given = z
  .strictObject({
    account_id: idIn('acc'),
    amount: MoneyIn.optional(),
    days: z.int().min(1).max(DAYS_MAX).optional(),
  })
  .openapi('PaymentLinkGiven')

const Answer: z.ZodType<PaymentLinkWire> = z
  .object({
    url: z.url(),
    account_id: idOut('acc'),
    amount: MoneyOut.nullable(),
    expires_at: InstantOut,
  })
  .openapi('PaymentLink')

export function addPayLinks(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/payment-links',
    summary: 'Makes a link to the payment page, which shows no debt before a known fact is given',
    params: CaseParams,
    body: Given,
    status: 201,
    answer: Answer,
    problems: [
      'no_such_case',
      'no_such_account',
      'wrong_currency',
      'more_than_owed',
      'nothing_owed',
      'no_portal',
      'no_provider',
    ],
    handle: make,
  })
}

type AskedLink = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof Given>>

async function make({ deps, actor, params, body }: AskedLink): Promise<PaymentLinkWire | Declined> {
  const { pay } = deps
  if (pay === undefined) return { declined: 'no_portal' }
  const { tenantId } = actor
  const of = { borrowerId: params.id, accountId: body.account_id }
  return inTenant(deps.db, tenantId, async (tx): Promise<PaymentLinkWire | Declined> => {
    if ((await readCase(tx, tenantId, params.id, deps.today())) === undefined)
      return { declined: 'no_such_case' }
    const owed = await readOwed(tx, tenantId, of)
    if (owed === undefined) return { declined: 'no_such_account' }
    const { amount } = body
    if (amount !== undefined && amount.currency !== owed.currency)
      return { declined: 'wrong_currency' }
    if (mostOwed(owed) <= 0n) return { declined: 'nothing_owed' }
    if (amount !== undefined && amount.minor > mostOwed(owed)) return { declined: 'more_than_owed' }
    const takes = pay.providers.some(
      (one) => one.tenantId === tenantId && one.provider.currencies.has(owed.currency),
    )
    if (!takes) return { declined: 'no_provider' }
    const { currency } = owed
    const wanted = amount === undefined ? undefined : { minor: amount.minor, currency }
    const link = { ...of, amount: wanted, currency, days: body.days ?? DAYS_USUAL }
    const made = await makeLink(tx, tenantId, { ...link, by: actor.userId }, deps.now())
    return {
      url: `${pay.portalUrl}/p/${made.token}`,
      account_id: accountIdText(body.account_id),
      amount: wanted === undefined ? null : moneyOf(wanted.minor, currency),
      expires_at: new Date(made.expiresAt).toISOString(),
    }
  })
}
