import type { Day } from '../core/calendar.ts'
import type { EntryKind } from '../core/ledger.ts'
import type { StatementLine } from '../core/ledger-statement.ts'
import { lawsFor } from '../core/limitation.ts'
import type { Tx } from './db.ts'
import { readStatement } from './ledger-statement.ts'
import { limitationLaws } from './limitation-book.ts'
import { readOwed, type Owed } from './pay-owed.ts'

/** What one debt was on a day and what moved it since: the lines add up to what is owed now. */
export type Itemisation = {
  readonly on: Day
  readonly ground: 'charged_off' | 'bought' | 'began'
  readonly thenMinor: bigint
  readonly interestMinor: bigint
  readonly feesMinor: bigint
  readonly otherMinor: bigint
  readonly paymentsMinor: bigint
  readonly creditsMinor: bigint
  readonly nowMinor: bigint
}

export type Stand = {
  readonly owed: Owed
  readonly firmKind: 'creditor' | 'agency'
  readonly jurisdictions: readonly string[]
  readonly originalCreditor: string | undefined
  /** Of a book that is kept here; another lender's books say no more than they told. */
  readonly items: Itemisation | undefined
  /** The newest payments that a file or a provider told of. */
  readonly payments: readonly { readonly on: Day; readonly minor: bigint }[]
  /** The time in which a court may be asked is over; `sentence` where a law has words for it. */
  readonly old:
    | {
        readonly since: Day
        readonly hasEnded: boolean
        readonly sentence: Readonly<Record<'zh' | 'en', string>> | undefined
      }
    | undefined
}

type Of = { readonly borrowerId: bigint; readonly accountId: bigint }

type Row = {
  readonly firmKind: 'creditor' | 'agency'
  readonly jurisdictions: readonly string[]
  readonly limitationOn: Day | null
  readonly originalCreditor: string | null
  readonly chargedOffOn: Day | null
  readonly purchasedOn: Day | null
}

/** Everything that the page of one debt says, as the books have it; no figure is made up. */
export async function readStand(
  tx: Tx,
  tenantId: bigint,
  of: Of & { readonly today: Day },
): Promise<Stand | undefined> {
  const owed = await readOwed(tx, tenantId, of)
  const found = await tx.query<Row>(
    `select f.firm_kind as "firmKind", f.jurisdictions, p.limitation_on as "limitationOn",
       n.original_creditor as "originalCreditor", n.charged_off_on as "chargedOffOn",
       n.purchased_on as "purchasedOn"
     from account a
     join position p using (tenant_id, borrower_id, account_id)
     join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
     left join lateral (select original_creditor, charged_off_on, purchased_on from debt_terms d
       where d.tenant_id = $1 and d.borrower_id = $2 and d.account_id = $3
       order by d.terms_id desc limit 1) n on true
     where a.tenant_id = $1 and a.borrower_id = $2 and a.account_id = $3`,
    [tenantId, of.borrowerId, of.accountId],
  )
  const [row] = found.rows
  if (owed === undefined || row === undefined) return undefined
  return {
    owed,
    firmKind: row.firmKind,
    jurisdictions: row.jurisdictions,
    originalCreditor: row.originalCreditor ?? undefined,
    items: owed.kind === 'own' ? await itemsOf(tx, { tenantId, ...of }, row) : undefined,
    payments: owed.kind === 'host' ? await paymentsOf(tx, tenantId, of) : [],
    old: oldOf(row, of.today),
  }
}

async function itemsOf(
  tx: Tx,
  of: Of & { readonly tenantId: bigint; readonly today: Day },
  { chargedOffOn, purchasedOn }: Row,
): Promise<Itemisation | undefined> {
  const read = await readStatement(tx, of, { accountId: of.accountId, until: of.today })
  if (read === undefined) return undefined
  const { from, lines, closingMinor } = read.statement
  const ground =
    chargedOffOn !== null && chargedOffOn >= from
      ? 'charged_off'
      : purchasedOn !== null && purchasedOn >= from
        ? 'bought'
        : 'began'
  const on =
    (ground === 'charged_off' ? chargedOffOn : ground === 'bought' ? purchasedOn : from) ?? from
  const since = { interest: 0n, fees: 0n, other: 0n, payments: 0n, credits: 0n }
  let thenMinor = 0n
  for (const line of lines)
    if (line.on <= on) thenMinor += line.amountMinor
    else addTo(since, line)
  return {
    on,
    ground,
    thenMinor,
    interestMinor: since.interest,
    feesMinor: since.fees,
    otherMinor: since.other,
    paymentsMinor: since.payments,
    creditsMinor: since.credits,
    nowMinor: closingMinor,
  }
}

const PAYMENTS: ReadonlySet<EntryKind> = new Set<EntryKind>([
  'payment',
  'recovery',
  'reversal',
  'chargeback',
  'refund',
])
const CREDITS: ReadonlySet<EntryKind> = new Set<EntryKind>(['waiver', 'goodwill'])

/** By what it was where the kind says so, else by the parts of the debt that it moved. */
function addTo(
  since: Record<'interest' | 'fees' | 'other' | 'payments' | 'credits', bigint>,
  { kind, parts, amountMinor }: StatementLine,
): void {
  if (PAYMENTS.has(kind)) since.payments += amountMinor
  else if (CREDITS.has(kind)) since.credits += amountMinor
  else {
    since.interest += parts.interest + parts.late_interest
    since.fees += parts.fee + parts.cost
    since.other += parts.principal
  }
}

async function paymentsOf(tx: Tx, tenantId: bigint, of: Of): Promise<Stand['payments']> {
  const found = await tx.query<{ on: Day; minor: bigint }>(
    `select p.effective_on as "on", p.amount_minor as minor from payment p
      where p.tenant_id = $1 and p.borrower_id = $2 and p.account_id = $3 and p.reverses_id is null
        and not exists (select from payment r where r.tenant_id = $1 and r.borrower_id = $2
          and r.account_id = $3 and r.reverses_id = p.payment_id)
      order by p.effective_on desc, p.payment_id desc limit 6`,
    [tenantId, of.borrowerId, of.accountId],
  )
  return found.rows
}

function oldOf({ limitationOn, jurisdictions }: Row, today: Day): Stand['old'] {
  if (limitationOn === null || limitationOn > today) return undefined
  const laws = lawsFor(limitationLaws(today), jurisdictions)
  return {
    since: limitationOn,
    hasEnded: laws.some((law) => law.extinguishes),
    sentence: laws.find(({ sentence }) => sentence !== undefined)?.sentence,
  }
}

/** The borrower's other accounts, by which one page leads to another's. */
export async function readAccounts(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<
  readonly { readonly accountId: bigint; readonly ref: string; readonly creditor: string }[]
> {
  const found = await tx.query<{ accountId: bigint; ref: string; creditor: string }>(
    `select a.account_id as "accountId", a.ref, f.creditor from account a
     join portfolio f on f.tenant_id = a.tenant_id and f.portfolio_id = a.portfolio_id
     where a.tenant_id = $1 and a.borrower_id = $2 order by a.account_id limit 50`,
    [tenantId, borrowerId],
  )
  return found.rows
}
