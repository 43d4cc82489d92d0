import { finished } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Day } from '../core/calendar.ts'
import type { Choice } from '../strategy/decision.ts'
import type { Tx } from './db.ts'
import type { BorrowerRange } from './positions.ts'

/** Lines of one shard on their way into a temporary table, as PostgreSQL's text COPY reads them. */
export class CopyLines {
  #parts: string[] = []
  #pending = ''
  rows = 0

  /** Cells between tabs; texts pass through `copyText` first. */
  add(line: string): void {
    this.#pending += `${line}\n`
    this.rows++
    if (this.#pending.length > 65_536) {
      this.#parts.push(this.#pending)
      this.#pending = ''
    }
  }

  async into(tx: Tx, table: string): Promise<void> {
    if (this.rows === 0) return
    const sink = tx.query(copyFrom(`copy ${table} from stdin`))
    for (const part of [...this.#parts, this.#pending]) {
      if (!sink.write(part)) await new Promise((drained) => sink.once('drain', drained))
    }
    sink.end()
    await finished(sink)
  }
}

const SPECIAL = /[\\\t\n\r]/
const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
}

/** A text as a cell of a COPY; nothing is an SQL null. */
export function copyText(text: string | undefined): string {
  if (text === undefined) return '\\N'
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (c) => ESCAPED[c] ?? c) : text
}

/** The row of a strategy that chose: the same for every account that it chose for. */
export type ChosenRule = {
  readonly strategy: string
  readonly version: number
  readonly stage: string
  readonly tone: string
  readonly choice: Choice
}

/** What one shard chose: treatments, and one case row a borrower who is or was behind. */
export class Chosen {
  readonly treatments = new CopyLines()
  readonly rules = new CopyLines()
  readonly cadence = new CopyLines()
  readonly cases = new CopyLines()
  readonly #ruleNos = new Map<string, number>()

  /** The rule's number in this shard: its words are sent once, not with every account. */
  ruleNo(rule: ChosenRule): number {
    const { choice } = rule
    const key = `${rule.strategy}\t${rule.stage}\t${rule.tone}\t${choice.rowNo}`
    const known = this.#ruleNos.get(key)
    if (known !== undefined) return known
    const no = this.#ruleNos.size
    this.#ruleNos.set(key, no)
    const texts = [
      rule.strategy,
      String(rule.version),
      rule.stage,
      rule.tone,
      String(choice.rowNo),
      choice.treatment,
      choice.channel,
      choice.template,
      choice.worklist,
      choice.approval,
    ]
    this.rules.add(`${no}\t${texts.map(copyText).join('\t')}`)
    return no
  }
}

const STAGES = [
  `create temp table if not exists chosen_treatment (
     borrower_id bigint, account_id bigint, rule_no integer, priority integer, ask_again integer) on commit delete rows`,
  `create temp table if not exists chosen_rule (
     rule_no integer, strategy text, strategy_version integer, stage text, tone text, row_no smallint,
     treatment text, channel text, template text, worklist text, approval text) on commit delete rows`,
  `create temp table if not exists chosen_cadence (
     borrower_id bigint, account_id bigint, steps jsonb) on commit delete rows`,
  `create temp table if not exists chosen_case (
     borrower_id bigint, lead_account_id bigint, portfolio_id smallint, state text, stage text,
     tone text, next_treatment text, priority integer, arrears_minor bigint, currency char(3),
     oldest integer) on commit delete rows`,
]

/** Keeps what a shard chose. The same day chooses a treatment once, however often it runs. */
export async function keepChosen(
  tx: Tx,
  tenantId: bigint,
  scope: { today: Day; range: BorrowerRange },
  chosen: Chosen,
): Promise<void> {
  for (const stage of STAGES) await tx.query(stage)
  await chosen.treatments.into(tx, 'chosen_treatment')
  await chosen.rules.into(tx, 'chosen_rule')
  await chosen.cadence.into(tx, 'chosen_cadence')
  await chosen.cases.into(tx, 'chosen_case')
  await insertTreatments(tx, tenantId, scope.today)
  await upsertCadence(tx, tenantId)
  await upsertCases(tx, tenantId, scope.today)
  await closeCases(tx, tenantId, scope)
  await withdrawStale(tx, tenantId, scope)
}

