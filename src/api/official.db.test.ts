import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTenant } from '../store/db.ts'
import { readPortalSettings } from '../store/portal-settings.ts'
import { addPortfolios, inBook, openWorld, TODAY, type World } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await inBook(world, addPortfolios)
})
afterAll(() => world.stop())

type Who = 'manager' | 'compliance' | 'collector'
const post = (path: string, body: unknown, as: Who) => world.ask(`/v1/${path}`, { as, body })
const HOURS = { en: 'Monday to Friday, 9 to 6', zh: '周一至周五 9:00–18:00' }

test('what the pages say holds from today, in both languages, by a manager’s word', async () => {
  const none = await world.ask('/v1/portal-settings', { as: 'manager' })
  expect(none.json).toMatchObject({ settings: {}, since: null, creditors: ['Demo Bank'] })
  const set = await post('portal-settings', { hours: HOURS }, 'manager')
  expect(set.json).toMatchObject({
    settings: { hours: HOURS },
    since: TODAY,
    set_by: 'Priya Raman',
  })
  expect(await inBook(world, (tx) => readPortalSettings(tx, 1n, TODAY))).toEqual({ hours: HOURS })
  expect(await inTenant(world.db, 2n, (tx) => readPortalSettings(tx, 2n, TODAY))).toEqual({})
  const half = { hours: { en: 'Any time' } }
  expect((await post('portal-settings', half, 'manager')).status).toBe(400)
  const plain = { privacy: 'http://lender.example/privacy' }
  expect((await post('portal-settings', plain, 'manager')).status).toBe(400)
  expect((await post('portal-settings', {}, 'compliance')).json.code).toBe('not_permitted')
})

test('the id of a person names the person and ends with their work; a register says where it is looked up', async () => {
  const { json } = await world.ask('/v1/staff', { as: 'compliance' })
  const chen = json.items.find((one: { role: string }) => one.role === 'collector').user_id
  const staff = { kind: 'staff', text: 'C-4711', about: 'Chen Jing', user_id: chen }
  const register = {
    kind: 'register',
    text: '123456',
    about: 'FCA',
    url: 'https://register.fca.org.uk/',
  }
  for (const [sign, creditor] of [
    [{ ...staff, user_id: undefined }, undefined],
    [{ ...staff, user_id: 'nobody' }, undefined],
    [staff, 'Another Bank'],
    [{ ...register, about: undefined }, undefined],
    [{ ...register, url: 'http://register.fca.org.uk/' }, undefined],
  ] as const)
    expect((await post('official-signs', { ...sign, creditor }, 'compliance')).status).toBe(422)
  await post('official-signs', { ...staff, creditor: 'Demo Bank' }, 'compliance')
  const made = await post('official-signs', register, 'compliance')
  expect(made.json.signs).toMatchObject([
    { ...register, creditor: null, is_ours: true },
    { kind: 'staff', text: 'C-4711', about: 'Chen Jing', creditor: 'Demo Bank', is_ours: true },
  ])
  const ends = { reason: 'Left the house.' }
  await world.ask(`/v1/staff/${chen}/ends`, { as: 'admin', body: ends })
  const after = await world.ask('/v1/portal-settings', { as: 'compliance' })
  expect(after.json.signs[1]).toMatchObject({ text: 'C-4711', is_ours: false })
})

test('what is ours is recorded by compliance, once, and ends without being forgotten', async () => {
  const phone = { kind: 'phone', text: '+44 20 7946 0000' }
  expect((await post('official-signs', phone, 'manager')).json.code).toBe('not_permitted')
  const made = await post('official-signs', phone, 'compliance')
  const phones = (answer: typeof made) =>
    answer.json.signs.filter((one: { kind: string }) => one.kind === 'phone')
  expect(phones(made)).toMatchObject([{ ...phone, begins_on: TODAY, is_ours: true }])
  const again = await post('official-signs?lang=zh', phone, 'compliance')
  expect([again.status, again.json.code, again.json.detail]).toEqual([
    422,
    'sign_refused',
    '已登记。',
  ])
  const words = { kind: 'phone', text: 'ring us' }
  expect((await post('official-signs', words, 'compliance')).status).toBe(422)
  const path = `official-signs/${phones(made)[0].number}/ends`
  const ended = await post(path, {}, 'compliance')
  expect(phones(ended)).toMatchObject([{ ...phone, ends_on: TODAY, is_ours: false }])
  expect((await post(path, {}, 'compliance')).json.code).toBe('sign_refused')
})
