import type { Day } from '../core/calendar.ts'
import { assert } from '../core/assert.ts'
import type { Tx } from './db.ts'
import type { StaffRole } from './staff.ts'
import { readStaff } from './staff.ts'
import type { StrategyFile } from './strategy.ts'
import { publishStrategy, strategyOn } from './strategy.ts'

export type StrategyEntry = {
  readonly name: string
  readonly version: number
  readonly effectiveOn: Day
  readonly kind: 'publish' | 'rollback'
  readonly author: string
  readonly approver: string
}

/** Who wrote it, and who else agreed: staff ids. */
export type FourEyes = { readonly author: string; readonly approver: string }

export type EntryDeclined = {
  readonly declined:
    | 'same_person'
    | 'no_such_author'
    | 'author_may_not'
    | 'no_such_approver'
    | 'approver_may_not'
    | 'effective_in_past'
    | 'version_taken'
    | 'already_published'
    | 'nothing_earlier'
}

const MAY_WRITE: readonly StaffRole[] = ['manager', 'admin']
const MAY_APPROVE: readonly StaffRole[] = ['manager', 'compliance']

type At = { readonly effectiveOn: Day; readonly today: Day } & FourEyes

/** A new version decides from a day on; those before it stay what the decisions of their days name. */
export async function publishEntry(
  tx: Tx,
  tenantId: bigint,
  made: StrategyFile,
  at: At,
): Promise<StrategyEntry | EntryDeclined> {
  const refused = await whyNot(tx, tenantId, at)
  if (refused !== undefined) return { declined: refused }
  const { name, version } = made.strategy
  const became = await publishStrategy(tx, tenantId, made)
  if (became === 'version_taken') return { declined: 'version_taken' }
  if (await hasEntry(tx, tenantId, { name, version })) return { declined: 'already_published' }
  return addEntry(tx, tenantId, { name, version, kind: 'publish', ...at })
}

/** The version that decided before the present one decides again, as one more entry. */
export async function rollbackEntry(
  tx: Tx,
  tenantId: bigint,
  name: string,
  at: At,
): Promise<StrategyEntry | EntryDeclined> {
  const refused = await whyNot(tx, tenantId, at)
  if (refused !== undefined) return { declined: refused }
  const present = await strategyOn(tx, tenantId, { name, day: at.effectiveOn })
  const version = present && (await earlierThan(tx, tenantId, present.strategy))
  if (version === undefined) return { declined: 'nothing_earlier' }
  return addEntry(tx, tenantId, { name, version, kind: 'rollback', ...at })
}

async function whyNot(
  tx: Tx,
  tenantId: bigint,
  { author, approver, effectiveOn, today }: At,
): Promise<EntryDeclined['declined'] | undefined> {
  if (author === approver) return 'same_person'
  const [writes, agrees] = [
    await readStaff(tx, tenantId, author),
    await readStaff(tx, tenantId, approver),
  ]
  if (writes === undefined) return 'no_such_author'
  if (!MAY_WRITE.includes(writes.role)) return 'author_may_not'
  if (agrees === undefined) return 'no_such_approver'
  if (!MAY_APPROVE.includes(agrees.role)) return 'approver_may_not'
  // The decisions of a past day are made; a version cannot claim them.
  return effectiveOn < today ? 'effective_in_past' : undefined
}

async function addEntry(tx: Tx, tenantId: bigint, entry: StrategyEntry): Promise<StrategyEntry> {
  const { name, version, effectiveOn, kind, author, approver } = entry
  const added = await tx.query(
    `insert into strategy_entry (tenant_id, name, version, effective_on, kind, author, approver)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tenantId, name, version, effectiveOn, kind, author, approver],
  )
  assert(added.rowCount === 1, `an entry of ${name} was added`)
  return { name, version, effectiveOn, kind, author, approver }
}

async function hasEntry(
  tx: Tx,
  tenantId: bigint,
  of: { readonly name: string; readonly version: number },
): Promise<boolean> {
  const found = await tx.query(
    `select from strategy_entry
     where tenant_id = $1 and name = $2 and version = $3 and kind = 'publish' limit 1`,
    [tenantId, of.name, of.version],
  )
  return found.rowCount === 1
}

async function earlierThan(
  tx: Tx,
  tenantId: bigint,
  present: { readonly name: string; readonly version: number },
): Promise<number | undefined> {
  const { rows } = await tx.query<{ version: number }>(
    `select max(version) as version from strategy_version
     where tenant_id = $1 and name = $2 and version < $3 having max(version) is not null`,
    [tenantId, present.name, present.version],
  )
  return rows[0]?.version
}

export type StrategyListed = {
  readonly name: string
  readonly version: number
  readonly effective_on: Day
  readonly kind: 'installed' | 'publish' | 'rollback'
  readonly author: string | null
  readonly approver: string | null
}

/** Every version and from when it decides, the newest first. */
export async function listStrategies(
  tx: Tx,
  tenantId: bigint,
  name: string | undefined,
): Promise<readonly StrategyListed[]> {
  const { rows } = await tx.query<StrategyListed>(
    `select name, version, effective_on, kind, author, approver from (
       select e.name, e.version, e.effective_on, e.kind, e.author, e.approver, e.recorded_at
         from strategy_entry e where e.tenant_id = $1
       union all
       select v.name, v.version, v.effective_on, 'installed', null, null, v.recorded_at
         from strategy_version v where v.tenant_id = $1 and not exists (
           select from strategy_entry e
            where e.tenant_id = $1 and e.name = v.name and e.version = v.version and e.kind = 'publish')
     ) as listed where $2::text is null or name = $2
     order by name, effective_on desc, recorded_at desc, version desc limit 500`,
    [tenantId, name ?? null],
  )
  return rows
}
