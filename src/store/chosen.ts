import { addDays, type Day } from '../core/calendar.ts'
import { assert } from '../core/assert.ts'
import type { Choice, Decision } from '../strategy/decision.ts'
import { copyCase, type CaseRow } from './case-rows.ts'
import { stageTold } from './stage-told.ts'
import { changedBorrowers } from './changed.ts'
import { CopyRows } from './copy-rows.ts'
import type { Tx } from './db.ts'
import { packedPositions, Pieces } from './packed.ts'
import { copyOut, inRange, type BorrowerRange } from './positions.ts'
import type { Deciding } from './strategy-in-force.ts'
import { NOT_SERVICING } from './servicing.ts'

/** The row of a strategy that chose: the same for every account that it chose for. */
export type ChosenRule = {
  readonly by: Pick<Deciding, 'name' | 'version' | 'arm'>
  /** Another number for every strategy, version and arm of the shard. */
  readonly no: number
  readonly decision: Pick<Decision, 'stage' | 'tone' | 'rowNo' | 'priority'>
  readonly choice: Choice
}

export type OfAccount = { readonly borrowerId: bigint; readonly accountId: bigint }

/** Where decisions go: many at once for a night, a few for an event. */
export type Keeper = {
  keepTreatment(of: OfAccount, rule: ChosenRule): void
  keepCadence(of: OfAccount & { readonly steps: string; readonly isNew: boolean }): void
  keepCase(row: CaseRow, stands: 'same' | 'other' | 'none'): void
  keepClosed(borrowerIds: readonly bigint[]): void
}

const ROWS_MAX = 10_000

/** What one shard chose: treatments, and of the cases those that are new, changed or at their end. */
export class Chosen implements Keeper {
  readonly treatments = new CopyRows(5)
  readonly rules = new CopyRows(13)
  readonly cadence = { new: new CopyRows(3), changed: new CopyRows(3) }
  readonly cases = { new: new CopyRows(11), changed: new CopyRows(11) }
  readonly closed = new CopyRows(1)
  /** Everybody of whom something is written, once or more. */
  readonly people = new CopyRows(1)
  #last: bigint | undefined
  readonly #ruleNos = new Map<number, number>()

  keepTreatment(of: OfAccount, rule: ChosenRule): void {
    const ruleNo = this.#ruleNo(rule)
    this.#touch(of.borrowerId)
    this.treatments.row().id(of.borrowerId).id(of.accountId).integer(ruleNo)
    this.treatments.integer(rule.decision.priority).day(rule.choice.askAgainOn)
  }

  keepCadence(of: OfAccount & { readonly steps: string; readonly isNew: boolean }): void {
    this.#touch(of.borrowerId)
    const rows = of.isNew ? this.cadence.new : this.cadence.changed
    rows.row().id(of.borrowerId).id(of.accountId).text(of.steps)
  }

  keepCase(row: CaseRow, stands: 'same' | 'other' | 'none'): void {
    if (stands === 'same') return
    this.#touch(row.borrowerId)
    copyCase(stands === 'none' ? this.cases.new : this.cases.changed, row)
  }

  keepClosed(borrowerIds: readonly bigint[]): void {
    for (const borrowerId of borrowerIds) {
      this.#touch(borrowerId)
      this.closed.row().id(borrowerId)
    }
  }

  #touch(borrowerId: bigint): void {
    if (borrowerId === this.#last) return
    this.#last = borrowerId
    this.people.row().id(borrowerId)
  }

  /** The rule's number in this shard: its words are sent once, not with every account. */
  #ruleNo({ by, no, decision, choice }: ChosenRule): number {
    const key = (no * ROWS_MAX + decision.rowNo) * ROWS_MAX + choice.rowNo
    const known = this.#ruleNos.get(key)
    if (known !== undefined) return known
    assert(decision.rowNo < ROWS_MAX && choice.rowNo < ROWS_MAX, 'a table has fewer rows')
    const ruleNo = this.#ruleNos.size
    this.#ruleNos.set(key, ruleNo)
    this.rules.row().integer(ruleNo).text(by.name).integer(by.version).text(decision.stage)
    this.rules.text(decision.tone).small(choice.rowNo).text(choice.treatment).text(choice.channel)
    this.rules.text(choice.template).text(choice.worklist).text(choice.approval)
    this.rules.text(choice.reward).text(by.arm)
    return ruleNo
  }
}

