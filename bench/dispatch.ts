import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Pool } from 'pg'
import type { Provider } from '../src/channels/channel.ts'
import type { LawBook } from '../src/guard/book.ts'
import { assert } from '../src/core/assert.ts'
import { connectAdmin, type Db } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { migrate } from '../src/store/migrate.ts'
import { askForPermits } from '../src/store/permits.ts'
import { openDatabase } from '../src/store/server.ts'
import { loadTemplates, type Templates } from '../src/store/templates.ts'
import { dueTreatments } from '../src/store/treatment.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { median, rounded, timed, type Figure, type Say } from './figure.ts'
import {
  benchDesk,
  lawOfFourCaps,
  makePast,
  makePeople,
  NOW,
  TENANT,
  TODAY,
} from './permits-world.ts'

const ROOT = resolve(import.meta.dirname, '..')
const LANES = 8
const BATCH = 32
const ROUNDS = 3
const PEOPLE_MAX = 20_000

type World = {
  readonly db: Db
  readonly admin: Pool
  readonly law: LawBook
  readonly templates: Templates
  readonly say: Say
}

/**
 * Messages a second from a planned treatment to an accepted message, by a provider that takes all at once,
 * against the permits alone by as many lanes in the same run; then a long queue is drained, and the memory
 * that the process takes is looked at after each tenth of it.
 */
export async function benchDispatch(options: { rows: number; say: Say }): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'forbear-dispatch-bench-'))
  const database = await openDatabase({ home, say: (words) => options.say(words.en) })
  try {
    await migrate(database.adminUrl, join(ROOT, 'migrations'), () => undefined)
    const admin = connectAdmin(database.adminUrl)
    const db = database.connect({ connectionsMax: LANES * 2 })
    const world: World = {
      db,
      admin,
      say: options.say,
      law: lawOfFourCaps(loadLaw(join(ROOT, 'law'))),
      templates: await loadTemplates(join(ROOT, 'templates')),
    }
    const people = Math.min(options.rows, PEOPLE_MAX)
    await makePeople(admin, people)
    const figures = [...(await against(world, people)), ...(await drain(world, options.rows))]
    await db.end()
    await admin.end()
    return figures
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

let taken = 0
const nowhere: Provider = {
  name: 'nowhere',
  patienceMs: 1000,
  absenceIsProof: true,
  send: () => Promise.resolve({ is: 'accepted', providerRef: String((taken += 1)) }),
  lookUp: () => Promise.resolve(new Map()),
}

const messages = ({ db, law, templates }: World) =>
  dispatch(db, TENANT, {
    now: NOW,
    today: TODAY,
    say: () => undefined,
    channels: { sms: nowhere },
    law,
    templates,
    lanes: LANES,
  })

/** As the dispatcher pages and batches, and nothing but the permits. */
async function permits({ db, law, templates }: World): Promise<number> {
  const desk = benchDesk(law, templates)
  let after: bigint | undefined
  let count = 0
  for (;;) {
    const page = await dueTreatments(db, TENANT, {
      bucket: { from: 0n, until: undefined },
      after,
      now: NOW,
    })
    if (page.length === 0) return count
    let next = 0
    const lane = async () => {
      while (next < page.length) {
        const batch = page.slice(next, next + BATCH).flat()
        next += BATCH
        for (const answer of await askForPermits(db, TENANT, batch, { desk, now: NOW })) {
          assert(answer !== 'alone' && answer.is === 'permitted', 'the bench was not permitted')
          count += 1
        }
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    after = page.at(-1)?.[0]?.borrowerId
  }
}

async function against(world: World, people: number): Promise<Figure[]> {
  const { admin, say } = world
  const rates: { permits: number; messages: number }[] = []
  // The first round makes each borrower's slots, as a borrower's first contact does.
  for (let round = 0; round <= ROUNDS; round++) {
    await asAtFirst(admin)
    const bare = await timed(() => permits(world))
    await asAtFirst(admin)
    const whole = await timed(() => messages(world))
    assert(whole.result.sent === people, `${whole.result.sent} of ${people} messages were sent`)
    const rate = { permits: bare.result / bare.seconds, messages: people / whole.seconds }
    say(`permits ${rounded(rate.permits, 0)}/s, messages ${rounded(rate.messages, 0)}/s`)
    if (round > 0) rates.push(rate)
  }
  const of = (figure: string, value: number, unit: string): Figure => ({
    bench: 'dispatch',
    figure,
    value: rounded(value, unit === 'x' ? 2 : 0),
    unit,
  })
  return [
    of('permits alone', median(rates.map((rate) => rate.permits)), '/s'),
    of('messages to a provider that takes all', median(rates.map((rate) => rate.messages)), '/s'),
    {
      ...of('messages / permits alone', median(rates.map((r) => r.messages / r.permits)), 'x'),
      atLeast: 0.8,
    },
  ]
}

async function asAtFirst(admin: Pool): Promise<void> {
  await admin.query('truncate contact_event')
  await makePast(admin)
  await admin.query(
    `update treatment set state = 'planned', not_before = null, state_why = null where state <> 'planned'`,
  )
  await admin.query('vacuum analyze treatment, position')
}

/** One queue of as many messages as asked for; each tenth says what memory it took. */
async function drain(world: World, queued: number): Promise<Figure[]> {
  const { admin, say } = world
  await admin.query(
    'truncate borrower, account, position, address, treatment, contact, contact_event, verdict, cap_slot',
  )
  await admin.query('truncate tenant, portfolio, product cascade')
  await admin.query('drop table bare')
  await makePeople(admin, queued)
  const heap: number[] = []
  let watched = 0
  const watching = setInterval(() => {
    if (taken - watched < queued / 10) return
    watched = taken
    const { rss } = process.memoryUsage()
    heap.push(rss / 1e6)
    say(`${watched} sent, ${rounded(rss / 1e6, 0)} MB`)
  }, 200)
  taken = 0
  const { seconds, result } = await timed(() => messages(world))
  clearInterval(watching)
  assert(result.sent === queued, `${result.sent} of ${queued} messages were sent`)
  const of = (figure: string, value: number, unit: string): Figure => ({
    bench: 'dispatch',
    figure,
    value: rounded(value),
    unit,
  })
  const [first = NaN] = heap
  return [
    of(`${queued} queued messages drained`, seconds, 's'),
    of('memory at the end of it', heap.at(-1) ?? NaN, 'MB'),
    {
      ...of('memory at the end over that after a tenth', (heap.at(-1) ?? NaN) / first, 'x'),
      goal: 1.3,
    },
  ]
}
