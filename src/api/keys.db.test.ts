import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decideApproval } from '../store/approval.ts'
import { fourEyesFault } from '../store/four-eyes.ts'
import { readPerson, readStaff, type StaffRole } from '../store/staff.ts'
import { caseIdText, keyIdText } from './ids.ts'
import { approversOf } from './key-rights.ts'
import { SCOPES } from './scopes.ts'
import { addPerson, addPortfolios, inBook, openWorld, type World } from './testing.ts'
import { testKey } from './testing-keys.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    await addPerson(tx, { id: 7n })
  })
})
afterAll(() => world.stop())

const agree = (id: string, as: StaffRole) => world.ask(`/v1/keys/${id}/approvals`, { as, body: {} })
const bearer = (secret: string) => ({ headers: { Authorization: `Bearer ${secret}` } })

describe('a key', () => {
  test('is shown once, works at once, is known by its prefix and kept as a hash', async () => {
    const made = await world.ask('/v1/keys', {
      as: 'admin',
      body: {
        name: 'Core system',
        role: 'manager',
        scopes: ['cases:read'],
        reason: 'reads stages',
      },
    })
    expect([made.status, made.json.state, made.json.approvers]).toEqual([
      201,
      'waiting',
      ['manager'],
    ])
    const { id, secret, prefix } = made.json
    expect(secret.startsWith(`${prefix}_`)).toBe(true)
    expect((await world.ask('/v1/cases', bearer(secret))).status).toBe(401)
    await agree(id, 'manager')
    expect((await world.ask('/v1/cases', bearer(secret))).json.items).toHaveLength(1)
    const list = await world.ask('/v1/keys', { as: 'admin' })
    expect(list.json.items[0]).toMatchObject({ prefix, used_on: world.today, state: 'live' })
    expect(JSON.stringify(list.json)).not.toContain(secret)
    const kept = await inBook(world, (tx) => tx.query('select * from api_key'))
    expect(JSON.stringify(kept.rows, (_, v) => (typeof v === 'bigint' ? `${v}` : v))).not.toContain(
      secret,
    )
  })

  test('never may what those may not who gave it', async () => {
    const make = (role: StaffRole, scopes: readonly string[]) =>
      world.ask('/v1/keys', { as: 'admin', body: { name: 'x', role, scopes, reason: 'asked' } })
    const own = await make('admin', ['strategy:write', 'events:read'])
    expect([own.json.state, own.json.approvers]).toEqual(['live', []])
    expect((await world.ask('/v1/events', bearer(own.json.secret))).status).toBe(200)
    expect((await agree(own.json.id, 'manager')).json.code).toBe('nothing_to_approve')
    const { json: key } = await make('manager', ['money:write'])
    expect([key.state, key.approvers]).toEqual(['waiting', ['manager']])
    expect((await agree(key.id, 'admin')).json.code).toBe('not_permitted')
    expect((await agree(key.id, 'compliance')).json.code).toBe('key_beyond_you')
    expect((await agree(key.id, 'manager')).json).toMatchObject({ state: 'live', approvers: [] })
    expect((await agree(key.id, 'manager')).json.code).toBe('request_answered')
    const { json: plain } = await make('admin', ['money:write'])
    const given = await world.ask(`/v1/staff/${plain.program_id}/roles`, {
      as: 'admin',
      body: { role: 'manager', reason: 'to move money' },
    })
    expect([plain.state, given.status]).toEqual(['live', 200])
    expect((await world.ask('/v1/me', bearer(plain.secret))).status).toBe(401)
    const more = { name: 'y', role: 'admin', scopes: ['money:write'], program_id: key.program_id }
    const second = await world.ask('/v1/keys', { as: 'admin', body: { ...more, reason: 'asked' } })
    expect([second.json.role, second.json.state]).toEqual(['manager', 'waiting'])
    await world.ask(`/v1/keys/${second.json.id}/ends`, {
      as: 'admin',
      body: { reason: 'not needed' },
    })
    expect((await agree(second.json.id, 'manager')).json.code).toBe('key_ended')
    for (const role of ['collector', 'manager', 'compliance'] as const)
      expect([role, approversOf({ role, scopes: SCOPES }, 'admin').length > 0]).toEqual([
        role,
        true,
      ])
  })

  test('that is wrong, of nobody, of another tenant or beside a cookie opens nothing', async () => {
    const { secret } = await testKey(world, { role: 'manager' })
    const wrong = secret.replace(/.$/, (end) => (end === '0' ? '1' : '0'))
    for (const bad of [wrong, secret.replace('fbk_1_', 'fbk_2_'), 'fbk_1', '%', `${secret}0`]) {
      const answer = await world.ask('/v1/me', { as: 'admin', ...bearer(bad) })
      expect([bad, answer.status, answer.json.code]).toEqual([bad, 401, 'key_not_known'])
      expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer')
    }
  })

  test('opens nothing once it ended, expired, or its program was disabled', async () => {
    const ended = await testKey(world, { role: 'manager' })
    const path = `/v1/keys/${keyIdText(ended.keyId)}/ends`
    expect((await world.ask('/v1/me', bearer(ended.secret))).json.role).toBe('manager')
    const end = await world.ask(path, { as: 'admin', body: { reason: 'it leaked' } })
    expect(end.json).toMatchObject({ state: 'ended', end_reason: 'it leaked' })
    expect((await world.ask('/v1/me', bearer(ended.secret))).status).toBe(401)
    expect((await world.ask(path, { as: 'admin', body: { reason: 'x' } })).json.code).toBe(
      'key_ended',
    )
    const old = await testKey(world, { role: 'manager' })
    const before = world.now
    world.now = (before + 31 * 86_400_000) as typeof before
    expect((await world.ask('/v1/me', bearer(old.secret))).status).toBe(401)
    world.now = before
    await inBook(world, (tx) =>
      tx.query('update staff set disabled_at = now() where user_id = $1', [old.userId]),
    )
    expect((await world.ask('/v1/me', bearer(old.secret))).status).toBe(401)
  })

  test('that asks too often is told when to ask again', async () => {
    const { secret } = await testKey(world, { role: 'manager', perMinute: 2 })
    const asked = [1, 2, 3].map(() => world.ask('/v1/me', bearer(secret)))
    const answers = await Promise.all(asked)
    expect(answers.filter((each) => each.status === 200)).toHaveLength(2)
    const late = answers.find((each) => each.status === 429)
    expect([late?.json.code, late?.headers.get('Retry-After')]).toEqual(['too_many', '30'])
  })
})

