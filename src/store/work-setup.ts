import { createHash } from 'node:crypto'
import { worksAt, type Shift } from '../engine/shift.ts'
import type { Day, Instant } from '../core/calendar.ts'
import { sendTogether, type Tx } from './db.ts'
import { USUAL, type Language, type Worklist } from './work-file.ts'

/** Somebody who may be given cases: enabled staff with languages, and hours. */
export type Worker = {
  readonly userId: string
  readonly name: string
  readonly languages: readonly Language[]
  readonly skills: readonly string[]
  readonly shifts: readonly Shift[]
}

export type WorkSetup = {
  readonly setupNo: bigint | undefined
  readonly worklists: ReadonlyMap<string, Worklist>
  readonly workers: ReadonlyMap<string, Worker>
}

/** The newest set-up; empty where none was ever set. */
export async function readSetup(tx: Tx, tenantId: bigint): Promise<WorkSetup> {
  const newest = await tx.query<{ setup_no: bigint }>(
    'select setup_no from work_setup where tenant_id = $1 order by setup_no desc limit 1',
    [tenantId],
  )
  const setupNo = newest.rows[0]?.setup_no
  if (setupNo === undefined) return { setupNo, worklists: new Map(), workers: new Map() }
  const [worklists, workers] = await sendTogether(tx, [
    () => readWorklists(tx, tenantId, setupNo),
    () => readWorkers(tx, tenantId, setupNo),
  ])
  return { setupNo, worklists, workers }
}

async function readWorklists(
  tx: Tx,
  tenantId: bigint,
  setupNo: bigint,
): Promise<ReadonlyMap<string, Worklist>> {
  const found = await tx.query<Worklist>(
    `select worklist, name_zh as "nameZh", name_en as "nameEn", minutes_a_case as "minutesACase", skills,
       languages, idle_minutes as "idleMinutes", stay_days as "stayDays"
     from worklist where tenant_id = $1 and setup_no = $2 order by worklist`,
    [tenantId, setupNo],
  )
  return new Map(found.rows.map((row) => [row.worklist, row]))
}

type WorkerRow = Omit<Worker, 'shifts' | 'userId'> & { readonly user_id: string }
type ShiftRow = {
  readonly user_id: string
  readonly kind: Shift['kind']
  readonly first_on: Day
  readonly until_on: Day | null
  readonly days: number
  readonly from_minute: number
  readonly until_minute: number
  readonly zone: string
}

/** Staff who were disabled since work no more. */
async function readWorkers(
  tx: Tx,
  tenantId: bigint,
  setupNo: bigint,
): Promise<ReadonlyMap<string, Worker>> {
  const [people, shifts] = await sendTogether(tx, [
    () => readPeople(tx, tenantId, setupNo),
    () => readShifts(tx, tenantId, setupNo),
  ])
  const byUser = new Map<string, Shift[]>()
  for (const row of shifts.rows) {
    byUser.set(row.user_id, [...(byUser.get(row.user_id) ?? []), shiftOf(row)])
  }
  return new Map(
    people.rows.map(({ user_id: userId, ...person }) => [
      userId,
      { ...person, userId, shifts: byUser.get(userId) ?? [] },
    ]),
  )
}

const readPeople = (tx: Tx, tenantId: bigint, setupNo: bigint) =>
  tx.query<WorkerRow>(
    `select w.user_id, s.name, w.languages, w.skills from worker w
       join staff s on s.tenant_id = w.tenant_id and s.user_id = w.user_id and s.disabled_at is null
      where w.tenant_id = $1 and w.setup_no = $2 order by w.user_id`,
    [tenantId, setupNo],
  )

const readShifts = (tx: Tx, tenantId: bigint, setupNo: bigint) =>
  tx.query<ShiftRow>(
    `select user_id, kind, first_on, until_on, days, from_minute, until_minute, zone from shift
      where tenant_id = $1 and setup_no = $2 order by user_id, shift_no`,
    [tenantId, setupNo],
  )

