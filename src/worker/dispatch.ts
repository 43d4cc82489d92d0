import { randomUUID } from 'node:crypto'
import type { Say } from '../core/words.ts'
import type { Channels } from '../channels/channel.ts'
import { assert } from '../core/assert.ts'
import type { Day, Instant } from '../core/calendar.ts'
import type { Channel } from '../core/channel.ts'
import type { LawBook } from '../guard/book.ts'
import { approvals, readTemplateStates } from '../store/app-template.ts'
import { keepLaw } from '../store/law-kept.ts'
import { recordAllTold, type ToldOf } from '../store/contact.ts'
import { inTenant, isRetryable, type Db } from '../store/db.ts'
import { askAlone, type Answer, type Desk } from '../store/permit.ts'
import { askForPermits, type BatchAnswer } from '../store/permits.ts'
import type { BorrowerRange } from '../store/positions.ts'
import type { Templates } from '../store/templates.ts'
import { tenantTemplates } from '../store/tenant-templates.ts'
import { askListedAgain, dueTreatments, type DueTreatment } from '../store/treatment.ts'
import { watchClock, type ClockWatch } from './clock-watch.ts'
import { emptyCounts, type DispatchCounts } from './dispatch-counts.ts'
import { settleOpenContacts } from './settle.ts'
import { flip, readyOf, send, type Ready, type Sent } from './send.ts'
import { takeTurns, type Going, type TurnTools } from './turns.ts'

export type DeskOptions = {
  readonly today: Day
  readonly channels: Channels
  readonly law: LawBook
  readonly templates: Templates
  readonly permitLifeMs?: number
  /** Of the caps that tenants share: needed where a portfolio is in a group. */
  readonly capKey?: Buffer | undefined
}

export type DispatchOptions = DeskOptions & {
  readonly now: Instant
  readonly say: Say
  readonly bucket?: BorrowerRange
  /** A clock that moves while the run goes on; without it `now` stands still, as on a chosen day. */
  readonly clock?: () => Instant
  readonly lanes?: number
  /** What holds a moving clock to account: the database's own, unless a day is played through. */
  readonly watch?: ClockWatch
  /** How a lane waits for a provider's turn. */
  readonly wait?: (ms: number) => Promise<void>
}

const LANES = 8
/** Borrowers that one transaction judges; all wait for its locks, so it stays short. */
const BATCH = 32
const PERMIT_LIFE_MS = 3_600_000
/** A permit that a stop made void is asked for again this often, then left to the next run. */
const TRIES_MAX = 3
/** Answers of a lane that are recorded in one commit. */
const ANSWERS_MAX = 32
/** Messages of a lane that are flipped and on their way at once: a kill leaves no more of them in doubt, */
const SENDS_AT_ONCE = 8
/** save where a provider answers all of them within this: then they are in doubt for no longer than that. */
const PROMPT_MS = 25
const TROUBLED_MAX = 50

/**
 * Takes every treatment whose hour has come through the guard and, where it says yes, onto the
 * wire. It may be killed at any moment and run again: what was permitted and did not leave is asked
 * for anew, what may have left is never sent again.
 */
export async function dispatch(
  db: Db,
  tenantId: bigint,
  options: DispatchOptions,
): Promise<DispatchCounts> {
  const run: Run = {
    db,
    tenantId,
    channels: options.channels,
    clock: options.clock ?? (() => options.now),
    isMoving: options.clock !== undefined,
    wait: options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
    batch: batchOf(options.channels),
    desk: await deskOf(db, tenantId, options),
    say: options.say,
    counts: emptyCounts(),
    atOnce: { messages: SENDS_AT_ONCE },
  }
  const bucket = options.bucket ?? { from: 0n, until: undefined }
  await settleOpenContacts(db, tenantId, {
    ...run,
    bucket,
    madeBy: run.desk.madeBy,
    states: ['permitted', 'sending', 'unknown'],
  })
  await askListedAgain(db, tenantId, { bucket, now: run.clock() })
  const watch = options.watch ?? (options.clock && watchClock(db, tenantId, options.clock))
  let after: bigint | undefined
  for (;;) {
    const fault = await watch?.check()
    if (fault !== undefined) {
      options.say({
        en: `The clock cannot be trusted (${fault.fault}, ${fault.byMs} ms): nothing more is sent.`,
        zh: `时钟不可信（${fault.fault}，${fault.byMs} 毫秒）：不再发送任何内容。`,
      })
      return { ...run.counts, clock: fault.fault }
    }
    const page = await dueTreatments(db, tenantId, { bucket, after, now: run.clock() })
    if (page.length === 0) break
    await run.desk.templates.refresh?.()
    await inLanes(run, options.lanes ?? LANES, page)
    after = page.at(-1)?.[0]?.borrowerId
    options.say({
      en: `${run.counts.treatments} treatments asked, ${run.counts.sent} sent`,
      zh: `已询问 ${run.counts.treatments} 个处置，已发送 ${run.counts.sent}`,
    })
  }
  return run.counts
}

