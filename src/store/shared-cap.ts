import { createHmac } from 'node:crypto'
import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import type { ContactResult, SlotNeed } from '../guard/verdict.ts'
import { latestStartOfDay, localDayNumber, zoneOf } from '../guard/zone.ts'
import { instantText, type Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** A use of a cap that several tenants share, as a contact remembers it. */
export type SharedSlot = {
  readonly person: string
  readonly rule: string
  readonly freeAt: Instant
  readonly keeps?: readonly ContactResult[] | undefined
  readonly back?: true | undefined
}

/**
 * How one person is known in one group of lenders: a keyed hash of each thing that tells them. Two
 * tenants that know one of them in common count together, so a second number lowers no count.
 */
export async function personsOf(
  tx: Tx,
  ref: BorrowerRef,
  { accountId, capKey }: { readonly accountId: bigint; readonly capKey: Buffer },
): Promise<readonly Buffer[]> {
  const found = await tx.query<{
    cap_group: string | null
    person_key: string | null
    name: string
    mobiles: string[]
  }>({
    name: 'person-of',
    text: `
      select f.cap_group, b.person_key, b.name, array(
        select value from address d
        where d.tenant_id = $1 and d.borrower_id = $2 and d.kind = 'mobile'
        order by address_id limit ${MOBILES_MAX}) as mobiles
      from borrower b
      join account a on a.tenant_id = $1 and a.borrower_id = $2 and a.account_id = $3
      join portfolio f on f.tenant_id = $1 and f.portfolio_id = a.portfolio_id
      where b.tenant_id = $1 and b.borrower_id = $2`,
    values: [ref.tenantId, ref.borrowerId, accountId],
  })
  const [row] = found.rows
  if (row === undefined || row.cap_group === null) return []
  const group = row.cap_group
  return tellingsOf(row).map((telling) =>
    createHmac('sha256', capKey).update(`${group}\u0000${telling}`).digest(),
  )
}

const MOBILES_MAX = 5
// The national part of a number: some books write the country before it and some do not.
const MOBILE_DIGITS = 10

function tellingsOf(row: { person_key: string | null; name: string; mobiles: string[] }): string[] {
  const name = row.name.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, '')
  const mobiles = row.mobiles
    .map((value) => value.normalize('NFKC').replaceAll(/\D/gu, '').slice(-MOBILE_DIGITS))
    .filter((digits) => digits.length === MOBILE_DIGITS)
  return [
    ...(row.person_key === null ? [] : [`key ${row.person_key}`]),
    ...[...new Set(mobiles)].map((digits) => `mobile ${digits} ${name}`),
  ]
}

type SharedNeed = SlotNeed & { readonly keeps?: readonly ContactResult[] | undefined }

/** Counted by the person: what else the tenant's own key counts by is left off. */
const ruleOfKey = (need: SharedNeed): string =>
  need.key.replace(/(?:borrower|(?:address|account|debt):[^:]*)$/u, '').replace(/:$/u, '')

type Attempt = { readonly attemptKey: string; readonly now: Instant }

/**
 * One use of each shared cap for the person, or none. Full is all that is told: not by whom, nor when
 * it is free, so the answer names the needs alone.
 */
export async function takeShared(
  tx: Tx,
  persons: readonly Buffer[],
  needs: readonly SharedNeed[],
  attempt: Attempt,
): Promise<{ readonly taken: readonly SharedSlot[] } | { readonly full: readonly SharedNeed[] }> {
  const uses = needs.flatMap((need) =>
    persons.map((person) => ({ person, rule: ruleOfKey(need), need })),
  )
  if (uses.length === 0) return { taken: [] }
  const full = await move(tx, 'take', {
    ...attempt,
    uses: uses.map(({ person, rule, need }) => ({
      person,
      rule,
      limit: need.limit,
      freeAt: need.freeAt,
    })),
  })
  if (full !== null) return { full: needs.filter((need) => ruleOfKey(need) === full) }
  return {
    taken: uses.map(({ person, rule, need }) => ({
      person: person.toString('hex'),
      rule,
      freeAt: need.freeAt,
      ...(need.keeps === undefined ? {} : { keeps: need.keeps }),
    })),
  }
}

/** The same question without taking anything: which of the needs have no room now. */
export async function fullShared(
  tx: Tx,
  persons: readonly Buffer[],
  needs: readonly SharedNeed[],
  now: Instant,
): Promise<readonly SharedNeed[]> {
  const uses = needs.flatMap((need) => persons.map((person) => ({ person, need })))
  if (uses.length === 0) return []
  const found = await tx.query<{ rule: string }>(
    'select rule from shared_cap.full_of($1, $2, $3, $4) as rule',
    [
      uses.map(({ person }) => person),
      uses.map(({ need }) => ruleOfKey(need)),
      uses.map(({ need }) => need.limit),
      instantText(now),
    ],
  )
  const full = new Set(found.rows.map(({ rule }) => rule))
  return needs.filter((need) => full.has(ruleOfKey(need)))
}

/** Whether the debt's portfolio counts together with other lenders: without their key nothing shows room. */
export async function isInGroup(
  tx: Tx,
  ref: BorrowerRef & { readonly accountId: bigint },
): Promise<boolean> {
  const found = await tx.query(
    `select from account a join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
      where a.tenant_id = $1 and a.borrower_id = $2 and a.account_id = $3 and f.cap_group is not null`,
    [ref.tenantId, ref.borrowerId, ref.accountId],
  )
  return (found.rowCount ?? 0) > 0
}

/** When it is free is not told, so the next day at their place is the next time to ask. */
export function askAgainAt(zoneNames: readonly string[], now: Instant): Instant {
  const zones = zoneNames.flatMap((name) => zoneOf(name) ?? [])
  return latestStartOfDay(zones, (zone) => localDayNumber(zone, now) + 1)
}

/** Only on proof that nobody was reached; only what this attempt took, and so only once. */
export const giveBackShared = (
  tx: Tx,
  slots: readonly SharedSlot[],
  attempt: Attempt,
): Promise<void> => moveKept(tx, 'give_back', slots, attempt)

/** The proof was taken back. */
export const retakeShared = (
  tx: Tx,
  slots: readonly SharedSlot[],
  attempt: Attempt,
): Promise<void> => moveKept(tx, 'retake', slots, attempt)

async function moveKept(
  tx: Tx,
  what: 'give_back' | 'retake',
  slots: readonly SharedSlot[],
  attempt: Attempt,
): Promise<void> {
  if (slots.length === 0) return
  const uses = slots.map(({ person, rule, freeAt }) => ({
    person: Buffer.from(person, 'hex'),
    rule,
    limit: 1,
    freeAt,
  }))
  await move(tx, what, { ...attempt, uses })
}

type Use = {
  readonly person: Buffer
  readonly rule: string
  readonly limit: number
  readonly freeAt: Instant
}

async function move(
  tx: Tx,
  what: 'take' | 'give_back' | 'retake',
  { uses, attemptKey, now }: Attempt & { readonly uses: readonly Use[] },
): Promise<string | null> {
  const found = await tx.query<{ full: string | null }>({
    name: 'move-shared',
    text: 'select shared_cap.move($1, $2, $3, $4, $5, $6, $7) as full',
    values: [
      what,
      uses.map((use) => use.person),
      uses.map((use) => use.rule),
      uses.map((use) => use.limit),
      uses.map((use) => instantText(use.freeAt)),
      attemptKey,
      instantText(now),
    ],
  })
  const [row] = found.rows
  assert(row !== undefined, 'a move is answered')
  return row.full
}
