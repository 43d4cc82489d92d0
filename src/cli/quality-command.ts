import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pairText, parsePair } from '../api/ids.ts'
import { findingName, findingWords } from '../api/quality-words.ts'
import { effectWords } from '../api/inbox-words.ts'
import { DISPOSITION_NAMES } from '../api/work-words.ts'
import { parseDay, type Day } from '../core/calendar.ts'
import { parseTranscript, type Transcript } from '../core/transcript.ts'
import { inTenant } from '../store/db.ts'
import { loadCard } from '../store/quality-card.ts'
import { readPrecision, readQuality } from '../store/quality-read.ts'
import { drawSample } from '../store/quality-sample.ts'
import { listStaff } from '../store/staff.ts'
import { takeTranscript } from '../store/transcript.ts'
import { tenantOf, whenOf, withDatabase, type Context, type Open, type When } from './context.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'

export type QualityOptions = {
  readonly day?: string
  readonly rate?: string
  readonly least?: string
  readonly call?: string
  readonly recording?: string
  readonly sha256?: string
  readonly by?: string
  readonly today?: string
  readonly now?: string
}

type Ask = Open & When & { readonly options: QualityOptions; readonly file: string | undefined }

const WHAT: Readonly<Record<string, (ask: Ask) => Promise<number | undefined>>> = {
  sample,
  list,
  transcript,
  precision,
}

/** What was said in calls, read again and reviewed by people. */
export async function qualityCommand(
  context: Context,
  options: QualityOptions,
  what = 'list',
  file?: string,
): Promise<number | undefined> {
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined || (what === 'transcript') !== (file !== undefined))
    throw new Stop(
      context.talk.word('qualityBad', { text: [what, file ?? ''].join(' ').trim() }),
      EXIT.usage,
    )
  return withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    return run({ ...open, ...whenOf(open, tenant.zone, options), options, file })
  })
}

async function sample({ talk, db, tenantId, home, options, now, today }: Ask): Promise<undefined> {
  const card = loadCard(home)
  const day = dayOf(talk, options.day)
  const draw = {
    tenantId,
    day,
    rateBp: rateOf(talk, options.rate) ?? card.rateBp,
    leastEach: leastOf(talk, options.least) ?? card.leastEach,
  }
  const { drawn, names } = await inTenant(db, tenantId, async (tx) => ({
    drawn: await drawSample(tx, draw, { now, today }),
    names: new Map((await listStaff(tx, tenantId)).map(({ userId, name }) => [userId, name])),
  }))
  if ('declined' in drawn) throw new Stop(talk.word('qualityNotOver', { day }), EXIT.refused)
  const rows = drawn.drawn.map(({ borrowerId, contactId, madeBy, assignedTo }) => [
    pairText('ctc', { borrowerId, n: contactId }),
    names.get(madeBy) ?? madeBy,
    names.get(assignedTo ?? '') ?? assignedTo ?? '-',
  ])
  const head = [talk.word('qualityCall'), talk.word('qualityMadeBy'), talk.word('qualityReviewer')]
  talk.data({ calls: drawn.calls, added: drawn.added, drawn: drawn.drawn }, () =>
    tableText(head, rows),
  )
  talk.say('qualityDrawn', {
    day,
    calls: drawn.calls,
    n: drawn.drawn.length,
    added: drawn.added,
    rate: draw.rateBp / 100,
    least: draw.leastEach,
  })
  return undefined
}

function dayOf(talk: Talk, text: string | undefined): Day {
  const day = text === undefined ? undefined : parseDay(text)
  if (day === undefined)
    throw new Stop(talk.word('qualityBadDay', { text: text ?? '' }), EXIT.usage)
  return day
}

function rateOf(talk: Talk, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const rate = /^(?:100|[0-9]{1,2}(?:\.[0-9]{1,2})?)%?$/.test(text) ? Number.parseFloat(text) : NaN
  if (Number.isNaN(rate)) throw new Stop(talk.word('qualityBadRate', { text }), EXIT.usage)
  return Math.round(rate * 100)
}

