import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '../core/calendar.ts'
import { readGuardFacts } from '../store/guard-facts.ts'
import { recordOverride, type OverrideGiven } from '../store/override.ts'
import { inTenant } from '../store/db.ts'
import { loadLaw } from '../store/law.ts'
import { caseIdText } from './ids.ts'
import {
  addPerson,
  addPortfolios,
  addUsPortfolio,
  inBook,
  openWorld,
  type World,
} from './testing.ts'

const CAP = 'us.reg-f.14b.7in7'
const HOUR = 3_600_000
const BODY = { rule: CAP, ground: 'litigation', reason: 'The court wants an answer', hours: 24 }

let world: World
beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    await addUsPortfolio(tx)
    await addPerson(tx, { id: 1n, portfolio: 3 })
    await addPerson(tx, { id: 2n })
  })
})
afterAll(() => world.stop())

const give = (id: bigint, key: string, body: object, as: 'manager' | 'collector' = 'manager') =>
  world.ask(`/v1/cases/${caseIdText(id)}/overrides`, {
    as,
    method: 'POST',
    body,
    headers: { 'Idempotency-Key': key },
  })

const kept = () =>
  inBook(world, async (tx) => (await tx.query('select * from override order by override_id')).rows)

const factsAt = (now: Instant) =>
  inBook(world, (tx) =>
    readGuardFacts(
      tx,
      { tenantId: 1n, borrowerId: 1n },
      { treatmentId: 0n, zones: ['Asia/Shanghai'], now },
    ),
  )

describe('somebody answers for going over a rule', () => {
  test('that law makes rebuttable: kept with who, why and until when, and read by the guard until then', async () => {
    const made = await give(1n, 'one', BODY)
    expect([made.status, made.json.rule, made.json.ground]).toEqual([201, CAP, 'litigation'])
    const again = await give(1n, 'one', BODY)
    expect([again.status, again.json]).toEqual([201, made.json])
    const [row] = await kept()
    expect(await kept()).toHaveLength(1)
    expect(row).toMatchObject({ role: 'manager', reason: BODY.reason, effective_at: world.now })
    const { overrides } = await factsAt(world.now)
    expect(overrides).toMatchObject([{ rule: CAP, expiresAt: world.now + 24 * HOUR }])
    expect((await factsAt((world.now + 24 * HOUR) as Instant)).overrides).toEqual([])
  })

  test('the row is never changed or taken away', async () => {
    for (const sql of ['update override set role = role', 'delete from override'])
      await expect(inBook(world, (tx) => tx.query(sql))).rejects.toThrow('permission denied')
  })

  test.each([
    ['hours', 'us.reg-f.6b1'],
    ['a refusal', 'us.reg-f.6c'],
    ['third persons', 'us.reg-f.6d'],
    ['a house rule', 'house.hold'],
  ])('never for %s', async (_, start) => {
    const rules = loadLaw('law')
      .rulesFor(['us'], world.today)
      .filter((rule) => rule.id.startsWith(start))
    expect(rules.length).toBeGreaterThan(0)
    const before = await kept()
    for (const rule of rules) {
      const refused = await give(1n, `never ${rule.id}`.replaceAll(' ', '-'), {
        ...BODY,
        rule: rule.id,
      })
      expect([refused.status, refused.json.code]).toEqual([422, 'not_rebuttable'])
    }
    expect(await kept()).toEqual(before)
  })

  test('and for nothing else that cannot be answered for', async () => {
    const before = await kept()
    const refused = [
      [await give(1n, 'a', { ...BODY, rule: 'us.no-such' }), 404, 'no_such_rule'],
      // The rule is of another place.
      [await give(2n, 'b', BODY), 404, 'no_such_rule'],
      [await give(9n, 'c', BODY), 404, 'no_such_case'],
      [await give(1n, 'd', { ...BODY, reason: 'because' }), 400, 'malformed'],
      [await give(1n, 'e', { ...BODY, ground: 'collect' }), 400, 'malformed'],
      [await give(1n, 'f', { ...BODY, hours: 721 }), 400, 'malformed'],
      [await give(1n, 'g', { ...BODY, hours: 0 }), 400, 'malformed'],
      [await give(1n, 'h', BODY, 'collector'), 403, 'not_permitted'],
    ] as const
    for (const [answer, status, code] of refused)
      expect([answer.status, answer.json.code]).toEqual([status, code])
    expect(await kept()).toEqual(before)
  })

  test('the store refuses by itself: another role, a past end, a long one', async () => {
    const [ref, law] = [{ tenantId: 1n, borrowerId: 1n }, loadLaw('law')]
    const ok: OverrideGiven = {
      rule: CAP,
      ground: 'litigation',
      by: 'somebody',
      role: 'compliance',
      reason: 'The court wants an answer',
      expiresAt: (world.now + HOUR) as Instant,
    }
    const record = (given: Partial<OverrideGiven>) =>
      inTenant(world.db, 1n, (tx) =>
        recordOverride(tx, ref, { ...ok, ...given }, { law, today: world.today, now: world.now }),
      )
    expect(await record({ role: 'collector' })).toEqual({ declined: 'role_may_not' })
    expect(await record({ expiresAt: world.now })).toEqual({ declined: 'ends_before_it_begins' })
    expect(await record({ expiresAt: (world.now + 721 * HOUR) as Instant })).toEqual({
      declined: 'lasts_too_long',
    })
    expect(await record({})).toHaveProperty('overrideId')
  })
})