const STAGES = [
  `create temp table if not exists chosen_treatment (
     borrower_id bigint, account_id bigint, rule_no integer, priority integer, ask_again_on date) on commit delete rows`,
  `create temp table if not exists chosen_rule (
     rule_no integer, strategy text, strategy_version integer, stage text, tone text, row_no smallint,
     treatment text, channel text, template text, worklist text, approval text, reward text, arm text) on commit delete rows`,
  `create temp table if not exists chosen_cadence (
     borrower_id bigint, account_id bigint, steps text) on commit delete rows`,
  `create temp table if not exists chosen_case (
     borrower_id bigint, lead_account_id bigint, portfolio_id smallint, state text, stage text,
     tone text, next_treatment text, priority integer, arrears_minor bigint, currency text,
     oldest_unpaid_due_on date) on commit delete rows`,
  `create temp table if not exists chosen_closed (borrower_id bigint) on commit delete rows`,
  `create temp table if not exists chosen_person (borrower_id bigint) on commit delete rows`,
]

const STAGE_NAMES =
  'chosen_treatment, chosen_rule, chosen_cadence, chosen_case, chosen_closed, chosen_person'

type Scope = {
  readonly today: Day
  readonly range: BorrowerRange
  /** The positions that were decided upon. */
  readonly pieces: Pieces
}

/**
 * Keeps what a shard chose. The same day chooses a treatment once, however often it runs. What was not
 * there when the shard was read is inserted as it is, at half the cost; where an event came between and
 * made one of the rows, all of them are written again in the way that minds what is there. Of whom an
 * event changed meanwhile nothing is written: they are for the caller to decide again, and locked.
 */
export async function keepChosen(
  tx: Tx,
  tenantId: bigint,
  scope: Scope,
  chosen: Chosen,
): Promise<{ readonly treatments: number; readonly changed: readonly bigint[] }> {
  const { treatments, rules, cadence, cases, closed } = chosen
  const { today } = scope
  await tx.query(STAGES.join(';'))
  const changed = await changedMeanwhile(tx, tenantId, scope, chosen.people)
  await treatments.into(tx, 'chosen_treatment')
  await rules.into(tx, 'chosen_rule')
  await cadence.new.into(tx, 'chosen_cadence')
  await cases.new.into(tx, 'chosen_case')
  const leftOut = await leaveOut(tx, changed)
  const inserts = [
    ...(treatments.rows > 0 ? [insertTreatments(tenantId, today)] : []),
    ...(cadence.new.rows > 0 ? [insertCadence(tenantId)] : []),
    ...(cases.new.rows > 0 ? [insertCases(tenantId, today)] : []),
  ]
  if (cases.new.rows > 0) await tellStages(tx, tenantId)
  await insertNew(tx, inserts)
  await tx.query('truncate chosen_cadence, chosen_case')
  await cadence.changed.into(tx, 'chosen_cadence')
  await cases.changed.into(tx, 'chosen_case')
  await closed.into(tx, 'chosen_closed')
  await leaveOut(tx, changed)
  if (cadence.changed.rows > 0) await tx.query(updateCadence(tenantId))
  if (cases.changed.rows > 0) {
    await tellStages(tx, tenantId)
    await tx.query(updateCases(tenantId, today))
  }
  if (closed.rows > 0) await closeCases(tx, tenantId, today)
  await withdrawStale(tx, tenantId, scope)
  if (changed.length > 0) await tx.query(`truncate ${STAGE_NAMES}`)
  return { treatments: treatments.rows - leftOut, changed }
}

/**
 * Locks everybody of whom something is to be written, and says whom of them an event changed since
 * `pieces` was read: what was chosen for those is of a moment that is over.
 */
async function changedMeanwhile(
  tx: Tx,
  tenantId: bigint,
  { range, pieces }: Scope,
  people: CopyRows,
): Promise<readonly bigint[]> {
  if (people.rows === 0) return []
  await people.into(tx, 'chosen_person')
  const theirs = `${inRange(tenantId, range)} and borrower_id in (select borrower_id from chosen_person)`
  await tx.query(
    `select count(*) from (select from borrower where ${theirs} order by borrower_id for update) locked`,
  )
  return changedBorrowers(pieces, Pieces.of(await copyOut(tx, packedPositions(theirs))))
}

/** Says how many treatments go with them. */
async function leaveOut(tx: Tx, borrowerIds: readonly bigint[]): Promise<number> {
  if (borrowerIds.length === 0) return 0
  for (const table of ['chosen_cadence', 'chosen_case', 'chosen_closed'])
    await tx.query(`delete from ${table} where borrower_id = any($1)`, [borrowerIds])
  const sql = 'delete from chosen_treatment where borrower_id = any($1)'
  return (await tx.query(sql, [borrowerIds])).rowCount ?? 0
}

type Insert = { readonly text: string; readonly conflict: string }
const UNIQUE_VIOLATION = '23505'

async function insertNew(tx: Tx, inserts: readonly Insert[]): Promise<void> {
  if (inserts.length === 0) return
  await tx.query('savepoint before_insert')
  try {
    for (const { text } of inserts) await tx.query(text)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)) throw error
    await tx.query('rollback to savepoint before_insert')
    for (const { text, conflict } of inserts) await tx.query(`${text} ${conflict}`)
  }
  await tx.query('release savepoint before_insert')
}

