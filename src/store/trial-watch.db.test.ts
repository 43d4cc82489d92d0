import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/setup/fresh.ts'
import { day, type Day } from '../core/calendar.ts'
import { drawing } from '../strategy/arms.ts'
import { documentOf } from '../strategy/testing.ts'
import type { Tx } from './db.ts'
import { inTenant } from './db.ts'
import { addStaff } from './staff.ts'
import { publishStrategy, strategyFile } from './strategy.ts'
import { trialStatus } from './trial-status.ts'
import { watchTrials } from './trial-watch.ts'
import { startTrial, type TrialTerms } from './trial.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
const within = <T>(work: (tx: Tx) => Promise<T>) => inTenant(fresh.db, 1n, work)

const TERMS: TrialTerms = {
  name: 'spring',
  strategy: 'small',
  arms: [
    { name: 'champion', strategy: 'small', version: undefined, percent: 50 },
    { name: 'bold', strategy: 'small', version: 1, percent: 40 },
    { name: 'left-alone', strategy: undefined, version: undefined, percent: 10 },
  ],
  lanes: { from: 0, until: 100 },
  beginsOn: day('2026-06-10'),
  endsOn: day('2026-09-10'),
  metric: 'complaints',
  rail: { perThousandMax: 100, contactsLeast: 10 },
}
const BEGUN = day('2026-06-20')
const drawn = drawing({ trial: TERMS.name, ...TERMS, stopped: new Set() })
const IDS = Array.from({ length: 600 }, (_, n) => BigInt(n + 1) * 7_777_777_777_777n)
const of = (arm: string) => IDS.filter((id) => drawn(id)?.name === arm)

beforeAll(async () => {
  fresh = await freshDatabase()
  await within(async (tx) => {
    await addStaff(tx, 1n, { userId: 'mo', name: 'Mo', role: 'manager' })
    await addStaff(tx, 1n, { userId: 'cy', name: 'Cy', role: 'compliance' })
    const made = strategyFile('small.yaml', documentOf({}), {})
    if (!('strategy' in made)) throw new Error('the small strategy is sound')
    await publishStrategy(tx, 1n, made)
    await tx.query(
      `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor,
         firm_kind, jurisdictions, strategy)
       values (1, 1, 'p1', '甲', 'A', 'host', 'A', 'creditor', '{uk}', 'small'),
              (1, 2, 'p2', '乙', 'B', 'host', 'A', 'creditor', '{uk}', 'other')`,
    )
    const four = { author: 'mo', approver: 'cy', today: day('2026-06-01') }
    expect(await startTrial(tx, 1n, TERMS, four)).toEqual({ started: 'spring' })
    for (const id of IDS) await addPerson(tx, id, 1)
  })
})
afterAll(() => fresh.drop())

async function addPerson(tx: Tx, id: bigint, portfolio: number): Promise<void> {
  await tx.query(
    `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency)
     values (1, $1::bigint, $1::bigint, 't', $1::bigint::text, $2, 1, 'GBP')`,
    [id, portfolio],
  )
}

/** Messages that left on a day, each for a treatment of the arm. */
async function send(tx: Tx, ids: readonly bigint[], arm: string, state = 'delivered') {
  await tx.query(
    `with chosen as (
       insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version,
         stage, tone, row_no, treatment, channel, template, arm)
       select 1, id, id, '2026-06-15', 'small', 1, 'early', 'warm', 1, $2 || $3, 'sms', 't', 'spring/' || $2
       from unnest($1::bigint[]) id returning borrower_id, treatment_id)
     insert into contact (tenant_id, borrower_id, attempt_key, treatment_id, verdict_id, account_ids,
       channel, address_id, template, language, state, block_version, permitted_at, expires_at, slots, made_by)
     select 1, borrower_id, gen_random_uuid(), treatment_id, 1, array[borrower_id], 'sms', 1, 't', 'en',
       $3, 0, '2026-06-15T10:00:00Z', '2026-06-15T11:00:00Z', '[]', 'dispatch' from chosen`,
    [ids, arm, state],
  )
}

const complain = (tx: Tx, id: bigint, at: string, reason = 'complaint') =>
  tx.query(
    `insert into hold (tenant_id, borrower_id, reason, from_on, until_on, source, recorded_at)
     values (1, $1, $2, $3::date, $3::date + 30, 'test', $3)`,
    [id, reason, at],
  )

const watch = (on: Day) => within((tx) => watchTrials(tx, 1n, on))
const status = async (on: Day) => (await within((tx) => trialStatus(tx, 1n, { today: on })))[0]

