import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addPerson,
  addPortfolios,
  inBook,
  openWorld,
  publishStarters,
  TODAY,
  type World,
} from '../api/testing.ts'
import { ALWAYS_PROMPT, sandboxProvider } from '../channels/sandbox.ts'
import { currencyOf, type Currency } from '../core/money.ts'
import { loadLaw } from '../store/law.ts'
import { makeLink } from '../store/pay-link.ts'
import { loadTemplates } from '../store/templates.ts'
import { buildPortal, type Portal } from './app.ts'

/** Where a code may be sent that its reader asks for, where not, and why: place by place, as the guard says it. */

const GBP = currencyOf('GBP') as Currency
const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))

const PLACES = [
  { name: 'uk', place: 'uk', firm: 'agency', zone: 'Europe/London' },
  { name: 'cn', place: 'cn', firm: 'agency', zone: 'Asia/Shanghai' },
  { name: 'us, an agency', place: 'us', firm: 'agency', zone: 'America/New_York' },
  { name: 'us, the lender', place: 'us', firm: 'creditor', zone: 'America/New_York' },
  { name: 'au', place: 'au', firm: 'agency', zone: 'Australia/Sydney' },
  { name: 'in', place: 'in', firm: 'agency', zone: 'Asia/Kolkata' },
  { name: 'eu', place: 'eu', firm: 'agency', zone: 'Europe/Berlin' },
] as const
type Place = (typeof PLACES)[number]

/** What somebody did before they ask for a code. */
const STEPS = ['nothing', 'stopped', 'hardship', 'ceased'] as const
type Step = (typeof STEPS)[number]

let world: World
let portal: Portal
let network = ''

const idOf = (place: Place, step: Step): bigint =>
  BigInt(PLACES.indexOf(place) * STEPS.length + STEPS.indexOf(step) + 1)

beforeAll(async () => {
  world = await openWorld({})
  const law = loadLaw(folder('law'))
  const sandbox = { seed: 5, mix: ALWAYS_PROMPT }
  portal = buildPortal({
    db: world.db,
    tenantId: 1n,
    now: () => world.now,
    today: () => TODAY,
    pay: { portalUrl: 'http://localhost', providers: [], systems: [], creditors: [] },
    key: Buffer.from('a key of the portal for the test'),
    addressOf: () => network,
    log: (line) => world.log.push(line),
    law,
    codes: {
      channels: { sms: sandboxProvider(world.db, { channel: 'sms', ...sandbox }) },
      law,
      templates: await loadTemplates(folder('templates')),
    },
  })
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (const [nth, { place, firm }] of PLACES.entries())
      await tx.query(
        `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind,
           jurisdictions, strategy)
         select tenant_id, $1::smallint, 'place-' || $1::text, name_zh, name_en, kind, creditor, $2, $3, strategy from portfolio
          where portfolio_id = 1`,
        [10 + nth, firm, [place]],
      )
    for (const [nth, one] of PLACES.entries())
      for (const step of STEPS)
        await addPerson(tx, { id: idOf(one, step), portfolio: (10 + nth) as 1, zone: one.zone })
    await tx.query(`update account set ref = 'LN-' || (1000 + account_id)::text`)
  })
  await publishStarters(world)
})
afterAll(() => world.stop())

const send = async (Cookie: string, path: string, fields: Record<string, string>) =>
  portal.request(path, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie },
  })

async function open(id: bigint): Promise<string> {
  network = `198.51.100.${id}`
  const of = { borrowerId: id, accountId: id, currency: GBP, days: 7, by: 'test' }
  const { token } = await inBook(world, (tx) =>
    makeLink(tx, 1n, { ...of, amount: undefined }, world.now),
  )
  const answer = await send('', `/p/${token}/check`, { fact: String(1000n + id) })
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

async function asked(place: Place, step: Step) {
  const id = idOf(place, step)
  const cookie = await open(id)
  if (step === 'stopped') await send(cookie, '/p/contact', { do: 'stop' })
  if (step === 'hardship') await send(cookie, '/p/help/sure', { sort: 'income', words: '' })
  if (step === 'ceased')
    await inBook(world, (tx) =>
      tx.query(
        `insert into hold (tenant_id, borrower_id, account_id, reason, from_on, source, written)
         values (1, $1, null, 'cease', $2, 'test', true)`,
        [id, TODAY],
      ),
    )
  const { status } = await send(cookie, '/p/code?to=%2Fp%2Fmessages&lang=en', { way: '1' })
  const found = await inBook(world, (tx) =>
    tx.query<{ body: string | null; why: string | null }>(
      `select (select string_agg(body, '') from sandbox_message where borrower_id = $1) as body,
         (select string_agg(distinct e->>'rule', ' ') from verdict, jsonb_array_elements(reasons) e
           where borrower_id = $1 and e->>'says' <> 'allow') as why`,
      [id],
    ),
  )
  return { status, body: found.rows[0]?.body ?? '', why: found.rows[0]?.why ?? '' }
}

/** Nobody knows the hours of a union alone: a country's own rules are needed, and without them nothing goes. */
const CLOSED: readonly string[] = ['eu']

describe.each(PLACES)('a code in $name', (place) => {
  const isOpen = !CLOSED.includes(place.name)
  test.each(['nothing', 'stopped', 'hardship'] as const)('after %s', async (step) => {
    const { status, body, why } = await asked(place, step)
    expect([status, why]).toEqual(isOpen ? [200, ''] : [422, 'guard.no_hours'])
    // An agency in the United States says what it is; nobody else's code speaks of a debt.
    if (isOpen) expect(/debt collector/.test(body)).toBe(place.name === 'us, an agency')
    if (isOpen && place.name !== 'us, an agency') expect(body).not.toMatch(/debt|collect|owe/i)
  })
})

test('that one code is all that goes where somebody stopped messages', async () => {
  const place = PLACES[0]
  const given = await inBook(world, (tx) =>
    tx.query(`select given from consent where borrower_id = $1 and given`, [
      idOf(place, 'stopped'),
    ]),
  )
  expect(given.rows).toEqual([])
})

test('a written word to cease stops a code too, where the law knows one', async () => {
  const { status, why } = await asked(PLACES[2], 'ceased')
  expect([status, why]).toEqual([422, 'us.reg-f.6c'])
})
