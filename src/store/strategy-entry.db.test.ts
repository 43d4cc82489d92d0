import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/setup/fresh.ts'
import { day } from '../core/calendar.ts'
import { documentOf } from '../strategy/testing.ts'
import type { Tx } from './db.ts'
import { inTenant } from './db.ts'
import { addStaff } from './staff.ts'
import { listStrategies, publishEntry, rollbackEntry } from './strategy-entry.ts'
import type { StrategyFile } from './strategy.ts'
import { publishStrategy, strategyFile, strategyOn, strategyVersion } from './strategy.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
const within = <T>(work: (tx: Tx) => Promise<T>) => inTenant(fresh.db, 1n, work)
beforeAll(async () => {
  fresh = await freshDatabase()
  await within(async (tx) => {
    await addStaff(tx, 1n, { userId: 'mo', name: 'Mo', role: 'manager' })
    await addStaff(tx, 1n, { userId: 'cy', name: 'Cy', role: 'compliance' })
    await addStaff(tx, 1n, { userId: 'co', name: 'Co', role: 'collector' })
  })
})
afterAll(() => fresh.drop())

function file(version: number, comment = ''): StrategyFile {
  const head = `apiVersion: strategy/v1\nname: small\nversion: ${version}\neffective_on: 2026-01-01\ncurrency: any\n${comment}`
  const made = strategyFile('small.yaml', documentOf({ head }), {})
  if ('strategy' in made) return made
  throw new Error('the small strategy is sound')
}

const today = day('2026-06-01')
const FOUR = { author: 'mo', approver: 'cy', effectiveOn: day('2026-06-10'), today }
const publish = (version: number, at: Partial<typeof FOUR> = {}, comment = '') =>
  within((tx) => publishEntry(tx, 1n, file(version, comment), { ...FOUR, ...at }))
const decides = async (on: string) =>
  (await within((tx) => strategyOn(tx, 1n, { name: 'small', day: day(on) })))?.strategy.version

test('nobody publishes alone, without the role, or for a day that is over', async () => {
  expect(await publish(2, { approver: 'mo' })).toEqual({ declined: 'same_person' })
  expect(await publish(2, { approver: 'nobody' })).toEqual({ declined: 'no_such_approver' })
  expect(await publish(2, { author: 'nobody' })).toEqual({ declined: 'no_such_author' })
  expect(await publish(2, { approver: 'co' })).toEqual({ declined: 'approver_may_not' })
  expect(await publish(2, { author: 'co' })).toEqual({ declined: 'author_may_not' })
  expect(await publish(2, { effectiveOn: day('2026-05-31') })).toEqual({
    declined: 'effective_in_past',
  })
  expect(await decides('2027-01-01')).toBeUndefined()
})

test('a version that two people agreed on decides from its day, and the one before until then', async () => {
  await within((tx) => publishStrategy(tx, 1n, file(1)))
  expect(await publish(2)).toMatchObject({
    version: 2,
    kind: 'publish',
    author: 'mo',
    approver: 'cy',
  })
  expect(await decides('2026-06-09')).toBe(1)
  expect(await decides('2026-06-10')).toBe(2)
  expect(await publish(2)).toEqual({ declined: 'already_published' })
  expect(await publish(2, {}, '# other')).toEqual({ declined: 'version_taken' })
})

test('a rollback is one more entry; what was decided keeps naming its version', async () => {
  const back = await within((tx) =>
    rollbackEntry(tx, 1n, { name: 'small' }, { ...FOUR, effectiveOn: day('2026-07-01') }),
  )
  expect(back).toMatchObject({ version: 1, kind: 'rollback' })
  expect(await decides('2026-06-30')).toBe(2)
  expect(await decides('2026-07-01')).toBe(1)
  const named = await within((tx) => strategyVersion(tx, 1n, { name: 'small', version: 2 }))
  expect(named?.strategy.version).toBe(2)
  const listed = await within((tx) => listStrategies(tx, 1n, { name: 'small' }))
  expect(listed.map(({ version, kind }) => [version, kind])).toEqual([
    [1, 'rollback'],
    [2, 'publish'],
    [1, 'installed'],
  ])
})

test('a rollback goes to the version that decided before, or to any that is named', async () => {
  const back = (effectiveOn: string, version?: number) =>
    within((tx) =>
      rollbackEntry(tx, 1n, { name: 'small', version }, { ...FOUR, effectiveOn: day(effectiveOn) }),
    )
  // On 1 July version 1 took over from version 2, so going back from it is going on to 2.
  expect(await back('2026-07-02')).toMatchObject({ version: 2 })
  expect(await decides('2026-07-02')).toBe(2)
  expect(await publish(3, { effectiveOn: day('2026-07-03') })).toMatchObject({ version: 3 })
  expect(await back('2026-07-04', 1)).toMatchObject({ version: 1, kind: 'rollback' })
  expect(await back('2026-07-04', 1)).toEqual({ declined: 'already_decides' })
  expect(await back('2026-07-04', 9)).toEqual({ declined: 'no_such_version' })
  expect(await within((tx) => rollbackEntry(tx, 1n, { name: 'none' }, FOUR))).toEqual({
    declined: 'nothing_earlier',
  })
  expect(await decides('2026-07-09')).toBe(1)
})

test('what is to come may be called off by two people: the version before goes on, and it may come again', async () => {
  const on = day('2026-08-01')
  expect(await publish(4, { effectiveOn: on })).toMatchObject({ version: 4 })
  expect(await decides('2026-08-01')).toBe(4)
  const back = (version: number, approver = 'cy') =>
    within((tx) =>
      rollbackEntry(tx, 1n, { name: 'small', version }, { ...FOUR, approver, effectiveOn: on }),
    )
  expect(await back(1, 'mo')).toEqual({ declined: 'same_person' })
  expect(await back(1)).toMatchObject({ version: 1, kind: 'rollback' })
  expect([await decides('2026-07-31'), await decides('2026-08-01')]).toEqual([1, 1])
  expect(await back(4)).toMatchObject({ version: 4, kind: 'rollback' })
  expect([await decides('2026-07-31'), await decides('2026-08-01')]).toEqual([1, 4])
})

test('no entry is edited', async () => {
  await expect(within((tx) => tx.query('update strategy_entry set version = 1'))).rejects.toThrow(
    'permission denied',
  )
})