export const TREATMENT_CONFLICT =
  'on conflict (tenant_id, borrower_id, account_id, chosen_on, treatment) do nothing'
export const CADENCE_CONFLICT = `on conflict (tenant_id, borrower_id, account_id)
  do update set steps = excluded.steps, recorded_at = excluded.recorded_at`

const insertTreatments = (tenantId: bigint, today: Day): Insert => ({
  text: `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
       stage, tone, row_no, treatment, channel, template, worklist, priority, approval, ask_again_on, reward, arm, state)
     select ${tenantId}, borrower_id, account_id, '${today}', strategy, strategy_version,
       stage, tone, row_no, treatment, channel, template, worklist, priority, approval,
       ask_again_on, reward, arm,
       case when approval is null then 'planned' else 'awaiting_approval' end
     from chosen_treatment join chosen_rule using (rule_no)`,
  conflict: TREATMENT_CONFLICT,
})

const insertCadence = (tenantId: bigint): Insert => ({
  text: `insert into cadence (tenant_id, borrower_id, account_id, steps)
     select ${tenantId}, borrower_id, account_id, steps from chosen_cadence`,
  conflict: CADENCE_CONFLICT,
})

/** Before the cases are written: what they were is read beside what they will be. */
const tellStages = (tx: Tx, tenantId: bigint) =>
  tx.query(
    `insert into event_out (tenant_id, borrower_id, type, occurred_at, data)
     ${stageTold('n.borrower_id', 'chosen_case n', 'n.borrower_id')}`,
    [tenantId],
  )

const updateCadence = (tenantId: bigint): string =>
  `update cadence c set steps = n.steps, recorded_at = now() from chosen_cadence n
   where c.tenant_id = ${tenantId} and c.borrower_id = n.borrower_id and c.account_id = n.account_id`

const insertCases = (tenantId: bigint, today: Day): Insert => ({
  text: `insert into borrower_case as c (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage,
       tone, next_treatment, priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
     select ${tenantId}, borrower_id, lead_account_id, portfolio_id, state, stage, tone, next_treatment,
       priority, arrears_minor, currency, oldest_unpaid_due_on, '${today}', '${today}'
     from chosen_case`,
  conflict: `on conflict (tenant_id, borrower_id) do update set ${CASE_SET}`,
})

const updateCases = (tenantId: bigint, today: Day): string =>
  `update borrower_case c set ${CASE_SET}
   from (select *, date '${today}' as opened_on, date '${today}' as decided_on from chosen_case) excluded
   where c.tenant_id = ${tenantId} and c.borrower_id = excluded.borrower_id`

/** `excluded` is the new row beside the old one, `c`. */
export const CASE_SET = `
       lead_account_id = excluded.lead_account_id, portfolio_id = excluded.portfolio_id,
       state = excluded.state, stage = excluded.stage, tone = excluded.tone,
       next_treatment = coalesce(excluded.next_treatment, c.next_treatment), priority = excluded.priority,
       arrears_minor = excluded.arrears_minor, currency = excluded.currency,
       oldest_unpaid_due_on = excluded.oldest_unpaid_due_on,
       opened_on = case when c.state = 'closed' then excluded.opened_on else c.opened_on end,
       closed_on = null, decided_on = excluded.decided_on`

async function closeCases(tx: Tx, tenantId: bigint, today: Day): Promise<void> {
  await tx.query(
    `update borrower_case c set state = 'closed', closed_on = $2, decided_on = $2, arrears_minor = 0,
       oldest_unpaid_due_on = null, next_treatment = null
     from chosen_closed n
     where c.tenant_id = $1 and c.borrower_id = n.borrower_id and c.state <> 'closed'`,
    [tenantId, today],
  )
}

/**
 * What an earlier day planned and nobody sent ends with the case, or after a week; a reward waits for
 * the lender whether its borrower has a case or not, and a month is enough. Two statements: joined by
 * "or" the second could not be one join.
 */
async function withdrawStale(
  tx: Tx,
  tenantId: bigint,
  { today, range }: { today: Day; range: BorrowerRange },
): Promise<void> {
  const withdraw = `update treatment t set state = 'withdrawn', state_why = '{"why": "no_longer_due"}'
     where ${inRange(tenantId, range)} and state in ('planned', 'deferred', 'listed', 'awaiting_approval')`
  const weekAgo = addDays(today, -7)
  const monthAgo = addDays(today, -30)
  await tx.query(`${withdraw} and (
       reward is null and state in ('planned', 'deferred') and chosen_on <= '${weekAgo}'
       or reward is not null and chosen_on <= '${monthAgo}');
     ${withdraw} and reward is null and ${NOT_SERVICING} and chosen_on < '${today}' and not exists (
       select from borrower_case c where c.${inRange(tenantId, range)}
         and c.borrower_id = t.borrower_id and c.state not in ('on_hold', 'closed'))`)
}
