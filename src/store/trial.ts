import { addDays, daysBetween, type Day } from '../core/calendar.ts'
import type { Arm, ArmsFault, GuardRail, Lanes } from '../strategy/arms.ts'
import { armsFault, LANES } from '../strategy/arms.ts'
import type { Tx } from './db.ts'
import { fourEyesFault, type FourEyes, type FourEyesFault } from './four-eyes.ts'
import { strategyOn, strategyVersion } from './strategy.ts'

export const METRICS = ['complaints', 'refusals', 'both'] as const
export type Metric = (typeof METRICS)[number]

/** An arm as it is announced: without a version it follows the one in force. */
export type TrialArm = Arm & { readonly version: number | undefined }

/** What two people agree on before anybody is divided. */
export type TrialTerms = {
  readonly name: string
  /** Whose portfolios it divides: the champion's. */
  readonly strategy: string
  readonly arms: readonly TrialArm[]
  readonly lanes: Lanes
  readonly beginsOn: Day
  /** The first day after it. */
  readonly endsOn: Day
  readonly metric: Metric
  readonly rail: GuardRail
}

export type TrialStop = {
  /** Undefined: the whole trial. */
  readonly arm: string | undefined
  readonly stoppedOn: Day
  readonly why: 'guard_rail' | 'by_hand'
  /** Who stopped it by hand: an id when it is given, a name when it is read. */
  readonly by: string | undefined
  readonly words: string | undefined
  readonly contacts: number | undefined
  readonly events: number | undefined
}

export type Trial = TrialTerms &
  FourEyes & {
    readonly announcedOn: Day
    readonly stops: readonly TrialStop[]
  }

export type TrialFault =
  | ArmsFault
  | FourEyesFault
  | 'bad_lanes'
  | 'begins_in_past'
  | 'ends_before_it_begins'
  | 'too_long'
  | 'runs_no_portfolio'
  | 'champion_differs'
  | 'no_such_version'
  | 'name_taken'
  | 'lanes_taken'

export type TrialDeclined = { readonly declined: TrialFault }

export const TRIAL_DAYS_MAX = 366

