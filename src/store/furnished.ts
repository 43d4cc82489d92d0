import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { Tx } from './db.ts'
import {
  type Correction,
  type FurnishAsked,
  type FurnishLine,
  keptRecord,
  type Layout,
} from './furnish-line.ts'

/** What is still owed to the register of these accounts, and which of them were told this month. */
export async function openCorrections(
  tx: Tx,
  tenantId: bigint,
  accounts: readonly { readonly borrowerId: bigint; readonly accountId: bigint }[],
  asked: { readonly month: Day; readonly layout: Layout },
): Promise<{
  readonly corrections: ReadonlyMap<bigint, readonly Correction[]>
  readonly already: ReadonlySet<bigint>
}> {
  const borrowerIds = accounts.map((one) => one.borrowerId)
  const owed = await tx.query<{ account_id: bigint; furnished_id: bigint; deletes: boolean }>(
    `select d.account_id, d.furnished_id,
            coalesce(c.sort in ('identity', 'fraud') and n.state = 'upheld', false) as deletes
       from correction_due d
       join furnished f on f.tenant_id = $1 and f.borrower_id = d.borrower_id and f.account_id = d.account_id
        and f.furnished_id = d.furnished_id and f.layout = $3
       left join care c on c.tenant_id = $1 and c.borrower_id = d.borrower_id and c.care_id = d.care_id
       left join care_now n on n.tenant_id = $1 and n.borrower_id = d.borrower_id and n.care_id = d.care_id
      where d.tenant_id = $1 and d.borrower_id = any($2)
        and not exists (select from furnished u where u.tenant_id = $1 and u.borrower_id = d.borrower_id
                           and u.corrects_id = d.furnished_id)
      order by d.correction_id`,
    [tenantId, borrowerIds, asked.layout],
  )
  const told = await tx.query<{ account_id: bigint }>(
    `select account_id from furnished where tenant_id = $1 and borrower_id = any($2) and month = $3 and layout = $4
        and kind = 'regular'`,
    [tenantId, borrowerIds, asked.month, asked.layout],
  )
  const corrections = new Map<bigint, Correction[]>()
  for (const row of owed.rows) {
    const own = corrections.get(row.account_id) ?? []
    corrections.set(row.account_id, own)
    own.push({ furnishedId: row.furnished_id, deletes: row.deletes })
  }
  return { corrections, already: new Set(told.rows.map((row) => row.account_id)) }
}

const BATCH = 5000

/** Keeps what was told, with the notice and the rules on which it rests. */
export async function keepFurnished(
  tx: Tx,
  tenantId: bigint,
  lines: readonly FurnishLine[],
  of: Pick<FurnishAsked, 'layout' | 'month' | 'today'> & { readonly sha256: string },
): Promise<void> {
  for (let at = 0; at < lines.length; at += BATCH) {
    const some = lines.slice(at, at + BATCH)
    await tx.query(
      `insert into furnished (tenant_id, borrower_id, account_id, layout, month, effective_on, kind, record, notice,
         reasons, file_sha256, corrects_id)
       select $1, k.borrower_id, k.account_id, $2, $3, $4, k.kind, k.record, k.notice, k.reasons, $5, k.corrects
         from unnest($6::bigint[], $7::bigint[], $8::text[], $9::jsonb[], $10::jsonb[], $11::jsonb[], $12::bigint[])
           as k (borrower_id, account_id, kind, record, notice, reasons, corrects)`,
      [
        tenantId,
        of.layout,
        of.month,
        of.today,
        of.sha256,
        some.map((line) => line.account.borrowerId),
        some.map((line) => line.account.accountId),
        some.map((line) => (line.corrects === undefined ? 'regular' : 'correction')),
        some.map((line) => JSON.stringify(keptRecord(line.record))),
        some.map((line) => noticeOf(line)),
        some.map((line) =>
          JSON.stringify(line.verdict.rules.map(({ rule, code }) => ({ rule, code }))),
        ),
        some.map((line) => line.corrects?.furnishedId ?? null),
      ],
    )
  }
}

/** The newest word that reached the borrower before it. */
function noticeOf({ account }: FurnishLine): string | null {
  const last = account.history.findLast(
    (past) => past.undeliverableOn === undefined && past.result !== 'bounced',
  )
  if (last === undefined) return null
  const at = new Date(last.at).toISOString()
  return JSON.stringify({ at, channel: last.channel, result: last.result, notice: last.notice })
}

type FurnishedNotice = {
  readonly at: string
  readonly channel: Channel
  readonly result: string
}

export type FurnishedRow = {
  readonly furnishedId: bigint
  readonly accountId: bigint
  readonly layout: Layout
  readonly month: Day
  readonly on: Day
  readonly kind: 'regular' | 'correction'
  readonly record: Readonly<Record<string, string>>
  /** The word that had reached the borrower before it. */
  readonly notice: FurnishedNotice | null
  readonly correctsId: bigint | null
  /** It must be put right and was not yet. */
  readonly owed: boolean
  readonly recordedAt: Instant
}

/** What registers were told of one borrower, the newest first. */
export async function readFurnished(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly FurnishedRow[]> {
  const found = await tx.query<FurnishedRow>(
    `select f.furnished_id as "furnishedId", f.account_id as "accountId", f.layout, f.month, f.effective_on as "on",
            f.kind, f.record, f.notice, f.corrects_id as "correctsId", f.recorded_at as "recordedAt",
            exists (select from correction_due d where d.tenant_id = $1 and d.borrower_id = $2
                       and d.furnished_id = f.furnished_id)
              and not exists (select from furnished u where u.tenant_id = $1 and u.borrower_id = $2
                       and u.corrects_id = f.furnished_id) as owed
       from furnished f where f.tenant_id = $1 and f.borrower_id = $2
      order by f.furnished_id desc limit 200`,
    [tenantId, borrowerId],
  )
  return found.rows
}
