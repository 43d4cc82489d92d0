import { createHash } from 'node:crypto'
import type { Received } from '../channels/received.ts'
import { nameThirdPerson } from '../store/third-person.ts'
import { ROLES, type StaffRole } from '../store/staff.ts'
import { spare } from '../store/spare.ts'
import { takeMessage } from '../store/message-in.ts'
import { typeReply } from '../store/reply.ts'
import type { RouteName } from './access.ts'
import { accountIdText, addressIdText, arrivalIdText, caseIdText, pairText } from './ids.ts'
import { addPerson, inBook, TODAY, type World } from './testing.ts'

type InboxThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

const FIRST = 981n
/** Beside each a second one, who cannot be reached. */
const LOST = 10n
const idOf = (role: StaffRole): bigint => FIRST + BigInt(ROLES.indexOf(role))
const PERSON_KEY = Buffer.alloc(32, 5)

type Made = {
  readonly message: bigint
  readonly answer: bigint
  readonly person: bigint
  readonly spared: bigint
  readonly strangers: readonly bigint[]
}

let n = 0
export const messageOf = (from: string, text: string): Received => ({
  provider: 'test-sms',
  providerRef: `api-${n++}`,
  channel: 'sms',
  from,
  to: '10690000',
  text,
  at: 0 as Received['at'],
  rawHash: createHash('sha256').update(text).digest(),
})

export const numberOf = (id: bigint): string => `+44770090${String(id).padStart(4, '0')}`

/** One borrower a role, who wrote to us and is lost, with a person whom the contract names; and strangers. */
export async function addInboxThings(world: World): Promise<InboxThing> {
  const made = new Map<StaffRole, Made>()
  for (const role of ROLES) made.set(role, await addOne(world, idOf(role), role))
  return (route, role) => {
    const who = role ?? 'manager'
    const id = idOf(who)
    const thing = made.get(who)
    if (thing === undefined) return undefined
    return { ...messageRoutes(id, thing), ...contactRoutes(id, thing) }[route]
  }
}

type Routes = Partial<Record<RouteName, ReturnType<InboxThing>>>

function messageRoutes(id: bigint, thing: Made): Routes {
  const at = `/v1/cases/${caseIdText(id)}`
  const [first = 0n, second = 0n] = thing.strangers
  const message = pairText('msg', { borrowerId: id, n: thing.message })
  return {
    'POST /v1/inbox/unmatched/{id}/attach': {
      path: `/v1/inbox/unmatched/${arrivalIdText(first)}/attach`,
      body: { case_id: caseIdText(id) },
    },
    'POST /v1/inbox/unmatched/{id}/close': {
      path: `/v1/inbox/unmatched/${arrivalIdText(second)}/close`,
      body: { why: 'Advertising' },
    },
    'GET /v1/cases/{id}/thread': { path: `${at}/thread` },
    'POST /v1/cases/{id}/inbox/steps': { path: `${at}/inbox/steps`, body: { state: 'closed' } },
    'POST /v1/cases/{id}/answers': {
      path: `${at}/answers`,
      body: { words: 'You can pay in three parts. Which day suits you?' },
    },
    'POST /v1/cases/{id}/answers/{answer_id}/undo': {
      path: `${at}/answers/${pairText('trt', { borrowerId: id, n: thing.answer })}/undo`,
    },
    'POST /v1/cases/{id}/messages/{message_id}/meanings': {
      path: `${at}/messages/${message}/meanings`,
      body: { class: 'question' },
    },
  }
}

async function spareOne(world: World, borrowerId: bigint): Promise<bigint> {
  const wish = { kind: 'inconvenient_place', place: 'work' } as const
  const [id = 0n] = await inBook(world, (tx) =>
    spare(tx, { tenantId: 1n, borrowerId }, { wishes: [wish], source: 'portal' }, world.now),
  )
  return id
}

