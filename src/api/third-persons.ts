import { z } from '@hono/zod-openapi'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { borrowerNames } from '../store/borrower-names.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { askThirdPerson } from '../store/third-person-ask.ts'
import {
  keepThirdEvent,
  nameThirdPerson,
  readThirdPersons,
  refuseThirdPerson,
  RELATIONS,
  THIRD_ROLES,
  type ThirdRow,
} from '../store/third-person.ts'
import { callbackProblem } from './calls.ts'
import type { ApiDeps } from './env.ts'
import { pairText } from './ids.ts'
import { maskAddress } from './mask.ts'
import { oncePerBorrower } from './once-per-borrower.ts'
import { addRoute, type Api, type Asked, type Declined } from './route.ts'
import { CaseParams, DayIn, DayOut, idIn, InstantOut, pairIn, pairOut, words } from './schemas.ts'
import type { PersonId, ThirdCallWire, ThirdPersonsWire, ThirdPersonWire } from './wire-people.ts'

const Named = z
  .strictObject({
    role: z.enum(THIRD_ROLES),
    relation: z.enum(RELATIONS),
    basis: words(200),
    named_on: DayIn,
    name: words(200),
    kind: z.enum(['mobile', 'landline']),
    value: words(40),
  })
  .openapi('ThirdPersonNamed')

const Person: z.ZodType<ThirdPersonWire> = z
  .object({
    id: pairOut('tpr'),
    role: z.enum(THIRD_ROLES),
    relation: z.string(),
    basis: z.string(),
    named_on: DayOut,
    name: z.string().nullable(),
    masked: z.string().nullable(),
    asked_at: InstantOut.nullable(),
    refused: z.boolean(),
  })
  .openapi('ThirdPerson')

const Persons: z.ZodType<ThirdPersonsWire> = z
  .object({ items: z.array(Person) })
  .openapi('ThirdPersons')

const Call: z.ZodType<ThirdCallWire> = z
  .object({ name: z.string(), number: z.string(), script: z.string() })
  .openapi('ThirdPersonCall')

const Params = z.strictObject({ id: idIn('case'), person_id: pairIn('tpr') })
const Said = z
  .strictObject({ said: z.enum(['answered', 'no_answer', 'refused']) })
  .openapi('ThirdPersonSaid')

export function addThirdPersons(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/third-persons',
    summary: 'Whom the contract names beside the borrower, and whether they were asked or said no',
    params: CaseParams,
    status: 200,
    answer: Persons,
    problems: ['no_such_case'],
    handle: async ({ actor, params }) =>
      inTenant(deps.db, actor.tenantId, async (tx) => {
        const ref = { tenantId: actor.tenantId, borrowerId: params.id }
        if (!(await borrowerNames(tx, actor.tenantId, [params.id])).has(params.id))
          return { declined: 'no_such_case' as const }
        const rows = await readThirdPersons(tx, ref)
        return { items: rows.map((row) => personWire(params.id, row)) }
      }),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/third-persons',
    summary: 'Keeps a person whom the contract names; needs an Idempotency-Key',
    params: CaseParams,
    body: Named,
    status: 201,
    answer: z.object({ id: pairOut('tpr') }).openapi('ThirdPersonKept'),
    problems: [
      'no_such_case',
      'refused_for_ever',
      'is_the_borrower',
      'too_many_persons',
      'day_in_future',
      'no_person_key',
      'key_missing',
      'key_reused',
    ],
    dryRun: true,
    handle: (asked) => oncePerBorrower(asked, 'third-persons', (tx) => name(tx, asked)),
  })
  addActs(api, deps)
}

