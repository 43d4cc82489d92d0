import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentOf } from '../strategy/testing.ts'
import { openWorld, publishStarters, type World } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await publishStarters(world)
})
afterAll(() => world.stop())

const check = (document: string, lang: 'zh' | 'en') =>
  world.ask(`/v1/strategies/checks?lang=${lang}`, {
    as: 'manager',
    method: 'POST',
    body: { document },
  })

test('the versions that came with the installation are listed, by name where asked', async () => {
  const all = await world.ask('/v1/strategies', { as: 'compliance' })
  expect(all.json.items.length).toBeGreaterThan(3)
  const bank = await world.ask('/v1/strategies?name=bank', { as: 'compliance' })
  expect(bank.json.items).toEqual([
    {
      name: 'bank',
      version: 2,
      effective_on: '2026-01-01',
      kind: 'installed',
      author: null,
      approver: null,
    },
  ])
  expect((await world.ask('/v1/strategies', { as: 'collector' })).status).toBe(403)
})

test('a file is checked without being kept, and its faults come in the language asked for', async () => {
  const sound = await check(documentOf({}), 'en')
  expect(sound.json).toEqual({ sound: true, name: 'small', version: 1, findings: [] })
  const bad = documentOf({}).replace('"1..30"', '"1m"')
  const [en, zh] = [await check(bad, 'en'), await check(bad, 'zh')]
  expect(en.json).toMatchObject({
    sound: false,
    findings: [{ code: 'day_unit', table: 'stage', row: 2 }],
  })
  expect(en.json.findings[0].sentence).toContain('Write 1d (days)')
  expect(zh.json.findings[0].sentence).toContain('请写 1d（天）')
  expect((await world.ask('/v1/strategies?name=small', { as: 'manager' })).json.items).toEqual([])
})

test('a step that the law of its place never allows is a fault here too', async () => {
  const abroad = await check(
    documentOf({}).replace('currency: any', 'currency: any\nplace: eu'),
    'en',
  )
  expect(abroad.json.findings[0]).toMatchObject({ code: 'never_lawful', column: 'do' })
})
