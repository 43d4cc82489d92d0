import type { Agreements } from '../core/agreed.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { Plan, PlanInstalment, PlanShape } from '../core/plan.ts'
import type { PlanEvent, PlanEventKind } from '../core/plan-event.ts'
import type { Promised } from '../core/promise.ts'
import { planRulesOf } from './agreement-terms.ts'
import { sendTogether, type Tx } from './db.ts'
import type { AccountKeys } from './facts.ts'

const KEYS = `join unnest($2::bigint[], $3::bigint[]) as k (borrower_id, account_id) using (borrower_id, account_id)`

/** Whether a promise was taken back, as a piece of SQL: it is then none. */
export const WITHDRAWN = (promise: string) => `exists (select from promise_withdrawn w
  where w.tenant_id = $1 and w.borrower_id = ${promise}.borrower_id and w.promise_id = ${promise}.promise_id)`

/** Promises and plans of the accounts, by account id; accounts without any are left out. */
export async function readAgreements(
  tx: Tx,
  tenantId: bigint,
  keys: AccountKeys,
): Promise<ReadonlyMap<bigint, Agreements>> {
  const at = [tenantId, keys.borrowerIds, keys.accountIds]
  const all = new Map<bigint, { promises: Promised[]; plans: Plan[] }>()
  const of = (accountId: bigint) => {
    const known = all.get(accountId) ?? { promises: [], plans: [] }
    all.set(accountId, known)
    return known
  }
  const [promises, plans] = await sendTogether(tx, [
    () => promiseRows(tx, at),
    () => planRows(tx, at),
  ])
  for (const row of promises) of(row.account_id).promises.push(promiseOf(row))
  for (const row of plans) of(row.account_id).plans.push(planOf(row))
  return all
}

type PromiseRow = {
  readonly account_id: bigint
  readonly promise_id: bigint
  readonly amount_minor: bigint
  readonly made_on: Day
  readonly due_on: Day
  readonly tolerance_days: number
  readonly tolerance_minor: bigint
  readonly channel: string | null
  readonly reason: string | null
  readonly made_by: string | null
  readonly supersedes_id: bigint | null
  readonly withdrawn: boolean
  readonly recorded_at: Instant
}

const promiseOf = (row: PromiseRow): Promised => ({
  id: row.promise_id,
  amountMinor: row.amount_minor,
  madeOn: row.made_on,
  dueOn: row.due_on,
  toleranceDays: row.tolerance_days,
  toleranceMinor: row.tolerance_minor,
  channel: row.channel ?? undefined,
  reason: row.reason ?? undefined,
  madeBy: row.made_by ?? undefined,
  supersedesId: row.supersedes_id ?? undefined,
  withdrawn: row.withdrawn,
  recordedAt: row.recorded_at,
})

async function promiseRows(tx: Tx, at: readonly unknown[]): Promise<PromiseRow[]> {
  const found = await tx.query<PromiseRow>(
    `select account_id, promise_id, amount_minor, made_on, due_on, tolerance_days, tolerance_minor, channel,
            reason, made_by, supersedes_id, recorded_at, ${WITHDRAWN('promise')} as withdrawn
       from promise ${KEYS} where tenant_id = $1 order by promise_id`,
    [...at],
  )
  return found.rows
}

type PlanRow = {
  readonly account_id: bigint
  readonly plan_id: bigint
  readonly agreed_on: Day
  readonly ends_plan_id: bigint | null
  readonly recorded_at: Instant
  readonly shape: PlanShape
  readonly rules: unknown
  readonly forgives_minor: bigint
  readonly waits: boolean
  readonly instalments: readonly { no: number; due_on: Day; minor: string }[] | null
  readonly events: readonly EventRow[] | null
}

type EventRow = {
  readonly id: string
  readonly kind: PlanEventKind
  readonly no: number | null
  readonly to_on: Day | null
  readonly minor: string | null
  readonly on: Day
  readonly by: string
  readonly why: string | null
  readonly recorded_ms: number
}

const eventOf = (row: EventRow): PlanEvent => ({
  id: BigInt(row.id),
  kind: row.kind,
  on: row.on,
  recordedAt: row.recorded_ms as Instant,
  instalmentNo: row.no ?? undefined,
  toOn: row.to_on ?? undefined,
  amountMinor: row.minor === null ? undefined : BigInt(row.minor),
  why: row.why ?? undefined,
  by: row.by,
})

const planOf = (row: PlanRow): Plan => ({
  id: row.plan_id,
  agreedOn: row.agreed_on,
  endsId: row.ends_plan_id ?? undefined,
  recordedAt: row.recorded_at,
  shape: row.shape,
  rules: planRulesOf(row.rules),
  forgivesMinor: row.forgives_minor,
  waits: row.waits,
  events: (row.events ?? []).map(eventOf),
  instalments: (row.instalments ?? []).map((one): PlanInstalment => ({
    no: one.no,
    dueOn: one.due_on,
    amountMinor: BigInt(one.minor),
  })),
})

async function planRows(tx: Tx, at: readonly unknown[]): Promise<PlanRow[]> {
  const found = await tx.query<PlanRow>(
    `select account_id, plan_id, agreed_on, ends_plan_id, recorded_at, shape, rules, forgives_minor, waits,
            (select jsonb_agg(jsonb_build_object('no', i.instalment_no, 'due_on', i.due_on, 'minor', i.amount_minor::text)
                              order by i.instalment_no)
               from plan_instalment i
              where i.tenant_id = $1 and i.borrower_id = plan.borrower_id and i.plan_id = plan.plan_id) as instalments,
            (select jsonb_agg(jsonb_build_object('id', e.event_id::text, 'kind', e.kind, 'no', e.instalment_no,
                      'to_on', e.to_on, 'minor', e.amount_minor::text, 'on', e.effective_on, 'by', e.by_whom,
                      'why', e.why, 'recorded_ms', floor(extract(epoch from e.recorded_at) * 1000)) order by e.event_id)
               from plan_event e
              where e.tenant_id = $1 and e.borrower_id = plan.borrower_id and e.plan_id = plan.plan_id) as events
       from plan ${KEYS} where tenant_id = $1 order by plan_id`,
    [...at],
  )
  return found.rows
}
