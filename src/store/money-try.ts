import type { Day, Instant } from '../core/calendar.ts'
import type { Say } from '../core/words.ts'
import { inTenant, type Db, type Tx } from './db.ts'
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
    const looked = page.items.map((item, i) => ({ item, suggestions: page.suggestions[i] ?? [] }))
    const hopeful = looked.filter(isHopeful)
    const others = looked.filter((one) => !isHopeful(one)).map(({ item }) => item)
    await inTenant(db, tenantId, (tx) => markTried(tx, tenantId, others))
    done.waiting += others.length
    for (const one of hopeful) {
      if (stopped()) return done
      done[await tryOne(db, tenantId, one, options)]++
    }
    const all = done.matched + done.returned + done.waiting
    if (all % (PAGE * 5) === 0)
      options.say({ en: `${all} items looked at`, zh: `已查看 ${all} 笔` })
  }
}

type Looked = { readonly item: MoneyItem; readonly suggestions: readonly Suggestion[] }

const isReturn = ({ item }: Looked): boolean => item.returned && item.amountMinor < 0n

const isHopeful = (one: Looked): boolean =>
  isReturn(one) || (!one.item.returned && one.suggestions.some(({ certain }) => certain))

async function markTried(tx: Tx, tenantId: bigint, items: readonly MoneyItem[]): Promise<void> {
  if (items.length === 0) return
  await tx.query(
    `update money_waiting w set tried = true
       from unnest($2::bigint[], $3::bigint[]) as k (item_key, item_no)
      where w.tenant_id = $1 and w.item_key = k.item_key and w.item_no = k.item_no`,
    [tenantId, items.map(({ itemKey }) => itemKey), items.map(({ itemNo }) => itemNo)],
  )
}

async function tryOne(db: Db, tenantId: bigint, looked: Looked, tick: Tick): Promise<keyof Tried> {
  const { item, suggestions } = looked
  const certain = suggestions.find((one) => one.certain)
  return inTenant(
    db,
    tenantId,
    async (tx) => {
      if (isReturn(looked)) {
        const result = await applyReturn(tx, tenantId, item, tick)
        if ('done' in result) return 'returned'
      } else if (certain !== undefined) {
        const { rule, score, target } = certain
        const made = await matchItem(
          tx,
          tenantId,
          { ...item, account: target, by: BY_RULE, rule, score },
          tick,
        )
        if ('done' in made) return 'matched'
      }
      await markTried(tx, tenantId, [item])
      return 'waiting'
    },
    { retries: 3 },
  )
}
