import { readFile, writeFile } from 'node:fs/promises'
import { readRecording, recordingsFolder } from '../channels/voice/recordings.ts'
import type { Instant } from '../core/calendar.ts'
import { inTenant } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import { keepIdentityFact, type KnownFactKind } from '../store/identity-fact.ts'
import { voiceCounts } from '../store/voice-counts.ts'
import { listenTo, listRecordings } from '../store/voice-recording.ts'
import { purgeRecordings } from '../worker/purge-recordings.ts'
import { capKey } from './cap-key.ts'
import { tenantOf, whenOf, withDatabase, type Context, type Open, type When } from './context.ts'
import { EXIT, Stop, tableText } from './talk.ts'
import { simulateCall, type Simulated } from './voice-simulate.ts'

export type VoiceOptions = {
  readonly by?: string
  readonly words?: string
  readonly out?: string
  readonly seed?: string
  readonly calls?: string
  readonly days?: string
  readonly today?: string
  readonly now?: string
}

type Ask = Open & When & { readonly options: VoiceOptions; readonly given: readonly string[] }

const WHAT: Readonly<Record<string, (ask: Ask) => Promise<void>>> = { calls, recordings, facts }
const RECORDINGS: Readonly<Record<string, (ask: Ask) => Promise<void>>> = { list, purge, listen }

/** Calls through a gateway: how they ended, their recordings, the facts that prove who is there. */
export async function voiceCommand(
  context: Context,
  options: VoiceOptions,
  what = 'calls',
  ...given: string[]
): Promise<undefined> {
  if (what === 'simulate') return simulate(context, options)
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined) throw new Stop(context.talk.word('voiceBad', { text: what }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const { zone } = await tenantOf(open)
    await run({ ...open, ...whenOf(open, zone, options), options, given })
  })
}

function needed({ talk }: Context, key: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '')
    throw new Stop(talk.word('voiceNeeds', { key }), EXIT.usage)
  return value
}

function numberOf(context: Context, text: string | undefined, otherwise: number): number {
  const given = Number(text ?? otherwise)
  if (!Number.isInteger(given) || given < 0 || given > 10_000)
    throw new Stop(context.talk.word('voiceBad', { text: text ?? '' }), EXIT.usage)
  return given
}

const DAY_MS = 86_400_000
const DAYS = 30

async function calls(ask: Ask): Promise<void> {
  const { talk, db, tenantId, now, options } = ask
  const days = numberOf(ask, options.days, DAYS)
  const since = (now - days * DAY_MS) as Instant
  const counts = await inTenant(db, tenantId, (tx) => voiceCounts(tx, tenantId, since))
  talk.data({ days, ...counts }, () =>
    [
      talk.word('voiceCounts', { days, calls: counts.calls, open: counts.open }),
      ...Object.entries(counts.ends).map(
        ([end, n]) => `  ${talk.word(`voice_${end as End}`)}: ${n}`,
      ),
      talk.word('voiceAbandoned', {
        abandoned: counts.abandoned,
        answered: counts.answered,
        share: ((counts.abandonedBp ?? 0) / 100).toFixed(2),
      }),
    ].join('\n'),
  )
}

type End = 'conversation' | 'voicemail' | 'unanswered' | 'not_connected' | 'answered_dropped'

async function recordings(ask: Ask): Promise<void> {
  const [what = 'list', ...given] = ask.given
  const run = Object.hasOwn(RECORDINGS, what) ? RECORDINGS[what] : undefined
  if (run === undefined) throw new Stop(ask.talk.word('voiceBad', { text: what }), EXIT.usage)
  await run({ ...ask, given })
}

const LIST_MAX = 500

async function list({ talk, db, tenantId }: Ask): Promise<void> {
  const rows = await inTenant(db, tenantId, (tx) =>
    listRecordings(tx, tenantId, { limit: LIST_MAX }),
  )
  const data = rows.map((row) => ({
    id: String(row.recordingId),
    account: row.account,
    sha256: row.sha256,
    bytes: Number(row.bytes),
    made_on: row.madeOn,
    keep_until: row.keepUntil,
    listened: Number(row.listened),
    purged: row.purgedAt !== null,
  }))
  const head = [
    talk.word('voiceIdHead'),
    talk.word('voiceAccountHead'),
    talk.word('voiceMadeHead'),
    talk.word('voiceUntilHead'),
    talk.word('voiceListenedHead'),
    'SHA-256',
  ]
  talk.data(data, () =>
    data.length === 0
      ? talk.word('voiceNoRecordings')
      : tableText(
          head,
          data.map((row) => [
            row.id,
            row.account,
            row.made_on,
            row.purged ? talk.word('voicePurged') : row.keep_until,
            String(row.listened),
            row.sha256,
          ]),
        ),
  )
}

