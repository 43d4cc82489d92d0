import type { Day } from '../core/calendar.ts'
import { judgePromises, type JudgedPromise } from '../core/promise.ts'
import { countPromises, type PromiseCount, type PromiseShape } from '../core/promise-stats.ts'
import { readAgreements } from './agreements.ts'
import type { Tx } from './db.ts'
import { readFacts } from './facts.ts'
import { readOwn } from './own-position.ts'

const ACCOUNTS_A_READ = 2000

export type PromiseStatsAsked = {
  readonly by: PromiseShape
  /** Of promises that fell due in these days, both ends in. */
  readonly from: Day
  readonly until: Day
  readonly currency: string
  readonly today: Day
}

/** How promises that fell due in a time were kept, judged again from payments: no count is stored anywhere. */
export async function promiseStats(
  tx: Tx,
  tenantId: bigint,
  asked: PromiseStatsAsked,
): Promise<readonly PromiseCount[]> {
  const judged: JudgedPromise[] = []
  let after = { borrower_id: 0n, account_id: 0n }
  for (;;) {
    const page = await accountsAfter(tx, tenantId, asked, after)
    const last = page.at(-1)
    if (last === undefined) break
    judged.push(...(await judgedOf(tx, tenantId, page, asked)))
    after = last
  }
  return countPromises(judged, asked.by).toSorted((a, b) => (a.band < b.band ? -1 : 1))
}

type Key = { readonly borrower_id: bigint; readonly account_id: bigint }

async function accountsAfter(
  tx: Tx,
  tenantId: bigint,
  asked: PromiseStatsAsked,
  after: Key,
): Promise<readonly (Key & { readonly own: boolean })[]> {
  const found = await tx.query<Key & { own: boolean }>(
    `select distinct p.borrower_id, p.account_id, f.kind = 'own' as own from promise p
       join account a on a.tenant_id = p.tenant_id and a.borrower_id = p.borrower_id and a.account_id = p.account_id
       join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
      where p.tenant_id = $1 and p.due_on between $2 and $3 and p.currency = $4
        and (p.borrower_id, p.account_id) > ($5, $6)
      order by p.borrower_id, p.account_id limit ${ACCOUNTS_A_READ}`,
    [tenantId, asked.from, asked.until, asked.currency, after.borrower_id, after.account_id],
  )
  return found.rows
}

async function judgedOf(
  tx: Tx,
  tenantId: bigint,
  page: readonly (Key & { readonly own: boolean })[],
  asked: PromiseStatsAsked,
): Promise<readonly JudgedPromise[]> {
  const keys = {
    borrowerIds: page.map((one) => one.borrower_id),
    accountIds: page.map((one) => one.account_id),
  }
  const owners = [...new Set(page.filter((one) => one.own).map((one) => one.borrower_id))]
  const agreements = await readAgreements(tx, tenantId, keys)
  const facts = await readFacts(tx, tenantId, keys)
  const own = await readOwn(tx, tenantId, owners, asked.today)
  return [...agreements].flatMap(([accountId, { promises }]) => {
    const known = own.get(accountId)?.facts ?? facts.get(accountId)
    return judgePromises(promises, known?.payments ?? [], asked.today).filter(
      ({ promise }) => promise.dueOn >= asked.from && promise.dueOn <= asked.until,
    )
  })
}
