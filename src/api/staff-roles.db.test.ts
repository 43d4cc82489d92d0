import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Instant } from '../core/calendar.ts'
import { addStaff, type StaffRole } from '../store/staff.ts'
import { inBook, openWorld, type World } from './testing.ts'

let world: World
let people: ReadonlyMap<string, string>
beforeAll(async () => {
  world = await openWorld()
  const at = Date.parse('2026-09-07T08:00:00Z') as Instant
  await inBook(world, (tx) =>
    addStaff(tx, 1n, { userId: 'ann', name: 'Ann Lee', role: 'collector', at }),
  )
  const { json } = await world.ask('/v1/staff', { as: 'admin' })
  people = new Map(
    (json.items as { user_id: string; role: string }[]).map((one) => [one.role, one.user_id]),
  )
})
afterAll(() => world.stop())

type Change = { readonly role?: StaffRole; readonly reason: string }
const change = (who: string, body: Change, as: StaffRole = 'admin') =>
  world.ask(`/v1/staff/${who}/${body.role === undefined ? 'ends' : 'roles'}`, { as, body })
const rolesOf = async (who: string, query = '') =>
  (await world.ask(`/v1/staff/roles?user_id=${who}${query}`, { as: 'compliance' })).json.items

test('everybody who is there at the beginning has a first row, by nobody’s word', async () => {
  const all = await world.ask('/v1/staff/roles', { as: 'manager' })
  expect(all.json.items).toHaveLength(5)
  expect(await rolesOf('ann')).toMatchObject([
    { name: 'Ann Lee', role: 'collector', from: '2026-09-07T08:00:00.000Z', given_by: null },
  ])
})

test('a role that is given and taken leaves when, by whom and why, and holds at the next request', async () => {
  const collector = people.get('collector') ?? ''
  const promoted = await change(collector, {
    role: 'manager',
    reason: 'Leads the team from today.',
  })
  expect([promoted.status, promoted.json.role]).toEqual([200, 'manager'])
  expect((await world.ask('/v1/me', { as: 'collector' })).json.role).toBe('manager')
  expect((await change(collector, { reason: 'Left the house.' })).status).toBe(200)
  expect((await world.ask('/v1/me', { as: 'collector' })).status).toBe(401)
  expect(await rolesOf(collector)).toMatchObject([
    {
      role: 'manager',
      given_by: 'Tom Archer',
      given_why: 'Leads the team from today.',
      taken_by: 'Tom Archer',
      taken_why: 'Left the house.',
      next: null,
    },
    { role: 'collector', given_by: null, taken_why: 'Leads the team from today.', next: 'manager' },
  ])
  const back = await change(collector, { role: 'collector', reason: 'Came back.' })
  expect(back.status).toBe(200)
  expect((await world.ask('/v1/me', { as: 'collector' })).json.role).toBe('collector')
  expect(await rolesOf(collector)).toHaveLength(3)
  const staff = await world.ask('/v1/changes?kind=staff', { as: 'compliance' })
  expect(staff.json.items.map((one: { what: string }) => one.what)).toEqual(
    expect.arrayContaining(['joins', 'role', 'leaves']),
  )
})

test('a day shows who had which role for any part of it', async () => {
  expect(await rolesOf('ann', '&on=2026-09-06')).toEqual([])
  expect(await rolesOf('ann', '&on=2026-09-07')).toHaveLength(1)
  expect((await change('ann', { reason: 'Gone to the other house.' })).status).toBe(200)
  expect(await rolesOf('ann', '&on=2026-11-20')).toMatchObject([{ until: expect.any(String) }])
  expect(await rolesOf('ann', '&on=2026-11-21')).toEqual([])
  expect((await world.ask('/v1/staff/roles?cursor=abc', { as: 'manager' })).status).toBe(400)
})

test('nobody changes their own, no role is given twice, and an administrator alone gives', async () => {
  const codeOf = async (...asked: Parameters<typeof change>) => (await change(...asked)).json.code
  const [admin = '', manager = ''] = [people.get('admin'), people.get('manager')]
  expect(await codeOf(admin, { role: 'compliance', reason: 'x' })).toBe('own_role')
  expect(await codeOf(admin, { reason: 'x' })).toBe('own_role')
  expect(await codeOf(manager, { role: 'manager', reason: 'x' })).toBe('role_unchanged')
  expect(await codeOf('nobody', { role: 'manager', reason: 'x' })).toBe('no_such_staff')
  expect(await codeOf('ann', { reason: 'x' })).toBe('role_unchanged')
  expect(await codeOf('ann', { role: 'manager', reason: 'x' }, 'compliance')).toBe('not_permitted')
  expect(await rolesOf(manager)).toHaveLength(1)
})

test('what was kept is added to and never changed', async () => {
  const tamper = (sql: string) => inBook(world, (tx) => tx.query(sql))
  await expect(tamper(`update staff_role set by_staff = 'mo'`)).rejects.toThrow('permission denied')
  await expect(tamper('delete from staff_role')).rejects.toThrow('permission denied')
})