test('what left, complaints and refusals are counted to the arm of the person', async () => {
  await within(async (tx) => {
    await send(tx, of('champion').slice(0, 20), 'champion')
    await send(tx, of('bold').slice(0, 20), 'bold')
    // What failed or was withdrawn bothered nobody.
    await send(tx, of('bold').slice(0, 5), 'bold', 'failed')
    const [first, second, third] = of('bold')
    // Twice on one day is one complaint; one before the trial is none of it; a plain hold is none.
    await complain(tx, first ?? 0n, '2026-06-15T10:00:00Z')
    await complain(tx, first ?? 0n, '2026-06-15T15:00:00Z')
    await complain(tx, second ?? 0n, '2026-06-16T10:00:00Z')
    await complain(tx, second ?? 0n, '2026-06-09T10:00:00Z')
    await complain(tx, third ?? 0n, '2026-06-16T10:00:00Z', 'hardship')
    await tx.query(
      `insert into consent (tenant_id, borrower_id, channel, given, source, effective_at)
       values (1, $1, 'sms', false, 'reply', '2026-06-16T10:00:00Z'), (1, $1, 'sms', true, 'reply', '2026-06-17T10:00:00Z')`,
      [third],
    )
    // Somebody of another strategy's portfolio is of no arm of this trial.
    await addPerson(tx, 42n, 2)
    await complain(tx, 42n, '2026-06-16T10:00:00Z')
  })
  const found = await status(BEGUN)
  expect(found?.state).toBe('running')
  expect(
    found?.arms.map(({ name, contacts, complaints, refusals, perThousand }) => [
      name,
      contacts,
      complaints,
      refusals,
      perThousand,
    ]),
  ).toEqual([
    ['champion', 20, 0, 0, 0],
    ['bold', 20, 2, 1, 100],
    ['left-alone', 0, 0, 0, undefined],
  ])
})

test('an arm at its guard rail goes on, one above it is stopped from that day, once', async () => {
  expect(await watch(day('2026-06-09'))).toEqual([])
  // 2 of 20 are 100 for 1,000: the rail itself.
  expect(await watch(BEGUN)).toEqual([])
  await within((tx) => complain(tx, of('bold')[4] ?? 0n, '2026-06-20T10:00:00Z'))
  // The day was counted: a cycle that runs again does not count it anew.
  expect(await watch(BEGUN)).toEqual([])
  const next = day('2026-06-21')
  expect(await watch(next)).toEqual([
    { trial: 'spring', name: 'bold', contacts: 20, complaints: 3, refusals: 1, events: 3 },
  ])
  expect(await watch(next)).toEqual([])
  expect(await watch(day('2026-06-22'))).toEqual([])
  const found = await status(next)
  expect(found?.arms.map((arm) => arm.stopped)).toEqual([false, true, false])
  expect(found?.trial.stops).toMatchObject([
    { arm: 'bold', why: 'guard_rail', stoppedOn: next, contacts: 20, events: 3, by: undefined },
  ])
})

test('the champion is never stopped, however it does', async () => {
  await within(async (tx) => {
    for (const id of of('champion').slice(0, 9)) await complain(tx, id, '2026-06-22T10:00:00Z')
  })
  expect(await watch(day('2026-06-23'))).toEqual([])
})

test('a difference of cures is told with its interval, and as noise where it is noise', async () => {
  const open = (ids: readonly bigint[], closedOn: string | null) =>
    within((tx) =>
      tx.query(
        `insert into borrower_case (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage,
           tone, arrears_minor, currency, opened_on, closed_on, decided_on)
         select 1, id, id, 1, case when $2::date is null then 'open' else 'closed' end, 'early', 'warm',
           100, 'GBP', '2026-06-05', $2, '2026-06-20' from unnest($1::bigint[]) id`,
        [ids, closedOn],
      ),
    )
  // People with a hold on the first day, and vulnerable ones, are left out of every arm alike.
  const fit = (arm: string) => of(arm).slice(12)
  const [champions, bold] = [fit('champion'), fit('bold')]
  await open(champions.slice(0, 100), '2026-06-18')
  await open(champions.slice(100, 200), null)
  await open(bold.slice(0, 60), '2026-06-18')
  await open(bold.slice(60, 100), null)
  await open(of('left-alone').slice(0, 10), null)
  const [held, vulnerable, later] = bold.slice(100, 103)
  await open([held ?? 0n, vulnerable ?? 0n], null)
  await within(async (tx) => {
    await complain(tx, held ?? 0n, '2026-06-10T01:00:00Z', 'hardship')
    await tx.query(
      `insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency,
         language, outstanding_minor, arrears_minor, instalments_missed, vulnerable, as_of)
       values (1, $1, $1, 1, 1, 'GBP', 'en', 100, 100, 1, true, '2026-06-01')`,
      [vulnerable],
    )
  })
  // Cured after the trial is not cured by it.
  await open([later ?? 0n], '2026-09-11')
  const found = await status(day('2026-12-01'))
  expect(found?.state).toBe('over')
  const [champion, challenger, alone] = found?.arms ?? []
  expect(champion).toMatchObject({ cured: { happened: 100, people: 200 }, difference: undefined })
  expect(challenger?.cured).toEqual({ happened: 60, people: 101 })
  expect(challenger?.difference?.says).toBe('noise')
  expect(challenger?.difference?.interval.from).toBeLessThan(0)
  expect(challenger?.difference?.interval.to).toBeGreaterThan(0)
  expect(alone?.difference?.says).toBe('too_few')
})
