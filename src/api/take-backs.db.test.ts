import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, type Instant } from '../core/calendar.ts'
import { applyHold } from '../store/hold.ts'
import { accountIdText, caseIdText, holdIdText } from './ids.ts'
import { addPerson, addPortfolios, inBook, openWorld, TODAY, type World } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 4n; id++) await addPerson(tx, { id, late: 40, arrears: 5000n })
  })
})
afterAll(() => world.stop())

let keys = 0
const post = (id: bigint, what: string, body: unknown, as: 'collector' | 'manager' = 'collector') =>
  world.ask(`/v1/cases/${caseIdText(id)}/${what}`, {
    as,
    method: 'POST',
    headers: { 'Idempotency-Key': `undo-${keys++}` },
    body,
  })
const promised = (id: bigint, more: object = {}) => ({
  account_id: accountIdText(id),
  amount: { minor: '3000', currency: 'GBP' },
  due_on: addDays(TODAY, 5),
  source: 'desk',
  ...more,
})
const promisesOf = async (id: bigint) => {
  const { json } = await world.ask(`/v1/cases/${caseIdText(id)}/agreements`, { as: 'collector' })
  return (json.promises as { state: string; taken_back: boolean }[]).map(
    (one) => `${one.state}${one.taken_back ? ', taken back' : ''}`,
  )
}

describe('a promise recorded by mistake', () => {
  test('is taken back by its author only, once, and leaves room for the right one', async () => {
    const { json } = await post(1n, 'promises', promised(1n))
    const undo = `promises/${json.id}/undo`
    expect((await post(1n, undo, undefined, 'manager')).json.code).toBe('not_your_act')
    expect((await post(1n, undo, undefined)).json).toEqual({ taken_back: true })
    expect((await post(1n, undo, undefined)).json).toEqual({ taken_back: true })
    expect(await promisesOf(1n)).toEqual(['superseded, taken back'])
    expect((await post(1n, 'promises', promised(1n))).status).toBe(201)
    const { json: seen } = await world.ask(`/v1/cases/${caseIdText(1n)}/timeline`, {
      as: 'collector',
    })
    expect(JSON.stringify(seen)).toContain('recorded by mistake and taken back')
  })

  test('gives its place back to the promise that it had amended', async () => {
    const first = await post(2n, 'promises', promised(2n))
    const amended = { supersedes: first.json.id, reason: 'payday' }
    const next = await post(2n, 'promises', promised(2n, amended))
    expect((await promisesOf(2n)).toSorted()).toEqual(['open', 'superseded'])
    await post(2n, `promises/${next.json.id}/undo`, undefined)
    expect((await promisesOf(2n)).toSorted()).toEqual(['open', 'superseded, taken back'])
  })

  test('stays once the borrower was told of it', async () => {
    const { json } = await post(3n, 'promises', promised(3n))
    await inBook(world, (tx) =>
      tx.query(
        `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
           row_no, treatment, channel, template, priority, state)
         select 1, 3, 3, $1, 'promise', 1, 'promised', 'warm', 0, 'promise-' || max(promise_id), 'sms',
           'promise-confirmed', 1, 'sent' from promise where borrower_id = 3
         on conflict (tenant_id, borrower_id, account_id, chosen_on, treatment) do update set state = 'sent'`,
        [TODAY],
      ),
    )
    expect((await post(3n, `promises/${json.id}/undo`, undefined)).json.code).toBe(
      'borrower_was_told',
    )
  })
})

test('a hold placed by mistake is ended by its author only, once, and soon', async () => {
  const { json } = await post(4n, 'holds', { reason: 'advice', source: 'call' })
  const undo = `holds/${json.id}/undo`
  expect((await post(4n, undo, undefined, 'manager')).json.code).toBe('not_your_act')
  expect((await post(4n, undo, undefined)).json).toEqual({ taken_back: true })
  expect((await post(4n, undo, undefined)).json).toEqual({ taken_back: true })
  const [told, old] = await inBook(world, async (tx) => {
    const place = async (now: number) => {
      const hold = {
        borrowerId: 4n,
        reason: 'advice',
        written: false,
        fromOn: TODAY,
        source: 'call',
      }
      const made = await applyHold(tx, 1n, hold, { now: now as Instant, today: TODAY })
      return 'declined' in made ? '' : holdIdText(made.holdId)
    }
    const [fromElsewhere, early] = [await place(world.now), await place(world.now - 11 * 60_000)]
    await tx.query(
      `insert into answered_request (tenant_id, borrower_id, request_key, body_hash, status, answer, made_by)
       select tenant_id, borrower_id, 'early', body_hash, status, jsonb_build_object('id', $1::text), made_by
         from answered_request where borrower_id = 4`,
      [early],
    )
    return [fromElsewhere, early]
  })
  expect((await post(4n, `holds/${told}/undo`, undefined)).json.code).toBe('not_your_act')
  expect((await post(4n, `holds/${old}/undo`, undefined)).json.code).toBe('too_late_to_take_back')
})
