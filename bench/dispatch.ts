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
import { cpuOf, sum, type Cpu } from './cpu.ts'
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

type Side = { readonly rate: number; readonly cpu: Cpu }

/** One side of a round, and what it cost: others on the machine change the rate and hardly the CPU. */
async function side({ admin }: World, work: () => Promise<number>): Promise<Side> {
  await asAtFirst(admin)
  const { cpu, result } = await cpuOf(admin, () => timed(work))
  return { rate: result.result / result.seconds, cpu: each(cpu, result.result) }
}

/** Milliseconds for one. */
const each = (cpu: Cpu, of: number): Cpu => ({
  process: (cpu.process / of) * 1000,
  database: (cpu.database / of) * 1000,
})

const costText = (name: string, { rate, cpu }: Side): string =>
  `${name} ${rounded(rate, 0)}/s (CPU ${rounded(cpu.process)} + ${rounded(cpu.database)} ms)`

async function against(world: World, people: number): Promise<Figure[]> {
  const { say } = world
  const rounds: { readonly bare: Side; readonly whole: Side }[] = []
  const allSent = async () => {
    const { sent } = await messages(world)
    assert(sent === people, `${sent} of ${people} messages were sent`)
    return sent
  }
  // The first round makes each borrower's slots, as a borrower's first contact does.
  for (let round = 0; round <= ROUNDS; round++) {
    const bare = await side(world, () => permits(world))
    const whole = await side(world, allSent)
    say(`${costText('permits', bare)}, ${costText('messages', whole)}`)
    if (round > 0) rounds.push({ bare, whole })
  }
  const of = (figure: string, value: (round: (typeof rounds)[number]) => number, unit: string) => ({
    bench: 'dispatch',
    figure,
    value: rounded(median(rounds.map(value)), unit === '/s' ? 0 : 2),
    unit,
  })
  return [
    of('permits alone', ({ bare }) => bare.rate, '/s'),
    of('messages to a provider that takes all', ({ whole }) => whole.rate, '/s'),
    of('CPU of a permit, database included', ({ bare }) => sum(bare.cpu), 'ms'),
    of('CPU of a message, database included', ({ whole }) => sum(whole.cpu), 'ms'),
    of('messages / permits alone, by CPU', (r) => sum(r.bare.cpu) / sum(r.whole.cpu), 'x'),
    {
      ...of('messages / permits alone', ({ bare, whole }) => whole.rate / bare.rate, 'x'),
      atLeast: 0.8,
    },
  ]
}

async function asAtFirst(admin: Pool): Promise<void> {
  await admin.query('truncate contact_event, sent_words')
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
    `truncate borrower, account, position, address, treatment, contact, contact_event, sent_words, verdict,
       cap_slot, tenant, portfolio, product cascade`,
  )
  await admin.query('drop table bare')
  say(
    `${queued} messages are queued; at the end they take some ${rounded(queued / 100_000)} GB of disk`,
  )
  const filled = await timed(() => makePeople(admin, queued))
  // A lender that has sent before: on empty tables alone the server would plan for empty tables.
  await makePast(admin, Math.min(queued, SENT_BEFORE))
  say(`queued in ${rounded(filled.seconds, 0)} s`)
  const memory = watchMemory(world, queued)
  const { cpu, result } = await cpuOf(admin, () => timed(() => messages(world)))
  const tenths = memory.end()
  const { sent } = result.result
  assert(sent === queued, `${sent} of ${queued} messages were sent`)
  const size = await admin.query<{ bytes: bigint }>(
    'select pg_database_size(current_database()) as bytes',
  )
  const of = (figure: string, value: number, unit: string): Figure => ({
    bench: 'dispatch',
    figure,
    value: rounded(value),
    unit,
  })
  const [first = NaN] = tenths
  const last = tenths.at(-1) ?? NaN
  return [
    of(`${queued} queued messages drained`, result.seconds, 's'),
    of('CPU of each, database included', sum(each(cpu, queued)), 'ms'),
    of('disk that the database takes then', Number(size.rows[0]?.bytes) / 1e9, 'GB'),
    of('memory at the end of it', last, 'MB'),
    { ...of('memory at the end over that after a tenth', last / first, 'x'), goal: 1.3 },
  ]
}

/** Borrowers that were sent to before the queue. */
const SENT_BEFORE = 2000
const TENTHS = 10

/** Megabytes of this process after each tenth, the last one at the end. */
function watchMemory({ say }: World, queued: number): { end(): readonly number[] } {
  const tenths: number[] = []
  const begun = performance.now()
  taken = 0
  const look = () => {
    if (tenths.length >= Math.floor((taken * TENTHS) / queued)) return
    const { rss, heapUsed } = process.memoryUsage()
    tenths.push(rss / 1e6)
    const rate = rounded((taken / (performance.now() - begun)) * 1000, 0)
    say(
      `${taken} sent, ${rate}/s so far: ${rounded(rss / 1e6, 0)} MB, ${rounded(heapUsed / 1e6, 0)} of them of the heap`,
    )
  }
  const watching = setInterval(look, 200)
  return {
    end: () => {
      clearInterval(watching)
      look()
      return tenths
    },
  }
}
