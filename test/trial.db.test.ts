import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, day, type Instant } from '../src/core/calendar.ts'
import { inTenant } from '../src/store/db.ts'
import { decideBorrower } from '../src/store/decide-day.ts'
import { explainBorrower } from '../src/store/explained.ts'
import { answerReward, readRewards } from '../src/store/reward.ts'
import { addStaff } from '../src/store/staff.ts'
import { startTrial, type TrialTerms } from '../src/store/trial.ts'
import { drawing } from '../src/strategy/arms.ts'
import { explainLines } from '../src/strategy/explain-words.ts'
import { runCycle } from '../src/worker/cycle.ts'
import { makeCycleBook, rowsOf } from './cycle-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const TODAY = day('2026-11-20')
const NOW = Date.UTC(2026, 10, 20, 2) as Instant
const TERMS: TrialTerms = {
  name: 'winter',
  strategy: 'online-lender',
  arms: [
    { name: 'champion', strategy: 'online-lender', version: undefined, percent: 50 },
    { name: 'slow', strategy: 'bank', version: undefined, percent: 30 },
    { name: 'left-alone', strategy: undefined, version: undefined, percent: 20 },
  ],
  lanes: { from: 0, until: 80 },
  beginsOn: TODAY,
  endsOn: addDays(TODAY, 90),
  metric: 'both',
  rail: { perThousandMax: 50, contactsLeast: 20 },
}
const drawn = drawing({ trial: TERMS.name, ...TERMS, stopped: new Set() })
const nameOf = (id: bigint) => drawn(id)?.name ?? 'outside'

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeCycleBook(fresh.db, 900, TODAY)
  await inTenant(fresh.db, 1n, async (tx) => {
    for (const [userId, role] of [
      ['mo', 'manager'],
      ['cy', 'compliance'],
      ['co', 'collector'],
    ] as const)
      await addStaff(tx, 1n, { userId, name: userId, role })
    // Every second person who owes nothing has paid a year on time; one of the late ones is vulnerable.
    await tx.query(
      `update position set on_time_streak = 12 where arrears_minor = 0 and account_id % 20 = 10`,
    )
    await tx.query(
      `insert into account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency)
       select 1, borrower_id, account_id, 't', account_id::text, 1, 1, 'CNY' from position`,
    )
    await tx.query(
      `insert into borrower (tenant_id, borrower_id, source, ref, name, language, zones)
       select distinct 1, borrower_id, 't', borrower_id::text, 'N', 'zh', array['Asia/Shanghai'] from position`,
    )
    const four = { author: 'mo', approver: 'cy', today: TODAY }
    expect(await startTrial(tx, 1n, TERMS, four)).toEqual({ started: 'winter' })
  })
  await runCycle(fresh.db, 1n, { today: TODAY, now: NOW })
})
afterAll(() => fresh.drop())

type Chosen = {
  borrower_id: bigint
  strategy: string
  arm: string | null
  reward: string | null
  state: string
}
const chosen = () =>
  rowsOf<Chosen>(fresh.db, 'select borrower_id, strategy, arm, reward, state from treatment')

test('the night keeps which arm chose each treatment, and none for people who are left alone', async () => {
  const arms = new Set<string>()
  for (const row of await chosen()) {
    const name = nameOf(row.borrower_id)
    arms.add(name)
    expect(row.arm).toBe(name === 'outside' ? null : `winter/${name}`)
    expect(row.strategy).toBe(name === 'slow' ? 'bank' : 'online-lender')
  }
  expect([...arms].toSorted()).toEqual(['champion', 'outside', 'slow'])
})

test('people who are left alone keep their case, in the stage where it would stand', async () => {
  const cases = await rowsOf<{ borrower_id: bigint; stage: string }>(
    fresh.db,
    `select borrower_id, stage from borrower_case where state = 'open'`,
  )
  expect(cases).toHaveLength(300)
  const alone = cases.filter((row) => nameOf(row.borrower_id) === 'left-alone')
  expect(alone.length).toBeGreaterThan(20)
  // The champion's own stage: 'bank' calls nobody's stage so.
  expect(alone.map((row) => row.stage)).toContain('mediation')
})

test('an explanation says which arm decides, and that people who are left alone are', async () => {
  const cases = await rowsOf<{ borrower_id: bigint }>(
    fresh.db,
    'select borrower_id from borrower_case',
  )
  const said = async (arm: string, lang: 'zh' | 'en') => {
    const id = cases.find((row) => nameOf(row.borrower_id) === arm)?.borrower_id ?? 0n
    const [account] = await inTenant(fresh.db, 1n, (tx) => explainBorrower(tx, 1n, id, TODAY))
    return account === undefined ? [] : explainLines(account.explanation, lang, account.arm)
  }
  expect(await said('left-alone', 'en')).toContain(
    'A trial leaves this person alone, so that strategies can be measured: of what follows, no treatment is done.',
  )
  expect(await said('slow', 'zh')).toContain('由试验 winter 的 slow 组决定。')
  expect((await said('slow', 'en'))[0]).toContain('strategy bank')
  expect((await said('outside', 'en')).join(' ')).not.toContain('rial')
})

