import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
import type { Instant } from '../core/calendar.ts'
import { currencyOf, money, type Currency } from '../core/money.ts'
import { loadLaw } from '../store/law.ts'
import { makeLink } from '../store/pay-link.ts'
import { loadTemplates } from '../store/templates.ts'
import { buildPortal, type Portal } from './app.ts'
import type { CodeTools } from './deps.ts'

const GBP = currencyOf('GBP') as Currency
const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))

let world: World
let portal: Portal
let without: Portal
let start: Instant
let network = '192.0.2.1'

beforeAll(async () => {
  world = await openWorld({})
  start = world.now
  const sandbox = { seed: 5, mix: ALWAYS_PROMPT }
  const codes: CodeTools = {
    channels: {
      sms: sandboxProvider(world.db, { channel: 'sms', ...sandbox }),
      email: sandboxProvider(world.db, { channel: 'email', ...sandbox }),
    },
    law: loadLaw(folder('law')),
    templates: await loadTemplates(folder('templates')),
  }
  const deps = {
    db: world.db,
    tenantId: 1n,
    now: () => world.now,
    today: () => TODAY,
    pay: { portalUrl: 'http://localhost', providers: [], systems: [], creditors: [] },
    key: Buffer.from('a key of the portal for the test'),
    addressOf: () => network,
    log: (line: string) => world.log.push(line),
  }
  portal = buildPortal({ ...deps, codes })
  without = buildPortal(deps)
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    for (let id = 1n; id <= 20n; id++)
      await addPerson(tx, { id, language: id === 2n ? 'zh' : 'en', portfolio: id === 9n ? 2 : 1 })
    await tx.query(`update account set ref = 'LN-' || (1000 + account_id)::text`)
  })
  await publishStarters(world)
})
afterAll(() => world.stop())
beforeEach(() => {
  world.now = start
})

type Who = { readonly Cookie: string; readonly id: bigint }
type Opened = Who & { readonly to: string | null; readonly asks: string }

async function open(id: bigint, minor?: bigint): Promise<Opened> {
  network = `198.51.100.${id}`
  const of = {
    borrowerId: id,
    accountId: id,
    amount: minor === undefined ? undefined : money(minor, GBP),
    currency: GBP,
    days: 7,
    by: 'test',
  }
  const { token } = await inBook(world, (tx) => makeLink(tx, 1n, of, world.now))
  const asks = await (await get({ Cookie: '', id }, `/p/${token}?lang=en`)).text()
  const path = `/p/${token}/check?lang=en`
  const answer = await send({ Cookie: '', id }, path, { fact: String(1000n + id) })
  return { Cookie: cookieOf(answer), id, to: answer.headers.get('Location'), asks }
}
const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''

const get = async ({ Cookie }: Who, path: string, method = 'GET') =>
  portal.request(path, { method, headers: { Cookie } })

async function send({ Cookie }: Who, path: string, fields: Record<string, string>) {
  return portal.request(path, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie },
  })
}

const CODE = '/p/code?to=%2Fp%2Fmessages&lang=en'
const askFor = (who: Who, way = '1') => send(who, CODE, { way })

type Row = { readonly recipient: string; readonly body: string }
const outbox = async (id: bigint): Promise<readonly Row[]> =>
  (
    await inBook(world, (tx) =>
      tx.query<Row>(
        `select recipient, body from sandbox_message where borrower_id = $1 order by message_id`,
        [id],
      ),
    )
  ).rows

const codeIn = (row: Row | undefined): string => /\b\d{6}\b/.exec(row?.body ?? '')?.[0] ?? 'none'
const newest = async (id: bigint): Promise<string> => codeIn((await outbox(id)).at(-1))