const shiftOf = (row: ShiftRow): Shift => ({
  kind: row.kind,
  firstOn: row.first_on,
  untilOn: row.until_on ?? undefined,
  days: row.days,
  fromMinute: row.from_minute,
  untilMinute: row.until_minute,
  zone: row.zone,
})

/** A worklist that a strategy names and nobody set up asks nothing but the borrower's language. */
export const worklistOf = (setup: WorkSetup, name: string): Worklist =>
  setup.worklists.get(name) ?? {
    worklist: name,
    nameZh: name,
    nameEn: name,
    minutesACase: USUAL.minutes,
    skills: [],
    languages: [],
    idleMinutes: USUAL.idle,
    stayDays: USUAL.stay,
  }

/** The languages of borrowers whom this person may serve on a worklist; none: not for them. */
export function servesOn(worker: Worker, list: Worklist): readonly Language[] {
  if (!list.skills.every((skill) => worker.skills.includes(skill))) return []
  if (list.languages.length === 0) return worker.languages
  return list.languages.some((one) => worker.languages.includes(one)) ? ['zh', 'en'] : []
}

/** Who of them is at work: a person's stay holds only while somebody is there to keep it. */
export const atWork = (setup: WorkSetup, at: Instant): readonly string[] =>
  [...setup.workers.values()]
    .filter((worker) => worksAt(worker.shifts, at))
    .map((worker) => worker.userId)

export type SetupGiven = {
  readonly worklists: readonly Worklist[]
  readonly people: readonly Omit<Worker, 'name'>[]
}

/** Sets all of it at once; the same as what speaks already is not set again. */
export async function saveSetup(
  tx: Tx,
  tenantId: bigint,
  given: SetupGiven,
  by: string,
): Promise<{ readonly setupNo: bigint; readonly isNew: boolean }> {
  const hash = createHash('sha256').update(JSON.stringify(given)).digest('hex')
  const newest = await tx.query<{ setup_no: bigint; content_hash: string }>(
    'select setup_no, content_hash from work_setup where tenant_id = $1 order by setup_no desc limit 1',
    [tenantId],
  )
  const [known] = newest.rows
  if (known?.content_hash === hash) return { setupNo: known.setup_no, isNew: false }
  const made = await tx.query<{ setup_no: bigint }>(
    'insert into work_setup (tenant_id, content_hash, set_by) values ($1, $2, $3) returning setup_no',
    [tenantId, hash, by],
  )
  const setupNo = made.rows[0]?.setup_no ?? 0n
  await insertWorklists(tx, tenantId, setupNo, given.worklists)
  await insertPeople(tx, tenantId, setupNo, given.people)
  return { setupNo, isNew: true }
}

async function insertWorklists(
  tx: Tx,
  tenantId: bigint,
  setupNo: bigint,
  worklists: readonly Worklist[],
): Promise<void> {
  for (const one of worklists) {
    await tx.query(
      `insert into worklist (tenant_id, setup_no, worklist, name_zh, name_en, minutes_a_case, skills,
         languages, idle_minutes, stay_days)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        tenantId,
        setupNo,
        one.worklist,
        one.nameZh,
        one.nameEn,
        one.minutesACase,
        one.skills,
        one.languages,
        one.idleMinutes,
        one.stayDays,
      ],
    )
  }
}

async function insertPeople(
  tx: Tx,
  tenantId: bigint,
  setupNo: bigint,
  people: SetupGiven['people'],
): Promise<void> {
  for (const person of people) {
    await tx.query(
      'insert into worker (tenant_id, setup_no, user_id, skills, languages) values ($1, $2, $3, $4, $5)',
      [tenantId, setupNo, person.userId, person.skills, person.languages],
    )
    for (const [n, shift] of person.shifts.entries()) {
      await tx.query(
        `insert into shift (tenant_id, setup_no, user_id, shift_no, kind, first_on, until_on, days,
           from_minute, until_minute, zone)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          tenantId,
          setupNo,
          person.userId,
          n + 1,
          shift.kind,
          shift.firstOn,
          shift.untilOn ?? null,
          shift.days,
          shift.fromMinute,
          shift.untilMinute,
          shift.zone,
        ],
      )
    }
  }
}