test('an event decides as the night did: an arm is an arm at every hour', async () => {
  const before = await chosen()
  for (const id of new Set(before.slice(0, 30).map((row) => row.borrower_id)))
    await inTenant(fresh.db, 1n, (tx) => decideBorrower(tx, 1n, id, TODAY))
  expect(await chosen()).toEqual(before)
})

test('a reward is proposed, waits through the nights, and two people grant it', async () => {
  const proposed = (await chosen()).filter((row) => row.reward !== null)
  expect(proposed.length).toBeGreaterThan(50)
  expect(new Set(proposed.map((row) => row.state))).toEqual(new Set(['awaiting_approval']))
  // Both strategies propose, each its own; nobody who is left alone is proposed for anything.
  expect(new Set(proposed.map((row) => row.reward))).toEqual(
    new Set(['limit_raise', 'rate_concession']),
  )
  await runCycle(fresh.db, 1n, { today: addDays(TODAY, 1), now: NOW })
  const [first, second] = await inTenant(fresh.db, 1n, (tx) =>
    readRewards(tx, 1n, { state: 'awaiting_approval' }),
  )
  expect(first?.answers).toEqual([])
  const answer = (treatmentId: bigint | undefined, by: string, said: 'agreed' | 'declined') =>
    inTenant(fresh.db, 1n, (tx) =>
      answerReward(tx, 1n, { treatmentId: treatmentId ?? 0n, by, answer: said }),
    )
  expect(await answer(first?.treatmentId, 'co', 'agreed')).toEqual({ declined: 'may_not' })
  // Compliance alone, or twice, is not two people; and one of the two is the manager that was named.
  expect(await answer(first?.treatmentId, 'cy', 'agreed')).toMatchObject({
    state: 'awaiting_approval',
  })
  expect(await answer(first?.treatmentId, 'cy', 'agreed')).toEqual({ declined: 'already_answered' })
  expect(await answer(first?.treatmentId, 'mo', 'agreed')).toMatchObject({ state: 'approved' })
  expect(await answer(second?.treatmentId, 'mo', 'declined')).toMatchObject({ state: 'declined' })
  expect(await answer(second?.treatmentId, 'cy', 'agreed')).toEqual({ declined: 'closed' })
  expect(await answer(-1n, 'cy', 'agreed')).toEqual({ declined: 'no_such_reward' })
})

test('a reward that nobody answers for a month is withdrawn, and not proposed every night', async () => {
  const count = async () =>
    (await chosen()).filter((row) => row.reward !== null && row.state === 'awaiting_approval')
      .length
  const before = await count()
  expect(before).toBeGreaterThan(50)
  await runCycle(fresh.db, 1n, { today: addDays(TODAY, 29), now: NOW })
  expect(await count()).toBe(before)
  await runCycle(fresh.db, 1n, { today: addDays(TODAY, 30), now: NOW })
  expect(await count()).toBe(0)
})

test('the guard rail stops an arm in the night, and its people are decided by the champion', async () => {
  const next = addDays(TODAY, 31)
  const slow = await rowsOf<{ borrower_id: bigint }>(
    fresh.db,
    `select distinct borrower_id from treatment where arm = 'winter/slow' and channel is not null`,
  )
  await inTenant(fresh.db, 1n, async (tx) => {
    await tx.query(
      `insert into contact (tenant_id, borrower_id, attempt_key, treatment_id, verdict_id, account_ids,
         channel, address_id, template, language, state, block_version, permitted_at, expires_at, slots, made_by)
       select 1, borrower_id, gen_random_uuid(), treatment_id, 1, array[account_id], 'sms', 1, 't', 'zh',
         'delivered', 0, '2026-11-21T03:00:00Z', '2026-11-21T04:00:00Z', '[]', 'dispatch'
       from treatment where arm = 'winter/slow' and channel is not null`,
    )
    await tx.query(
      `insert into consent (tenant_id, borrower_id, channel, given, source, effective_at)
       select 1, id, 'sms', false, 'reply', '2026-11-22T03:00:00Z' from unnest($1::bigint[]) id`,
      [slow.slice(0, 25).map((row) => row.borrower_id)],
    )
  })
  await runCycle(fresh.db, 1n, { today: next, now: NOW, dryRun: true })
  expect(await rowsOf(fresh.db, 'select from trial_stop')).toEqual([])
  await runCycle(fresh.db, 1n, { today: next, now: NOW })
  expect(await rowsOf(fresh.db, 'select arm, why, stopped_on from trial_stop')).toEqual([
    { arm: 'slow', why: 'guard_rail', stopped_on: next },
  ])
  const after = await rowsOf<Chosen>(
    fresh.db,
    `select borrower_id, strategy, arm, reward, state from treatment where chosen_on = '${next}'`,
  )
  const ofSlow = after.filter((row) => nameOf(row.borrower_id) === 'slow')
  expect(ofSlow.length).toBeGreaterThan(0)
  for (const row of ofSlow) expect([row.strategy, row.arm]).toEqual(['online-lender', null])
})
