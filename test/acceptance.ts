import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Pool } from 'pg'
import { build } from 'vite'
import { makePeople, NOW } from '../bench/permits-world.ts'
import { sandboxProvider } from '../src/channels/sandbox.ts'
import type { Instant } from '../src/core/calendar.ts'
import { random, type Random } from '../src/sim/random.ts'
import { connectAdmin } from '../src/store/db.ts'
import { migrate } from '../src/store/migrate.ts'
import { openDatabase, type Database } from '../src/store/server.ts'
import { settleOpenContacts } from '../src/worker/settle.ts'
import { MIX, type AcceptanceJob } from './acceptance-child.ts'
import { replay, type Fault } from './guard/replay.ts'

const ROOT = resolve(import.meta.dirname, '..')
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const SEED = 20_261_122
/** Of eight connections each. */
const WORKERS = 4
const TREATMENTS = 3
/** The tightest of the four caps. */
const CAP = 2
const KILL_MS_MAX = 500

export type AcceptanceReport = {
  readonly permits: number
  readonly received: number
  readonly workerKills: number
  readonly serverKills: number
  readonly everUnknown: number
  readonly faults: readonly Fault[]
  /** Caps with fewer slots taken than contacts that hold one, at any time that was looked at. */
  readonly notHeld: number
  readonly unfinished: number
  readonly seconds: number
}

type Options = {
  readonly permits: number
  readonly kills: number
  readonly serverKills: number
  readonly say: (line: string) => void
}

/**
 * Permits under 32 connections while workers and the database server are killed, then quiet days until
 * nothing is left; a checker that knows only the provider's log judges.
 */
export async function runAcceptance(options: Options): Promise<AcceptanceReport> {
  const home = await mkdtemp(join(tmpdir(), 'forbear-acceptance-'))
  const start = performance.now()
  const program = await bundle()
  const server = new Server(home)
  try {
    await server.open()
    await migrate(server.adminUrl, join(ROOT, 'migrations'), () => undefined)
    const people = Math.ceil(options.permits / TREATMENTS)
    await server.admin((admin) => makePeople(admin, people, TREATMENTS))
    options.say(`${people} people, ${TREATMENTS} messages each, at most ${CAP} a day`)
    const killed = await killing({ ...options, server, program, people })
    const held = [await notHeld(server, NOW)]
    for (const day of [0, 1]) await quietDay({ server, program, people, day })
    held.push(await notHeld(server, (NOW + DAY_MS) as Instant))
    options.say(`quiet days done`)
    const found = await judgeLog(server)
    return {
      ...found,
      ...killed,
      notHeld: held.reduce((sum, each) => sum + each, 0),
      seconds: Math.round((performance.now() - start) / 1000),
    }
  } finally {
    await server.stop()
    await rm(home, { recursive: true, force: true })
    await rm(dirname(program), { recursive: true, force: true })
  }
}

/** A server of its own, durable, that is killed and opened again. */
class Server {
  readonly #home: string
  #database: Database | undefined
  constructor(home: string) {
    this.#home = home
  }

  get adminUrl(): string {
    return this.#database?.adminUrl ?? ''
  }

