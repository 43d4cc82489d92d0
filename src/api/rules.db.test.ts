import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from './testing.ts'
import type { RuleChangesWire, RulesWire, RuleWire } from './wire.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.stop())

const ask = (path: string) => world.ask(path, { as: 'admin' })

test('the list is of today, or of the day that is asked for', async () => {
  const today: RulesWire = (await ask('/v1/rules?place=cn')).json
  expect(today.on).toBe('2026-11-20')
  const row = today.items.find((each) => each.id === 'cn.gbt.freq')
  expect(row).toMatchObject({
    place: 'cn',
    strength: 'advised',
    strength_name: 'advised against',
    unverified: true,
    standing: 'in_force',
    since: '2025-02-28',
    until: null,
  })
  expect(row?.mark_name).toContain('unverified')
  expect(today.items.every((each) => each.place === 'cn')).toBe(true)
  const before: RulesWire = (await ask('/v1/rules?place=cn&on=2025-02-27&lang=zh')).json
  expect(before.items.find((each) => each.id === 'cn.gbt.freq')).toMatchObject({
    standing: 'coming',
    standing_name: '2025-02-28 起施行',
  })
})

test('one rule says its source, whom it covers and its dated values, in both languages', async () => {
  const en: RuleWire = (await ask('/v1/rules/us.reg-f.14b.7in7?on=2021-11-30')).json
  expect(en.source[0]).toMatchObject({ title: expect.stringContaining('1006.14') })
  expect(en.source[0]?.href).toMatch(/^https:/)
  expect(en.parts[0]?.values[0]).toMatchObject({ from: '2021-11-30', until: null, now: true })
  expect(en.parts[0]?.values[0]?.sentence).toContain('at most 7')
  expect(en.covers.length).toBeGreaterThan(2)
  expect(en.cases.length).toBeGreaterThan(1)
  const zh: RuleWire = (await ask('/v1/rules/us.reg-f.14b.7in7?lang=zh')).json
  expect(zh.parts[0]?.values[0]?.sentence).toContain('最多 7')
  expect(en.note).toMatch(/^Counted by firm/)
  expect(zh.note).toMatch(/^按催收主体/)
  expect(zh.cases.join('\n')).not.toMatch(/[A-Za-z]+ [A-Za-z]+ [A-Za-z]+/)
})

test('a rule that is not there is answered with the nearest', async () => {
  const answer = await ask('/v1/rules/cn.gbt.frq')
  expect([answer.status, answer.json.code]).toEqual([404, 'no_such_rule'])
  expect(answer.json.detail).toBe('Did you mean cn.gbt.freq?')
  expect((await ask('/v1/rules/cn.gbt.frq?lang=zh')).json.detail).toBe('是否指 cn.gbt.freq？')
  expect((await ask('/v1/rules/No%20Rule')).status).toBe(400)
})

test('what changed between two days, the second one included', async () => {
  const path = '/v1/rules/changes?from=2025-02-27&to=2025-02-28&place=cn'
  const changes: RuleChangesWire = (await ask(path)).json
  const freq = changes.items.find((each) => each.id === 'cn.gbt.freq')
  expect(freq).toMatchObject({ change: 'came', change_name: 'came into force', on: '2025-02-28' })
  expect(freq?.parts[0]?.before).toBeNull()
  expect(freq?.parts[0]?.after).toContain('at most 3')
  const none: RuleChangesWire = (
    await ask('/v1/rules/changes?from=2025-02-28&to=2025-02-28&place=cn')
  ).json
  expect(none.items).toEqual([])
})

test('days that are none, or the wrong way round, are refused', async () => {
  expect((await ask('/v1/rules?on=2026-02-30')).status).toBe(400)
  expect((await ask('/v1/rules/changes?from=2026-01-01')).status).toBe(400)
  const back = await ask('/v1/rules/changes?from=2026-02-01&to=2026-01-01')
  expect([back.status, back.json.code]).toEqual([422, 'ends_before_it_begins'])
})
