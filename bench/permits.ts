import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Pool } from 'pg'
import { assert } from '../src/core/assert.ts'
import { connectAdmin, type Db } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { migrate } from '../src/store/migrate.ts'
import type { Desk } from '../src/store/permit.ts'
import { askForPermit, askForPermits } from '../src/store/permits.ts'
import { openDatabase } from '../src/store/server.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dueTreatments, type DueTreatment } from '../src/store/treatment.ts'
import { median, rounded, timed, type Figure, type Say } from './figure.ts'
import { benchDesk, lawOfFourCaps, makePast, makePeople, NOW, TENANT } from './permits-world.ts'

const ROOT = resolve(import.meta.dirname, '..')
const CONNECTIONS = 32
const PEOPLE_MAX = 20_000
const ROUNDS = 3

/**
 * Permits a second by the path that the dispatcher takes (lock, facts, verdict, a slot of four caps,
 * permit), against as many bare updates of one row each, by the same 32 connections on the same
 * durable server in the same run.
 */
export async function benchPermits(options: { rows: number; say: Say }): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'forbear-permits-'))
  const database = await openDatabase({ home, say: (words) => options.say(words.en) })
  try {
    await migrate(database.adminUrl, join(ROOT, 'migrations'), () => undefined)
    const admin = connectAdmin(database.adminUrl)
    const db = database.connect({ connectionsMax: CONNECTIONS })
    await makePeople(admin, Math.min(options.rows, PEOPLE_MAX))
    const law = lawOfFourCaps(loadLaw(join(ROOT, 'law')))
    const desk = benchDesk(law, await loadTemplates(join(ROOT, 'templates')))
    const figures = await measure({ db, admin, desk, say: options.say })
    await db.end()
    await admin.end()
    return figures
  } finally {
    await database.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

type Bench = { readonly db: Db; readonly admin: Pool; readonly desk: Desk; readonly say: Say }
type Way = (bench: Bench, due: readonly DueTreatment[][]) => Promise<void>

/** All connections pull from one list. */
async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, lane))
}

const bareInTransaction: Way = ({ db }, due) =>
  inLanes(due.flat(), async ({ borrowerId }) => {
    const tx = await db.connect()
    try {
      await tx.query('begin')
      await tx.query({ ...BARE, values: [borrowerId] })
      await tx.query('commit')
    } finally {
      tx.release()
    }
  })

const bareStatement: Way = ({ db }, due) =>
  inLanes(due.flat(), ({ borrowerId }) => db.query({ ...BARE, values: [borrowerId] }))

const BARE = { name: 'bare', text: 'update bare set n = n + 1 where id = $1 returning n' }

const oneByOne: Way = ({ db, desk }, due) =>
  inLanes(due.flat(), async (treatment) => {
    const answer = await askForPermit(db, treatment, desk, NOW)
    assert(answer.is === 'permitted', `the bench was answered ${answer.is}`)
  })

const BATCH = 32

const inBatches: Way = ({ db, desk }, due) => {
  const all = due.flat()
  const batches = Array.from({ length: Math.ceil(all.length / BATCH) }, (_, i) =>
    all.slice(i * BATCH, (i + 1) * BATCH),
  )
  return inLanes(batches, async (batch) => {
    for (const answer of await askForPermits(db, TENANT, batch, { desk, now: NOW })) {
      assert(answer !== 'alone' && answer.is === 'permitted', 'the bench was not permitted')
    }
  })
}

const STATEMENT = 'bare update, one statement'
const TRANSACTION = 'bare update, begin to commit'
const SINGLE = 'permits one by one'
const BATCHED = `permits in batches of ${BATCH}`

const WAYS: Readonly<Record<string, Way>> = {
  [STATEMENT]: bareStatement,
  [TRANSACTION]: bareInTransaction,
  [SINGLE]: oneByOne,
  [BATCHED]: inBatches,
}

async function measure(bench: Bench): Promise<Figure[]> {
  const due = await allDue(bench.db)
  const count = due.flat().length
  const rates: Record<string, number>[] = []
  // The first round makes each borrower's slots, as a borrower's first contact does.
  for (let round = 0; round <= ROUNDS; round++) {
    const rate: Record<string, number> = {}
    for (const [name, way] of Object.entries(WAYS)) {
      await makePast(bench.admin)
      const { seconds } = await timed(() => way(bench, due))
      rate[name] = count / seconds
      bench.say(`${round === 0 ? 'first contact: ' : ''}${name}: ${rounded(count / seconds, 0)}/s`)
    }
    if (round > 0) rates.push(rate)
  }
  return figures(rates)
}

/** Ratios are taken within a round, because the machine may have other things to do in another. */
function figures(rates: readonly Record<string, number>[]): Figure[] {
  const ratio = (of: string, to: string): Figure => ({
    bench: 'permits',
    figure: `${of} / ${to}`,
    value: rounded(median(rates.map((rate) => (rate[of] ?? NaN) / (rate[to] ?? NaN)))),
    unit: 'x',
  })
  return [
    ...Object.keys(WAYS).map((figure): Figure => ({
      bench: 'permits',
      figure,
      value: rounded(median(rates.map((rate) => rate[figure] ?? NaN)), 0),
      unit: '/s',
    })),
    { ...ratio(SINGLE, TRANSACTION), atLeast: 0.6 },
    ratio(SINGLE, STATEMENT),
    { ...ratio(BATCHED, SINGLE), atLeast: 3 },
    ratio(BATCHED, TRANSACTION),
  ]
}

async function allDue(db: Db): Promise<DueTreatment[][]> {
  const all: DueTreatment[][] = []
  for (;;) {
    const after = all.at(-1)?.[0]?.borrowerId
    const bucket = { from: 0n, until: undefined }
    const page = await dueTreatments(db, TENANT, { bucket, after, now: NOW })
    if (page.length === 0) return all
    all.push(...page)
  }
}
