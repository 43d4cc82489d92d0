import type { Day } from '../core/calendar.ts'
import { drawing } from '../strategy/arms.ts'
import { differenceOf, type Difference, type Share } from '../strategy/difference.ts'
import type { Tx } from './db.ts'
import { countArms, eventsOf, type ArmFacts } from './trial-watch.ts'
import { lastDay, readTrials, stoppedOn, type Trial, type TrialArm } from './trial.ts'

export type ArmStatus = ArmFacts &
  TrialArm & {
    readonly stopped: boolean
    /** What the guard rail counts, for 1,000 contacts; undefined before the first. */
    readonly perThousand: number | undefined
    /** People who were behind while it ran, and those of them who are up to date again. */
    readonly cured: Share
    /** Beside the champion; undefined for the champion itself and where nobody was behind. */
    readonly difference: Difference | undefined
  }

export type TrialStatus = {
  readonly trial: Trial
  readonly state: 'announced' | 'running' | 'stopped' | 'over'
  readonly arms: readonly ArmStatus[]
}

/** How the arms of each trial do on a day, counted from the facts as they are stored. */
export async function trialStatus(
  tx: Tx,
  tenantId: bigint,
  at: { readonly name?: string | undefined; readonly today: Day },
): Promise<readonly TrialStatus[]> {
  const found: TrialStatus[] = []
  for (const trial of await readTrials(tx, tenantId, { name: at.name })) {
    const facts = await countArms(tx, tenantId, trial)
    const cured = await countCured(tx, tenantId, { trial, today: at.today })
    found.push({
      trial,
      state: stateOf(trial, at.today),
      arms: trial.arms.map((arm, i) => armStatus(trial, { arm, i, facts, cured, today: at.today })),
    })
  }
  return found
}

function stateOf(trial: Trial, today: Day): TrialStatus['state'] {
  if (trial.stops.some(({ arm }) => arm === undefined)) return 'stopped'
  if (today >= trial.endsOn) return 'over'
  return today < trial.beginsOn ? 'announced' : 'running'
}

const NOBODY: Share = { happened: 0, people: 0 }

function armStatus(
  trial: Trial,
  of: {
    readonly arm: TrialArm
    readonly i: number
    readonly facts: readonly ArmFacts[]
    readonly cured: readonly Share[]
    readonly today: Day
  },
): ArmStatus {
  const { arm, i } = of
  const facts = of.facts[i] ?? { name: arm.name, contacts: 0, complaints: 0, refusals: 0 }
  const [champion = NOBODY, mine = NOBODY] = [of.cured[0], of.cured[i]]
  const challengers = trial.arms.length - 1
  return {
    ...arm,
    ...facts,
    stopped: stoppedOn(trial, of.today).has(arm.name),
    perThousand:
      facts.contacts === 0 ? undefined : (eventsOf(trial, facts) * 1000) / facts.contacts,
    cured: mine,
    difference: i === 0 ? undefined : differenceOf({ challenger: mine, champion }, challengers),
  }
}

const PEOPLE_AT_ONCE = 50_000

/**
 * Who was behind while the trial ran, and who of them is up to date, by the arm that they were drawn
 * into, whatever became of that arm. Left out in every arm alike: people with a hold on the first day
 * and vulnerable people, whom a hold-out never takes, so that like is held against like.
 */
async function countCured(
  tx: Tx,
  tenantId: bigint,
  of: { readonly trial: Trial; readonly today: Day },
): Promise<readonly Share[]> {
  const { trial } = of
  const drawn = drawing({ trial: trial.name, ...trial, stopped: new Set() })
  const counts = new Map(trial.arms.map(({ name }) => [name, { happened: 0, people: 0 }]))
  let after = -1n
  for (;;) {
    const { rows } = await tx.query<{ borrower_id: bigint; is_cured: boolean }>(
      `select c.borrower_id, coalesce(c.closed_on <= $5, false) as is_cured from borrower_case c
         join portfolio p on p.tenant_id = $1 and p.portfolio_id = c.portfolio_id and p.strategy = $2
       where c.tenant_id = $1 and c.borrower_id > $3 and c.opened_on <= $5
         and (c.closed_on is null or c.closed_on >= $4)
         and not exists (select from position q
           where q.tenant_id = $1 and q.borrower_id = c.borrower_id and q.vulnerable)
         and not exists (select from hold h
           where h.tenant_id = $1 and h.borrower_id = c.borrower_id and h.ends_hold_id is null
             and h.from_on <= $4 and (h.until_on is null or h.until_on > $4)
             and not exists (select from hold e where e.tenant_id = $1
               and e.borrower_id = h.borrower_id and e.ends_hold_id = h.hold_id and e.from_on <= $4))
       order by c.borrower_id limit $6`,
      [tenantId, trial.strategy, after, trial.beginsOn, lastDay(trial, of.today), PEOPLE_AT_ONCE],
    )
    for (const row of rows) {
      const count = counts.get(drawn(row.borrower_id)?.name ?? '')
      if (count === undefined) continue
      count.people++
      if (row.is_cured) count.happened++
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PEOPLE_AT_ONCE) return [...counts.values()]
    after = last.borrower_id
  }
}
