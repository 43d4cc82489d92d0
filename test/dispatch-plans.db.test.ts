import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Provider } from '../src/channels/channel.ts'
import { connectAdmin } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
/** Messages of others that were taken and whose end nobody has told yet. */
const OPEN = 20_000
const PEOPLE = 24

let fresh: Fresh
let admin: pg.Pool
beforeAll(async () => {
  fresh = await freshDatabase()
  admin = connectAdmin(fresh.adminUrl)
  await makeBook(fresh.db)
  await addPeople(
    fresh.db,
    Array.from({ length: PEOPLE }, (_, i) => ({ id: i + 1 })),
  )
})
afterAll(async () => {
  await admin.end()
  await fresh.drop()
})

const taken: Provider = {
  name: 'taken',
  patienceMs: 1000,
  absenceIsProof: true,
  send: () => Promise.resolve({ is: 'accepted', providerRef: '1' }),
  lookUp: () => Promise.resolve(new Map()),
}

/** Rows of contacts that the server has looked at so far. */
async function looked(): Promise<number> {
  await rows(fresh.db, 'select pg_stat_force_next_flush()')
  const found = await admin.query<{ n: bigint }>(
    `select coalesce(idx_tup_fetch, 0) + seq_tup_read as n from pg_stat_user_tables where relname = 'contact'`,
  )
  return Number(found.rows[0]?.n)
}

/** Of people who have nothing to do with the run. */
const contactsOf = (state: string, howMany: number) =>
  admin.query(
    `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
       template, language, state, block_version, permitted_at, expires_at, sending_at, slots, made_by)
     select 1, 1000000 + n, gen_random_uuid(), 1, '{1}', 'sms', 1, 'reminder-warm', 'zh', $2, 0,
       now(), now() + interval '1 hour', now(), '[]', 'another'
     from generate_series(1, $1) n`,
    [howMany, state],
  )

test('a flip and an answer look at their own contacts, however many others are open', async () => {
  // As in a night: the server knows of contacts that have ended, and then very many are open.
  await contactsOf('delivered', 2000)
  await admin.query('analyze contact')
  const options = { now: MORNING, today: TODAY, say: () => undefined, law, templates, lanes: 1 }
  const few = { from: 1n, until: 9n }
  expect(
    await dispatch(fresh.db, 1n, { ...options, channels: { sms: taken }, bucket: few }),
  ).toMatchObject({ sent: 8 })
  await contactsOf('accepted', OPEN)
  const before = await looked()
  const rest = { from: 9n, until: 1000n }
  expect(
    await dispatch(fresh.db, 1n, { ...options, channels: { sms: taken }, bucket: rest }),
  ).toMatchObject({ sent: PEOPLE - 8 })
  expect((await looked()) - before).toBeLessThan(OPEN / 10)
})

describe('how many of a lane are on their way at once', () => {
  /** The most that were with the provider at one moment, who answers all of them `afterMs` later. */
  async function mostAtOnce(from: number, afterMs: number): Promise<number> {
    const ids = Array.from({ length: 96 }, (_, i) => from + i)
    await addPeople(
      fresh.db,
      ids.map((id) => ({ id })),
    )
    let [there, most] = [0, 0]
    const send: Provider['send'] = async () => {
      there += 1
      most = Math.max(most, there)
      if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs))
      else await Promise.resolve()
      there -= 1
      return { is: 'accepted', providerRef: '1' }
    }
    const counts = await dispatch(fresh.db, 1n, {
      now: MORNING,
      today: TODAY,
      say: () => undefined,
      channels: { sms: { ...taken, send } },
      law,
      templates,
      lanes: 1,
      bucket: { from: BigInt(from), until: BigInt(from + ids.length) },
    })
    expect(counts).toMatchObject({ sent: ids.length })
    return most
  }

  test('eight with a provider that takes its time: a kill leaves no more of them in doubt', async () => {
    expect(await mostAtOnce(2000, 60)).toBe(8)
  })

  test('a whole batch with one that answers as it is handed them', async () => {
    expect(await mostAtOnce(3000, 0)).toBeGreaterThan(8)
  })
})
