import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALWAYS_PROMPT, sandboxProvider } from '../src/channels/sandbox.ts'
import type { Channel } from '../src/core/channel.ts'
import type { Instant } from '../src/core/calendar.ts'
import { recordConsent } from '../src/store/consent.ts'
import { flipToSending, type ContactRef } from '../src/store/contact.ts'
import { inTenant } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import type { Desk, Permit } from '../src/store/permit.ts'
import { askForPermit } from '../src/store/permits.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import type { ChildJob } from './dispatch-child.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { replay, type Arrival } from './guard/replay.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const LATER = (MORNING + 2 * HOUR) as Instant
const CN = { days: 1, opens: 480, closes: 1320, offsetMinutes: 480 }

let fresh: Fresh
let next = 1
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())

const desk = (madeBy: string): Desk => ({
  law,
  templates,
  sender: { tradingName: 'Demo', checkPhone: '000', checkUrl: 'https://demo.example' },
  today: TODAY,
  automatic: new Set<Channel>(['sms']),
  permitLifeMs: HOUR,
  madeBy,
})

async function permitFor(id: number, now: Instant, madeBy: string): Promise<Permit> {
  const [row] = await rows<{ treatment_id: bigint }>(
    fresh.db,
    'select treatment_id from treatment where borrower_id = $1',
    [id],
  )
  const ref = { tenantId: 1n, borrowerId: BigInt(id), treatmentId: row?.treatment_id ?? 0n }
  const answer = await askForPermit(fresh.db, ref, desk(madeBy), now)
  if (answer.is !== 'permitted') throw new Error(answer.is)
  return answer.permit
}

type Flip = (ref: ContactRef, now: Instant, madeBy: string) => Promise<boolean>

const fenced: Flip = (ref, now, madeBy) =>
  flipToSending(fresh.db, ref, { now, today: TODAY, provider: 'sandbox-sms', madeBy })

/** The bug: whatever was permitted once is sent. */
const unfenced: Flip = (ref) =>
  inTenant(fresh.db, ref.tenantId, async (tx) => {
    const done = await tx.query(
      `update contact set state = 'sending' where tenant_id = $1 and borrower_id = $2 and contact_id = $3`,
      [ref.tenantId, ref.borrowerId, ref.contactId],
    )
    return done.rowCount === 1
  })

const arrival = (id: number, permit: Permit, at: number): Arrival => ({
  person: String(id),
  reference: permit.attemptKey,
  decision: `treatment of ${id}`,
  at,
})

describe('a stop word that comes between permit and wire', () => {
  const sentAfterStop = async (flip: Flip) => {
    const id = next++
    await addPeople(fresh.db, [{ id }])
    const permit = await permitFor(id, MORNING, 'dispatch:one')
    const stop = (MORNING + 1000) as Instant
    const said = {
      borrowerId: BigInt(id),
      channel: 'sms',
      given: false,
      words: 'T',
      source: 'sms',
    } as const
    await recordConsent(fresh.db, 1n, said, stop)
    const ref = { tenantId: 1n, borrowerId: BigInt(id), contactId: permit.contactId }
    const at = (MORNING + 2000) as Instant
    const log = (await flip(ref, at, 'dispatch:one')) ? [arrival(id, permit, at)] : []
    const stops = new Map([[String(id), stop as number]])
    return replay(log, { times: 3, ...CN, stops }).map((fault) => fault.what)
  }

  test('that is read only after the send is seen in the log', async () => {
    expect(await sentAfterStop(unfenced)).toEqual(['after a stop'])
  })

  test('that is read at the flip is kept', async () => {
    expect(await sentAfterStop(fenced)).toEqual([])
  })
})

describe('a worker that wakes up past the end of its permit', () => {
  const sentByBoth = async (flip: Flip) => {
    const id = next++
    await addPeople(fresh.db, [{ id }])
    const stale = await permitFor(id, MORNING, 'dispatch:stale')
    const fromLater = await permitFor(id, LATER, 'dispatch:later')
    const ref = { tenantId: 1n, borrowerId: BigInt(id) }
    const log: Arrival[] = []
    if (await fenced({ ...ref, contactId: fromLater.contactId }, LATER, 'dispatch:later'))
      log.push(arrival(id, fromLater, LATER))
    // Its own clock stood still while it slept.
    if (await flip({ ...ref, contactId: stale.contactId }, MORNING, 'dispatch:stale'))
      log.push(arrival(id, stale, LATER + 1))
    return replay(log, { times: 3, ...CN }).map((fault) => fault.what)
  }

  test('and completes without a fence is seen in the log', async () => {
    expect(await sentByBoth(unfenced)).toEqual(['one decision twice'])
  })

  test('and finds its fence sends nothing', async () => {
    expect(await sentByBoth(fenced)).toEqual([])
  })
})

/** A run in a process of its own, which waits for a signal when it has a permit and has not sent. */
function startWorker(): ChildProcess {
  const job: ChildJob = {
    url: fresh.adminUrl,
    now: MORNING,
    today: TODAY,
    seed: 1,
    mix: ALWAYS_PROMPT,
    killAtQuery: -1,
  }
  return spawn(
    process.execPath,
    ['--import', 'tsx', 'test/dispatch-child.ts', JSON.stringify(job)],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
}

test('workers stopped in their work, passed by others, and let go on, reach nobody twice', async () => {
  const first = 10_000
  const people = Array.from({ length: 150 }, (_, i) => ({ id: first + i, treatments: 2 }))
  await addPeople(fresh.db, people)
  const worker = startWorker()
  const ended = new Promise((done) => worker.once('exit', done))
  const flying = async () =>
    (await rows(fresh.db, `select from contact where borrower_id >= $1`, [first])).length
  while ((await flying()) === 0) await sleep(5)
  worker.kill('SIGSTOP')
  // What it holds locked is let go by the server only when it goes on: others wait for the rest.
  const held = await rows<{ state: string }>(
    fresh.db,
    `select state from contact where borrower_id >= $1`,
    [first],
  )
  const sms = sandboxProvider(fresh.db, { channel: 'sms', seed: 1, mix: ALWAYS_PROMPT })
  const others = dispatch(fresh.db, 1n, {
    now: LATER,
    today: TODAY,
    say: () => undefined,
    channels: { sms },
    law,
    templates,
  })
  await sleep(1500)
  worker.kill('SIGCONT')
  await Promise.all([others, ended])
  const log = await rows<Arrival>(
    fresh.db,
    `select m.borrower_id::text as person, m.permit::text as reference, c.treatment_id::text as decision,
       m.received_at as at
     from sandbox_message m join contact c on c.borrower_id = m.borrower_id and c.attempt_key = m.permit
     where m.borrower_id >= $1`,
    [first],
  )
  expect(replay(log, { times: 9, ...CN })).toEqual([])
  expect(held.length).toBeGreaterThan(0)
  expect(log.length).toBeGreaterThan(200)
})
