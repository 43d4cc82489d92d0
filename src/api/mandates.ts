import { z } from '@hono/zod-openapi'
import { inTenant } from '../store/db.ts'
import { readCase } from '../store/cases.ts'
import { addMandate, endMandate, readMandates, type Mandate } from '../store/mandate.ts'
import type { ApiDeps } from './env.ts'
import { accountIdText } from './ids.ts'
import { oncePerCase } from './once-per-case.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayIn, DayOut, idIn, idOut, words } from './schemas.ts'
import type { MandateWire } from './wire-pay.ts'

const NOTICE_DAYS = 14

const Given = z
  .strictObject({
    account_id: idIn('acc'),
    ref: z.string().regex(/^[A-Za-z0-9/?:().,+ -]{1,35}$/),
    holder: words(70),
    iban: z.string().regex(/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/),
    bic: z
      .string()
      .regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/)
      .optional(),
    signed_on: DayIn,
    notice_days: z.int().min(1).max(60).optional(),
  })
  .openapi('MandateGiven')

const MandateOut: z.ZodType<MandateWire> = z
  .object({
    number: z.string(),
    account_id: idOut('acc'),
    ref: z.string(),
    holder: z.string(),
    iban_tail: z.string(),
    signed_on: DayOut,
    notice_days: z.int(),
    ended_on: DayOut.nullable(),
  })
  .openapi('Mandate')

const Mandates: z.ZodType<{ items: MandateWire[] }> = z
  .object({ items: z.array(MandateOut) })
  .openapi('Mandates')

const OfMandate = z.strictObject({
  id: idIn('case'),
  number: z
    .string()
    .regex(/^[1-9][0-9]{0,17}$/)
    .transform(BigInt),
})

const Ending = z.strictObject({ why: words(200) }).openapi('MandateEnding')

export function addMandates(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/mandates',
    summary: 'Mandates for direct debits; of an account only its end is shown',
    params: CaseParams,
    status: 200,
    answer: Mandates,
    problems: ['no_such_case'],
    handle: list,
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/mandates',
    summary: 'Keeps a mandate that the borrower signed; needs an Idempotency-Key',
    params: CaseParams,
    body: Given,
    status: 201,
    answer: MandateOut,
    problems: [
      'no_such_case',
      'no_such_account',
      'wrong_currency',
      'bad_iban',
      'mandate_exists',
      'day_in_future',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: add,
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/mandates/{number}/end',
    asRead: 'GET /v1/cases/{id}/mandates',
    summary: 'Ends a mandate: nothing is collected by it from today on',
    params: OfMandate,
    body: Ending,
    status: 200,
    answer: MandateOut,
    problems: ['no_such_case', 'no_such_mandate'],
    dryRun: true,
    handle: end,
  })
}

const mandateOut = (one: Mandate): MandateWire => ({
  number: String(one.mandateNo),
  account_id: accountIdText(one.accountId),
  ref: one.ref,
  holder: one.holder,
  iban_tail: one.iban.slice(-4),
  signed_on: one.signedOn,
  notice_days: one.noticeDays,
  ended_on: one.endedOn ?? null,
})

type AskedCase = Asked<z.output<typeof CaseParams>, undefined, undefined>

async function list({
  deps,
  actor,
  params,
}: AskedCase): Promise<{ items: MandateWire[] } | Declined> {
  const { tenantId } = actor
  return inTenant(deps.db, tenantId, async (tx) => {
    if ((await readCase(tx, tenantId, params.id, deps.today())) === undefined)
      return { declined: 'no_such_case' as const }
    const found = await readMandates(tx, tenantId, { borrowerId: params.id })
    return { items: found.map(mandateOut) }
  })
}

type AskedAdd = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof Given>>

async function add(asked: AskedAdd): Promise<MandateWire | Declined> {
  const { deps, actor, params, body } = asked
  if (body.signed_on > deps.today()) return { declined: 'day_in_future' }
  return oncePerCase<MandateWire>(asked, 'mandates', async (tx) => {
    const mandate = {
      borrowerId: params.id,
      accountId: body.account_id,
      ref: body.ref,
      holder: body.holder,
      iban: body.iban,
      bic: body.bic,
      signedOn: body.signed_on,
      noticeDays: body.notice_days ?? NOTICE_DAYS,
    }
    const made = await addMandate(tx, actor.tenantId, { ...mandate, by: actor.userId })
    if ('declined' in made) return made
    return { done: mandateOut({ ...mandate, mandateNo: made.mandateNo, endedOn: undefined }) }
  })
}

type AskedEnd = Asked<z.output<typeof OfMandate>, undefined, z.output<typeof Ending>>

async function end({ deps, actor, params, body }: AskedEnd): Promise<MandateWire | Declined> {
  const { tenantId } = actor
  return inTenant(deps.db, tenantId, async (tx) => {
    if ((await readCase(tx, tenantId, params.id, deps.today())) === undefined)
      return { declined: 'no_such_case' as const }
    const of = { borrowerId: params.id, mandateNo: params.number, on: deps.today() }
    const done = await endMandate(tx, tenantId, { ...of, why: body.why, by: actor.userId })
    const found = await readMandates(tx, tenantId, { borrowerId: params.id })
    const one = found.find((each) => each.mandateNo === params.number)
    return done && one !== undefined ? mandateOut(one) : { declined: 'no_such_mandate' as const }
  })
}
