import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Provider, SendAnswer } from '../src/channels/channel.ts'
import { paced } from '../src/channels/paced.ts'
import { routed } from '../src/channels/route.ts'
import { ALWAYS_PROMPT, sandboxProvider, type Mix } from '../src/channels/sandbox.ts'
import type { Instant } from '../src/core/calendar.ts'
import { connectAdmin, connectApp, isRetryable, type Db } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { collectReceipts } from '../src/worker/settle.ts'
import { addPeople, HOUR, makeBook, rows, TODAY, type Person } from './dispatch-world.ts'
import { replay, type Arrival } from './guard/replay.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const MINUTE = 60_000
/** A Friday, 06:00 in Shanghai and in Perth, which have no summer time. */
const DAWN = Date.UTC(2026, 10, 19, 22) as Instant
const at = (hour: number) => (DAWN + (hour - 6) * HOUR) as Instant
const BURST = 10
const PER_SECOND = 0.015

const PEOPLE: readonly Person[] = Array.from({ length: 120 }, (_, i) =>
  i % 3 === 0
    ? { id: i + 1, treatments: 5, jurisdictions: 'au', language: 'en', zones: ['Australia/Perth'] }
    : { id: i + 1, treatments: 2 },
)

const UNSTEADY: Mix = {
  ...ALWAYS_PROMPT,
  prompt: 700,
  late: 200,
  error_after_accept: 50,
  mute_after_accept: 25,
  mute: 25,
}

type Weather = 'fine' | 'down' | 'mute'

let fresh: Fresh
let admin: pg.Pool
let db: Db
let now: Instant = DAWN
let asked: Record<'first' | 'second', number>
beforeAll(async () => {
  fresh = await freshDatabase()
  admin = connectAdmin(fresh.adminUrl)
  db = connectApp(fresh.adminUrl)
  db.on('error', () => undefined)
  await makeBook(fresh.db)
  await addPeople(fresh.db, PEOPLE)
  asked = { first: 0, second: 0 }
})
afterAll(async () => {
  await db.end()
  await admin.end()
  await fresh.drop()
})

/** A sandbox behind a line that has its hours. */
function provider(name: 'first' | 'second', weather: (at: Instant) => Weather): Provider {
  const inner = sandboxProvider(db, { channel: 'sms', seed: 5, mix: UNSTEADY, patienceMs: 60 })
  return {
    ...inner,
    name,
    send: async (contact, message, signal) => {
      asked[name] += 1
      const is = weather(message.now)
      if (ended.isDue && is === 'fine') await cutAll()
      if (is === 'fine') return inner.send(contact, message, signal)
      if (is === 'down') return { is: 'refused', why: 'no connection', elsewhere: true }
      return new Promise<SendAnswer>(() => undefined)
    },
  }
}

const PACE = {
  perSecond: PER_SECOND,
  burst: BURST,
  startPerSecond: PER_SECOND / 4,
  doubleEveryMs: 10 * MINUTE,
  coolMs: 5 * MINUTE,
  coolMsMax: 30 * MINUTE,
  waitMsMax: 60_000,
}

function channels() {
  const first = provider('first', (t) => (t >= at(9.5) && t < at(15.5) ? 'down' : 'fine'))
  const second = provider('second', (t) =>
    t >= at(9.5) && t < at(12.5) ? 'down' : t >= at(12.5) && t < at(13.5) ? 'mute' : 'fine',
  )
  return { sms: routed([paced(db, first, PACE), paced(db, second, PACE)]) }
}

const say = () => undefined

/** One run of the dispatcher; the clock moves while it waits. */
const run = (of: ReturnType<typeof channels>) =>
  dispatch(db, 1n, {
    now,
    today: TODAY,
    say,
    channels: of,
    law,
    templates,
    lanes: 4,
    clock: () => now,
    watch: { check: () => Promise.resolve(undefined) },
    wait: (ms) => {
      now = (now + ms) as Instant
      return Promise.resolve()
    },
  })

