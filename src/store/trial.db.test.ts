import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/setup/fresh.ts'
import { day, type Day } from '../core/calendar.ts'
import { drawing } from '../strategy/arms.ts'
import { documentOf } from '../strategy/testing.ts'
import type { Tx } from './db.ts'
import { inTenant } from './db.ts'
import { addStaff } from './staff.ts'
import { compiledStrategies } from './strategy-in-force.ts'
import { publishStrategy, strategyFile } from './strategy.ts'
import { readTrials, startTrial, stopTrial, type TrialTerms } from './trial.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
const within = <T>(work: (tx: Tx) => Promise<T>) => inTenant(fresh.db, 1n, work)
beforeAll(async () => {
  fresh = await freshDatabase()
  await within(async (tx) => {
    await addStaff(tx, 1n, { userId: 'mo', name: 'Mo', role: 'manager' })
    await addStaff(tx, 1n, { userId: 'cy', name: 'Cy', role: 'compliance' })
    await addStaff(tx, 1n, { userId: 'co', name: 'Co', role: 'collector' })
    for (const [name, version] of [
      ['small', 1],
      ['gentle', 1],
      ['gentle', 2],
    ] as const)
      await publishStrategy(tx, 1n, file(name, version))
    for (const [id, strategy] of [
      [1, 'small'],
      [2, 'gentle'],
    ] as const)
      await tx.query(
        `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor,
           firm_kind, jurisdictions, strategy)
         values (1, $1::int, 'p' || $1::int, '甲', 'A', 'host', 'A', 'creditor', '{uk}', $2)`,
        [id, strategy],
      )
  })
})
afterAll(() => fresh.drop())

function file(name: string, version: number) {
  const head = `apiVersion: strategy/v1\nname: ${name}\nversion: ${version}\neffective_on: 2026-0${version}-01\ncurrency: any`
  const made = strategyFile('small.yaml', documentOf({ head }), {})
  if ('strategy' in made) return made
  throw new Error('the small strategy is sound')
}

const TERMS: TrialTerms = {
  name: 'spring',
  strategy: 'small',
  arms: [
    { name: 'champion', strategy: 'small', version: undefined, percent: 50 },
    { name: 'gentle', strategy: 'gentle', version: 1, percent: 40 },
    { name: 'left-alone', strategy: undefined, version: undefined, percent: 10 },
  ],
  lanes: { from: 0, until: 60 },
  beginsOn: day('2026-06-10'),
  endsOn: day('2026-09-10'),
  metric: 'complaints',
  rail: { perThousandMax: 3, contactsLeast: 500 },
}
const today = day('2026-06-01')
const FOUR = { author: 'mo', approver: 'cy', today }
const start = (terms: Partial<TrialTerms> = {}, at: Partial<typeof FOUR> = {}) =>
  within((tx) => startTrial(tx, 1n, { ...TERMS, ...terms }, { ...FOUR, ...at }))
const armed = (...arms: TrialTerms['arms']) => ({ arms })
const arm = (name: string, strategy: string | undefined, percent: number, version?: number) => ({
  name,
  strategy,
  percent,
  version,
})

test.each<[string, Partial<TrialTerms>, Partial<typeof FOUR>]>([
  ['same_person', {}, { approver: 'mo' }],
  ['approver_may_not', {}, { approver: 'co' }],
  ['author_may_not', {}, { author: 'co' }],
  ['no_such_approver', {}, { approver: 'nobody' }],
  ['not_100', armed(arm('a', 'small', 50), arm('b', 'gentle', 40)), {}],
  ['no_challenger', armed(arm('a', 'small', 100)), {}],
  ['bad_lanes', { lanes: { from: 50, until: 101 } }, {}],
  ['bad_lanes', { lanes: { from: 50, until: 50 } }, {}],
  ['begins_in_past', { beginsOn: day('2026-05-31') }, {}],
  ['ends_before_it_begins', { endsOn: TERMS.beginsOn }, {}],
  ['too_long', { endsOn: day('2027-06-12') }, {}],
  ['champion_differs', armed(arm('a', 'gentle', 50), arm('b', 'small', 50)), {}],
  ['champion_differs', armed(arm('a', 'small', 50, 1), arm('b', 'gentle', 50)), {}],
  ['no_such_version', armed(arm('a', 'small', 50), arm('b', 'gentle', 50, 9)), {}],
  ['no_such_version', armed(arm('a', 'small', 50), arm('b', 'none', 50)), {}],
])('no trial is announced with %s', async (declined, terms, at) => {
  expect(await start(terms, at)).toEqual({ declined })
})

test('a trial that two people agreed on is kept as announced', async () => {
  expect(await start()).toEqual({ started: 'spring' })
  const [kept] = await within((tx) => readTrials(tx, 1n, {}))
  expect(kept).toEqual({
    ...TERMS,
    author: 'mo',
    approver: 'cy',
    announcedOn: today,
    stops: [],
  })
  expect(await start()).toEqual({ declined: 'name_taken' })
})

