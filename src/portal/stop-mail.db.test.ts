import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addPerson, addPortfolios, inBook, openWorld, TODAY, type World } from '../api/testing.ts'
import { sealToken, tokenKey } from '../channels/mail/token.ts'
import { recordConsent } from '../store/consent.ts'
import { buildPortal, type Portal } from './app.ts'

const [first, second] = ['a', 'b'].map((name) => tokenKey(Buffer.alloc(32, 3), name))
const keyOf = (id: bigint) => `0b5a3c1e-7d55-8a52-9d3b-${String(id).padStart(12, '0')}`

let world: World
let portal: Portal
let id = 0n
beforeAll(async () => {
  const pay = { portalUrl: 'http://localhost', providers: [], systems: [], creditors: [] }
  world = await openWorld({ pay })
  portal = buildPortal({
    db: world.db,
    tenantId: 1n,
    now: () => world.now,
    today: () => TODAY,
    pay,
    key: Buffer.from('a key of the portal for the test'),
    mailKeys: [first, second].flatMap((one) => one ?? []),
    addressOf: () => '192.0.2.9',
    log: (line) => world.log.push(line),
  })
  await inBook(world, addPortfolios)
})
afterAll(() => world.stop())
beforeEach(async () => {
  id += 1n
  await inBook(world, async (tx) => {
    await addPerson(tx, { id, arrears: 50_000n })
    for (const [channel, attempt, state] of [
      ['email', keyOf(id), 'delivered'],
      ['email', keyOf(id + 1000n), 'permitted'],
      ['sms', keyOf(id + 2000n), 'delivered'],
    ])
      await tx.query(
        `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
           template, language, state, block_version, permitted_at, expires_at, slots, made_by)
         values (1, $1, $2, 1, array[$1::bigint], $3, 1, 'reminder-warm', 'en', $4, 0, now(), now() + interval '1 hour', '[]', 'test')`,
        [id, attempt, channel, state],
      )
  })
})

const tokenOf = (attemptKey = keyOf(id), key = second ?? new Uint8Array()) =>
  sealToken(key, 'stop', { tenantId: 1n, attemptKey })
const refusals = async () =>
  (
    await inBook(world, (tx) =>
      tx.query(`select channel, given from consent where borrower_id = $1 order by consent_id`, [
        id,
      ]),
    )
  ).rows
/** As a mail program sends it: no session, no page of ours before it. */
const click = (token: string, headers: Record<string, string> = {}) =>
  portal.request(`/p/stop/${token}`, {
    method: 'POST',
    body: 'List-Unsubscribe=One-Click',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
  })

test('one click stops mail at once, also what was permitted, and nothing else', async () => {
  expect((await click(tokenOf())).status).toBe(200)
  expect(await refusals()).toEqual([{ channel: 'email', given: false }])
  const states = await inBook(world, (tx) =>
    tx.query('select state from contact where borrower_id = $1 order by attempt_key', [id]),
  )
  expect(states.rows).toEqual([
    { state: 'delivered' },
    { state: 'withdrawn' },
    { state: 'delivered' },
  ])
})

test('twice is once; after a later permission it is asked anew', async () => {
  await click(tokenOf())
  await click(tokenOf(), { Origin: 'https://mail.example', 'Sec-Fetch-Site': 'cross-site' })
  expect(await refusals()).toHaveLength(1)
  const yes = { borrowerId: id, channel: 'email', given: true, source: 'test' } as const
  await recordConsent(world.db, 1n, yes, world.now)
  await click(tokenOf())
  expect((await refusals()).map((one) => one['given'])).toEqual([false, true, false])
})

test('whoever only looks, as programs do that follow links, stops nothing and sees a button', async () => {
  for (const lang of ['zh', 'en']) {
    const page = await portal.request(`/p/stop/${tokenOf()}?lang=${lang}`)
    expect(page.status).toBe(200)
    expect(await page.text()).toMatch(/<form method="post".*<button type="submit">/s)
  }
  await portal.request(`/p/stop/${tokenOf()}`, { method: 'HEAD' })
  expect(await refusals()).toEqual([])
})

test('the answer is the same for every token, and none of them tells of whom it is', async () => {
  const right = await (await click(tokenOf())).text()
  for (const other of [
    tokenOf(keyOf(id + 9000n)),
    tokenOf(keyOf(id + 2000n)),
    tokenOf().replace(/^./, 'q'),
    sealToken(second ?? new Uint8Array(), 'case', { tenantId: 1n, attemptKey: keyOf(id) }),
    'not-a-token',
  ]) {
    const answer = await click(other)
    expect(answer.status).toBe(200)
    expect((await answer.text()).replaceAll(other, '')).toBe(right.replaceAll(tokenOf(), ''))
  }
  expect(await refusals()).toHaveLength(1)
  expect(right).not.toMatch(/Alex|Demo|£|GBP|500/)
})