function leastOf(talk: Talk, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[0-9]{1,3}$/.test(text)) throw new Stop(talk.word('qualityBadLeast', { text }), EXIT.usage)
  return Number(text)
}

const LIST_MAX = 200

async function list({ talk, db, tenantId }: Ask): Promise<undefined> {
  const { language } = talk
  const { rows } = await inTenant(db, tenantId, (tx) =>
    readQuality(tx, tenantId, { view: 'open', userId: '', after: undefined, limit: LIST_MAX }),
  )
  const head = (
    [
      'qualityCall',
      'qualityDay',
      'qualityMadeBy',
      'qualityReviewer',
      'qualityFound',
      'qualityEnd',
    ] as const
  ).map((key) => talk.word(key))
  const lines = rows.map((row) => [
    pairText('ctc', { borrowerId: row.borrower_id, n: row.contact_id }),
    row.on_day,
    row.made_name ?? row.made_by,
    row.assigned_name ?? row.assigned_to ?? '-',
    String(row.findings),
    row.disposition === null ? '-' : DISPOSITION_NAMES[row.disposition][language],
  ])
  talk.data(rows, () => (lines.length === 0 ? talk.word('qualityNone') : tableText(head, lines)))
  return undefined
}

async function precision({ talk, db, tenantId }: Ask): Promise<undefined> {
  const rows = await inTenant(db, tenantId, (tx) => readPrecision(tx, tenantId))
  const head = (['qualityFault', 'qualityAgreed', 'qualityDisagreed'] as const).map((key) =>
    talk.word(key),
  )
  const lines = rows.map((row) => [
    findingName(row, talk.language),
    String(row.agreed),
    String(row.disagreed),
  ])
  talk.data(rows, () => (lines.length === 0 ? talk.word('qualityNoWord') : tableText(head, lines)))
  return undefined
}

async function transcript(ask: Ask): Promise<number | undefined> {
  const { talk, db, tenantId, options, file = '', now, today } = ask
  const call = await readCall(talk, file)
  const pair = parsePair('ctc', options.call ?? '')
  if (pair === undefined)
    throw new Stop(talk.word('qualityBadCall', { text: options.call ?? '' }), EXIT.usage)
  const recordingHash = await recordingOf(talk, options)
  const taken = await takeTranscript(
    db,
    { tenantId, borrowerId: pair.borrowerId, contactId: pair.n },
    { call, recordingHash, by: options.by ?? 'forbear quality' },
    { now, today },
  )
  if ('declined' in taken)
    throw new Stop(talk.word(`quality_${taken.declined}`, { text: options.call ?? '' }))
  const { findings, effects, turns } = taken
  talk.data({ turns, findings, effects }, () =>
    findings.length === 0
      ? talk.word('qualityClean', { n: turns })
      : findings
          .map((one) =>
            talk.word('qualityFinding', {
              turn: one.turn + 1,
              words: one.words,
              ...findingWords(one, talk.language),
            }),
          )
          .join('\n'),
  )
  for (const { kind, what } of effects)
    talk.say('qualityStopped', { what: effectWords(kind, what, talk.language) })
  return findings.length === 0 ? undefined : EXIT.refused
}

async function readCall(talk: Talk, file: string): Promise<Transcript> {
  const call = parseTranscript(await bytesOf(talk, file).then(String))
  if ('turns' in call) return call
  const lines = call.map(({ line, words }) => `${file}:${line}: ${words[talk.language]}`)
  throw new Stop(lines.join('\n'), EXIT.refused)
}

const bytesOf = (talk: Talk, file: string): Promise<Buffer> =>
  readFile(file).catch((error: Error) => {
    throw new Stop(talk.word('scriptNoFile', { file, why: error.message }), EXIT.refused)
  })

/** The recording by its hash; a file is hashed here and kept nowhere. */
async function recordingOf(talk: Talk, { recording, sha256 }: QualityOptions): Promise<string> {
  if (sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256)) return sha256
  if (recording === undefined) throw new Stop(talk.word('qualityNoRecording'), EXIT.usage)
  return createHash('sha256')
    .update(await bytesOf(talk, recording))
    .digest('hex')
}
