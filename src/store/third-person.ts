import { createHmac } from 'node:crypto'
import type { Received } from '../engine/received.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { Heard } from '../core/hear/heard.ts'
import { addressForms } from '../engine/address-forms.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { RULES } from './hear-rules.ts'
import { openThread } from './inbox.ts'
import { keepEffects, type Effect } from './message-effects.ts'
import { keepMessage } from './message-keep.ts'
import type { ReceiveTick } from './message-in.ts'

export const THIRD_ROLES = ['emergency_contact', 'guarantor'] as const
export type ThirdRole = (typeof THIRD_ROLES)[number]
export const RELATIONS = ['spouse', 'relative', 'friend', 'colleague', 'other'] as const
export type Relation = (typeof RELATIONS)[number]

/** More than the contract names is a list of contacts, and no such list is kept. */
const PERSONS_MAX = 3

export type ThirdNamed = {
  readonly role: ThirdRole
  readonly relation: Relation
  readonly basis: string
  readonly namedOn: Day
  readonly name: string
  readonly kind: 'mobile' | 'landline'
  readonly value: string
  readonly by: string
}

export type NamedDeclined = {
  readonly declined: 'refused_for_ever' | 'is_the_borrower' | 'too_many_persons' | 'day_in_future'
}

type Tick = { readonly now: Instant; readonly today: Day }
type PersonRef = BorrowerRef & { readonly personId: bigint }

/** The same number hashes alike however it is written. */
export function personHash(key: Buffer, value: string): Buffer {
  const digits = value.replace(/\D/g, '').replace(/^00/, '').slice(-9)
  return createHmac('sha256', key).update(`third person ${digits}`).digest()
}

