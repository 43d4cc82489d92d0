import type { Instant } from '../core/calendar.ts'
import { approveKey, listKeys, waitsForSecond, type ApiKey } from '../store/api-key.ts'
import type { Tx } from '../store/db.ts'
import { readPerson } from '../store/staff.ts'
import { mayUse, ROUTE_NAMES } from './access.ts'
import type { ProblemCode } from './problem.ts'
import { keyMay } from './scopes.ts'
import type { Role } from './wire.ts'

type Rights = { readonly role: Role; readonly scopes: readonly string[] }

/** Whether a key may do nothing that somebody of one of these roles may not. */
function isWithin(key: Rights, roles: readonly (Role | undefined)[]): boolean {
  return ROUTE_NAMES.every(
    (route) =>
      !mayUse(route, key.role) ||
      !keyMay(route, key.scopes) ||
      roles.some((role) => mayUse(route, role)),
  )
}

/** Nobody gives away alone what they may not do: where a key may, somebody who may do that agrees. */
export const goesBeyond = (key: Rights, maker: Role): boolean => !isWithin(key, [maker])

const SECONDS: readonly Role[] = ['manager', 'compliance']

/** Who may agree to a key that goes beyond its maker: with both of them it goes beyond nobody. */
export const approversOf = (key: Rights, maker: Role | undefined): readonly Role[] =>
  SECONDS.filter((role) => isWithin(key, [maker, role]))

/** The second person's word for a key. */
export async function agreeToKey(
  tx: Tx,
  tenantId: bigint,
  of: { readonly keyId: bigint; readonly by: string },
  now: Instant,
): Promise<ApiKey | { readonly declined: ProblemCode }> {
  const [key] = await listKeys(tx, tenantId, of)
  if (key === undefined) return { declined: 'no_such_key' }
  if (key.endedAt !== null) return { declined: 'key_ended' }
  if (!key.needsSecond) return { declined: 'nothing_to_approve' }
  if (!waitsForSecond(key)) return { declined: 'request_answered' }
  if (key.madeBy === of.by) return { declined: 'request_same_person' }
  const maker = await readPerson(tx, tenantId, key.madeBy)
  const second = await readPerson(tx, tenantId, of.by)
  if (second === undefined || !approversOf(key, maker?.role).includes(second.role))
    return { declined: 'key_beyond_you' }
  if (!(await approveKey(tx, tenantId, of, now))) return { declined: 'request_answered' }
  const [approved] = await listKeys(tx, tenantId, of)
  return approved ?? { declined: 'no_such_key' }
}
