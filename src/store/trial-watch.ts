import type { Day } from '../core/calendar.ts'
import { armsToStop, drawing, type ArmCount } from '../strategy/arms.ts'
import { neverVoided } from './consent-sql.ts'
import type { Tx } from './db.ts'
import { readTrials, stoppedOn, stopTrial, type Metric, type Trial } from './trial.ts'

/** What happened to the people of one arm since the trial began. */
export type ArmFacts = {
  readonly name: string
  readonly contacts: number
  readonly complaints: number
  readonly refusals: number
}

export type RailStop = ArmFacts & { readonly trial: string; readonly events: number }

/**
 * The guard rail of every running trial, counted from what is stored, once a day before anybody is
 * decided: an arm above its rail is stopped from this day on.
 */
export async function watchTrials(
  tx: Tx,
  tenantId: bigint,
  today: Day,
): Promise<readonly RailStop[]> {
  const stops: RailStop[] = []
  for (const trial of await readTrials(tx, tenantId, { on: today })) {
    const counts = await countArms(tx, tenantId, trial)
    if (!(await keepCounts(tx, tenantId, { trial, today, counts }))) continue
    const rail = counts.map((count): ArmCount => ({ ...count, events: eventsOf(trial, count) }))
    const gone = stoppedOn(trial, today)
    for (const name of armsToStop(trial.arms, rail, trial.rail)) {
      const count = counts.find((one) => one.name === name)
      if (count === undefined || gone.has(name)) continue
      const events = eventsOf(trial, count)
      const made = await stopTrial(tx, tenantId, {
        trial: trial.name,
        arm: name,
        today,
        why: 'guard_rail',
        by: undefined,
        words: undefined,
        contacts: count.contacts,
        events,
      })
      if ('stopped' in made) stops.push({ ...count, trial: trial.name, events })
    }
  }
  return stops
}

const COUNTED: Readonly<Record<Metric, readonly ('complaints' | 'refusals')[]>> = {
  complaints: ['complaints'],
  refusals: ['refusals'],
  both: ['complaints', 'refusals'],
}

/** The events that the trial's guard rail speaks of. */
export const eventsOf = (trial: Pick<Trial, 'metric'>, facts: ArmFacts): number =>
  COUNTED[trial.metric].reduce((sum, metric) => sum + facts[metric], 0)

/** False where the day was counted before: a cycle that runs again stops nobody twice. */
async function keepCounts(
  tx: Tx,
  tenantId: bigint,
  of: { readonly trial: Trial; readonly today: Day; readonly counts: readonly ArmFacts[] },
): Promise<boolean> {
  const made = await tx.query(
    `insert into trial_count (tenant_id, trial, arm, counted_on, contacts, complaints, refusals)
     select $1, $2, arm, $3, contacts, complaints, refusals
     from unnest($4::text[], $5::int[], $6::int[], $7::int[]) as counted(arm, contacts, complaints, refusals)
     on conflict do nothing`,
    [
      tenantId,
      of.trial.name,
      of.today,
      of.counts.map((count) => count.name),
      of.counts.map((count) => count.contacts),
      of.counts.map((count) => count.complaints),
      of.counts.map((count) => count.refusals),
    ],
  )
  return made.rowCount === of.counts.length
}

/**
 * Contacts that left, complaints and refusals since the trial began, by the arm that people were
 * drawn into. A message's treatment says which arm chose it; a call made by hand and what a person
 * says about us belong to the arm of the person.
 */
export async function countArms(
  tx: Tx,
  tenantId: bigint,
  trial: Trial,
): Promise<readonly ArmFacts[]> {
  const facts = new Map(
    trial.arms.map(({ name }) => [name, { name, contacts: 0, complaints: 0, refusals: 0 }]),
  )
  for (const row of await contactsByArm(tx, tenantId, trial)) {
    const count = facts.get(row.arm)
    if (count !== undefined) count.contacts += Number(row.contacts)
  }
  const drawn = drawing({ trial: trial.name, ...trial, stopped: new Set() })
  for (const row of await eventsByPerson(tx, tenantId, trial)) {
    const count = facts.get(drawn(row.borrower_id)?.name ?? '')
    if (count !== undefined) count[row.kind] += Number(row.events)
  }
  return [...facts.values()]
}

/** A contact that may have reached somebody: one that failed or was never sent bothers nobody. */
const LEFT = `k.state in ('sending', 'accepted', 'delivered', 'unknown')`

async function contactsByArm(
  tx: Tx,
  tenantId: bigint,
  trial: Trial,
): Promise<{ readonly arm: string; readonly contacts: bigint }[]> {
  const { rows } = await tx.query<{ arm: string; contacts: bigint }>(
    `select substr(t.arm, length($2) + 2) as arm, count(*) as contacts from treatment t
       join contact k on k.tenant_id = $1 and k.borrower_id = t.borrower_id
        and k.treatment_id = t.treatment_id
     where t.tenant_id = $1 and t.arm like $2 || '/%' and t.chosen_on >= $3 and ${LEFT}
     group by t.arm`,
    [tenantId, trial.name, trial.beginsOn],
  )
  return rows
}

type Event = {
  readonly borrower_id: bigint
  readonly kind: 'contacts' | 'complaints' | 'refusals'
  readonly events: bigint
}

/** A person who complains twice on one day complained once; a request to stop is a refusal too. */
async function eventsByPerson(tx: Tx, tenantId: bigint, trial: Trial): Promise<readonly Event[]> {
  const { rows } = await tx.query<Event>(
    `with since as (
       select $3::date::timestamp at time zone zone as at, zone from tenant where tenant_id = $1
     ), happened as (
       select k.borrower_id, 'contacts' as kind, k.contact_id::text as once
         from contact k, since where k.tenant_id = $1 and k.treatment_id is null
          and k.permitted_at >= since.at and ${LEFT}
       union all
       select h.borrower_id, case h.reason when 'complaint' then 'complaints' else 'refusals' end,
              (h.recorded_at at time zone zone)::date::text
         from hold h, since where h.tenant_id = $1 and h.recorded_at >= since.at
          and h.ends_hold_id is null and h.reason in ('complaint', 'cease')
       union all
       select c.borrower_id, 'refusals', (c.effective_at at time zone zone)::date::text
         from consent c, since where c.tenant_id = $1 and not c.given and c.effective_at >= since.at and ${neverVoided('c')}
     )
     select borrower_id, kind, count(distinct once) as events from happened x
     where exists (
       select from account a join portfolio p on p.tenant_id = $1 and p.portfolio_id = a.portfolio_id
        where a.tenant_id = $1 and a.borrower_id = x.borrower_id and p.strategy = $2)
     group by borrower_id, kind`,
    [tenantId, trial.strategy, trial.beginsOn],
  )
  return rows
}