/** Runs that may still find a connection that ended, and how often all were ended. */
const ended = { mayFind: 0, cuts: 0, isDue: false }

/**
 * As when the server is restarted: every connection ends while a message is on its way. What the pool held
 * then shows at a later run at the latest, and once for each of them at most.
 */
async function cutAll(): Promise<void> {
  ended.isDue = false
  ended.cuts += 1
  ended.mayFind = db.totalCount
  await admin.query(`select pg_terminate_backend(pid, 10000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`)
}

async function playDay(): Promise<void> {
  const of = channels()
  for (let tick = 0; at(6) + tick * 5 * MINUTE < at(23); tick++) {
    now = Math.max(now, at(6) + tick * 5 * MINUTE) as Instant
    if (tick % 40 === 35) ended.isDue = true
    try {
      await run(of)
      await collectReceipts(db, 1n, { channels: of, clock: () => now, say })
    } catch (error) {
      ended.mayFind -= 1
      if (!isRetryable(error) || ended.mayFind < 0) throw error
    }
  }
}

const arrivals = () =>
  rows<Arrival>(
    fresh.db,
    `select m.borrower_id::text as person, m.permit::text as reference,
       c.treatment_id::text as decision, extract(epoch from m.received_at)::float8 * 1000 as at
     from sandbox_message m join contact c
       on c.tenant_id = m.tenant_id and c.borrower_id = m.borrower_id and c.attempt_key = m.permit`,
  )

describe('a day with two providers down for six hours, a mute one, and a database that goes away', () => {
  test('nothing leaves twice, over a cap, outside hours, or faster than it may; nothing is lost', async () => {
    await playDay()
    const log = await arrivals()
    const perth = new Set(PEOPLE.filter((p) => p.jurisdictions === 'au').map((p) => String(p.id)))
    const cn = { times: 3, days: 1, opens: 480, closes: 1320, offsetMinutes: 480 }
    const au = { times: 3, days: 7, opens: 450, closes: 1260, offsetMinutes: 480 }
    expect(
      replay(
        log.filter((a) => !perth.has(a.person)),
        cn,
      ),
    ).toEqual([])
    expect(
      replay(
        log.filter((a) => perth.has(a.person)),
        au,
      ),
    ).toEqual([])
    expect(log.length).toBeGreaterThan(200)
    const left = await rows<{ state: string; n: bigint }>(
      fresh.db,
      'select state, count(*) as n from treatment group by state order by state',
    )
    const ends = await rows<{ state: string; n: bigint }>(
      fresh.db,
      `select coalesce(state_why, state) as state, count(*) as n from contact group by 1 order by 1`,
    )
    console.log(
      `${log.length} arrivals, ${ended.cuts} cuts; asked ${JSON.stringify(asked)};`,
      left.map((row) => `${row.state} ${row.n}`).join(', '),
      '|',
      ends.map((row) => `${row.state} ${row.n}`).join(', '),
    )
    expect(ended.cuts).toBeGreaterThan(2)
    // What the law let leave has left, or was taken by a mute line, or waits for its week.
    expect(left.map((row) => row.state).filter((s) => s !== 'sent' && s !== 'deferred')).toEqual([])
  }, 600_000)

  test('while both were down hardly a permit was used up on them', async () => {
    const lost = await rows(
      fresh.db,
      `select from contact where state_why = 'never_accepted' and sending_at between $1 and $2`,
      [new Date(at(9.5)), new Date(at(12.5))],
    )
    expect(lost.length).toBeLessThan(40)
  })

  test('after the outage each provider began quietly', async () => {
    const log = (await arrivals()).map((a) => a.at).toSorted((a, b) => a - b)
    for (const [i, from] of log.entries()) {
      const inMinute = log.slice(i).filter((t) => t < from + MINUTE).length
      // Two providers, each with its burst and a minute at its full rate.
      expect(inMinute).toBeLessThanOrEqual(2 * (BURST + PER_SECOND * 60))
    }
  })
})
