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
  const judged = await judgedPromises(tx, tenantId, asked)
  return countPromises(
    judged.map((one) => one.judged),
    asked.by,
  ).toSorted((a, b) => (a.band < b.band ? -1 : 1))
}

export type PersonPromise = {
  readonly borrowerId: bigint
  readonly accountId: bigint
  readonly judged: JudgedPromise
}

/** Days between which promises fell due or, with `made`, were made; both ends in. */
type Span =
  | { readonly from: Day; readonly until: Day; readonly made?: undefined }
  | { readonly made: { readonly from: Day; readonly until: Day } }

type Asked = Span & {
  readonly currency: string
  readonly portfolioId?: number | undefined
  readonly today: Day
}

/** The promises of a time as the payments judge them, account by account. */
export async function judgedPromises(
  tx: Tx,
  tenantId: bigint,
  asked: Asked,
): Promise<readonly PersonPromise[]> {
  const judged: PersonPromise[] = []
  let after = { borrower_id: 0n, account_id: 0n }
  for (;;) {
    const page = await accountsAfter(tx, tenantId, asked, after)
    const last = page.at(-1)
    if (last === undefined) return judged
    judged.push(...(await judgedOf(tx, tenantId, page, asked)))
    after = last
  }
}

type Key = { readonly borrower_id: bigint; readonly account_id: bigint }

const spanOf = (asked: Span) => asked.made ?? { from: asked.from, until: asked.until }
const dayOf = (asked: Asked) => (asked.made === undefined ? 'due_on' : 'made_on')

async function accountsAfter(
  tx: Tx,
  tenantId: bigint,
  asked: Asked,
  after: Key,
): Promise<readonly (Key & { readonly own: boolean })[]> {
  const { from, until } = spanOf(asked)
  const found = await tx.query<Key & { own: boolean }>(
    `select distinct p.borrower_id, p.account_id, f.kind = 'own' as own from promise p
       join account a on a.tenant_id = p.tenant_id and a.borrower_id = p.borrower_id and a.account_id = p.account_id
       join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
      where p.tenant_id = $1 and p.${dayOf(asked)} between $2 and $3 and p.currency = $4
        and (p.borrower_id, p.account_id) > ($5, $6) and ($7::smallint is null or a.portfolio_id = $7)
      order by p.borrower_id, p.account_id limit ${ACCOUNTS_A_READ}`,
    [tenantId, from, until, asked.currency, after.borrower_id, after.account_id, asked.portfolioId],
  )
  return found.rows
}

/** The promises of these accounts in a time, judged from the payments. */
export async function judgedOf(
  tx: Tx,
  tenantId: bigint,
  page: readonly (Key & { readonly own: boolean })[],
  asked: Span & Pick<Asked, 'today'>,
): Promise<readonly PersonPromise[]> {
  const { from, until } = spanOf(asked)
  const keys = {
    borrowerIds: page.map((one) => one.borrower_id),
    accountIds: page.map((one) => one.account_id),
  }
  const owners = [...new Set(page.filter((one) => one.own).map((one) => one.borrower_id))]
  const agreements = await readAgreements(tx, tenantId, keys)
  const facts = await readFacts(tx, tenantId, keys)
  const own = await readOwn(tx, tenantId, owners, asked.today)
  return page.flatMap(({ borrower_id: borrowerId, account_id: accountId }) => {
    const promises = agreements.get(accountId)?.promises ?? []
    const known = own.get(accountId)?.facts ?? facts.get(accountId)
    return judgePromises(promises, known?.payments ?? [], asked.today)
      .filter(({ promise }) => {
        const on = asked.made === undefined ? promise.dueOn : promise.madeOn
        return on >= from && on <= until
      })
      .map((judged) => ({ borrowerId, accountId, judged }))
  })
}