  async open(): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        const say = () => undefined
        this.#database = await openDatabase({ home: this.#home, say, databaseUrl: '' })
        return
      } catch (error) {
        if (tries >= 30) throw error
        await sleep(500)
      }
    }
  }

  async kill(): Promise<void> {
    const file = await readFile(join(this.#home, 'postgres', 'data', 'postmaster.pid'), 'utf8')
    process.kill(Number(file.split('\n')[0]), 'SIGKILL')
    await this.stop()
    await this.open()
  }

  async admin<T>(work: (admin: Pool) => Promise<T>): Promise<T> {
    const pool = connectAdmin(this.adminUrl, { connectionsMax: 2 })
    try {
      return await work(pool)
    } finally {
      await pool.end()
    }
  }

  connect() {
    if (this.#database === undefined) throw new Error('The server is not open.')
    return this.#database.connect()
  }

  stop = async (): Promise<void> => {
    await this.#database?.stop().catch(() => undefined)
    this.#database = undefined
  }
}

type Run = { readonly server: Server; readonly program: string; readonly people: number }

/** Two workers to each half of the book, so that they race. */
const jobOf = ({ server, people, program }: Run, worker: number, day: number): AcceptanceJob => {
  const half = Math.ceil(people / 2)
  const now = NOW + day * DAY_MS + worker * 1000
  return {
    url: server.adminUrl,
    law: join(dirname(program), 'law'),
    now,
    today: new Date(now).toISOString().slice(0, 10),
    from: worker % 2 === 0 ? '0' : String(half),
    until: worker % 2 === 0 ? String(half) : null,
  }
}

async function killing(
  run: Run & Options,
): Promise<Pick<AcceptanceReport, 'workerKills' | 'serverKills'>> {
  const dice = random(SEED)
  const done = { workerKills: 0, serverKills: 0 }
  const every = run.serverKills === 0 ? Infinity : run.kills / run.serverKills
  let opening: Promise<void> | undefined
  const worker = async (n: number) => {
    while (done.workerKills < run.kills) {
      await opening
      if (await workAndDie(run.program, jobOf(run, n, 0), dice)) done.workerKills += 1
      // A worker that finds nothing left is no use to kill.
      if (
        done.serverKills < run.serverKills &&
        done.workerKills >= (done.serverKills + 1) * every
      ) {
        done.serverKills += 1
        opening = run.server.kill()
        run.say(`${done.workerKills} workers and ${done.serverKills} servers killed`)
      }
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, (_, n) => worker(n)))
  await opening
  return done
}

/** Killed within half a second of its first work; false where it ended by itself before. */
function workAndDie(program: string, job: AcceptanceJob, dice: Random): Promise<boolean> {
  const child = spawn(process.execPath, [program, JSON.stringify(job)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child.stdout.once('data', () =>
    setTimeout(() => child.kill('SIGKILL'), dice.between(0, KILL_MS_MAX)),
  )
  return new Promise((done) => child.once('exit', (_, signal) => done(signal === 'SIGKILL')))
}

/** All workers to their end, the providers asked for what they know. */
async function quietDay({ day, ...run }: Run & { readonly day: number }): Promise<void> {
  const ended = await Promise.all(
    Array.from({ length: WORKERS }, (_, n) => toItsEnd(run.program, jobOf(run, n, day))),
  )
  if (ended.includes(false)) throw new Error('a worker that nobody killed did not end well')
  const db = run.server.connect()
  const sms = sandboxProvider(db, { channel: 'sms', seed: 7, mix: MIX })
  await settleOpenContacts(db, 1n, {
    channels: { sms },
    clock: () => (NOW + day * DAY_MS + 3 * HOUR_MS) as Instant,
    bucket: { from: 0n, until: undefined },
    madeBy: '',
    states: ['permitted', 'sending', 'unknown', 'accepted'],
  })
  await db.end()
}

function toItsEnd(program: string, job: AcceptanceJob): Promise<boolean> {
  const child = spawn(process.execPath, [program, JSON.stringify(job)], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return new Promise((done) => child.once('exit', (code) => done(code === 0)))
}

/** Whatever may have left holds its slot: as many are taken as there are contacts that hold one. */
const notHeld = (server: Server, now: Instant): Promise<number> =>
  server.admin(async (admin) => {
    const found = await admin.query<{ missing: bigint }>(
      `with held as (
         select c.borrower_id, s.slot ->> 'key' as cap_key, count(*) as contacts
         from contact c cross join lateral jsonb_array_elements(c.slots) as s(slot)
         where c.state in ('sending', 'unknown', 'accepted', 'delivered')
           and (s.slot ->> 'freeAt')::numeric > $2::numeric
         group by 1, 2
       )
       select count(*) as missing from held
       where contacts > (
         select count(*) from cap_slot s
         where s.tenant_id = 1 and s.borrower_id = held.borrower_id and s.cap_key = held.cap_key
           and s.free_at > $1)`,
      [new Date(now), now],
    )
    return Number(found.rows[0]?.missing)
  })

const judgeLog = (
  server: Server,
): Promise<
  Pick<AcceptanceReport, 'permits' | 'received' | 'everUnknown' | 'faults' | 'unfinished'>
> =>
  server.admin(async (admin) => {
    const log = await admin.query<{
      person: string
      reference: string
      decision: string
      at: Instant
    }>(
      `select m.recipient as person, m.permit::text as reference, c.treatment_id::text as decision,
         m.received_at as at
       from sandbox_message m
       left join contact c on c.tenant_id = m.tenant_id and c.borrower_id = m.borrower_id
         and c.attempt_key = m.permit`,
    )
    const [sums] = (
      await admin.query<{ permits: bigint; unknown: bigint; unfinished: bigint }>(
        `select (select count(*) from contact) as permits,
           (select count(distinct contact_id) from contact_event where kind = 'unknown') as unknown,
           (select count(*) from treatment where state <> 'sent')
             + (select count(*) from contact where state in ('permitted', 'sending', 'unknown')) as unfinished`,
      )
    ).rows
    const hours = { opens: 8 * 60, closes: 22 * 60, offsetMinutes: 8 * 60 }
    return {
      permits: Number(sums?.permits),
      received: log.rows.length,
      everUnknown: Number(sums?.unknown),
      unfinished: Number(sums?.unfinished),
      faults: replay(log.rows, { times: CAP, days: 1, ...hours }),
    }
  })

/** One file, because starting a TypeScript loader each time would be most of the time. */
async function bundle(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'forbear-acceptance-worker-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    ssr: { noExternal: true },
    build: {
      ssr: 'test/acceptance-child.ts',
      outDir,
      emptyOutDir: true,
      rollupOptions: { external: ['pg-native'] },
    },
  })
  for (const pack of ['cn', 'house'])
    await cp(join(ROOT, 'law', pack), join(outDir, 'law', pack), { recursive: true })
  return join(outDir, 'acceptance-child.js')
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      permits: { type: 'string', default: '100000' },
      kills: { type: 'string', default: '300' },
      'server-kills': { type: 'string', default: '30' },
    },
  })
  const report = await runAcceptance({
    permits: Number(values.permits),
    kills: Number(values.kills),
    serverKills: Number(values['server-kills']),
    say: (line) => console.error(line),
  })
  console.log(
    JSON.stringify({
      ...report,
      faults: report.faults.slice(0, 10),
      faultCount: report.faults.length,
    }),
  )
  const isGood = report.faults.length + report.notHeld + report.unfinished === 0
  process.exit(isGood ? 0 : 1)
}