/** Announces a trial. From its first day on the people of its lanes are divided among its arms. */
export async function startTrial(
  tx: Tx,
  tenantId: bigint,
  terms: TrialTerms,
  at: FourEyes & { readonly today: Day },
): Promise<{ readonly started: string } | TrialDeclined> {
  const declined =
    (await fourEyesFault(tx, tenantId, at)) ?? (await termsFault(tx, tenantId, terms, at.today))
  if (declined !== undefined) return { declined }
  const { name, strategy, lanes, beginsOn, endsOn, metric, rail } = terms
  const made = await tx.query(
    `insert into trial (tenant_id, name, strategy, lanes, begins_on, ends_on, days, metric,
       per_thousand_max, contacts_least, author, approver, announced_on)
     values ($1, $2, $3, int4range($4, $5), $6, $7, daterange($6, $7), $8, $9, $10, $11, $12, $13)
     on conflict do nothing`,
    [
      tenantId,
      name,
      strategy,
      lanes.from,
      lanes.until,
      beginsOn,
      endsOn,
      metric,
      rail.perThousandMax,
      rail.contactsLeast,
      at.author,
      at.approver,
      at.today,
    ],
  )
  if (made.rowCount === 0)
    return { declined: (await hasTrial(tx, tenantId, name)) ? 'name_taken' : 'lanes_taken' }
  for (const [i, arm] of terms.arms.entries())
    await tx.query(
      `insert into trial_arm (tenant_id, trial, arm_no, name, strategy, version, percent)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [tenantId, name, i + 1, arm.name, arm.strategy ?? null, arm.version ?? null, arm.percent],
    )
  return { started: name }
}

/** What is wrong with the terms, whoever agreed on them. */
export async function termsFault(
  tx: Tx,
  tenantId: bigint,
  terms: TrialTerms,
  today: Day,
): Promise<TrialFault | undefined> {
  const { arms, lanes, beginsOn, endsOn } = terms
  const fault = armsFault(arms)
  if (fault !== undefined) return fault
  if (lanes.from < 0 || lanes.from >= lanes.until || lanes.until > LANES) return 'bad_lanes'
  if (beginsOn < today) return 'begins_in_past'
  if (endsOn <= beginsOn) return 'ends_before_it_begins'
  if (daysBetween(beginsOn, endsOn) > TRIAL_DAYS_MAX) return 'too_long'
  const [champion] = arms
  if (champion?.strategy !== terms.strategy || champion.version !== undefined)
    return 'champion_differs'
  const runs = await tx.query(
    'select from portfolio where tenant_id = $1 and strategy = $2 limit 1',
    [tenantId, terms.strategy],
  )
  if (runs.rowCount === 0) return 'runs_no_portfolio'
  for (const { strategy: name, version } of arms) {
    if (name === undefined) continue
    const found =
      version === undefined
        ? await strategyOn(tx, tenantId, { name, day: beginsOn })
        : await strategyVersion(tx, tenantId, { name, version })
    if (found === undefined) return 'no_such_version'
  }
  return undefined
}

async function hasTrial(tx: Tx, tenantId: bigint, name: string): Promise<boolean> {
  const found = await tx.query('select from trial where tenant_id = $1 and name = $2', [
    tenantId,
    name,
  ])
  return found.rowCount === 1
}

type Row = {
  readonly name: string
  readonly strategy: string
  readonly lanes_from: number
  readonly lanes_until: number
  readonly begins_on: Day
  readonly ends_on: Day
  readonly metric: Metric
  readonly per_thousand_max: number
  readonly contacts_least: number
  readonly author: string
  readonly approver: string
  readonly announced_on: Day
  readonly arms: readonly {
    readonly name: string
    readonly strategy: string | null
    readonly version: number | null
    readonly percent: number
  }[]
  readonly stops: readonly {
    readonly arm: string | null
    readonly on: Day
    readonly why: TrialStop['why']
    readonly by: string | null
    readonly words: string | null
    readonly contacts: number | null
    readonly events: number | null
  }[]
}

/** Every trial, or one by name, or those that divide people on a day; the newest first. */
export async function readTrials(
  tx: Tx,
  tenantId: bigint,
  of: { readonly name?: string | undefined; readonly on?: Day | undefined },
): Promise<readonly Trial[]> {
  const { rows } = await tx.query<Row>(
    `select name, strategy, lower(lanes) as lanes_from, upper(lanes) as lanes_until, begins_on, ends_on,
       metric, per_thousand_max, contacts_least, author, approver, announced_on,
       (select jsonb_agg(jsonb_build_object('name', a.name, 'strategy', a.strategy,
          'version', a.version, 'percent', a.percent) order by a.arm_no)
        from trial_arm a where a.tenant_id = $1 and a.trial = t.name) as arms,
       coalesce((select jsonb_agg(jsonb_build_object('arm', s.arm, 'on', s.stopped_on, 'why', s.why,
          'by', coalesce(w.name, s.by_staff), 'words', s.words, 'contacts', s.contacts, 'events', s.events) order by s.stop_id)
        from trial_stop s left join staff w on w.tenant_id = $1 and w.user_id = s.by_staff
        where s.tenant_id = $1 and s.trial = t.name), '[]') as stops
     from trial t where tenant_id = $1 and ($2::text is null or name = $2)
       and ($3::date is null or days @> $3::date)
     order by begins_on desc, name limit 200`,
    [tenantId, of.name ?? null, of.on ?? null],
  )
  return rows.map(trialOf)
}

const trialOf = (row: Row): Trial => ({
  name: row.name,
  strategy: row.strategy,
  lanes: { from: row.lanes_from, until: row.lanes_until },
  beginsOn: row.begins_on,
  endsOn: row.ends_on,
  metric: row.metric,
  rail: { perThousandMax: row.per_thousand_max, contactsLeast: row.contacts_least },
  author: row.author,
  approver: row.approver,
  announcedOn: row.announced_on,
  arms: row.arms.map((arm) => ({
    name: arm.name,
    percent: arm.percent,
    strategy: arm.strategy ?? undefined,
    version: arm.version ?? undefined,
  })),
  stops: row.stops.map((stop) => ({
    arm: stop.arm ?? undefined,
    stoppedOn: stop.on,
    why: stop.why,
    by: stop.by ?? undefined,
    words: stop.words ?? undefined,
    contacts: stop.contacts ?? undefined,
    events: stop.events ?? undefined,
  })),
})

/** The arms that were stopped by a day. */
export const stoppedOn = (trial: Trial, on: Day): ReadonlySet<string> =>
  new Set(
    trial.stops.flatMap(({ arm, stoppedOn: day }) => (arm !== undefined && day <= on ? [arm] : [])),
  )

export type StopDeclined = {
  readonly declined: 'no_such_trial' | 'no_such_arm' | 'champion_stays' | 'already_stopped' | 'over'
}

type Stop = Omit<TrialStop, 'stoppedOn'> & { readonly trial: string; readonly today: Day }

/**
 * From today on the champion decides for the people of an arm, or of the whole trial. One person is
 * enough: to stop an experiment on people must never wait for a second.
 */
export async function stopTrial(
  tx: Tx,
  tenantId: bigint,
  stop: Stop,
): Promise<{ readonly stopped: string } | StopDeclined> {
  // The row is the lock: two stops at once become one, and the second finds it.
  await tx.query('select from trial where tenant_id = $1 and name = $2 for update', [
    tenantId,
    stop.trial,
  ])
  const [trial] = await readTrials(tx, tenantId, { name: stop.trial })
  if (trial === undefined) return { declined: 'no_such_trial' }
  const declined = stopFault(trial, stop)
  if (declined !== undefined) return { declined }
  await tx.query(
    `insert into trial_stop (tenant_id, trial, arm, stopped_on, why, by_staff, words, contacts, events)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tenantId,
      stop.trial,
      stop.arm ?? null,
      stop.today,
      stop.why,
      stop.by ?? null,
      stop.words ?? null,
      stop.contacts ?? null,
      stop.events ?? null,
    ],
  )
  if (stop.arm === undefined)
    await tx.query(
      `update trial set days = days * daterange(null, $3) where tenant_id = $1 and name = $2`,
      [tenantId, stop.trial, stop.today],
    )
  return { stopped: stop.trial }
}

function stopFault(trial: Trial, stop: Stop): StopDeclined['declined'] | undefined {
  if (stop.today >= trial.endsOn) return 'over'
  if (trial.stops.some(({ arm }) => arm === undefined || arm === stop.arm)) return 'already_stopped'
  if (stop.arm === undefined) return undefined
  const index = trial.arms.findIndex(({ name }) => name === stop.arm)
  if (index < 0) return 'no_such_arm'
  return index === 0 ? 'champion_stays' : undefined
}

/** The last day on which it divided people, as of a day on which it has begun. */
export function lastDay(trial: Trial, today: Day): Day {
  const whole = trial.stops.find(({ arm }) => arm === undefined)
  const end = whole === undefined ? trial.endsOn : whole.stoppedOn
  const last = addDays(end, -1)
  return last < today ? last : today
}
