import { assert } from '../core/assert.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { LawBook } from '../guard/book.ts'
import { isRebuttable } from '../guard/rules.ts'
import { instantText, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'

/** The grounds on which a presumption may be rebutted, as they are stored. */
export const OVERRIDE_GROUNDS = [
  'required_by_law',
  'litigation',
  'consumer_request',
  'time_critical',
] as const

/** Who may answer for one. */
export type OverrideRole = 'manager' | 'compliance'

export type OverrideGiven = {
  readonly rule: string
  readonly ground: (typeof OVERRIDE_GROUNDS)[number]
  readonly by: string
  readonly role: string
  readonly reason: string
  readonly expiresAt: Instant
}

export type OverrideDeclined = {
  readonly declined:
    | 'no_such_borrower'
    | 'no_such_rule'
    | 'not_rebuttable'
    | 'role_may_not'
    | 'ends_before_it_begins'
    | 'lasts_too_long'
}

const LIFE_MS_MAX = 30 * 86_400_000

/**
 * Somebody answers for going over a rule, until a moment. Only a rule that the law itself makes
 * rebuttable can be gone over: never hours, a refusal, a third person or any other prohibition.
 */
export async function recordOverride(
  tx: Tx,
  ref: BorrowerRef,
  given: OverrideGiven,
  read: { readonly law: LawBook; readonly today: Day; readonly now: Instant },
): Promise<{ readonly overrideId: bigint } | OverrideDeclined> {
  const { now } = read
  if (!isOverrideRole(given.role)) return { declined: 'role_may_not' }
  if (given.expiresAt <= now) return { declined: 'ends_before_it_begins' }
  if (given.expiresAt > now + LIFE_MS_MAX) return { declined: 'lasts_too_long' }
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  const places = await placesOf(tx, ref)
  const rules = read.law.rulesFor(places, read.today).filter((rule) => rule.id === given.rule)
  if (rules.length === 0) return { declined: 'no_such_rule' }
  if (!rules.every(isRebuttable)) return { declined: 'not_rebuttable' }
  const made = await tx.query<{ override_id: bigint }>(
    `insert into override (tenant_id, borrower_id, rule, ground, by_staff, role, reason, effective_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning override_id`,
    [
      ref.tenantId,
      ref.borrowerId,
      given.rule,
      given.ground,
      given.by,
      given.role,
      given.reason,
      instantText(now),
      instantText(given.expiresAt),
    ],
  )
  const [row] = made.rows
  assert(row !== undefined, 'an override was recorded')
  return { overrideId: row.override_id }
}

const isOverrideRole = (role: string): role is OverrideRole =>
  role === 'manager' || role === 'compliance'

async function placesOf(tx: Tx, ref: BorrowerRef): Promise<string[]> {
  const found = await tx.query<{ place: string }>(
    `select distinct unnest(f.jurisdictions) as place
     from account a join portfolio f on f.tenant_id = $1 and f.portfolio_id = a.portfolio_id
     where a.tenant_id = $1 and a.borrower_id = $2 order by place`,
    [ref.tenantId, ref.borrowerId],
  )
  return found.rows.map((row) => row.place)
}