function contactRoutes(id: bigint, thing: Made): Routes {
  const at = `/v1/cases/${caseIdText(id)}`
  const lost = `/v1/cases/${caseIdText(id + LOST)}`
  const number = { borrowerId: id + LOST, n: thing.person }
  const person = `${lost}/third-persons/${pairText('tpr', number)}`
  const named = { role: 'guarantor', relation: 'relative', basis: 'Contract 7', named_on: TODAY }
  return {
    'GET /v1/cases/{id}/addresses': { path: `${at}/addresses` },
    'POST /v1/cases/{id}/addresses': {
      path: `${at}/addresses`,
      body: {
        kind: 'email',
        value: `new${id}@example.test`,
        source: 'Lender’s records',
        purpose: 'to reach the borrower',
        ground: 'contract',
      },
    },
    'POST /v1/cases/{id}/addresses/{address_id}/standings': {
      path: `${at}/addresses/${addressIdText(1n)}/standings`,
      body: { standing: 'works', source: 'call' },
    },
    'GET /v1/cases/{id}/spared-times': { path: `${at}/spared-times` },
    'POST /v1/cases/{id}/spared-times': {
      path: `${at}/spared-times`,
      body: { days: [5, 6], from: '09:00', until: '12:00', words: 'Not on a weekend morning.' },
    },
    'POST /v1/cases/{id}/spared-times/{spared_id}/ends': {
      path: `${at}/spared-times/${pairText('wsh', { borrowerId: id, n: thing.spared })}/ends`,
      body: { words: 'Work is fine again.' },
    },
    'GET /v1/cases/{id}/traces': { path: `${lost}/traces` },
    'POST /v1/cases/{id}/traces': { path: `${lost}/traces`, body: { source: 'records' } },
    'GET /v1/cases/{id}/third-persons': { path: `${lost}/third-persons` },
    'POST /v1/cases/{id}/third-persons': {
      path: `${lost}/third-persons`,
      body: { ...named, name: 'Sam', kind: 'mobile', value: `+447700999${id}` },
    },
    'POST /v1/cases/{id}/third-persons/{person_id}/calls': {
      path: `${person}/calls`,
      body: { account_id: accountIdText(id + LOST) },
    },
    'POST /v1/cases/{id}/third-persons/{person_id}/answers': {
      path: `${person}/answers`,
      body: { said: 'answered' },
    },
  }
}

async function addOne(world: World, id: bigint, role: StaffRole): Promise<Made> {
  const tick = { now: world.now, today: world.today, personKey: PERSON_KEY }
  const ref = { tenantId: 1n, borrowerId: id }
  await inBook(world, async (tx) => {
    await addPerson(tx, { id })
    await addPerson(tx, { id: id + LOST })
    await tx.query(
      `update address set value = $2 where tenant_id = 1 and borrower_id = $1 and kind = 'mobile'`,
      [id, numberOf(id)],
    )
  })
  const strangers: bigint[] = []
  for (const text of ['Hello', 'Advertising']) {
    const from = `+4912345${id}${strangers.length}`
    const message = { ...messageOf(from, text), at: world.now }
    const took = await takeMessage(world.db, 1n, message, tick)
    if (took.is === 'unmatched') strangers.push(took.arrivalId)
  }
  const spared = await spareOne(world, id)
  const asked = { ...messageOf(numberOf(id), 'Can I pay in parts?'), at: world.now }
  const took = await takeMessage(world.db, 1n, asked, tick)
  return inBook(world, async (tx) => {
    const staff = await tx.query<{ user_id: string }>(
      'select user_id from staff where tenant_id = 1 and role = $1',
      [role],
    )
    // Taken back by nobody but who wrote it.
    const by = staff.rows[0]?.user_id ?? ''
    const reply = { words: 'Yes, you can.', by, mayTakeOver: true }
    const typed = await typeReply(tx, ref, reply, tick)
    const named = await nameThirdPerson(
      tx,
      { tenantId: 1n, borrowerId: id + LOST },
      {
        role: 'emergency_contact',
        relation: 'friend',
        basis: 'Application form',
        namedOn: TODAY,
        name: 'Alex',
        kind: 'mobile',
        value: `+447700111${id}`,
        by: 'test',
      },
      tick,
    )
    // Lost, so that somebody else may be asked.
    await tx.query(
      `insert into borrower_circumstance (tenant_id, borrower_id, kind, from_on, recorded_at)
       values (1, $1, 'unreachable', $2, $2::date)`,
      [id + LOST, TODAY],
    )
    return {
      message: took.is === 'matched' ? took.messageId : 0n,
      answer: 'treatmentId' in typed ? typed.treatmentId : 0n,
      person: 'personId' in named ? named.personId : 0n,
      strangers,
      spared,
    }
  })
}
