import type { Day } from '../core/calendar.ts'
import { readCare } from './care-read.ts'
import type { Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'

export const EVIDENCE_KINDS = [
  'borrower',
  'verification',
  'certificate',
  'court',
  'letter',
] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

export type Evidence = {
  readonly careId: bigint
  readonly kind: EvidenceKind
  readonly title: string
  /** Of the document's bytes; the document itself stays with whoever holds it. */
  readonly sha256: string
  /** The day that the document itself bears. */
  readonly datedOn: Day
  readonly receivedOn: Day
  readonly by: string
}

export type EvidenceFault = {
  readonly declined: 'no_such_borrower' | 'no_such_care' | 'day_in_future' | 'document_known'
}

/** Adds a document by its hash; the same document twice is refused. */
export async function addEvidence(
  tx: Tx,
  tenantId: bigint,
  given: Evidence & { readonly borrowerId: bigint },
  today: Day,
): Promise<{ readonly evidenceId: bigint } | EvidenceFault> {
  const ref = { tenantId, borrowerId: given.borrowerId }
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  if ((await readCare(tx, tenantId, given)) === undefined) return { declined: 'no_such_care' }
  if (given.datedOn > today || given.receivedOn > today) return { declined: 'day_in_future' }
  const made = await tx.query<{ evidence_id: bigint }>(
    `insert into care_evidence (tenant_id, borrower_id, care_id, kind, title, sha256, dated_on, effective_on, by_staff)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (tenant_id, borrower_id, care_id, sha256) do nothing returning evidence_id`,
    [
      tenantId,
      given.borrowerId,
      given.careId,
      given.kind,
      given.title,
      given.sha256,
      given.datedOn,
      given.receivedOn,
      given.by,
    ],
  )
  const [row] = made.rows
  return row === undefined ? { declined: 'document_known' } : { evidenceId: row.evidence_id }
}

export type EvidenceRow = Omit<Evidence, 'by'> & {
  readonly evidenceId: bigint
  readonly by: string
}

export async function readEvidence(
  tx: Tx,
  tenantId: bigint,
  borrowerId: bigint,
): Promise<readonly EvidenceRow[]> {
  const found = await tx.query<EvidenceRow>(
    `select v.care_id as "careId", v.evidence_id as "evidenceId", v.kind, v.title, v.sha256,
            v.dated_on as "datedOn", v.effective_on as "receivedOn", coalesce(s.name, v.by_staff) as by
       from care_evidence v left join staff s on s.tenant_id = $1 and s.user_id = v.by_staff
      where v.tenant_id = $1 and v.borrower_id = $2 order by v.care_id, v.evidence_id limit 1000`,
    [tenantId, borrowerId],
  )
  return found.rows
}

/** What was told under consent; whoever reads it leaves their name and why. */
export async function readPrivate(
  tx: Tx,
  tenantId: bigint,
  asked: {
    readonly borrowerId: bigint
    readonly careId: bigint
    readonly by: string
    readonly reason: string
  },
): Promise<{ readonly words: string; readonly consentOn: Day; readonly how: string } | undefined> {
  const found = await tx.query<{ words: string; consentOn: Day; how: string }>(
    `with seen as (
       insert into care_private_read (tenant_id, borrower_id, care_id, by_staff, reason)
       select tenant_id, borrower_id, care_id, $4, $5 from care_private
        where tenant_id = $1 and borrower_id = $2 and care_id = $3
       returning care_id
     )
     select p.words, p.consent_on as "consentOn", p.consent_how as how from care_private p join seen using (care_id)
      where p.tenant_id = $1 and p.borrower_id = $2`,
    [tenantId, asked.borrowerId, asked.careId, asked.by, asked.reason],
  )
  return found.rows[0]
}
