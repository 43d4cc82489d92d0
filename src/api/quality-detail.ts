import type { z } from '@hono/zod-openapi'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import { loadCard, type QualityCard } from '../store/quality-card.ts'
import {
  readCallWords,
  readQuality,
  readReviews,
  readScriptTaken,
  type FindingRecord,
  type QualityRecord,
  type ReviewRecord,
} from '../store/quality-read.ts'
import { caseIdText, pairText } from './ids.ts'
import { PROBLEMS } from './problem.ts'
import type { CallParams } from './quality-schemas.ts'
import { findingWords } from './quality-words.ts'
import type { Asked, Declined } from './route.ts'
import type {
  CardWire,
  FindingWire,
  QualityDetail,
  QualityRow,
  ReviewWire,
} from './wire-quality.ts'
import type { Language } from './wire.ts'
import { DISPOSITION_NAMES } from './work-words.ts'

type DetailAsked = Asked<z.output<typeof CallParams>, undefined, undefined>

export async function detail(asked: DetailAsked): Promise<QualityDetail | Declined> {
  return inTenant(asked.deps.db, asked.actor.tenantId, (tx) => read(tx, asked))
}

async function read(
  tx: Tx,
  { actor, deps, params, lang }: DetailAsked,
): Promise<QualityDetail | Declined> {
  const { tenantId, userId } = actor
  const { borrowerId, n: contactId } = params.id
  const ref = { tenantId, borrowerId, contactId }
  const only = { borrowerId, contactId }
  const asked = { view: 'open', userId, after: undefined, limit: 1, only } as const
  const [row] = (await readQuality(tx, tenantId, asked)).rows
  if (row === undefined) return { declined: 'no_such_review' }
  const words = await readCallWords(tx, ref, userId)
  const card = loadCard(deps.home)
  const isOwn = row.made_by === userId
  return {
    row: rowOf(row, userId, lang),
    turns: words?.turns ?? [],
    recording_sha256: words?.recordingHash ?? null,
    findings: (words?.findings ?? []).map((one) => findingOf(one, lang)),
    answers: (await readScriptTaken(tx, ref)).map(({ at, step, answer, words: said }) => ({
      at: instantText(at),
      step,
      chosen: said === null ? answer : `${answer} “${said}”`,
    })),
    reviews: (await readReviews(tx, ref)).map((one) => reviewOf(one, card)),
    card: cardOf(card, lang),
    blocked: isOwn ? PROBLEMS.own_call[lang] : null,
  }
}

export const rowOf = (row: QualityRecord, userId: string, lang: Language): QualityRow => ({
  id: pairText('ctc', { borrowerId: row.borrower_id, n: row.contact_id }) as QualityRow['id'],
  case_id: caseIdText(row.borrower_id),
  name: row.name,
  on: row.on_day,
  made_by: row.made_name ?? row.made_by,
  is_own: row.made_by === userId,
  assigned_to: row.assigned_name ?? row.assigned_to,
  is_mine: row.assigned_to === userId,
  why: row.whys,
  findings: row.findings,
  has_transcript: row.has_transcript,
  outcome: row.disposition === null ? null : DISPOSITION_NAMES[row.disposition][lang],
  reviews: row.reviews,
})

export const findingOf = (found: FindingRecord, lang: Language): FindingWire => ({
  id: `${found.transcript_id}.${found.finding_no}`,
  kind: found.kind,
  fault: found.fault,
  turn: found.turn,
  from: found.char_from,
  to: found.char_to,
  words: found.words,
  ...findingWords(found, lang),
  agrees: found.agrees,
})

export const pointsOf = (points: Readonly<Record<string, number>>): number =>
  Object.values(points).reduce((sum, one) => sum + one, 0)

/** Of the criteria that were marked alone: what did not apply takes nothing away. */
export const mostOf = (card: QualityCard, points: Readonly<Record<string, number>>): number =>
  card.criteria
    .filter(({ id }) => Object.hasOwn(points, id))
    .reduce((sum, { most }) => sum + most, 0)

export const reviewOf = (
  { by, at, points, note }: ReviewRecord,
  card: QualityCard,
): ReviewWire => ({
  by,
  at: instantText(at),
  points: pointsOf(points),
  most: mostOf(card, points),
  note,
})

const cardOf = ({ name, version, title, criteria }: QualityCard, lang: Language): CardWire => ({
  name,
  version,
  title: title[lang],
  criteria: criteria.map(({ id, words, hint, most }) => ({
    id,
    name: words[lang],
    hint: hint[lang],
    most,
  })),
})