async function purge(ask: Ask): Promise<void> {
  const { talk, db, tenantId, home, today, now, options } = ask
  const by = needed(ask, '--by', options.by)
  const folder = recordingsFolder(home, tenantId)
  const purged = await purgeRecordings(db, tenantId, { folder, today, now, by })
  talk.data({ purged }, () => talk.word('voicePurgedNow', { purged }))
}

/** That somebody listens is kept, then the bytes are handed over. */
async function listen(ask: Ask): Promise<void> {
  const { talk, db, tenantId, home, now, options, given } = ask
  const id = needed(ask, 'ID', given[0])
  const staff = needed(ask, '--by', options.by)
  const reason = needed(ask, '--words', options.words)
  const out = needed(ask, '--out', options.out)
  if (!/^[1-9][0-9]{0,17}$/.test(id)) throw new Stop(talk.word('voiceNoSuch', { id }))
  const row = await inTenant(db, tenantId, (tx) =>
    listenTo(tx, { tenantId, recordingId: BigInt(id) }, { staff, reason, now }),
  )
  const bytes = row && (await readRecording(recordingsFolder(home, tenantId), row.sha256))
  if (bytes === undefined) throw new Stop(talk.word('voiceNoSuch', { id }))
  await writeFile(out, bytes, { mode: 0o600 })
  talk.data({ id, out, bytes: bytes.length }, () => talk.word('voiceListened', { id, out }))
}

const KINDS: ReadonlySet<string> = new Set<KnownFactKind>(['birth_day_month', 'id_last4'])

const FACT_COLUMNS = 'account_ref,kind,digits'

/** What only the person knows, kept as keyed hashes. All rows or none. */
async function facts(ask: Ask): Promise<void> {
  const { talk, db, tenantId, home, given } = ask
  const path = needed(ask, 'FILE', given[0])
  const [head, ...lines] = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  if (head !== FACT_COLUMNS) throw new Stop(talk.word('voiceBadFact', { line: 1 }))
  const rows = lines.filter((line) => line !== '').map((line) => line.split(','))
  const key = await capKey(home)
  await inTenant(db, tenantId, async (tx) => {
    for (const [n, row] of rows.entries()) {
      const [ref = '', kind = '', digits = ''] = row
      const account = row.length === 3 ? await findAccount(tx, tenantId, ref) : undefined
      if (account === undefined || !KINDS.has(kind) || !/^[0-9]{4}$/.test(digits))
        throw new Stop(talk.word('voiceBadFact', { line: n + 2 }))
      const borrower = { tenantId, borrowerId: account.borrowerId }
      await keepIdentityFact(tx, borrower, { kind: kind as KnownFactKind, digits }, key)
    }
  })
  talk.data({ facts: rows.length }, () => talk.word('voiceFacts', { facts: rows.length }))
}

const SEED = 7
const CALLS = 5

/** Invented calls through the real flow, without a database: the same seed is the same calls. */
async function simulate(context: Context, options: VoiceOptions): Promise<undefined> {
  const { talk } = context
  const seed = numberOf(context, options.seed, SEED)
  const calls = numberOf(context, options.calls, CALLS)
  const { language } = talk
  const of = {
    language,
    words: talk.word('voiceSimWords'),
    transferTo: '+442079460999',
    lines: {
      sender: 'Sample Credit',
      phone: '000-0000-0000',
      name: language === 'zh' ? '王小明' : 'Alex Taylor',
      fact: 'account_tail' as const,
    },
  }
  const all: Simulated[] = []
  for (let n = 0; n < calls; n++) all.push(await simulateCall(seed, n, of))
  talk.data({ seed, calls: all }, () =>
    all
      .map(({ end, isAbandoned, lines }, n) =>
        [
          `#${n + 1} ${talk.word(`voice_${end as End}`)}${isAbandoned ? ' !' : ''}`,
          ...lines.map((line) => `   ${line}`),
        ].join('\n'),
      )
      .join('\n\n'),
  )
}