/** Keeps somebody whom the borrower named in the contract itself. */
export async function nameThirdPerson(
  tx: Tx,
  ref: BorrowerRef,
  given: ThirdNamed,
  { today, now, personKey }: Tick & { readonly personKey: Buffer },
): Promise<{ readonly personId: bigint } | NamedDeclined> {
  if (given.namedOn > today) return { declined: 'day_in_future' }
  const known = await tx.query<{ refused: boolean; own: boolean; persons: bigint }>(
    `select exists (select from third_person_refusal where tenant_id = $1 and person_hash = $3) as refused,
            exists (select from address where tenant_id = $1 and borrower_id = $2 and value = any($4)) as own,
            (select count(*) from third_person where tenant_id = $1 and borrower_id = $2) as persons`,
    [ref.tenantId, ref.borrowerId, personHash(personKey, given.value), addressForms(given.value)],
  )
  const [row] = known.rows
  if (row?.refused === true) return { declined: 'refused_for_ever' }
  if (row?.own === true) return { declined: 'is_the_borrower' }
  if ((row?.persons ?? 0n) >= PERSONS_MAX) return { declined: 'too_many_persons' }
  const made = await tx.query<{ person_id: bigint }>(
    `insert into third_person (tenant_id, borrower_id, role, relation, basis, named_on, effective_on, by_staff)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning person_id`,
    [
      ref.tenantId,
      ref.borrowerId,
      given.role,
      given.relation,
      given.basis,
      given.namedOn,
      today,
      given.by,
    ],
  )
  const personId = made.rows[0]?.person_id ?? 0n
  await tx.query(
    `insert into third_person_private (tenant_id, borrower_id, person_id, name, kind, value, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [ref.tenantId, ref.borrowerId, personId, given.name, given.kind, given.value, instantText(now)],
  )
  return { personId }
}

export type ThirdEvent = 'asked' | 'answered' | 'no_answer' | 'refused' | 'erased'

export async function keepThirdEvent(
  tx: Tx,
  ref: PersonRef,
  event: { readonly kind: ThirdEvent; readonly by: string; readonly verdict?: object },
  now: Instant,
): Promise<boolean> {
  const made = await tx.query(
    `insert into third_person_event (tenant_id, borrower_id, person_id, kind, verdict, by_staff, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, borrower_id, person_id) where kind = 'asked' do nothing`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.personId,
      event.kind,
      event.verdict === undefined ? null : JSON.stringify(event.verdict),
      event.by,
      instantText(now),
    ],
  )
  return made.rowCount === 1
}

/**
 * A no is for ever: of this person, for every borrower who named the same number. What remembers it is
 * a keyed hash; name and number go.
 */
export async function refuseThirdPerson(
  tx: Tx,
  ref: PersonRef,
  by: string,
  { now, personKey }: { readonly now: Instant; readonly personKey: Buffer },
): Promise<boolean> {
  const found = await tx.query<{ value: string }>(
    `select value from third_person_private where tenant_id = $1 and borrower_id = $2 and person_id = $3`,
    [ref.tenantId, ref.borrowerId, ref.personId],
  )
  const value = found.rows[0]?.value
  if (value === undefined) return false
  await tx.query(
    `insert into third_person_refusal (tenant_id, person_hash, effective_at) values ($1, $2, $3)
     on conflict (tenant_id, person_hash) do nothing`,
    [ref.tenantId, personHash(personKey, value), instantText(now)],
  )
  await keepThirdEvent(tx, ref, { kind: 'refused', by }, now)
  const gone = await tx.query<{ borrower_id: bigint; person_id: bigint }>(
    `delete from third_person_private where tenant_id = $1 and value = any($2) returning borrower_id, person_id`,
    [ref.tenantId, addressForms(value)],
  )
  for (const { borrower_id: borrowerId, person_id: personId } of gone.rows)
    await keepThirdEvent(
      tx,
      { tenantId: ref.tenantId, borrowerId, personId },
      { kind: 'erased', by },
      now,
    )
  return true
}

type Said = { readonly received: Received; readonly heard: Heard; readonly arrivalId: bigint }

type Known = { borrower_id: bigint; person_id: bigint; zones: string[] }

/**
 * A message from somebody whom a borrower named: kept in that thread as theirs, and it answers nothing
 * for the borrower. Whatever sounds like a no is one. Undefined: nobody named them.
 */
export async function thirdPersonSaid(
  tx: Tx,
  tenantId: bigint,
  { received, heard, arrivalId }: Said,
  tick: ReceiveTick,
): Promise<
  | {
      readonly borrowerId: bigint
      readonly messageId: bigint
      readonly effects: readonly Effect[]
    }
  | undefined
> {
  const found = await tx.query<Known>(
    `select p.borrower_id, p.person_id, b.zones from third_person_private p
       join borrower b on b.tenant_id = p.tenant_id and b.borrower_id = p.borrower_id
      where p.tenant_id = $1 and p.value = any($2) order by p.borrower_id limit 1`,
    [tenantId, addressForms(received.from)],
  )
  const [known] = found.rows
  if (known === undefined) return undefined
  const ref = { tenantId, borrowerId: known.borrower_id }
  await lockBorrower(tx, ref)
  const sender = {
    addressId: undefined,
    contactId: undefined,
    accountIds: [],
    foundBy: 'third_person',
  } as const
  const listener = RULES.name
  const keep = { arrivalId, received, sender, zones: known.zones, heard, listener }
  const messageId = await keepMessage(tx, ref, keep, tick)
  const person = { ...ref, personId: known.person_id }
  const isNo = soundsLikeNo(heard) && tick.personKey !== undefined
  if (isNo && tick.personKey !== undefined)
    await refuseThirdPerson(tx, person, 'inbox', { now: tick.now, personKey: tick.personKey })
  const what = isNo ? 'refused' : 'answered'
  const effects: Effect[] = [{ kind: 'third_person', what, refId: known.person_id }]
  await keepEffects(tx, { ...ref, messageId }, effects, tick.now)
  const { channel, at } = received
  const opening = { urgency: 5, first: heard.first, channel, at }
  await openThread(tx, { ...ref, messageId }, opening, tick.now)
  return { borrowerId: ref.borrowerId, messageId, effects }
}

const soundsLikeNo = ({ stops, classes }: Heard): boolean =>
  stops || classes.some(({ what }) => what === 'abuse' || what === 'complaint')

export type ThirdRow = {
  readonly person_id: bigint
  readonly role: ThirdRole
  readonly relation: Relation
  readonly basis: string
  readonly named_on: Day
  readonly name: string | null
  readonly value: string | null
  readonly asked_at: Instant | null
  readonly refused: boolean
}

export async function readThirdPersons(tx: Tx, ref: BorrowerRef): Promise<readonly ThirdRow[]> {
  const found = await tx.query<ThirdRow>(
    `select t.person_id, t.role, t.relation, t.basis, t.named_on, p.name, p.value,
            (select max(e.effective_at) from third_person_event e where e.tenant_id = $1 and e.borrower_id = $2
               and e.person_id = t.person_id and e.kind = 'asked') as asked_at,
            exists (select from third_person_event e where e.tenant_id = $1 and e.borrower_id = $2
               and e.person_id = t.person_id and e.kind in ('refused', 'erased')) as refused
       from third_person t
       left join third_person_private p using (tenant_id, borrower_id, person_id)
      where t.tenant_id = $1 and t.borrower_id = $2 order by t.person_id`,
    [ref.tenantId, ref.borrowerId],
  )
  return found.rows
}