function addActs(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/third-persons/{person_id}/calls',
    summary:
      'The one call that law may allow, where the borrower is lost: the number and all that may be said; needs an Idempotency-Key',
    params: Params,
    body: z.strictObject({ account_id: idIn('acc') }).openapi('ThirdPersonAsk'),
    status: 201,
    answer: Call,
    problems: [
      'no_such_case',
      'no_such_person',
      'refused_for_ever',
      'asked_before',
      'not_lost',
      'person_left_alone',
      'contact_refused',
      'key_missing',
      'key_reused',
    ],
    handle: (asked) =>
      oncePerBorrower(asked, `third-person-calls ${asked.params.person_id.n}`, (tx) =>
        call(tx, asked),
      ),
  })
  addRoute(api, deps, {
    route: 'POST /v1/cases/{id}/third-persons/{person_id}/answers',
    summary: 'What they said; a no is for ever, and name and number go',
    params: Params,
    body: Said,
    status: 201,
    answer: z.object({ kept: z.boolean() }).openapi('ThirdPersonAnswered'),
    problems: ['no_such_case', 'no_such_person', 'no_person_key'],
    dryRun: true,
    handle: async (asked) => inTenant(asked.deps.db, asked.actor.tenantId, (tx) => said(tx, asked)),
  })
}

const personWire = (borrowerId: bigint, row: ThirdRow): ThirdPersonWire => ({
  id: pairText('tpr', { borrowerId, n: row.person_id }) as PersonId,
  role: row.role,
  relation: row.relation,
  basis: row.basis,
  named_on: row.named_on,
  name: row.name,
  masked: row.value === null ? null : maskAddress('mobile', row.value),
  asked_at: row.asked_at === null ? null : instantText(row.asked_at),
  refused: row.refused,
})

type AskedName = Asked<z.output<typeof CaseParams>, undefined, z.output<typeof Named>>

async function name(
  tx: Tx,
  { deps, actor, params, body }: AskedName,
): Promise<{ readonly done: { readonly id: PersonId } } | Declined> {
  const personKey = deps.capKey
  // Without the key no earlier no could be known, so nobody is kept.
  if (personKey === undefined) return { declined: 'no_person_key' }
  const ref = { tenantId: actor.tenantId, borrowerId: params.id }
  const { named_on: namedOn, ...rest } = body
  const given = { ...rest, namedOn, by: actor.userId }
  const tick = { now: deps.now(), today: deps.today(), personKey }
  const made = await nameThirdPerson(tx, ref, given, tick)
  if ('declined' in made) return { declined: made.declined }
  return {
    done: { id: pairText('tpr', { borrowerId: params.id, n: made.personId }) as PersonId },
  }
}

type AskedCall = Asked<z.output<typeof Params>, undefined, { readonly account_id: bigint }>

async function call(
  tx: Tx,
  { deps, actor, params, body, lang }: AskedCall,
): Promise<{ readonly done: ThirdCallWire } | Declined> {
  const { borrowerId, n: personId } = params.person_id
  if (borrowerId !== params.id) return { declined: 'no_such_person' }
  const made = await askThirdPerson(tx, {
    tenantId: actor.tenantId,
    borrowerId,
    personId,
    accountId: body.account_id,
    userId: actor.userId,
    law: deps.law,
    now: deps.now(),
    today: deps.today(),
  })
  if ('value' in made)
    return { done: { name: made.name, number: made.value, script: made.script[lang] } }
  if (made.declined === 'unlawful') {
    const zone = 'UTC'
    return callbackProblem(
      { declined: 'unlawful', verdict: made.verdict },
      { law: deps.law, lang, zone },
    )
  }
  return {
    declined: made.declined === 'no_such_borrower' ? 'no_such_case' : made.declined,
  }
}

type AskedSaid = Asked<z.output<typeof Params>, undefined, z.output<typeof Said>>

async function said(
  tx: Tx,
  { deps, actor, params, body }: AskedSaid,
): Promise<{ readonly kept: boolean } | Declined> {
  const { borrowerId, n: personId } = params.person_id
  const ref = { tenantId: actor.tenantId, borrowerId, personId }
  if (borrowerId !== params.id || (await lockBorrower(tx, ref)) === undefined)
    return { declined: 'no_such_case' }
  const persons = await readThirdPersons(tx, ref)
  if (!persons.some((one) => one.person_id === personId)) return { declined: 'no_such_person' }
  const now = deps.now()
  if (body.said !== 'refused') {
    const event = { kind: body.said, by: actor.userId }
    return { kept: await keepThirdEvent(tx, ref, event, now) }
  }
  if (deps.capKey === undefined) return { declined: 'no_person_key' }
  return { kept: await refuseThirdPerson(tx, ref, actor.userId, { now, personKey: deps.capKey }) }
}
