import type { Day, Instant } from '../core/calendar.ts'
import { paidMinor } from '../core/remittance.ts'
import { instantText, type Tx } from './db.ts'
import { tellOfNobody } from './event-out.ts'
import { isOneHand } from './four-eyes.ts'
import { mayRemit } from './remittance-role.ts'

export type AnswerDeclined = {
  readonly declined:
    | 'no_such_remittance'
    | 'needs_no_second'
    | 'already_answered'
    | 'same_person'
    | 'role_may_not_remit'
    | 'later_made'
}

type Asked = { readonly remittanceId: bigint; readonly by: string; readonly now: Instant }

/** The second person's word, once: not of whoever made it, and kept with it for ever. */
export async function approveRemittance(
  tx: Tx,
  tenantId: bigint,
  asked: Asked,
): Promise<{ readonly approved: true } | AnswerDeclined> {
  const row = await waiting(tx, tenantId, asked)
  if ('declined' in row) return row
  if (!(await answer(tx, tenantId, row, asked))) return { declined: 'already_answered' }
  await tellRemittance(tx, tenantId, { type: 'remittance.approved', row, at: asked.now })
  return { approved: true }
}

/**
 * The second person's no, with the reason. Nothing of it is paid, and what it took is taken by the next run.
 * Only the newest of its currency: a later one has already counted in what this one took and left over.
 */
export async function refuseRemittance(
  tx: Tx,
  tenantId: bigint,
  asked: Asked & { readonly because: string },
): Promise<{ readonly refused: true } | AnswerDeclined> {
  const row = await waiting(tx, tenantId, asked)
  if ('declined' in row) return row
  // A run of this portfolio waits until its lines are free, and the other way round.
  await tx.query(
    `select from portfolio where tenant_id = $1 and portfolio_id = $2 for no key update`,
    [tenantId, row.portfolioId],
  )
  // Sent again by the same person with the same words it is the same refusal, whatever came after it.
  if (await saidBefore(tx, tenantId, asked)) return { refused: true }
  const later = await tx.query(
    `select from remittance where tenant_id = $1 and portfolio_id = $2 and currency = $3 and nth > $4 limit 1`,
    [tenantId, row.portfolioId, row.currency, row.nth],
  )
  if (later.rowCount !== 0) return { declined: 'later_made' }
  if (!(await answer(tx, tenantId, row, asked))) return { declined: 'already_answered' }
  await tx.query(
    `insert into remittance_line_freed (tenant_id, borrower_id, account_id, kind, item_id, try_no, remittance_id)
     select tenant_id, borrower_id, account_id, kind, item_id, try_no, $5 from remittance_line
      where tenant_id = $1 and portfolio_id = $2 and currency = $3 and nth = $4`,
    [tenantId, row.portfolioId, row.currency, row.nth, row.number],
  )
  await tellRemittance(tx, tenantId, { type: 'remittance.refused', row, at: asked.now })
  return { refused: true }
}

async function saidBefore(
  tx: Tx,
  tenantId: bigint,
  { remittanceId, by, because }: Asked & { readonly because: string },
): Promise<boolean> {
  const found = await tx.query(
    `select from remittance_answer
      where tenant_id = $1 and remittance_id = $2 and answered_by = $3 and refused_because = $4`,
    [tenantId, remittanceId, by, because],
  )
  return found.rowCount === 1
}

type Row = {
  readonly number: bigint
  readonly portfolioId: number
  readonly portfolio: string
  readonly currency: string
  readonly nth: number
  readonly until: Day
  readonly dueMinor: bigint
  readonly madeBy: string
  readonly needsSecond: boolean
}

/** The remittance, where this person may answer for it. */
async function waiting(tx: Tx, tenantId: bigint, asked: Asked): Promise<Row | AnswerDeclined> {
  if (!(await mayRemit(tx, tenantId, asked.by))) return { declined: 'role_may_not_remit' }
  const row = await rowOf(tx, tenantId, asked.remittanceId)
  if (row === undefined) return { declined: 'no_such_remittance' }
  if (!row.needsSecond) return { declined: 'needs_no_second' }
  if (await isOneHand(tx, tenantId, { author: row.madeBy, other: asked.by }))
    return { declined: 'same_person' }
  return row
}

async function rowOf(tx: Tx, tenantId: bigint, remittanceId: bigint): Promise<Row | undefined> {
  const found = await tx.query<Row>(
    `select r.remittance_id as number, r.portfolio_id as "portfolioId", f.code as portfolio, r.currency, r.nth,
            r.until_on as until, r.due_minor as "dueMinor", r.made_by as "madeBy", r.needs_second as "needsSecond"
       from remittance r
       join portfolio f on f.tenant_id = r.tenant_id and f.portfolio_id = r.portfolio_id
      where r.tenant_id = $1 and r.remittance_id = $2`,
    [tenantId, remittanceId],
  )
  return found.rows[0]
}

async function answer(
  tx: Tx,
  tenantId: bigint,
  { number, madeBy }: Row,
  { by, now, because }: Asked & { readonly because?: string },
): Promise<boolean> {
  const kept = await tx.query(
    `insert into remittance_answer (tenant_id, remittance_id, made_by, answered_by, refused_because, recorded_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [tenantId, number, madeBy, by, because ?? null, instantText(now)],
  )
  return kept.rowCount === 1
}

type Told = {
  readonly type: 'remittance.made' | 'remittance.approved' | 'remittance.refused'
  readonly row: Pick<Row, 'number' | 'portfolio' | 'until' | 'dueMinor' | 'currency'>
  readonly at: Instant
}

export async function tellRemittance(
  tx: Tx,
  tenantId: bigint,
  { type, row, at }: Told,
): Promise<void> {
  const { number, portfolio, until, currency } = row
  const minor = String(paidMinor(row.dueMinor))
  const data = { number: String(number), portfolio, until, amount: { minor, currency } }
  await tellOfNobody(tx, tenantId, { type, at, data })
}
