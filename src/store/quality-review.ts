import type { Instant } from '../core/calendar.ts'
import type { ContactRef } from './contact.ts'
import { instantText, type Tx } from './db.ts'
import { fitsCard, type QualityCard } from './quality-card.ts'

export type ReviewGiven = {
  readonly card: QualityCard
  readonly points: Readonly<Record<string, number>>
  readonly note: string | undefined
  readonly verdicts: readonly {
    readonly transcriptId: bigint
    readonly findingNo: number
    readonly agrees: boolean
  }[]
  readonly userId: string
  readonly now: Instant
}

export type ReviewDeclined = {
  readonly declined: 'no_such_review' | 'own_call' | 'not_on_card' | 'no_such_finding'
}

/** One person's word on a call of somebody else. A later one stands beside it and takes none back. */
export async function keepReview(
  tx: Tx,
  ref: ContactRef,
  given: ReviewGiven,
): Promise<{ readonly reviewId: bigint } | ReviewDeclined> {
  const { card, points, note, verdicts, userId, now } = given
  const found = await tx.query<{ made_by: string }>(
    `select made_by from quality_item where tenant_id = $1 and borrower_id = $2 and contact_id = $3 limit 1`,
    [ref.tenantId, ref.borrowerId, ref.contactId],
  )
  const [item] = found.rows
  if (item === undefined) return { declined: 'no_such_review' }
  if (item.made_by === userId) return { declined: 'own_call' }
  if (!fitsCard(card, points)) return { declined: 'not_on_card' }
  if (!(await areOfCall(tx, ref, verdicts))) return { declined: 'no_such_finding' }
  const made = await tx.query<{ review_id: bigint }>(
    `insert into quality_review (tenant_id, borrower_id, contact_id, card, card_version, points, note, by_staff,
       effective_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning review_id`,
    [
      ref.tenantId,
      ref.borrowerId,
      ref.contactId,
      card.name,
      card.version,
      JSON.stringify(points),
      note ?? null,
      userId,
      instantText(now),
    ],
  )
  const reviewId = made.rows[0]?.review_id ?? 0n
  for (const { transcriptId, findingNo, agrees } of verdicts)
    await tx.query(
      `insert into quality_verdict (tenant_id, borrower_id, review_id, transcript_id, finding_no, agrees, effective_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [ref.tenantId, ref.borrowerId, reviewId, transcriptId, findingNo, agrees, instantText(now)],
    )
  return { reviewId }
}

async function areOfCall(
  tx: Tx,
  ref: ContactRef,
  verdicts: ReviewGiven['verdicts'],
): Promise<boolean> {
  for (const { transcriptId, findingNo } of verdicts) {
    const found = await tx.query(
      `select from quality_finding f join transcript t using (tenant_id, borrower_id, transcript_id)
        where f.tenant_id = $1 and f.borrower_id = $2 and f.transcript_id = $4 and f.finding_no = $5
          and t.contact_id = $3`,
      [ref.tenantId, ref.borrowerId, ref.contactId, transcriptId, findingNo],
    )
    if (found.rowCount !== 1) return false
  }
  return true
}
