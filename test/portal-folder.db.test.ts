import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOf, linkPartOf, shownCode } from '../src/channels/letter/code.ts'
import { portalFolder } from '../src/channels/portal-folder.ts'
import { addDays, type Instant } from '../src/core/calendar.ts'
import { currencyOf, type Currency } from '../src/core/money.ts'
import { buildPortal } from '../src/portal/app.ts'
import { sessionText } from '../src/portal/session.ts'
import { inTenant } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { makeLink } from '../src/store/pay-link.ts'
import { loadTemplates, type Template, type Templates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { collectReceipts } from '../src/worker/settle.ts'
import { addPeople, HOUR, makeBook, MORNING, NIGHT, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const KEY = Buffer.alloc(32, 7)
const say = () => undefined

/** The words of the short message, as words of the folder. */
async function folderTemplates(): Promise<Templates> {
  const { find } = await loadTemplates('templates')
  const asMessage = (one: Template | undefined): Template | undefined =>
    one && { ...one, channel: 'message' }
  return {
    all: [],
    find: (channel, name, language) =>
      channel === 'message' ? asMessage(find('sms', name, language)) : undefined,
  }
}
const templates = await folderTemplates()

let fresh: Fresh
beforeEach(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterEach(() => fresh.drop())

const portal = () =>
  buildPortal({
    db: fresh.db,
    tenantId: 1n,
    now: () => MORNING,
    today: () => TODAY,
    pay: { portalUrl: 'http://localhost', providers: [], systems: [], creditors: [] },
    key: KEY,
    addressOf: () => '192.0.2.1',
    log: (line) => expect(line).toBe(''),
  })

async function linkOf(id: number): Promise<string> {
  const attemptKey = `00000000-0000-8000-8000-00000000000${id}`
  const code = codeOf(KEY, { tenantId: 1n, attemptKey })
  await inTenant(fresh.db, 1n, (tx) =>
    makeLink(
      tx,
      1n,
      {
        borrowerId: BigInt(id),
        accountId: BigInt(id * 10),
        amount: undefined,
        currency: currencyOf('CNY') as Currency,
        days: 60,
        by: 'letter',
        part: linkPartOf(KEY, code),
      },
      MORNING,
    ),
  )
  return code
}

const typed = (code: string) =>
  portal().request('/p/c?lang=en', {
    method: 'POST',
    body: new URLSearchParams({ code }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })

test('a printed code leads to the one question, and nothing before it tells of a debt', async () => {
  await addPeople(fresh.db, [{ id: 1 }])
  const code = await linkOf(1)
  for (const lang of ['en', 'zh']) {
    const page = await (await portal().request(`/p/c?lang=${lang}`)).text()
    expect(page).not.toMatch(/debt|owe|overdue|arrears|loan|逾期|欠|还款|金额/i)
  }
  const scanned = await portal().request(`/p/c/${code}?lang=en`)
  expect(scanned.status).toBe(303)
  const there = scanned.headers.get('Location') ?? ''
  expect(there).toMatch(/^\/p\/1[0-9a-z]{26}\?lang=en$/)
  expect((await typed(shownCode(code))).headers.get('Location')).toBe(there)
  const asks = await portal().request(there)
  expect(asks.status).toBe(200)
  expect(await asks.text()).not.toMatch(/debt|owe|overdue|arrears|王小明/i)
  for (const wrong of ['nonsense', '1-0000-0000-0000', '']) {
    const answer = await typed(wrong)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('No letter has this code now')
  }
})

/** The session of somebody who opened their link, gave the one fact and typed the code. */
async function open(id: number): Promise<string> {
  const opened = await portal().request(`/p/1${linkPartOf(KEY, await linkOf(id))}/check`, {
    method: 'POST',
    body: new URLSearchParams({ fact: `-${id}00` }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
  expect(opened.status).toBe(303)
  const of = { tenantId: 1n, borrowerId: BigInt(id), accountId: BigInt(id * 10), linkNo: 1n }
  const until = (MORNING + HOUR) as Instant
  return `forbear.portal=${sessionText(KEY, { ...of, level: 'code', until })}`
}
const read = async (Cookie: string): Promise<string> =>
  (await portal().request('/p/messages?lang=zh', { headers: { Cookie } })).text()

test('a message of the folder passes the guard, lies there, and is read by its borrower alone', async () => {
  await addPeople(fresh.db, [
    { id: 1, channel: 'message' },
    { id: 2, channel: 'message' },
  ])
  const channels = { message: portalFolder(fresh.db) }
  const run = (now: typeof MORNING) =>
    dispatch(fresh.db, 1n, { now, today: TODAY, say, channels, law, templates })
  expect(await run(NIGHT)).toMatchObject({ sent: 0, defer: 2 })
  await rows(fresh.db, `update treatment set state = 'planned', not_before = null`)
  expect(await run(MORNING)).toMatchObject({ sent: 2, answers: { accepted: 2 } })
  expect((await portal().request('/p/messages')).status).toBe(404)
  const folder = await read(await open(1))
  expect(folder).toContain('您的消息')
  expect(folder).toContain('王小明')
  // Behind fifty newer ones it is not shown; whose evening is the next day here is of that day.
  const evening = MORNING + 15 * HOUR
  await rows(fresh.db, `update tenant set zone = 'Asia/Shanghai'`)
  await rows(
    fresh.db,
    `insert into portal_message (tenant_id, borrower_id, attempt_key, account_id, language, body, put_at)
     select 1, 2, gen_random_uuid(), 20, 'zh', 'x', $1 from generate_series(1, 50)`,
    [new Date(evening).toISOString()],
  )
  const other = await open(2)
  expect((await read(other)).match(new RegExp(`<h2>${addDays(TODAY, 1)}</h2>`, 'g'))).toHaveLength(
    50,
  )
  const states = async () =>
    (await rows<{ state: string }>(fresh.db, 'select state from contact order by borrower_id')).map(
      ({ state }) => state,
    )
  expect(await states()).toEqual(['delivered', 'accepted'])
  // Where the telling was cut off, the folder's own record says it.
  await rows(fresh.db, `update contact set state = 'accepted'`)
  await collectReceipts(fresh.db, 1n, { channels, clock: () => MORNING })
  expect(await states()).toEqual(['delivered', 'accepted'])
})
