import type { Day } from '../core/calendar.ts'
import { officialValue, type OfficialKey, type OfficialKind } from '../core/official.ts'
import type { Tx } from './db.ts'
import { readStaff } from './staff.ts'

export type OfficialSign = {
  readonly signNo: bigint
  readonly kind: OfficialKind
  /** As it was given. */
  readonly shown: string
  readonly about: string | null
  readonly url: string | null
  /** null: for every creditor. */
  readonly creditor: string | null
  readonly beginsOn: Day
  /** From this day on it is ours no more. */
  readonly endsOn: Day | null
  /** Of a person who works here no more, and so speaks for nobody, whatever was recorded. */
  readonly hasLeft: boolean
}

export type NewSign = {
  readonly kind: OfficialKind
  readonly text: string
  readonly about?: string | undefined
  readonly url?: string | undefined
  /** Of staff: whose id it is. */
  readonly userId?: string | undefined
  readonly creditor?: string | undefined
  readonly beginsOn: Day
  /** A staff id. */
  readonly by: string
}

export type SignDeclined = {
  readonly declined:
    | 'no_such_staff'
    | 'wrong_role'
    | 'not_of_this_kind'
    | 'needs_person'
    | 'needs_about'
    | 'bad_url'
    | 'no_such_creditor'
    | 'already_ours'
    | 'no_such_sign'
    | 'ended_before_it_began'
}

/** A sign that leads people astray does more harm than one that is missing: not everybody may say one. */
const MAY_SAY: ReadonlySet<string> = new Set(['compliance', 'admin'])

/** Records that something is ours from a day on. */
export async function addSign(
  tx: Tx,
  tenantId: bigint,
  sign: NewSign,
): Promise<{ readonly signNo: bigint } | SignDeclined> {
  const refused = await mayNotSay(tx, tenantId, sign.by)
  if (refused !== undefined) return refused
  const value = officialValue(sign.kind, sign.text)
  if (value === undefined) return { declined: 'not_of_this_kind' }
  const fault = await faultOf(tx, tenantId, sign)
  if (fault !== undefined) return { declined: fault }
  const made = await tx.query<{ sign_no: bigint }>(
    `insert into official_sign (tenant_id, kind, value, shown, about, url, user_id, creditor, begins_on, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict do nothing returning sign_no`,
    [
      tenantId,
      sign.kind,
      value,
      sign.text.trim(),
      sign.about ?? null,
      sign.url ?? null,
      sign.userId ?? null,
      sign.creditor ?? null,
      sign.beginsOn,
      sign.by,
    ],
  )
  const [row] = made.rows
  return row === undefined ? { declined: 'already_ours' } : { signNo: row.sign_no }
}

async function mayNotSay(tx: Tx, tenantId: bigint, by: string): Promise<SignDeclined | undefined> {
  const staff = await readStaff(tx, tenantId, by)
  if (staff === undefined) return { declined: 'no_such_staff' }
  return MAY_SAY.has(staff.role) ? undefined : { declined: 'wrong_role' }
}

async function faultOf(
  tx: Tx,
  tenantId: bigint,
  sign: NewSign,
): Promise<SignDeclined['declined'] | undefined> {
  if ((sign.kind === 'staff') !== (sign.userId !== undefined)) return 'needs_person'
  if (sign.userId !== undefined && (await readStaff(tx, tenantId, sign.userId)) === undefined)
    return 'no_such_staff'
  if (sign.kind === 'register' && (sign.about ?? '') === '') return 'needs_about'
  if (sign.url !== undefined && !(URL.canParse(sign.url) && sign.url.startsWith('https://')))
    return 'bad_url'
  const { creditor } = sign
  if (creditor !== undefined && !(await readCreditors(tx, tenantId)).includes(creditor))
    return 'no_such_creditor'
  return undefined
}

/** From `on` it is ours no more. The row stays: what was ours on a day can be told of that day. */
export async function endSign(
  tx: Tx,
  tenantId: bigint,
  of: { readonly signNo: bigint; readonly on: Day; readonly by: string },
): Promise<{ readonly ended: true } | SignDeclined> {
  const refused = await mayNotSay(tx, tenantId, of.by)
  if (refused !== undefined) return refused
  const found = await tx.query<{ begins_on: Day }>(
    `select begins_on from official_sign where tenant_id = $1 and sign_no = $2 and ends_on is null for update`,
    [tenantId, of.signNo],
  )
  const [sign] = found.rows
  if (sign === undefined) return { declined: 'no_such_sign' }
  if (of.on < sign.begins_on) return { declined: 'ended_before_it_began' }
  await tx.query(
    `update official_sign set ends_on = $3, ended_by = $4 where tenant_id = $1 and sign_no = $2`,
    [tenantId, of.signNo, of.on, of.by],
  )
  return { ended: true }
}

const COLUMNS = `s.sign_no as "signNo", s.kind, s.shown, s.about, s.url, s.creditor, s.begins_on as "beginsOn",
  s.ends_on as "endsOn", p.disabled_at is not null as "hasLeft"`
const FROM = `official_sign s
  join tenant t on t.tenant_id = s.tenant_id
  left join staff p on p.tenant_id = s.tenant_id and p.user_id = s.user_id`

const SIGNS_MAX = 2000

/** All that is or was ours, the newest last. */
export async function listSigns(tx: Tx, tenantId: bigint): Promise<readonly OfficialSign[]> {
  const found = await tx.query<OfficialSign>(
    `select ${COLUMNS} from ${FROM} where s.tenant_id = $1 order by s.kind, s.sign_no limit ${SIGNS_MAX}`,
    [tenantId],
  )
  return found.rows
}

/** The signs that any of the keys names, by a day: those of today first, then what was ours. */
export async function findSigns(
  tx: Tx,
  tenantId: bigint,
  keys: readonly OfficialKey[],
): Promise<readonly OfficialSign[]> {
  const found = await tx.query<OfficialSign>(
    `select ${COLUMNS} from ${FROM}
      where s.tenant_id = $1 and (s.kind, s.value) in (select * from unnest($2::text[], $3::text[]))
      order by s.sign_no`,
    [tenantId, keys.map(({ kind }) => kind), keys.map(({ value }) => value)],
  )
  return found.rows
}

export const isOurs = (sign: OfficialSign, today: Day): boolean =>
  !sign.hasLeft && sign.beginsOn <= today && (sign.endsOn === null || today < sign.endsOn)

/** For whom the tenant acts; itself where it lends. */
export async function readCreditors(tx: Tx, tenantId: bigint): Promise<readonly string[]> {
  const found = await tx.query<{ creditor: string }>(
    'select distinct creditor from portfolio where tenant_id = $1 order by creditor',
    [tenantId],
  )
  return found.rows.map(({ creditor }) => creditor)
}

/** The laws under which the tenant collects. */
export async function readJurisdictions(tx: Tx, tenantId: bigint): Promise<readonly string[]> {
  const found = await tx.query<{ jurisdiction: string }>(
    'select distinct unnest(jurisdictions) as jurisdiction from portfolio where tenant_id = $1 order by 1',
    [tenantId],
  )
  return found.rows.map(({ jurisdiction }) => jurisdiction)
}
