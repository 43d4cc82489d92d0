import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channels, Provider } from '../src/channels/channel.ts'
import { ALWAYS_PROMPT, sandboxProvider } from '../src/channels/sandbox.ts'
import type { Instant } from '../src/core/calendar.ts'
import { connectAdmin, connectApp, type Db } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { collectReceipts } from '../src/worker/settle.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')

let fresh: Fresh
let db: Db
let admin: pg.Pool
beforeEach(async () => {
  fresh = await freshDatabase()
  admin = connectAdmin(fresh.adminUrl)
  db = connectApp(fresh.adminUrl)
  // As ever, but nobody waits thirty seconds for this test.
  db.on('connect', (client) => void client.query(`set lock_timeout = '300ms'`))
  await makeBook(fresh.db)
})
afterEach(async () => {
  await db.end()
  await admin.end()
  await fresh.drop()
})

const channels = () => ({
  sms: sandboxProvider(fresh.db, { channel: 'sms', seed: 1, mix: ALWAYS_PROMPT }),
  email: sandboxProvider(fresh.db, { channel: 'email', seed: 1, mix: ALWAYS_PROMPT }),
})
/** One message a transaction, where what became of each is looked at. */
const oneByOne = () => ({ sms: { ...channels().sms, burst: 1 } })
const run = (said: string[] = [], of: Channels = channels()) =>
  dispatch(db, 1n, {
    now: MORNING,
    today: TODAY,
    say: ({ en }) => said.push(en),
    channels: of,
    law,
    templates,
    lanes: 1,
  })
const states = async () =>
  (await rows<{ state: string }>(fresh.db, 'select state from contact order by borrower_id')).map(
    (row) => row.state,
  )

describe('one row that somebody holds for long', () => {
  test('is left as it is and said; the others are sent, and it is sent later', async () => {
    await addPeople(fresh.db, [{ id: 1 }, { id: 2 }, { id: 3 }])
    const holder = await admin.connect()
    await holder.query('begin; select from borrower where borrower_id = 2 for update')
    const said: string[] = []
    const counts = await run(said)
    await holder.query('rollback')
    holder.release()
    expect(counts).toMatchObject({ treatments: 3, sent: 2, troubled: 1 })
    expect(said.find((line) => line.startsWith('Borrower 2'))).toMatch(/lock timeout/)
    expect(await run()).toMatchObject({ treatments: 1, sent: 1, troubled: 0 })
    expect(await states()).toEqual(['accepted', 'accepted', 'accepted'])
  })
})

describe('a run that ends in the middle', () => {
  const losing = `
    create function lose() returns trigger language plpgsql as $$
      begin raise exception 'gone' using errcode = '57P01'; end $$;
    create trigger lose before update on contact for each row when (new.borrower_id = 2) execute function lose()`

  test('has kept what the provider said of those that left', async () => {
    await addPeople(fresh.db, [{ id: 1 }, { id: 2 }])
    await admin.query(losing)
    await expect(run([], oneByOne())).rejects.toThrow('gone')
    expect(await states()).toEqual(['accepted', 'permitted'])
    await admin.query('drop trigger lose on contact')
    expect(await run()).toMatchObject({ sent: 1 })
    expect(await rows(fresh.db, 'select from sandbox_message')).toHaveLength(2)
  })
})

describe('a provider that cannot be asked', () => {
  const email = { channel: 'email', addresses: [{ kind: 'email', value: 'a@x.example' }] }
  const later = () => (MORNING + 3 * HOUR) as Instant

  test('is said, and holds up no other; of its own contacts nothing is concluded', async () => {
    await addPeople(fresh.db, [{ id: 1 }, { id: 2, ...email }])
    expect(await run()).toMatchObject({ sent: 2 })
    await admin.query(`update contact set state = 'unknown' where borrower_id = 1`)
    const said: string[] = []
    const down = async () => Promise.reject(new Error('no route to host'))
    const all = channels()
    const broken = { ...all, sms: { ...all.sms, lookUp: down } }
    const say = ({ en }: { en: string }) => said.push(en)
    await collectReceipts(fresh.db, 1n, { channels: broken, clock: later, say })
    expect(await states()).toEqual(['unknown', 'delivered'])
    expect(said).toEqual([expect.stringMatching(/could not be asked.*no route to host/)])
    await collectReceipts(fresh.db, 1n, { channels: all, clock: later, say })
    expect([await states(), said.length]).toEqual([['delivered', 'delivered'], 1])
  })
})

describe('a channel that has another provider now', () => {
  const later = () => (MORNING + 3 * HOUR) as Instant
  const mute = (name: string) => ({
    ...channels().sms,
    name,
    patienceMs: 20,
    send: () => new Promise<never>(() => undefined),
  })

  test('that it has no record proves nothing of what the one before was given', async () => {
    await addPeople(fresh.db, [{ id: 1 }])
    expect(await run([], { sms: mute('the-one-before') })).toMatchObject({ sent: 1 })
    await addPeople(fresh.db, [{ id: 2 }])
    expect(await run([], { sms: mute('sandbox-sms') })).toMatchObject({ sent: 1 })
    expect(await states()).toEqual(['unknown', 'unknown'])
    const all = channels()
    await collectReceipts(fresh.db, 1n, { channels: all, clock: later })
    expect(await states()).toEqual(['unknown', 'failed'])
    const routed = { sms: { ...all.sms, name: 'the-one-before+sandbox-sms' } }
    await collectReceipts(fresh.db, 1n, { channels: routed, clock: later })
    expect(await states()).toEqual(['failed', 'failed'])
  })
})

test('what came too late for its hour is asked anew when that is over; what is wrong is not', async () => {
  await addPeople(fresh.db, [{ id: 1 }, { id: 2 }])
  const whys = ['too_near_its_end', 'no_such_number']
  const send = () => Promise.resolve({ is: 'refused', why: whys.shift() ?? '' } as const)
  await run([], { sms: { ...channels().sms, burst: 1, send } })
  expect(await states()).toEqual(['failed', 'failed'])
  const steps = await rows(
    fresh.db,
    `select t.state, t.not_before = c.expires_at as is_after from treatment t
       join contact c using (tenant_id, borrower_id, treatment_id) order by borrower_id`,
  )
  expect(steps).toEqual([
    { state: 'deferred', is_after: true },
    { state: 'sent', is_after: null },
  ])
})

test('what was accepted long ago is not asked about for ever; what is unknown is', async () => {
  await addPeople(fresh.db, [{ id: 1 }, { id: 2 }, { id: 3 }])
  await run()
  await admin.query(
    `update contact set sending_at = sending_at - interval '31 days' where borrower_id in (1, 3)`,
  )
  await admin.query(`update contact set state = 'unknown' where borrower_id = 3`)
  const asked: bigint[] = []
  const sms: Provider = {
    ...channels().sms,
    lookUp: (refs) => {
      asked.push(...refs.map(({ borrowerId }) => borrowerId))
      return Promise.resolve(new Map())
    },
  }
  await collectReceipts(fresh.db, 1n, { channels: { sms }, clock: () => MORNING })
  expect(asked).toEqual([2n, 3n])
})
