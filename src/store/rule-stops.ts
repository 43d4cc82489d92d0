import type { Day } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { LawBook } from '../guard/book.ts'
import type { Instant } from '../core/calendar.ts'
import type { Verdict } from '../guard/verdict.ts'
import type { Tx } from './db.ts'
import { judgeRead, readForGuard } from './permissions.ts'

/** Somebody whom a planned step would reach, asked about now; nothing is kept and no slot is taken. */
export type AskedNow = {
  readonly borrowerId: bigint
  readonly name: string
  readonly zones: readonly string[]
  readonly channel: Channel
  readonly verdict: Verdict
}

/** So few that the question stays quick on any book; they are those whose turn comes first. */
const ASKED_MAX = 40

/** Asks the guard about planned treatments of today that the rule could speak about. */
export async function askPlanned(
  tx: Tx,
  tenantId: bigint,
  of: {
    readonly places: readonly string[]
    readonly law: LawBook
    readonly now: Instant
    readonly today: Day
  },
): Promise<readonly AskedNow[]> {
  const found = await tx.query<{
    borrower_id: bigint
    account_id: bigint
    name: string
    zones: string[]
    channel: Channel
  }>(
    `select t.borrower_id, t.account_id, b.name, b.zones, t.channel
       from treatment t
       join borrower b on b.tenant_id = $1 and b.borrower_id = t.borrower_id
       join account a on a.tenant_id = $1 and a.borrower_id = t.borrower_id and a.account_id = t.account_id
       join portfolio p on p.tenant_id = $1 and p.portfolio_id = a.portfolio_id
      where t.tenant_id = $1 and t.state in ('planned', 'deferred', 'listed') and t.channel is not null
        and ($2::text[] = '{}' or p.jurisdictions && $2)
      order by t.not_before nulls first, t.borrower_id limit ${ASKED_MAX}`,
    [tenantId, of.places],
  )
  const asked: AskedNow[] = []
  for (const { borrower_id: borrowerId, account_id: accountId, ...row } of found.rows) {
    const { law, now, today } = of
    const ask = { tenantId, borrowerId, accountId, zones: row.zones, law, now, today }
    const judged = await judgeRead(tx, ask, await readForGuard(tx, ask), {
      channel: row.channel,
      at: now,
    })
    if (judged !== undefined) asked.push({ borrowerId, ...row, verdict: judged.verdict })
  }
  return asked
}