describe('a code', () => {
  test('goes to an address that is on file, masked on the page, and opens what the fact does not', async () => {
    const who = await open(1n)
    const first = await get(who, '/p/messages?lang=en')
    expect([first.status, first.headers.get('Location')]).toEqual([303, CODE])
    const page = await (await get(who, CODE)).text()
    expect(page).toContain('Text message to ****01')
    expect(page).toContain('E-mail to p***@e***.test')
    expect(page).not.toMatch(/0770090|person1@/)
    expect(await outbox(1n)).toEqual([])
    const asked = await askFor(who)
    expect(asked.status).toBe(200)
    expect(await asked.text()).toMatch(/inputmode="numeric" autocomplete="one-time-code"/)
    const [message] = await outbox(1n)
    expect(message?.recipient).toBe('+447700900001')
    expect(message?.body).not.toMatch(/debt|owe|due|late|arrears|loan|pay|account|Person|£/i)
    const right = await send(who, CODE, { code: ` ${codeIn(message)} ` })
    expect([right.status, right.headers.get('Location')]).toEqual([303, '/p/messages?lang=en'])
    const known = { ...who, Cookie: cookieOf(right) }
    expect((await get(known, '/p/messages?lang=en')).status).toBe(200)
    expect((await get(known, CODE)).headers.get('Location')).toBe('/p/messages?lang=en')
    // It was used: it opens nothing a second time.
    expect((await send(who, CODE, { code: codeIn(message) })).status).toBe(422)
  })

  test('is kept as a keyed hash alone: not with the words that were sent, not in the verdict', async () => {
    const who = await open(2n)
    await askFor(who, '2')
    const code = await newest(2n)
    expect(code).toMatch(/^\d{6}$/)
    const kept = await inBook(world, (tx) =>
      tx.query<{ text: string }>(
        `select (select string_agg(words, '') from sent_words where borrower_id = 2)
          || (select string_agg(proposal::text || facts::text, '') from verdict where borrower_id = 2)
          || (select string_agg(to_jsonb(c)::text, '') from portal_code c where borrower_id = 2)
          || (select string_agg(to_jsonb(t)::text, '') from treatment t where borrower_id = 2) as text`,
      ),
    )
    const text = kept.rows[0]?.text ?? ''
    expect(text).toContain('验证码是••••••')
    expect(text).not.toContain(code)
    expect(text).toContain('answer_request')
  })

  test('three wrong ones end it, ten minutes end it, and a newer one ends it', async () => {
    const who = await open(3n)
    await askFor(who)
    const code = await newest(3n)
    const wrong = code === '000000' ? '111111' : '000000'
    for (let i = 0; i < 3; i++) expect((await send(who, CODE, { code: wrong })).status).toBe(422)
    expect((await send(who, CODE, { code })).status).toBe(422)
    await askFor(who)
    const second = await newest(3n)
    world.now = (start + 10 * 60_000) as Instant
    expect((await send(who, CODE, { code: second })).status).toBe(422)
    await askFor(who, '2')
    expect((await send(who, CODE, { code: second })).status).toBe(422)
    expect((await send(who, CODE, { code: await newest(3n) })).status).toBe(303)
  })

  test('the answer to digits is the same whether there is a code, and whoever asks', async () => {
    const texts = []
    for (const id of [4n, 5n]) {
      const who = await open(id)
      if (id === 4n) await askFor(who)
      const answer = await send(who, CODE, { code: '12x' })
      texts.push([answer.status, await answer.text()])
    }
    expect(texts[0]).toEqual(texts[1])
  })

  test('three an hour for a link, six a day for a borrower', async () => {
    const who = await open(6n)
    const states = []
    for (let i = 0; i < 4; i++) states.push((await askFor(who, String(1 + (i % 2)))).status)
    expect(states).toEqual([200, 200, 200, 429])
    world.now = (start + 61 * 60_000) as Instant
    const later = await open(6n)
    for (let i = 0; i < 4; i++) states.push((await askFor(later, '2')).status)
    expect(states.slice(4)).toEqual([200, 200, 200, 429])
    expect(await outbox(6n)).toHaveLength(6)
    world.now = (start + 180 * 60_000) as Instant
    expect((await askFor(await open(6n))).status).toBe(429)
  })

  test('looking, by whomever, sends nothing; another’s address takes none', async () => {
    const who = await open(7n)
    for (const method of ['GET', 'HEAD']) await get(who, CODE, method)
    await get({ id: 7n, Cookie: '' }, CODE)
    expect((await askFor({ id: 7n, Cookie: '' })).status).toBe(404)
    expect((await askFor(who, '77')).status).toBe(200)
    expect(await outbox(7n)).toEqual([])
  })
})