type Run = TurnTools & {
  readonly db: Db
  readonly batch: number
  readonly desk: Desk
  readonly say: Say
  readonly counts: DispatchCounts
  /** How many a lane flips in one commit. */
  readonly atOnce: { messages: number }
}

/** Borrowers a transaction, and never more than a provider takes at once. */
const batchOf = (channels: Channels): number =>
  Math.min(BATCH, ...Object.values(channels).flatMap((provider) => provider.burst ?? []))

/** What all permits of a run have in common. */
export async function deskOf(db: Db, tenantId: bigint, options: DeskOptions): Promise<Desk> {
  await keepLaw(db, tenantId, options.law)
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<{ trading_name: string; check_phone: string; check_url: string; shares: boolean }>(
      `select trading_name, check_phone, check_url, exists (
         select from portfolio where tenant_id = $1 and cap_group is not null) as shares
       from tenant where tenant_id = $1`,
      [tenantId],
    ),
  )
  const [row] = found.rows
  assert(row !== undefined, `there is no tenant ${tenantId}`)
  if (row.shares && options.capKey === undefined) {
    throw new Error(
      'A portfolio shares its caps with other tenants, and their key is not here: nothing is sent.',
    )
  }
  return {
    law: options.law,
    templates: await tenantTemplates(db, tenantId, options.templates),
    sender: { tradingName: row.trading_name, checkPhone: row.check_phone, checkUrl: row.check_url },
    today: options.today,
    automatic: new Set(Object.keys(options.channels) as Channel[]),
    apps: await appsOf(db, tenantId, options.channels),
    permitLifeMs: options.permitLifeMs ?? PERMIT_LIFE_MS,
    capKey: row.shares ? options.capKey : undefined,
    // One name a process and run: a dead run's permits are not ours to flip.
    madeBy: `dispatch:${randomUUID()}`,
  }
}

/** What apps approved as the run begins; each message is asked about again before its first byte. */
async function appsOf(db: Db, tenantId: bigint, { message }: Channels): Promise<Desk['apps']> {
  const ways = message?.ways
  if (ways === undefined) return undefined
  const states = await inTenant(db, tenantId, (tx) => readTemplateStates(tx, tenantId))
  return { ways, approvalOf: approvals(states) }
}