async function insertTreatments(tx: Tx, tenantId: bigint, today: Day): Promise<void> {
  await tx.query(
    `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
       stage, tone, row_no, treatment, channel, template, worklist, priority, approval, ask_again_on, state)
     select $1, borrower_id, account_id, $2, strategy, strategy_version,
       stage, tone, row_no, treatment, channel, template, worklist, priority, approval,
       date '1970-01-01' + ask_again,
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

/** Compares first and writes only what changed: a conflict that changes nothing still costs a lock. */
async function upsertCases(tx: Tx, tenantId: bigint, today: Day): Promise<void> {
  await tx.query(
    `insert into borrower_case as c (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage,
       tone, next_treatment, priority, arrears_minor, currency, oldest_unpaid_due_on, opened_on, decided_on)
     select $1, n.borrower_id, n.lead_account_id, n.portfolio_id, n.state, n.stage, n.tone,
       coalesce(n.next_treatment, o.next_treatment), n.priority, n.arrears_minor, n.currency,
       date '1970-01-01' + n.oldest, $2, $2
     from chosen_case n left join borrower_case o on o.tenant_id = $1 and o.borrower_id = n.borrower_id
     where o.borrower_id is null
       or (o.lead_account_id, o.portfolio_id, o.state, o.stage, o.tone, o.priority, o.arrears_minor,
         o.currency, o.oldest_unpaid_due_on, o.next_treatment)
       is distinct from (n.lead_account_id, n.portfolio_id, n.state, n.stage, n.tone, n.priority,
         n.arrears_minor, n.currency, date '1970-01-01' + n.oldest, coalesce(n.next_treatment, o.next_treatment))
     on conflict (tenant_id, borrower_id) do update set
       lead_account_id = excluded.lead_account_id, portfolio_id = excluded.portfolio_id,
       state = excluded.state, stage = excluded.stage, tone = excluded.tone,
       next_treatment = excluded.next_treatment, priority = excluded.priority,
       arrears_minor = excluded.arrears_minor, currency = excluded.currency,
       oldest_unpaid_due_on = excluded.oldest_unpaid_due_on,
       opened_on = case when c.state = 'closed' then excluded.opened_on else c.opened_on end,
       closed_on = null, decided_on = excluded.decided_on`,
    [tenantId, today],
  )
}

const inRange = (range: BorrowerRange): string =>
  `borrower_id >= ${range.from}${range.until === undefined ? '' : ` and borrower_id < ${range.until}`}`

async function closeCases(
  tx: Tx,
  tenantId: bigint,
  scope: { today: Day; range: BorrowerRange },
): Promise<void> {
  await tx.query(
    `update borrower_case c set state = 'closed', closed_on = $2, decided_on = $2, arrears_minor = 0,
       oldest_unpaid_due_on = null, next_treatment = null
     where tenant_id = $1 and ${inRange(scope.range)} and state <> 'closed'
       and not exists (select from chosen_case n where n.borrower_id = c.borrower_id)`,
    [tenantId, scope.today],
  )
}

/** What an earlier day planned and nobody sent ends with the case, or after a week. */
async function withdrawStale(
  tx: Tx,
  tenantId: bigint,
  scope: { today: Day; range: BorrowerRange },
): Promise<void> {
  await tx.query(
    `update treatment t set state = 'withdrawn', state_why = '{"why": "no_longer_due"}'
     where tenant_id = $1 and ${inRange(scope.range)} and state in ('planned', 'deferred', 'listed', 'awaiting_approval')
       and chosen_on < $2
       and (state in ('planned', 'deferred') and chosen_on <= $2::date - 7
         or not exists (select from chosen_case n where n.borrower_id = t.borrower_id and n.state <> 'on_hold'))`,
    [tenantId, scope.today],
  )
}
