import { assert } from '../core/assert.ts'
import type { Instant } from '../core/calendar.ts'
import type { ContactResult } from '../guard/verdict.ts'
import { instantText, type Tx } from './db.ts'

/** Whose cap: slots belong to one borrower, so one transaction is on one node. */
export type SlotOwner = { readonly tenantId: bigint; readonly borrowerId: bigint }

/** A slot to take: any one of `limit` under `key`, not free again before `freeAt`. */
export type Need = {
  readonly key: string
  readonly limit: number
  readonly freeAt: Instant
  /** The ends of a contact that the rule counts; undefined: any. */
  readonly keeps?: readonly ContactResult[] | undefined
}

/** A slot taken: what a contact remembers of it. */
export type Slot = {
  readonly key: string
  readonly n: number
  readonly freeAt: Instant
  readonly keeps?: readonly ContactResult[] | undefined
  /** Given back already. */
  readonly back?: true | undefined
}

export type Taken =
  | { readonly taken: readonly Slot[] }
  /** Nothing was taken; the instant is when every key has a free slot, as far as is known. */
  | { readonly full: readonly string[]; readonly freeAt: Instant }

// Invariants 1.2: the claim is materialised and the update checks again, so a slot goes to one only.
// Either every key finds a slot or nothing is updated. Keys come sorted.
const TAKE = `
  with need as (
    select * from unnest($3::text[], $4::smallint[], $5::timestamptz[]) as need(cap_key, at_most, free_at)
  ), slot as materialized (
    select need.cap_key, found.n, need.free_at
    from need cross join lateral (
      select s.n from cap_slot s
      where s.tenant_id = $1 and s.borrower_id = $2 and s.cap_key = need.cap_key
        and s.n <= need.at_most and s.free_at <= $6
        and not exists (
          select from cap_slot above
          where above.tenant_id = $1 and above.borrower_id = $2 and above.cap_key = need.cap_key
            and above.n > need.at_most and above.free_at > $6)
      order by s.n limit 1 for update of s skip locked
    ) found
  )
  update cap_slot c set free_at = slot.free_at
  from slot
  where c.tenant_id = $1 and c.borrower_id = $2 and c.cap_key = slot.cap_key and c.n = slot.n
    and c.free_at <= $6
    and (select count(*) from slot) = cardinality($3::text[])
  returning c.cap_key as key, c.n`

/**
 * Takes one slot for every need or none at all. All or none is also why a partial update (a slot
 * lost between claim and check) throws: the transaction must roll back.
 */
export async function takeSlots(
  tx: Tx,
  owner: SlotOwner,
  needs: readonly Need[],
  now: Instant,
): Promise<Taken> {
  if (needs.length === 0) return { taken: [] }
  const sorted = oneEach(needs, now)
  const first = await tryTake(tx, owner, sorted, now)
  if (first !== undefined) return { taken: first }
  const lowered = await makeSlots(tx, owner, sorted, now)
  for (const need of sorted) if (lowered.has(need.key)) await lowerCap(tx, owner, need, now)
  const second = await tryTake(tx, owner, sorted, now)
  return second === undefined ? await fullUntil(tx, owner, sorted, now) : { taken: second }
}

async function tryTake(tx: Tx, owner: SlotOwner, needs: readonly Need[], now: Instant) {
  const found = await tx.query<{ key: string; n: number }>({
    name: 'take-slots',
    text: TAKE,
    values: [
      owner.tenantId,
      owner.borrowerId,
      needs.map((n) => n.key),
      needs.map((n) => n.limit),
      needs.map((n) => instantText(n.freeAt)),
      instantText(now),
    ],
  })
  if (found.rows.length === 0) return undefined
  assert(found.rows.length === needs.length, 'slots are taken all or none')
  const byKey = new Map(needs.map((need) => [need.key, need]))
  return found.rows.map((row): Slot => {
    const need = byKey.get(row.key)
    assert(need !== undefined, `${row.key} was not asked for`)
    const { freeAt, keeps } = need
    return { key: row.key, n: row.n, freeAt, ...(keeps === undefined ? {} : { keeps }) }
  })
}

