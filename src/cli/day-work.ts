import { join } from 'node:path'
import type { Channels } from '../channels/channel.ts'
import type { Typesetter } from '../channels/letter/typeset.ts'
import { portalFolder } from '../channels/portal-folder.ts'
import { recordingsFolder } from '../channels/voice/recordings.ts'
import { evidenceFolder } from '../evidence/folder-receipt.ts'
import type { Instant } from '../core/calendar.ts'
import type { LawBook } from '../guard/book.ts'
import { loadLaw } from '../store/law.ts'
import type { AfterKept } from '../store/message-in.ts'
import { publishFolder } from '../store/strategy.ts'
import { loadTemplates, type Templates } from '../store/templates.ts'
import { afterNight } from '../worker/after-night.ts'
import { runCycle, type CycleResult } from '../worker/cycle.ts'
import type { DispatchCounts } from '../worker/dispatch-counts.ts'
import { dispatch } from '../worker/dispatch.ts'
import { openJobs } from '../worker/jobs.ts'
import { collectReceipts } from '../worker/settle.ts'
import { purgeEvents } from '../worker/purge-events.ts'
import { purgeFolders } from '../worker/purge-folder.ts'
import { purgeRecordings } from '../worker/purge-recordings.ts'
import { settledLetters } from '../worker/settled-letters.ts'
import { capKey } from './cap-key.ts'
import { openChannels, type ChannelsOpen } from './channels-open.ts'
import { ROOT, type Open, type When } from './context.ts'
import { letterChannels, letterSetter } from './letter-open.ts'

export type WorkTools = {
  readonly law: LawBook
  readonly templates: Templates
  readonly channels: Channels
  /** undefined: no letter can be set on this machine. */
  readonly typesetter: Typesetter | undefined
  readonly capKey: Buffer
  /** Told of every message that came in and was kept. */
  readonly after?: AfterKept | undefined
  /** Ends the connections of its providers. */
  readonly close: () => Promise<void>
}

/** What a day's work needs besides the book: law, words, and ways to a person. */
export async function workTools(open: Open, ways?: ChannelsOpen): Promise<WorkTools> {
  const opened = ways ?? (await openChannels(open))
  const typesetter = await letterSetter(open)
  return {
    ...opened,
    typesetter,
    channels: {
      message: portalFolder(open.db),
      ...opened.channels,
      ...(await letterChannels(open, typesetter)),
    },
    capKey: await capKey(open.home),
    law: loadLaw(join(ROOT, 'law'), join(open.home, 'law')),
    templates: await loadTemplates(join(ROOT, 'templates')),
  }
}

/** Where the night leaves a tenant's column snapshot: the strategy editor reads it there. */
export const snapshotsOf =
  (home: string) =>
  (tenantId: bigint): string =>
    join(home, 'snapshots', `tenant-${tenantId}`)

export type DayResult = {
  readonly cycle: CycleResult
  readonly contacts: DispatchCounts | undefined
}

/** Decides the day where nobody did, then sends what may be sent now. */
export async function dayWork(
  open: Open,
  tools: WorkTools,
  options: When & {
    readonly dryRun?: boolean
    readonly decideOnly?: boolean
    /** A clock that moves while contacts leave; without it the day stands still at `now`. */
    readonly clock?: () => Instant
  },
): Promise<DayResult> {
  const { talk } = open
  const { today, now } = options
  const jobs = openJobs(open.database.adminUrl)
  const cycle = await runCycle(open.db, open.tenantId, {
    today,
    now,
    jobs,
    snapshots: snapshotsOf(open.home)(open.tenantId),
    dryRun: options.dryRun === true,
    signal: open.signal,
    onShard: (done) => talk.say('cycleShard', done),
  }).finally(() => jobs.end())
  if (cycle.wasFinished) talk.say('cycleThere', { today })
  else talk.say('cycleDone', { today, accounts: cycle.accounts, treatments: cycle.treatments })
  if (options.dryRun) talk.say('cycleDryRun')
  if (options.decideOnly && !options.dryRun) await sayNight(open, options)
  if (options.dryRun || options.decideOnly) return { cycle, contacts: undefined }
  const clock = options.clock ?? (() => now)
  const { channels } = tools
  await settledLetters(open.db, open.tenantId, { today, now })
  const folder = recordingsFolder(open.home, open.tenantId)
  const purge = { today, now, by: 'forbear' }
  await purgeRecordings(open.db, open.tenantId, { ...purge, folder })
  const handedIn = evidenceFolder(open.home, open.tenantId)
  await purgeFolders(open.db, open.tenantId, { ...purge, folder: handedIn })
  await purgeEvents(open.db, open.tenantId, today)
  await collectReceipts(open.db, open.tenantId, { channels, clock, say: talk.line })
  const contacts = await dispatch(open.db, open.tenantId, {
    ...tools,
    now,
    today,
    say: talk.line,
    // A day that was chosen cannot be held against the database's clock; a clock that runs must be.
    ...(options.clock === undefined ? {} : { clock }),
  })
  await collectReceipts(open.db, open.tenantId, { channels, clock, say: talk.line })
  const { sent, defer, deny, listed, answers } = contacts
  // Nobody waits for the figures: what may be sent is sent.
  await sayNight(open, options)
  talk.say('dispatchLine', { sent, defer, deny, listed, unclear: answers.unclear })
  return { cycle, contacts }
}

/** The month-ends that are over, and the alerts that passed their line. */
async function sayNight(open: Open, { today, now }: When): Promise<void> {
  const at = { today, now, signal: open.signal }
  const { kept, told, failed } = await afterNight(open.db, open.tenantId, at)
  const last = kept.months.at(-1)
  if (last !== undefined) open.talk.say('monthsKept', { months: kept.months.length, last })
  for (const { name, holds, value, threshold } of told)
    open.talk.say(holds ? 'alertPassed' : 'alertBack', {
      name,
      value: String(value),
      threshold: String(threshold),
    })
  for (const one of failed) open.talk.say('alertFailed', one)
}

/** One borrower's steps whose moment has come: what a person sent waits for no tick. */
export async function sendDueOf(
  open: Open,
  tools: WorkTools,
  borrowerId: bigint,
  when: When & { readonly clock?: () => Instant },
): Promise<void> {
  const bucket = { from: borrowerId, until: borrowerId + 1n }
  const say = () => undefined
  await dispatch(open.db, open.tenantId, { ...tools, ...when, bucket, lanes: 1, say })
}

/** Publishes the starter strategies that lie in the clone; a version that is there stays. */
export async function publishStrategies(open: Open): Promise<void> {
  await publishFolder(open.db, open.tenantId, join(ROOT, 'strategies'), join(ROOT, 'templates'))
}