describe('with no address to choose', () => {
  const press = async (who: Who) =>
    (await send(who, CODE, { way: 'first' })).headers.get('Location')

  test('a button that says so sends to the first one, which the page names; pressed again, no second one', async () => {
    const who = await open(14n)
    const sent = [await press(who), await press(who)]
    expect(sent).toEqual([`${CODE}&is=sent&way=1`, `${CODE}&is=sent&way=1`])
    expect(await outbox(14n)).toHaveLength(1)
    const page = await (await get(who, sent[0] ?? '')).text()
    expect(page).toContain('is on its way to ****14')
    world.now = (start + 6 * 60_000) as Instant
    await press(who)
    expect(await outbox(14n)).toHaveLength(2)
    expect((await send(who, CODE, { code: await newest(14n) })).status).toBe(303)
  })

  test('an address that they stopped is never chosen for them, and what did not leave is not waited for', async () => {
    const who = await open(15n)
    await send(who, '/p/contact', { do: 'stop' })
    expect(await press(who)).toBe(CODE)
    const held = await open(16n)
    await inBook(world, (tx) =>
      tx.query(
        `insert into hold (tenant_id, borrower_id, account_id, reason, from_on, source)
         values (1, 16, null, 'wrong_person', $1, 'test')`,
        [TODAY],
      ),
    )
    for (let i = 0; i < 2; i++) expect(await press(held)).toBe(`${CODE}&is=not_this_way&way=1`)
    expect([...(await outbox(15n)), ...(await outbox(16n))]).toEqual([])
  })

  test('of a link for an amount the fact’s answer does, and says so before; of any other it sends none', async () => {
    const [any, one] = [await open(17n), await open(18n, 4200n)]
    expect([any.to, any.asks.includes('we send a code')]).toEqual(['/p/home?lang=en', false])
    const to = '/p/code?to=%2Fp%2Fpay&lang=en&is=sent&way=1'
    expect([one.to, one.asks.includes('we send a code')]).toEqual([to, true])
    expect([(await outbox(17n)).length, (await outbox(18n)).length]).toEqual([0, 1])
    const wrong = await send({ Cookie: '', id: 18n }, '/p/nothing/check', { fact: '1018' })
    expect(wrong.status).toBe(404)
  })
})

describe('the guard is asked', () => {
  test('at night too it may go, because its reader asks for it: a reminder may not', async () => {
    const who = await open(9n)
    world.now = (Date.parse('2026-11-20T15:30:00Z') + 0) as Instant
    expect((await askFor(await again(who))).status).toBe(200)
    expect(await outbox(9n)).toHaveLength(1)
    const decided = await inBook(world, (tx) =>
      tx.query<{ decision: string; rules: string }>(
        `select decision, reasons::text as rules from verdict where borrower_id = 9`,
      ),
    )
    expect(decided.rows.map((row) => row.decision)).toEqual(['allow'])
    expect(decided.rows[0]?.rules).toContain('cn.time')
  })

  test('whom a hold protects gets none: it is said plainly, and leaves nothing behind that could go later', async () => {
    const who = await open(10n)
    await inBook(world, (tx) =>
      tx.query(
        `insert into hold (tenant_id, borrower_id, account_id, reason, from_on, source)
         values (1, 10, null, 'wrong_person', $1, 'test')`,
        [TODAY],
      ),
    )
    const answer = await askFor(who)
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('The law does not let us use that address now')
    expect(page).toContain('Call +44 20 7946 0000')
    expect(page).toContain('href="/p/talk?lang=en"')
    expect(page).not.toContain('href="/p/messages?lang=en"')
    expect(await outbox(10n)).toEqual([])
    const left = await inBook(world, (tx) =>
      tx.query(
        `select state from treatment where borrower_id = 10 and template = 'own-code' and state <> 'denied'`,
      ),
    )
    expect(left.rows).toEqual([])
  })
})

/** The same person, whose page had been open too long. */
const again = ({ id }: Who): Promise<Who> => open(id)

test('where no address can take one, the page says so, who helps, and what can be done at once', async () => {
  const who = await open(11n)
  await inBook(world, (tx) =>
    tx.query(`update address set standing = 'not_his' where borrower_id = 11`),
  )
  const page = await (await get(who, CODE)).text()
  expect(page).toContain('We have no address of yours that can take a code')
  expect(page).toContain('href="/p/wrong?lang=en"')
  const other = await open(12n)
  const headers = { Cookie: other.Cookie }
  expect(await (await without.request(CODE, { headers })).text()).toContain('We have no address')
  expect((await without.request('/p/messages', { headers })).status).toBe(303)
})

test('the page behind a code is named by the link alone where it is one of ours', async () => {
  const who = await open(13n)
  await send(who, '/p/code?to=https%3A%2F%2Fevil.example', { way: '1' })
  const code = await newest(13n)
  const right = await send(who, '/p/code?to=https%3A%2F%2Fevil.example', { code })
  expect(right.headers.get('Location')).toBe('/p/home?lang=en')
})