test('two trials that run on one day share no lane; on other days or other lanes they may', async () => {
  expect(await start({ name: 'second', lanes: { from: 59, until: 100 } })).toEqual({
    declined: 'lanes_taken',
  })
  expect(await start({ name: 'second', lanes: { from: 60, until: 100 } })).toEqual({
    started: 'second',
  })
  expect(await start({ name: 'third', beginsOn: TERMS.endsOn, endsOn: day('2026-12-01') })).toEqual(
    { started: 'third' },
  )
  // The database itself holds it, whatever a program believes.
  const plant = within((tx) =>
    tx.query(
      `insert into trial (tenant_id, name, strategy, lanes, begins_on, ends_on, days, metric,
         per_thousand_max, contacts_least, author, approver, announced_on)
       select tenant_id, 'planted', strategy, '[10,11)', begins_on, ends_on, days, metric,
         per_thousand_max, contacts_least, author, approver, announced_on from trial where name = 'spring'`,
    ),
  )
  await expect(plant).rejects.toThrow('exclusion constraint')
})

const IDS = Array.from({ length: 400 }, (_, n) => BigInt(n + 1) * 7_777_777_777_777n)
const drawn = drawing({ trial: TERMS.name, ...TERMS, stopped: new Set() })
const of = async (on: Day, portfolio = 1) => {
  const inForce = await within((tx) => compiledStrategies(tx, 1n, { day: on }))
  return (id: bigint) => {
    const found = inForce.of(portfolio, id)
    return found === 'hold_out' ? found : `${found.name} ${found.version} ${found.arm ?? '-'}`
  }
}

const BY_ARM: Readonly<Record<string, string>> = {
  champion: 'small 1 spring/champion',
  gentle: 'gentle 1 spring/gentle',
  'left-alone': 'hold_out',
}

test('each person of the lanes is decided by the arm that the hash drew, from the first day on', async () => {
  const [before, during, other] = [
    await of(day('2026-06-09')),
    await of(TERMS.beginsOn),
    await of(TERMS.beginsOn, 2),
  ]
  const arms = new Set<string>()
  for (const id of IDS.filter((one) => drawn(one) !== undefined)) {
    const name = drawn(id)?.name ?? ''
    arms.add(name)
    expect(before(id)).toBe('small 1 -')
    expect(during(id)).toBe(BY_ARM[name])
    // A portfolio that another strategy runs is not divided.
    expect(other(id)).toBe('gentle 2 -')
  }
  expect([...arms].toSorted()).toEqual(['champion', 'gentle', 'left-alone'])
})

test('nobody who is held or vulnerable is left alone, on the night and in an event alike', async () => {
  const leftAlone = IDS.filter((id) => drawn(id)?.name === 'left-alone').slice(0, 3)
  const [held, vulnerable, neither] = leftAlone
  for (const [id, until, flag] of [
    [held, '2026-07-01', false],
    [vulnerable, null, true],
    [neither, '2026-06-10', false],
  ] as const)
    await within((tx) =>
      tx.query(
        `insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency,
           language, outstanding_minor, arrears_minor, instalments_missed, held_until, vulnerable, as_of)
         values (1, $1, $1, 1, 1, 'GBP', 'en', 100, 100, 1, $2, $3, '2026-06-01')`,
        [id, until, flag],
      ),
    )
  const night = await of(TERMS.beginsOn)
  expect(leftAlone.map(night)).toEqual(['small 1 -', 'small 1 -', 'hold_out'])
  for (const id of leftAlone) {
    const event = await within((tx) =>
      compiledStrategies(tx, 1n, { day: TERMS.beginsOn, only: id }),
    )
    const found = event.of(1, id)
    expect(found === 'hold_out' ? found : found.name).toBe(id === neither ? 'hold_out' : 'small')
  }
})

const stop = (name: string | undefined, on: Day, trial = 'spring') =>
  within((tx) =>
    stopTrial(tx, 1n, {
      trial,
      arm: name,
      today: on,
      why: 'by_hand',
      by: 'co',
      words: 'People are upset.',
      contacts: undefined,
      events: undefined,
    }),
  )

test('the people of a stopped arm are the champion’s from that day on, and nobody else moves', async () => {
  expect(await stop('champion', TERMS.beginsOn)).toEqual({ declined: 'champion_stays' })
  expect(await stop('none', TERMS.beginsOn)).toEqual({ declined: 'no_such_arm' })
  expect(await stop('gentle', TERMS.beginsOn, 'none')).toEqual({ declined: 'no_such_trial' })
  expect(await stop('gentle', day('2026-07-01'))).toEqual({ stopped: 'spring' })
  expect(await stop('gentle', day('2026-07-02'))).toEqual({ declined: 'already_stopped' })
  const [before, after] = [await of(day('2026-06-30')), await of(day('2026-07-01'))]
  for (const id of IDS.filter((one) => drawn(one)?.name === 'gentle').slice(0, 20)) {
    expect(before(id)).toBe('gentle 1 spring/gentle')
    expect(after(id)).toBe('small 1 -')
  }
  for (const id of IDS.filter((one) => drawn(one)?.name === 'champion').slice(0, 20))
    expect(after(id)).toBe(before(id))
})

test('a trial that is stopped whole frees its lanes, and a stop is never taken back', async () => {
  expect(await stop(undefined, day('2026-07-10'))).toEqual({ stopped: 'spring' })
  const after = await of(day('2026-07-10'))
  expect(IDS.filter((id) => drawn(id) !== undefined).map(after)).not.toContain('hold_out')
  const next = { name: 'fourth', beginsOn: day('2026-07-10'), endsOn: day('2026-08-01') }
  expect(await start(next)).toEqual({ started: 'fourth' })
  for (const sql of ["update trial_stop set words = ''", 'delete from trial_stop'])
    await expect(within((tx) => tx.query(sql))).rejects.toThrow('permission denied')
  await expect(within((tx) => tx.query('update trial set author = 1'))).rejects.toThrow(
    'permission denied',
  )
})
