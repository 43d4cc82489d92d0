import type { Day } from '../core/calendar.ts'
import { assert } from '../core/assert.ts'
import type { Tx } from './db.ts'
import { fourEyesFault, type FourEyes, type FourEyesFault } from './four-eyes.ts'
import type { StrategyFile } from './strategy.ts'
import { publishStrategy, versionsOn } from './strategy.ts'

export type StrategyEntry = {
  readonly name: string
  readonly version: number
  readonly effectiveOn: Day
  readonly kind: 'publish' | 'rollback'
  readonly author: string
  readonly approver: string
}

export type EntryFault =
  | FourEyesFault
  | 'effective_in_past'
  | 'version_taken'
  | 'already_published'
  | 'nothing_earlier'
  | 'no_such_version'
  | 'already_decides'

export type EntryDeclined = { readonly declined: EntryFault }

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

/** What a rollback goes back to: a version by its number, else the one that decided before. */
export type RollbackTo = { readonly name: string; readonly version?: number | undefined }

/** An earlier version decides again, as one more entry. */
export async function rollbackEntry(
  tx: Tx,
  tenantId: bigint,
  to: RollbackTo,
  at: At,
): Promise<StrategyEntry | EntryDeclined> {
  const refused = await whyNot(tx, tenantId, at)
  if (refused !== undefined) return { declined: refused }
  const version = await rollbackTarget(tx, tenantId, to, at.effectiveOn)
  if (typeof version === 'string') return { declined: version }
  return addEntry(tx, tenantId, { name: to.name, version, kind: 'rollback', ...at })
}

export async function rollbackTarget(
  tx: Tx,
  tenantId: bigint,
  { name, version }: RollbackTo,
  day: Day,
): Promise<number | 'nothing_earlier' | 'no_such_version' | 'already_decides'> {
  const [present] = await versionsOn(tx, tenantId, { names: [name], day })
  if (version === undefined)
    return (await decidedBefore(tx, tenantId, { name, day })) ?? 'nothing_earlier'
  if (present?.version === version) return 'already_decides'
  const found = await tx.query(
    'select from strategy_version where tenant_id = $1 and name = $2 and version = $3',
    [tenantId, name, version],
  )
  return found.rowCount === 1 ? version : 'no_such_version'
}

async function whyNot(
  tx: Tx,
  tenantId: bigint,
  at: At,
): Promise<FourEyesFault | 'effective_in_past' | undefined> {
  const fault = await fourEyesFault(tx, tenantId, at)
  // The decisions of a past day are made; a version cannot claim them.
  return fault ?? (at.effectiveOn < at.today ? 'effective_in_past' : undefined)
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

/** The version that decided until the one that decides on a day took over. */
async function decidedBefore(
  tx: Tx,
  tenantId: bigint,
  of: { readonly name: string; readonly day: Day },
): Promise<number | undefined> {
  const { rows } = await tx.query<{ version: number }>(
    `with decides as (
       select version, effective_on, entry_id from strategy_entry
        where tenant_id = $1 and name = $2
       union all
       select v.version, v.effective_on, 0 from strategy_version v
        where v.tenant_id = $1 and v.name = $2 and not exists (
          select from strategy_entry e where e.tenant_id = $1 and e.name = $2
             and e.version = v.version and e.kind = 'publish')
     ), ranked as (
       -- Of the entries of one day the last one decides; the others never did.
       select distinct on (effective_on) version, effective_on from decides
        where effective_on <= $3 order by effective_on desc, entry_id desc, version desc
     )
     select version from ranked
      where version <> (select version from ranked order by effective_on desc limit 1)
      order by effective_on desc limit 1`,
    [tenantId, of.name, of.day],
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
  asked: { readonly name?: string | undefined; readonly knownUntil?: string | undefined } = {},
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
     ) as listed where ($2::text is null or name = $2) and ($3::timestamptz is null
       or recorded_at < greatest($3, (select min(f.recorded_at) + interval '1 day' from strategy_version f where f.tenant_id = $1)))
     order by name, effective_on desc, recorded_at desc, version desc limit 500`,
    [tenantId, asked.name ?? null, asked.knownUntil ?? null],
  )
  return rows
}
