import type { Day } from '../core/calendar.ts'
import { LEDGER_ACCOUNTS, PARTS, totalOf, type Line } from '../core/ledger.ts'
import { instantText, type Tx } from './db.ts'
import { becauseText } from './ledger-rows.ts'
import type { Plan, PlannedEntry } from './ledger-plan.ts'

export const LEDGER_PLACE = new Map<string, number>(
  LEDGER_ACCOUNTS.map((name, place) => [name, place]),
)

/** Posts the entries of any number of borrowers in one statement: the row of each is its own proof of balance. */
export async function writeEntries(
  tx: Tx,
  tenantId: bigint,
  plans: readonly Plan[],
  loadId?: bigint,
): Promise<number> {
  const all = plans.flatMap((plan) => plan.entries.map((entry) => ({ plan, entry })))
  if (all.length === 0) return 0
  const facts = all.map(({ plan, entry }) => keptOf(entry, plan))
  const of = <T>(pick: (entry: PlannedEntry, plan: Plan) => T): T[] =>
    all.map(({ plan, entry }) => pick(entry, plan))
  await tx.query(INSERT, [
    tenantId,
    loadId ?? null,
    of((_, { book }) => book.borrowerId),
    of((entry) => entry.id),
    of((entry) => entry.kind),
    of((entry) => entry.effectiveOn),
    of((_, { book }) => book.currency),
    facts.map((fact) => fact.on ?? null),
    facts.map((fact) => fact.accountId ?? null),
    facts.map((fact) => fact.part ?? null),
    facts.map((fact) => fact.amountMinor ?? null),
    of((entry) => entry.given?.beside.paymentId ?? null),
    of((entry) => entry.given?.beside.ref ?? null),
    of((entry) => entry.reversesFactId ?? null),
    of((entry) => entry.causedByFactId ?? null),
    of((entry) => entry.cutMinor ?? null),
    of(({ why, cap }) => becauseText(why, cap)),
    of((entry) => entry.given?.beside.key?.text ?? null),
    of((entry) => entry.given?.beside.key?.bodyHash ?? null),
    of((entry) => entry.given?.beside.why ?? null),
    of((entry) => entry.given?.beside.by ?? 'ledger'),
    of((entry) => entry.given?.beside.approvedBy ?? null),
    of(({ lines }) => literal(lines, (line) => line.accountId ?? 0n)),
    of(({ lines }) => literal(lines, (line) => LEDGER_PLACE.get(line.ledgerAccount) ?? -1)),
    of(({ lines }) => literal(lines, (line) => line.amountMinor)),
    of((_, plan) => instantText(plan.recordedAt)),
  ])
  return all.length
}

/** Arrays of arrays have to be of one length in SQL, so each one goes as its own text. */
const literal = (lines: readonly Line[], pick: (line: Line) => bigint | number): string =>
  `{${lines.map((line) => String(pick(line))).join(',')}}`

/** What an entry keeps of the fact that it is, if it is one. */
type Kept = {
  readonly on: Day | undefined
  readonly accountId: bigint | undefined
  readonly part: number | undefined
  readonly amountMinor: bigint | undefined
}

const NO_FACT: Kept = {
  on: undefined,
  accountId: undefined,
  part: undefined,
  amountMinor: undefined,
}

export function keptOf({ given, reversesFactId }: PlannedEntry, plan: Plan): Kept {
  if (given === undefined) return NO_FACT
  const { body } = given
  const { on } = body
  if (body.kind === 'placement')
    return { on, accountId: body.accountId, part: undefined, amountMinor: totalOf(body.parts) }
  if (body.kind === 'reversal' || body.kind === 'chargeback') {
    // Readers of a reversal want to know of how much, and of what the payment named.
    return { ...paidOf(plan, reversesFactId), on, part: undefined }
  }
  return {
    on,
    accountId: 'accountId' in body ? body.accountId : undefined,
    part: 'part' in body ? PARTS.indexOf(body.part) + 1 : undefined,
    amountMinor: 'amountMinor' in body ? body.amountMinor : undefined,
  }
}

function paidOf(
  { book, entries }: Plan,
  id: bigint | undefined,
): Pick<Kept, 'accountId' | 'amountMinor'> {
  const posted = book.entries.find((entry) => entry.id === id)
  const body = entries.find((entry) => entry.id === id)?.given?.body
  const planned = body?.kind === 'payment' ? body : undefined
  const { accountId, amountMinor } = posted ??
    planned ?? { accountId: undefined, amountMinor: undefined }
  return { accountId, amountMinor }
}

const INSERT = `
insert into entry (
  tenant_id, load_id, borrower_id, entry_id, kind, effective_on, currency, fact_on, account_id, part, amount_minor,
  payment_id, ref, reverses_id, caused_by_id, cut_minor, reckoned, key, body_hash, why, made_by, approved_by,
  line_accounts, line_ledger, line_minors, recorded_at)
select $1, $2, borrower_id, entry_id, kind, effective_on, currency, fact_on, account_id, part, amount_minor,
       payment_id, ref, reverses_id, caused_by_id, cut_minor, reckoned::jsonb, key, body_hash, why, made_by, approved_by,
       accounts::bigint[], ledger::smallint[], minors::bigint[], at
  from unnest($3::bigint[], $4::bigint[], $5::text[], $6::date[], $7::text[], $8::date[], $9::bigint[], $10::smallint[],
              $11::bigint[], $12::bigint[], $13::text[], $14::bigint[], $15::bigint[], $16::bigint[], $17::text[],
              $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[],
              $26::timestamptz[])
       as e (borrower_id, entry_id, kind, effective_on, currency, fact_on, account_id, part, amount_minor, payment_id,
             ref, reverses_id, caused_by_id, cut_minor, reckoned, key, body_hash, why, made_by, approved_by, accounts,
             ledger, minors, at)`
