import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/setup/fresh.ts'
import { day } from '../core/calendar.ts'
import { documentOf } from '../strategy/testing.ts'
import type { Tx } from './db.ts'
import { inTenant } from './db.ts'
import type { StrategyFile } from './strategy.ts'
import { compiledStrategies } from './strategy-in-force.ts'
import {
  publishFolder,
  publishStrategy,
  strategyFile,
  strategyOn,
  strategyVersion,
} from './strategy.ts'

const ROOT = join(import.meta.dirname, '..', '..')
let fresh: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

const within = <T>(work: (tx: Tx) => Promise<T>) => inTenant(fresh.db, 1n, work)

function file(version: number, effectiveOn: string, comment = ''): StrategyFile {
  const document = documentOf({
    head: `apiVersion: strategy/v1\nname: small\nversion: ${version}\neffective_on: ${effectiveOn}\ncurrency: any\n${comment}`,
  })
  const made = strategyFile('small.yaml', document, {})
  if ('strategy' in made) return made
  throw new Error('the small strategy is sound')
}

test('a version is published once, and never changed under its number', async () => {
  const publish = (made: StrategyFile) => within((tx) => publishStrategy(tx, 1n, made))
  expect(await publish(file(1, '2026-01-01'))).toBe('published')
  expect(await publish(file(1, '2026-01-01'))).toBe('already_published')
  expect(await publish(file(1, '2026-01-01', '# changed'))).toBe('version_taken')
  expect(await publish(file(2, '2026-03-01'))).toBe('published')
  expect(await publish(file(3, '2026-03-01'))).toBe('published')
})

test('the version in force is the latest that has begun', async () => {
  const on = async (text: string) =>
    (await within((tx) => strategyOn(tx, 1n, { name: 'small', day: day(text) })))?.strategy.version
  expect(await on('2025-12-31')).toBeUndefined()
  expect(await on('2026-01-01')).toBe(1)
  expect(await on('2026-02-28')).toBe(1)
  expect(await on('2026-03-01')).toBe(3)
})

test('a past decision finds the version that it names', async () => {
  const found = await within((tx) => strategyVersion(tx, 1n, { name: 'small', version: 2 }))
  expect(found?.strategy.version).toBe(2)
  expect(
    await within((tx) => strategyVersion(tx, 1n, { name: 'small', version: 9 })),
  ).toBeUndefined()
})

test('every portfolio has the strategy that it names, or its accounts are not decided', async () => {
  await publishFolder(fresh.db, 1n, join(ROOT, 'strategies'), join(ROOT, 'templates'))
  await publishFolder(fresh.db, 1n, join(ROOT, 'strategies'), join(ROOT, 'templates'))
  const add = (id: number, strategy: string) =>
    within((tx) =>
      tx.query(
        `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor,
           firm_kind, jurisdictions, strategy)
         values (1, $1::text::smallint, 'p' || $1::text, '甲', 'A', 'host', 'A', 'creditor', '{cn}', $2)`,
        [String(id), strategy],
      ),
    )
  const today = day('2026-06-15')
  await add(91, 'bank')
  await add(92, 'online-lender')
  const { champion, named } = await within((tx) => compiledStrategies(tx, 1n, { day: today }))
  expect([champion(91).name, champion(92).name]).toEqual(['bank', 'online-lender'])
  expect(named['bank']).toMatch(/^2:[0-9a-f]{64}$/)
  await add(93, 'no-such')
  const later = await within((tx) => compiledStrategies(tx, 1n, { day: today }))
  expect([later.covers(91), later.covers(93)]).toEqual([true, false])
  expect(() => later.of(93, 1n)).toThrow(
    'Portfolio p93 is run by strategy no-such, of which no version is in force on 2026-06-15.',
  )
})
