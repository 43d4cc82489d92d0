import type { Day, Instant } from '../core/calendar.ts'
import type { Say } from '../core/words.ts'
import { inTenant, type Db } from './db.ts'
import { BY_RULE, matchItem } from './money-decide.ts'
import { applyReturn } from './money-return.ts'
import { suggestFor } from './money-targets.ts'
import { listUntried, type MoneyItem } from './money.ts'
import type { Suggestion } from '../core/match.ts'

type Tick = { readonly now: Instant; readonly today: Day }

export type Tried = {
  readonly matched: number
  readonly returned: number
  readonly waiting: number
}

const PAGE = 200

/**
 * Tries the certain rules on everything that has not been tried, one item a transaction: ended midway and
 * begun again it goes on where it was. What is not certain stays, with nothing done to it.
 */
export async function tryWaiting(
  db: Db,
  tenantId: bigint,
  options: Tick & { readonly say: Say; readonly signal?: AbortSignal | undefined },
): Promise<Tried> {
  const done = { matched: 0, returned: 0, waiting: 0 }
  const stopped = (): boolean => options.signal?.aborted ?? false
  for (;;) {
    if (stopped()) return done
    const page = await inTenant(db, tenantId, async (tx) => {
      const items = await listUntried(tx, tenantId, PAGE)
      return { items, suggestions: await suggestFor(tx, tenantId, items) }
    })
    if (page.items.length === 0) return done
    for (const [i, item] of page.items.entries()) {
      if (stopped()) return done
      done[await tryOne(db, tenantId, { item, suggestions: page.suggestions[i] ?? [] }, options)]++
    }
    const all = done.matched + done.returned + done.waiting
    if (all % (PAGE * 5) === 0)
      options.say({ en: `${all} items looked at`, zh: `已查看 ${all} 笔` })
  }
}

async function tryOne(
  db: Db,
  tenantId: bigint,
  { item, suggestions }: { readonly item: MoneyItem; readonly suggestions: readonly Suggestion[] },
  tick: Tick,
): Promise<keyof Tried> {
  const certain = suggestions.find((one) => one.certain)
  return inTenant(
    db,
    tenantId,
    async (tx) => {
      if (item.returned && item.amountMinor < 0n) {
        const result = await applyReturn(tx, tenantId, item, tick)
        if ('done' in result) return 'returned'
      } else if (certain !== undefined && !item.returned) {
        const { rule, score, target } = certain
        const made = await matchItem(
          tx,
          tenantId,
          { ...item, account: target, by: BY_RULE, rule, score },
          tick,
        )
        if ('done' in made) return 'matched'
      }
      await tx.query(
        `update money_waiting set tried = true where tenant_id = $1 and item_key = $2 and item_no = $3`,
        [tenantId, item.itemKey, item.itemNo],
      )
      return 'waiting'
    },
    { retries: 3 },
  )
}
