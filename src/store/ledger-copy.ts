import { dayNumber, type Day } from '../core/calendar.ts'
import { CopyRows, EPOCH_DAYS } from './copy-rows.ts'
import { sendTogether, type Tx } from './db.ts'
import { LISTENED } from './event-out.ts'
import type { Plan, PlannedEntry } from './ledger-plan.ts'
import { becauseText } from './ledger-rows.ts'
import { keptOf, LEDGER_PLACE } from './ledger-write.ts'

type Write = { readonly tenantId: bigint; readonly loadId: bigint | undefined }

/**
 * The same as writeEntries for a few thousand borrowers: COPY into a temporary table, for it may not go into one
 * with policies, and from there one insert, which every check and policy of the ledger sees.
 */
export async function copyEntries(tx: Tx, plans: readonly Plan[]): Promise<void> {
  const rows = new CopyRows(COLUMNS.length)
  for (const plan of plans) for (const entry of plan.entries) addRow(rows, entry, plan)
  await tx.query(TABLE)
  if (rows.rows > 0) await rows.into(tx, 'posting')
}

/** Posts what was copied, and tells of the payments among it. */
export async function postCopied(tx: Tx, { tenantId, loadId }: Write): Promise<void> {
  await sendTogether(tx, [
    () => tx.query(INSERT, [tenantId, loadId ?? null]),
    () => tx.query(TELL, [tenantId]),
    () => tx.query('truncate posting'),
  ])
}

/** In the order of COLUMNS. */
function addRow(rows: CopyRows, entry: PlannedEntry, plan: Plan): void {
  const { given, lines } = entry
  const beside = given?.beside
  const fact = keptOf(entry, plan)
  rows
    .row()
    .id(plan.book.borrowerId)
    .id(entry.id)
    .text(entry.kind)
    .day(dayNumber(entry.effectiveOn))
    .text(plan.book.currency)
    .day(numberOf(fact.on))
    .id(fact.accountId)
    .small(fact.part)
    .id(fact.amountMinor)
    .id(beside?.paymentId)
    .text(beside?.ref)
    .id(entry.reversesFactId)
    .id(entry.causedByFactId)
    .id(entry.cutMinor)
    .text(becauseText(entry.why, entry.cap) ?? undefined)
    .text(beside?.key?.text)
    .text(beside?.key?.bodyHash)
    .text(beside?.why)
    .text(beside?.by ?? 'ledger')
    .text(beside?.approvedBy)
    .ids(lines.map((line) => line.accountId ?? 0n))
    .smalls(lines.map((line) => LEDGER_PLACE.get(line.ledgerAccount) ?? -1))
    .ids(lines.map((line) => line.amountMinor))
    .big((plan.recordedAt - EPOCH_DAYS * DAY_MS) * 1000)
}

const DAY_MS = 86_400_000

const numberOf = (on: Day | undefined): number | undefined =>
  on === undefined ? undefined : dayNumber(on)

const COLUMNS = [
  ['borrower_id', 'bigint'],
  ['entry_id', 'bigint'],
  ['kind', 'text'],
  ['effective_on', 'date'],
  ['currency', 'text'],
  ['fact_on', 'date'],
  ['account_id', 'bigint'],
  ['part', 'smallint'],
  ['amount_minor', 'bigint'],
  ['payment_id', 'bigint'],
  ['ref', 'text'],
  ['reverses_id', 'bigint'],
  ['caused_by_id', 'bigint'],
  ['cut_minor', 'bigint'],
  ['reckoned', 'text'],
  ['key', 'text'],
  ['body_hash', 'text'],
  ['why', 'text'],
  ['made_by', 'text'],
  ['approved_by', 'text'],
  ['line_accounts', 'bigint[]'],
  ['line_ledger', 'smallint[]'],
  ['line_minors', 'bigint[]'],
  ['recorded_at', 'timestamptz'],
] as const

const TABLE = `create temp table if not exists posting (
  ${COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ')}) on commit drop`

const NAMES = COLUMNS.map(([name]) => name).join(', ')

const INSERT = `insert into entry (tenant_id, load_id, ${NAMES})
  select $1, $2, ${NAMES.replace('reckoned', 'reckoned::jsonb')} from posting`

/** As a payment by any other way is told; what undoes one names the one that it undoes. */
const TELL = `insert into event_out (tenant_id, borrower_id, type, occurred_at, data)
  select $1, p.borrower_id, case when p.reverses_id is null then 'payment.applied' else 'payment.reversed' end, p.recorded_at,
         jsonb_strip_nulls(jsonb_build_object('payment_id', coalesce(o.payment_id, p.payment_id)::text,
           'account_id', p.account_id::text, 'effective_on', p.fact_on,
           'amount', jsonb_build_object('minor', p.amount_minor::text, 'currency', p.currency)))
    from posting p
    left join entry o on o.tenant_id = $1 and o.borrower_id = p.borrower_id and o.entry_id = p.reverses_id
   where p.payment_id is not null and ${LISTENED}
   order by p.borrower_id, p.entry_id`