/** Several connections at once, each with a batch of borrowers at a time. */
async function inLanes(
  run: Run,
  lanes: number,
  page: readonly (readonly DueTreatment[])[],
): Promise<void> {
  let next = 0
  const lane = async () => {
    const answers: ToldOf[] = []
    try {
      while (next < page.length) {
        const batch = page.slice(next, next + run.batch)
        next += run.batch
        await oneBatch(run, batch, answers)
      }
    } finally {
      // Whatever ends the lane: these have left, and what the provider said of them is known.
      await recordAllTold(run.db, run.tenantId, answers)
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const end of ended) if (end.status === 'rejected') throw end.reason
}

/**
 * Each borrower's most urgent treatment, then each one's next: what the guard hears of a borrower
 * must contain what it permitted before.
 */
async function oneBatch(
  run: Run,
  batch: readonly (readonly DueTreatment[])[],
  answers: ToldOf[],
): Promise<void> {
  const longest = Math.max(...batch.map((treatments) => treatments.length))
  for (let nth = 0; nth < longest; nth++) {
    const due = batch.flatMap((treatments) => treatments[nth] ?? [])
    const { going, left } = await takeTurns(run, due)
    run.counts.treatments += due.length
    run.counts.waiting += left
    if (going.length === 0) continue
    const { db, tenantId, desk } = run
    const asks = going.map(({ treatment }) => treatment)
    const answered = await askForPermits(db, tenantId, asks, { desk, now: run.clock() })
    const ready: Ready[] = []
    const others: { one: Going; answer: BatchAnswer }[] = []
    for (const [i, one] of going.entries()) {
      const answer = answered[i] ?? 'alone'
      if (answer !== 'alone' && answer.is === 'permitted')
        ready.push(readyOf(run, one, answer.permit))
      else others.push({ one, answer })
    }
    await sendReady(run, ready, answers)
    for (const { one, answer } of others) {
      await troubleAside(run, one.treatment, () => oneTreatment(run, one, { answer, answers }))
    }
    if (mustTellNow(answers)) await recordAllTold(db, tenantId, answers.splice(0))
  }
}

/**
 * Flips a few in one commit and sends them at once, more of them while they are answered promptly; what a
 * stop made void is asked for by itself.
 */
async function sendReady(run: Run, ready: readonly Ready[], answers: ToldOf[]): Promise<void> {
  let few: readonly Ready[]
  for (let from = 0; from < ready.length; from += few.length) {
    few = ready.slice(from, from + run.atOnce.messages)
    const gone = await flip(run, few).catch(oneByOne)
    if (gone === undefined) {
      for (const { one, permit } of few) {
        const answer = { is: 'permitted', permit } as const
        await troubleAside(run, one.treatment, () => oneTreatment(run, one, { answer, answers }))
      }
      continue
    }
    await sendGone(
      run,
      few.filter(({ ref }) => gone.has(ref.contactId)),
      answers,
    )
    for (const { ref, one } of few) {
      if (gone.has(ref.contactId)) continue
      await troubleAside(run, one.treatment, () =>
        oneTreatment(run, one, { answer: 'alone', answers }),
      )
    }
  }
}

/** All on their way at once: what is flipped waits for nothing. */
async function sendGone(run: Run, gone: readonly Ready[], answers: ToldOf[]): Promise<void> {
  const begun = performance.now()
  const ended = await Promise.allSettled(
    gone.map((each) =>
      troubleAside(run, each.one.treatment, async () => count(run, await send(run, each), answers)),
    ),
  )
  for (const end of ended) if (end.status === 'rejected') throw end.reason
  const isPrompt = performance.now() - begun <= PROMPT_MS
  const { atOnce } = run
  atOnce.messages = isPrompt ? Math.min(atOnce.messages * 2, run.batch) : SENDS_AT_ONCE
}

/** What one of a few trips over, such as a row that somebody holds for long, is that one's alone. */
function oneByOne(error: unknown): undefined {
  if (isRetryable(error)) throw error
}

/** What one treatment trips over holds up nobody else; a lost database, or trouble all over, ends the run. */
async function troubleAside(
  run: Run,
  { borrowerId, treatmentId }: DueTreatment,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    run.counts.troubled += 1
    if (isRetryable(error) || run.counts.troubled > TROUBLED_MAX) throw error
    const why = error instanceof Error ? error.message : String(error)
    run.say({
      en: `Borrower ${borrowerId}, treatment ${treatmentId}, was left as it is: ${why}`,
      zh: `借款人 ${borrowerId} 的处置 ${treatmentId} 保持原状：${why}`,
    })
  }
}

/** A refusal gives slots back, which the same borrower's next treatment may want. */
const mustTellNow = (answers: readonly ToldOf[]): boolean =>
  answers.length >= ANSWERS_MAX || answers.some(({ told }) => told.said === 'never_accepted')

async function oneTreatment(
  run: Run,
  one: Going,
  { answer: first, answers }: { answer: BatchAnswer; answers: ToldOf[] },
): Promise<void> {
  let answer = first
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    if (answer === 'alone') answer = await askAlone(run.db, one.treatment, run.desk, run.clock())
    if (answer.is !== 'permitted') return countAnswer(run, answer)
    const ready = readyOf(run, one, answer.permit)
    if ((await flip(run, [ready])).size > 0) return count(run, await send(run, ready), answers)
    answer = 'alone'
  }
  run.counts.stopped += 1
}

function count({ counts }: Run, { answer, ...told }: Sent, answers: ToldOf[]): void {
  answers.push(told)
  counts.allow += 1
  counts.sent += 1
  counts.answers[answer] += 1
}

function countAnswer({ counts }: Run, answer: Exclude<Answer, { is: 'permitted' }>): void {
  if (answer.is === 'gone') counts.gone += 1
  else if (answer.is === 'unasked') counts.unasked[answer.why] += 1
  else {
    const { decision } = answer.verdict
    counts[decision] += 1
    if (decision === 'allow') counts.listed += 1
    for (const reason of answer.verdict.reasons) {
      if (decision === 'allow' || reason.says !== decision) continue
      const rule = (counts.byRule[reason.rule] ??= { defer: 0, deny: 0 })
      rule[decision] += 1
    }
  }
}
