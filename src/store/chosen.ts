import { addDays, type Day } from '../core/calendar.ts'
import type { Choice } from '../strategy/decision.ts'
import { copyCase, type CaseRow } from './case-rows.ts'
import { CopyRows } from './copy-rows.ts'
import type { Tx } from './db.ts'
import { inRange, type BorrowerRange } from './positions.ts'

/** The row of a strategy that chose: the same for every account that it chose for. */
export type ChosenRule = {
  readonly strategy: string
  readonly version: number
  readonly stage: string
  readonly tone: string
  readonly choice: Choice
  /** `trial/arm`, where a trial divides these people. */
  readonly arm: string | undefined
}

/** What one shard chose: treatments, and of the cases those that are new, changed or at their end. */
export class Chosen {
  readonly treatments = new CopyRows(5)
  readonly rules = new CopyRows(13)
  readonly cadence = new CopyRows(3)
  readonly cases = new CopyRows(11)
  readonly closed = new CopyRows(1)
  readonly #ruleNos = new Map<string, number>()

  /** `askAgainOn` is a day number. */
  keepTreatment(
    of: { readonly borrowerId: bigint; readonly accountId: bigint; readonly priority: number },
    rule: ChosenRule,
  ): void {
    this.treatments
      .row()
      .id(of.borrowerId)
      .id(of.accountId)
      .integer(this.#ruleNo(rule))
      .integer(of.priority)
      .day(rule.choice.askAgainOn)
  }

  keepCadence(of: { borrowerId: bigint; accountId: bigint; steps: string }): void {
    this.cadence.row().id(of.borrowerId).id(of.accountId).text(of.steps)
  }

  keepCase(row: CaseRow): void {
    copyCase(this.cases, row)
  }

  keepClosed(borrowerIds: readonly bigint[]): void {
    for (const borrowerId of borrowerIds) this.closed.row().id(borrowerId)
  }

  /** The rule's number in this shard: its words are sent once, not with every account. */
  #ruleNo(rule: ChosenRule): number {
    const { choice } = rule
    const key = `${rule.arm}\t${rule.strategy}\t${rule.version}\t${rule.stage}\t${rule.tone}\t${choice.rowNo}`
    const known = this.#ruleNos.get(key)
    if (known !== undefined) return known
    const no = this.#ruleNos.size
    this.#ruleNos.set(key, no)
    this.rules.row().integer(no).text(rule.strategy).integer(rule.version).text(rule.stage)
    this.rules.text(rule.tone).small(choice.rowNo).text(choice.treatment).text(choice.channel)
    this.rules.text(choice.template).text(choice.worklist).text(choice.approval)
    this.rules.text(choice.reward).text(rule.arm)
    return no
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
]

/** Keeps what a shard chose. The same day chooses a treatment once, however often it runs. */
export async function keepChosen(
  tx: Tx,
  tenantId: bigint,
  scope: { today: Day; range: BorrowerRange },
  chosen: Chosen,
): Promise<void> {
  await tx.query(STAGES.join(';'))
  if (chosen.treatments.rows > 0) {
    await chosen.treatments.into(tx, 'chosen_treatment')
    await chosen.rules.into(tx, 'chosen_rule')
    await insertTreatments(tx, tenantId, scope.today)
  }
  if (chosen.cadence.rows > 0) {
    await chosen.cadence.into(tx, 'chosen_cadence')
    await upsertCadence(tx, tenantId)
  }
  if (chosen.cases.rows > 0) {
    await chosen.cases.into(tx, 'chosen_case')
    await upsertCases(tx, tenantId, scope.today)
  }
  if (chosen.closed.rows > 0) {
    await chosen.closed.into(tx, 'chosen_closed')
    await closeCases(tx, tenantId, scope.today)
  }
  await withdrawStale(tx, tenantId, scope)
}

async function insertTreatments(tx: Tx, tenantId: bigint, today: Day): Promise<void> {
  await tx.query(
    `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
       stage, tone, row_no, treatment, channel, template, worklist, priority, approval, ask_again_on, reward, arm, state)
     select $1, borrower_id, account_id, $2, strategy, strategy_version,
       stage, tone, row_no, treatment, channel, template, worklist, priority, approval,
       ask_again_on, reward, arm,
       case when approval is null then 'planned' else 'awaiting_approval' end
     from chosen_treatment join chosen_rule using (rule_no)
     on conflict (tenant_id, borrower_id, account_id, chosen_on, treatment) do nothing`,
    [tenantId, today],
  )
}

async function upsertCadence(tx: Tx, tenantId: bigint): Promise<void> {
  await tx.query(
    `insert into cadence (tenant_id, borrower_id, account_id, steps)
     select $1, borrower_id, account_id, steps from chosen_cadence
     on conflict (tenant_id, borrower_id, account_id)
     do update set steps = excluded.steps, recorded_at = excluded.recorded_at`,
    [tenantId],
  )
}

/** Only what differs comes here: a write that changes nothing still costs a lock and a log record. */
async function upsertCases(tx: Tx, tenantId: bigint, today: Day): Promise<void> {
  await tx.query(
    `insert into borrower_case as c (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage,
       tone, next_treatment, priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
     select $1, borrower_id, lead_account_id, portfolio_id, state, stage, tone, next_treatment,
       priority, arrears_minor, currency, oldest_unpaid_due_on, $2, $2
     from chosen_case
     on conflict (tenant_id, borrower_id) do update set
       lead_account_id = excluded.lead_account_id, portfolio_id = excluded.portfolio_id,
       state = excluded.state, stage = excluded.stage, tone = excluded.tone,
       next_treatment = coalesce(excluded.next_treatment, c.next_treatment), priority = excluded.priority,
       arrears_minor = excluded.arrears_minor, currency = excluded.currency,
       oldest_unpaid_due_on = excluded.oldest_unpaid_due_on,
       opened_on = case when c.state = 'closed' then excluded.opened_on else c.opened_on end,
       closed_on = null, decided_on = excluded.decided_on`,
    [tenantId, today],
  )
}

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
     ${withdraw} and reward is null and chosen_on < '${today}' and not exists (
       select from borrower_case c where c.${inRange(tenantId, range)}
         and c.borrower_id = t.borrower_id and c.state not in ('on_hold', 'closed'))`)
}