describe('a program', () => {
  test('is named by what it does', async () => {
    const { secret, userId } = await testKey(world, { role: 'collector', scopes: ['cases:write'] })
    const hold = await world.ask(`/v1/cases/${caseIdText(7n)}/holds`, {
      body: { reason: 'advice', source: 'the core system' },
      headers: { ...bearer(secret).headers, 'Idempotency-Key': 'by-a-program' },
    })
    expect(hold.status).toBe(201)
    const kept = await inBook(world, (tx) =>
      tx.query(`select made_by from answered_request where request_key = 'by-a-program'`),
    )
    expect(kept.rows).toEqual([{ made_by: userId }])
  })

  test('is the hand of whoever made its key: nobody agrees to what their own program asked for', async () => {
    const me = async (as: StaffRole) => (await world.ask('/v1/me', { as })).json.user_id as string
    const { userId } = await testKey(world, { role: 'manager' })
    const [manager, compliance] = [await me('manager'), await me('compliance')]
    await inBook(world, async (tx) => {
      const between = (approver: string) => fourEyesFault(tx, 1n, { author: userId, approver })
      expect(await between(manager)).toBe(undefined)
      await tx.query('update api_key set made_by = $2 where user_id = $1', [userId, manager])
      expect(await between(manager)).toBe('same_person')
      expect(await between(compliance)).toBe(undefined)
    })
  })

  test('is never the second person, whichever way it comes', async () => {
    const { userId } = await testKey(world, { role: 'compliance' })
    await inBook(world, async (tx) => {
      expect((await readStaff(tx, 1n, userId))?.role).toBe('compliance')
      expect(await readPerson(tx, 1n, userId)).toBe(undefined)
      const me = await tx.query<{
        user_id: string
      }>(`select user_id from staff where role = 'manager'
        and kind = 'person'`)
      const author = me.rows[0]?.user_id ?? ''
      expect(await fourEyesFault(tx, 1n, { author, approver: userId })).toBe('no_such_approver')
      await tx.query(
        `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage,
           tone, row_no, treatment, channel, template, approval, state)
         values (1, 7, 7, '2026-11-20', 'bank', 1, 'early', 'warm', 1, 'letter', 'letter', 'options', 'compliance',
           'awaiting_approval')`,
      )
      const waits = await tx.query<{ treatment_id: bigint }>('select treatment_id from treatment')
      const ref = { tenantId: 1n, borrowerId: 7n, treatmentId: waits.rows[0]?.treatment_id ?? 0n }
      const said = {
        approved: true,
        by: userId,
        role: 'compliance',
        reason: undefined,
        now: world.now,
      }
      expect(await decideApproval(tx, ref, said)).toEqual({ declined: 'wrong_role' })
    })
  })
})
