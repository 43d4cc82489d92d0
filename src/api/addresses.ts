import { z } from '@hono/zod-openapi'
import { addressHistory, changeStanding, STANDINGS } from '../store/address-history.ts'
import { readAddresses } from '../store/case-facts.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { borrowerNames } from '../store/borrower-names.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { addTraced, GROUNDS } from '../store/trace.ts'
import { stopContacts } from '../store/withdraw.ts'
import type { ApiDeps } from './env.ts'
import { addressIdText } from './ids.ts'
import { oncePerBorrower } from './once-per-borrower.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayIn, idIn, idOut, InstantOut, words } from './schemas.ts'
import type { AddressHistoryWire } from './wire-people.ts'
import type { AddressId } from './wire.ts'

const Event = z
  .object({
    address_id: idOut('adr'),
    standing: z.enum(STANDINGS),
    how: z.string(),
    source: z.string(),
    purpose: z.string().nullable(),
    ground: z.string().nullable(),
    at: InstantOut,
  })
  .openapi('AddressEvent')

const History: z.ZodType<AddressHistoryWire> = z
  .object({ items: z.array(Event) })
  .openapi('AddressHistory')

const StandingGiven = z
  .strictObject({ standing: z.enum(STANDINGS), source: words(200) })
  .openapi('StandingGiven')

const TracedGiven = z
  .strictObject({
    kind: z.enum(['mobile', 'landline', 'email', 'post']),
    value: words(300),
    source: words(200),
    purpose: words(200).optional(),
    ground: z.enum(GROUNDS).optional(),
    consent_on: DayIn.optional(),
  })
  .openapi('TracedAddress')

const Made = z.object({ id: idOut('adr') }).openapi('AddressKept')

export function addAddresses(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/addresses',
    summary: 'What was learnt of each number and address, and from where, the newest first',
    params: CaseParams,
    status: 200,
    answer: History,
    problems: ['no_such_case'],
    handle: async ({ actor, params }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const ref = { tenantId: actor.tenantId, borrowerId: params.id }
        if (!(await borrowerNames(tx, actor.tenantId, [params.id])).has(params.id))
          return { declined: 'no_such_case' as const }
        const items = (await addressHistory(tx, ref)).map(
          ({ address_id, effective_at, ...rest }) => ({
            ...rest,
            address_id: addressIdText(address_id),
            at: instantText(effective_at),
          }),
        )
        return { items }
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/addresses',
    asRead: 'GET /v1/cases/{id}/addresses',
    summary:
      'Keeps an address that a lawful source knows, with purpose and ground; needs an Idempotency-Key',
    params: CaseParams,
    body: TracedGiven,
    status: 201,
    answer: Made,
    problems: [
      'no_such_case',
      'trace_needs_purpose',
      'trace_needs_ground',
      'trace_needs_consent',
      'day_in_future',
      'of_somebody_else',
      'refused_for_ever',
      'address_known',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: (asked) => oncePerBorrower(asked, 'addresses', (tx) => traced(tx, asked)),
  })
  addStandings(api, deps)
}

function addStandings(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/addresses/{address_id}/standings',
    asRead: 'GET /v1/cases/{id}/addresses',
    summary: 'Says what an address is: works, fails, changed hands, not theirs',
    params: z.strictObject({ id: idIn('case'), address_id: idIn('adr') }),
    body: StandingGiven,
    status: 201,
    answer: Made,
    problems: ['no_such_case', 'no_such_address'],
    dryRun: true,
    handle: async (asked) =>
      inTenant(asked.deps.db, asked.actor.tenantId, (tx) => standing(tx, asked)),
  })
}

type AskedTraced = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof TracedGiven>>

async function traced(
  tx: Tx,
  { deps, actor, params, body }: AskedTraced,
): Promise<{ readonly done: { readonly id: AddressId } } | Declined> {
  const ref = { tenantId: actor.tenantId, borrowerId: params.id }
  const tick = { now: deps.now(), today: deps.today(), personKey: deps.capKey }
  const { kind, value, source, purpose, ground, consent_on: consentOn } = body
  const made = await addTraced(tx, ref, { kind, value, source, purpose, ground, consentOn }, tick)
  if ('declined' in made) {
    const { declined } = made
    return { declined: declined === 'no_such_borrower' ? 'no_such_case' : declined }
  }
  return { done: { id: addressIdText(made.addressId) } }
}

type AskedStanding = Asked<
  { readonly id: bigint; readonly address_id: bigint },
  undefined,
  z.output<typeof StandingGiven>
>

async function standing(
  tx: Tx,
  { deps, actor, params, body }: AskedStanding,
): Promise<{ readonly id: AddressId } | Declined> {
  const ref = { tenantId: actor.tenantId, borrowerId: params.id }
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_case' }
  const known = await readAddresses(tx, actor.tenantId, params.id)
  if (!known.some((one) => one.address_id === params.address_id))
    return { declined: 'no_such_address' }
  const tick = { now: deps.now(), today: deps.today() }
  const change = {
    addressId: params.address_id,
    standing: body.standing,
    how: 'staff',
    source: `${body.source} (${actor.userId})`.slice(0, 200),
  } as const
  await changeStanding(tx, ref, change, tick)
  // What was permitted for an address that may be somebody else's must not leave.
  if (body.standing === 'not_his' || body.standing === 'recycled')
    await stopContacts(tx, ref, { why: 'opt_out', now: tick.now })
  return { id: addressIdText(params.address_id) }
}