/** Two rules may name one key: the lower limit and the later instant hold. Sorted by key. */
export function oneEach(needs: readonly Need[], now: Instant): Need[] {
  const byKey = new Map<string, Need>()
  for (const need of needs) {
    assert(need.limit >= 1 && need.limit <= 99, `${need.key} has ${need.limit} slots`)
    assert(need.freeAt > now, `${need.key} would be free before it is used`)
    const other = byKey.get(need.key)
    byKey.set(
      need.key,
      other === undefined
        ? need
        : {
            key: need.key,
            limit: Math.min(need.limit, other.limit),
            freeAt: Math.max(need.freeAt, other.freeAt) as Instant,
            keeps:
              need.keeps && other.keeps ? [...new Set([...need.keeps, ...other.keeps])] : undefined,
          },
    )
  }
  return [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

/** Rows on demand: a key that was never used has none. Returns the keys in use above their limit. */
async function makeSlots(
  tx: Tx,
  owner: SlotOwner,
  needs: readonly Need[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  const found = await tx.query<{ key: string }>({
    name: 'make-slots',
    text: `
      with need as (
        select * from unnest($3::text[], $4::smallint[]) as need(cap_key, at_most)
      ), made as (
        insert into cap_slot (tenant_id, borrower_id, cap_key, n)
        select $1, $2, need.cap_key, n from need, generate_series(1, need.at_most) as n
        order by need.cap_key, n
        on conflict do nothing
      )
      select need.cap_key as key from need
      where exists (
        select from cap_slot s
        where s.tenant_id = $1 and s.borrower_id = $2 and s.cap_key = need.cap_key
          and s.n > need.at_most and s.free_at > $5)`,
    values: [
      owner.tenantId,
      owner.borrowerId,
      needs.map((n) => n.key),
      needs.map((n) => n.limit),
      instantText(now),
    ],
  })
  return new Set(found.rows.map((row) => row.key))
}

/**
 * A cap that was lowered disables the slots above it. A use above it still counts, so the busiest
 * instants move down: afterwards the slots up to the limit are free only when few enough are busy.
 * Nothing is lost, so raising the cap again gives no more than was free.
 */
async function lowerCap(tx: Tx, owner: SlotOwner, need: Need, now: Instant): Promise<void> {
  await tx.query({
    name: 'lower-cap',
    text: `
      with busy_above as materialized (
        select from cap_slot
        where tenant_id = $1 and borrower_id = $2 and cap_key = $3 and n > $4 and free_at > $5
      ), row as materialized (
        select n, free_at from cap_slot
        where tenant_id = $1 and borrower_id = $2 and cap_key = $3
          and exists (select from busy_above)
        order by n for update
      ), place as (
        select a.n, b.free_at
        from (select n, row_number() over (order by n) as rank from row) a
        join (select free_at, row_number() over (order by free_at desc) as rank from row) b using (rank)
      )
      update cap_slot c set free_at = place.free_at
      from place
      where c.tenant_id = $1 and c.borrower_id = $2 and c.cap_key = $3 and c.n = place.n
        and c.free_at is distinct from place.free_at`,
    values: [owner.tenantId, owner.borrowerId, need.key, need.limit, instantText(now)],
  })
}

/** SKIP LOCKED may pass over a slot that is free after all: then it is worth asking again at once. */
async function fullUntil(
  tx: Tx,
  owner: SlotOwner,
  needs: readonly Need[],
  now: Instant,
): Promise<Taken> {
  const found = await tx.query<{ key: string; free_at: Instant }>(
    `select need.cap_key as key, min(s.free_at) as free_at
     from unnest($3::text[], $4::smallint[]) as need(cap_key, at_most)
     join cap_slot s on s.tenant_id = $1 and s.borrower_id = $2 and s.cap_key = need.cap_key
       and s.n <= need.at_most
     group by need.cap_key order by need.cap_key`,
    [owner.tenantId, owner.borrowerId, needs.map((n) => n.key), needs.map((n) => n.limit)],
  )
  const full = found.rows.filter((row) => row.free_at > now)
  const freeAt = Math.max(...full.map((row) => row.free_at)) as Instant
  if (full.length === 0) return { full: [], freeAt: (now + RETRY_MS) as Instant }
  return { full: full.map((row) => row.key), freeAt }
}

const RETRY_MS = 1000

/**
 * Gives slots back: only on proof that nobody was reached, and once per permit (the caller's fenced
 * update of the contact says so). A slot is known by its instant, because lowering a cap may move
 * it; one that was free meanwhile has another instant and is left alone.
 */
export async function giveBackSlots(
  tx: Tx,
  owner: SlotOwner,
  slots: readonly Slot[],
  now: Instant,
): Promise<void> {
  if (slots.length === 0) return
  await tx.query(
    `with back as (
       select cap_key, was, row_number() over (partition by cap_key, was) as nth
       from unnest($3::text[], $4::timestamptz[]) as given(cap_key, was)
     ), held as materialized (
       select s.cap_key, s.n, s.free_at from cap_slot s
       where s.tenant_id = $1 and s.borrower_id = $2 and s.cap_key = any($3) and s.free_at = any($4)
       order by s.cap_key, s.n for update
     ), slot as (
       -- Two contacts of one moment hold two slots that look the same: each gives back one of its own.
       select cap_key, n, free_at, row_number() over (partition by cap_key, free_at order by n) as nth from held
     )
     update cap_slot c set free_at = $5
     from slot join back on back.cap_key = slot.cap_key and back.was = slot.free_at and back.nth = slot.nth
     where c.tenant_id = $1 and c.borrower_id = $2 and c.cap_key = slot.cap_key and c.n = slot.n`,
    [
      owner.tenantId,
      owner.borrowerId,
      slots.map((s) => s.key),
      slots.map((s) => instantText(s.freeAt)),
      instantText(now),
    ],
  )
}

/** The provider took back its word that nobody was reached: the use counts after all. */
export async function retakeSlots(tx: Tx, owner: SlotOwner, slots: readonly Slot[]): Promise<void> {
  if (slots.length === 0) return
  const sorted = slots.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  await tx.query(
    `with back as (
       select * from unnest($3::text[], $4::timestamptz[]) as back(cap_key, free_at)
     ), slot as materialized (
       select back.cap_key, found.n, back.free_at
       from back cross join lateral (
         select s.n from cap_slot s
         where s.tenant_id = $1 and s.borrower_id = $2 and s.cap_key = back.cap_key
         order by s.free_at, s.n limit 1 for update of s
       ) found
     )
     update cap_slot c set free_at = greatest(c.free_at, slot.free_at)
     from slot
     where c.tenant_id = $1 and c.borrower_id = $2 and c.cap_key = slot.cap_key and c.n = slot.n`,
    [
      owner.tenantId,
      owner.borrowerId,
      sorted.map((s) => s.key),
      sorted.map((s) => instantText(s.freeAt)),
    ],
  )
}
