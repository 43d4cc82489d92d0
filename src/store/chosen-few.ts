import { dayFromNumber, type Day } from '../core/calendar.ts'
import { FOREVER } from '../strategy/row.ts'
import type { CaseRow } from './case-rows.ts'
import { stageTold } from './stage-told.ts'
import {
  CADENCE_CONFLICT,
  CASE_SET,
  TREATMENT_CONFLICT,
  type ChosenRule,
  type Keeper,
  type OfAccount,
} from './chosen.ts'
import type { Tx } from './db.ts'
import { NOT_SERVICING } from './servicing.ts'

/** What an event chose for its one borrower: a few rows, kept by one statement. */
export class ChosenFew implements Keeper {
  readonly treatments: object[] = []
  readonly cadence: object[] = []
  readonly cases: object[] = []
  closed = false
  /** A case that is worked keeps what was planned before. */
  isLive = false

  keepTreatment(of: OfAccount, { by, decision, choice }: ChosenRule): void {
    this.treatments.push({
      account_id: String(of.accountId),
      strategy: by.name,
      strategy_version: by.version,
      stage: decision.stage,
      tone: decision.tone,
      row_no: choice.rowNo,
      treatment: choice.treatment,
      channel: choice.channel,
      template: choice.template,
      worklist: choice.worklist,
      priority: decision.priority,
      approval: choice.approval,
      ask_again_on: choice.askAgainOn === undefined ? undefined : dayFromNumber(choice.askAgainOn),
      reward: choice.reward,
      arm: by.arm,
    })
  }

  keepCadence({ accountId, steps }: OfAccount & { readonly steps: string }): void {
    this.cadence.push({ account_id: String(accountId), steps })
  }

  keepCase(row: CaseRow, stands: 'same' | 'other' | 'none'): void {
    this.isLive = row.state !== 'on_hold' && row.state !== 'closed'
    if (stands === 'same') return
    this.cases.push({
      lead_account_id: String(row.leadAccountId),
      portfolio_id: row.portfolio,
      state: row.state,
      stage: row.stage,
      tone: row.tone,
      next_treatment: row.next,
      priority: row.priority,
      arrears_minor: String(row.arrears),
      currency: row.currency,
      oldest_unpaid_due_on: row.oldest === FOREVER ? undefined : dayFromNumber(row.oldest),
    })
  }

  keepClosed(borrowerIds: readonly bigint[]): void {
    this.closed = borrowerIds.length > 0
  }
}

/** Keeps it, in one trip. */
export async function keepFew(
  tx: Tx,
  of: { readonly tenantId: bigint; readonly borrowerId: bigint; readonly today: Day },
  few: ChosenFew,
): Promise<void> {
  await tx.query(KEEP, [
    of.tenantId,
    of.borrowerId,
    of.today,
    JSON.stringify(few.treatments),
    JSON.stringify(few.cadence),
    JSON.stringify(few.cases),
    few.closed,
    few.isLive,
  ])
}

const KEEP = `
  with treatments as (
    insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
      stage, tone, row_no, treatment, channel, template, worklist, priority, approval, ask_again_on, reward, arm, state)
    select $1, $2, account_id, $3::date, strategy, strategy_version, stage, tone, row_no, treatment, channel,
      template, worklist, priority, approval, ask_again_on, reward, arm,
      case when approval is null then 'planned' else 'awaiting_approval' end
    from jsonb_to_recordset($4::jsonb) as t (account_id bigint, strategy text, strategy_version integer,
      stage text, tone text, row_no smallint, treatment text, channel text, template text, worklist text,
      priority integer, approval text, ask_again_on date, reward text, arm text)
    ${TREATMENT_CONFLICT}
  ), steps as (
    insert into cadence (tenant_id, borrower_id, account_id, steps)
    select $1, $2, account_id, steps from jsonb_to_recordset($5::jsonb) as t (account_id bigint, steps text)
    ${CADENCE_CONFLICT}
  ), told as (
    insert into event_out (tenant_id, borrower_id, type, occurred_at, data)
    ${stageTold('$2::bigint', `jsonb_to_recordset($6::jsonb) as n (stage text)`, '$2::bigint')}
  ), cases as (
    insert into borrower_case as c (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage,
      tone, next_treatment, priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
    select $1, $2, lead_account_id, portfolio_id, state, stage, tone, next_treatment, priority,
      arrears_minor, currency, oldest_unpaid_due_on, $3::date, $3::date
    from jsonb_to_recordset($6::jsonb) as t (lead_account_id bigint, portfolio_id smallint, state text,
      stage text, tone text, next_treatment text, priority integer, arrears_minor bigint, currency text,
      oldest_unpaid_due_on date)
    on conflict (tenant_id, borrower_id) do update set ${CASE_SET}
  ), ended as (
    update borrower_case set state = 'closed', closed_on = $3::date, decided_on = $3::date, arrears_minor = 0,
      oldest_unpaid_due_on = null, next_treatment = null
    where tenant_id = $1 and borrower_id = $2 and $7 and state <> 'closed'
  )
  update treatment set state = 'withdrawn', state_why = '{"why": "no_longer_due"}'
  where tenant_id = $1 and borrower_id = $2 and state in ('planned', 'deferred', 'listed', 'awaiting_approval')
    and chosen_on < $3::date and (
      reward is not null and chosen_on <= $3::date - 30
      or reward is null and (not $8 and ${NOT_SERVICING} or state in ('planned', 'deferred') and chosen_on <= $3::date - 7))`
