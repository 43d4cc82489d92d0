import type { Day, Instant } from '../core/calendar.ts'
import type { Said } from '../engine/contact.ts'
import { inTenant, type Db, type Tx } from './db.ts'

type Asked = { readonly tenantId: bigint; readonly attemptKey: string }

export type LetterState = 'to_approve' | 'batched' | 'withdrawn' | 'handed_over' | 'returned'

const SAID: Readonly<Record<LetterState, Said>> = {
  to_approve: 'accepted',
  batched: 'accepted',
  handed_over: 'accepted',
  returned: 'bounced',
  withdrawn: 'never_accepted',
}

/** What is known of letters, as the words of a provider; of an unknown one nothing. */
export async function lettersSaid(
  db: Db,
  refs: readonly Asked[],
): Promise<ReadonlyMap<string, Said>> {
  const said = new Map<string, Said>()
  for (const tenantId of new Set(refs.map((ref) => ref.tenantId))) {
    const keys = refs.filter((ref) => ref.tenantId === tenantId).map((ref) => ref.attemptKey)
    const found = await inTenant(db, tenantId, (tx) =>
      tx.query<{ attempt_key: string; state: LetterState }>(
        `select attempt_key, state from letter where tenant_id = $1 and attempt_key = any($2)`,
        [tenantId, keys],
      ),
    )
    for (const row of found.rows) said.set(row.attempt_key, SAID[row.state])
  }
  return said
}

export type LetterRow = {
  readonly attemptKey: string
  readonly borrowerId: bigint
  readonly name: string
  readonly account: string
  readonly kind: string
  readonly state: LetterState
  readonly why: string | null
  readonly batch: { readonly madeOn: Day; readonly batchNo: bigint } | null
  readonly pages: number
  readonly place: string
  readonly sha256: string
  readonly setAt: Instant
  readonly handedOverOn: Day | null
  readonly returnedOn: Day | null
}

/** `at` is the instant as the database has it, to the microsecond. */
export type LetterKey = { readonly at: string; readonly attemptKey: string }

type Row = Omit<LetterRow, 'batch'> & {
  readonly batchNo: bigint | null
  readonly madeOn: Day | null
  readonly atText: string
}

/** Letters, the newest first. */
export async function listLetters(
  tx: Tx,
  tenantId: bigint,
  asked: {
    readonly batchNo?: bigint | undefined
    readonly state?: LetterState | undefined
    readonly attemptKey?: string | undefined
    readonly after?: LetterKey | undefined
    readonly limit: number
  },
): Promise<{ readonly rows: readonly LetterRow[]; readonly next: LetterKey | undefined }> {
  const found = await tx.query<Row>(
    `with page as materialized (
       select * from letter l
        where l.tenant_id = $1 and ($2::bigint is null or l.batch_no = $2) and ($3::text is null or l.state = $3)
          and ($4::uuid is null or l.attempt_key = $4)
          and ($5::timestamptz is null or (l.set_at, l.attempt_key) < ($5, $6::uuid))
        order by l.set_at desc, l.attempt_key desc limit $7)
     select l.attempt_key::text as "attemptKey", l.borrower_id as "borrowerId", w.name, a.ref as account, l.kind, l.state,
            l.state_why as why, l.pages, l.place, l.sha256, l.set_at as "setAt", l.set_at::text as "atText",
            l.handed_over_on as "handedOverOn", l.returned_on as "returnedOn",
            b.batch_no as "batchNo", b.made_on as "madeOn"
       from page l
       join borrower w on w.tenant_id = l.tenant_id and w.borrower_id = l.borrower_id
       join contact c on c.tenant_id = l.tenant_id and c.borrower_id = l.borrower_id and c.contact_id = l.contact_id
       join account a on a.tenant_id = c.tenant_id and a.borrower_id = c.borrower_id and a.account_id = c.account_ids[1]
       left join letter_batch b on b.tenant_id = l.tenant_id and b.batch_no = l.batch_no
      order by l.set_at desc, l.attempt_key desc`,
    [
      tenantId,
      asked.batchNo ?? null,
      asked.state ?? null,
      asked.attemptKey ?? null,
      asked.after?.at ?? null,
      asked.after?.attemptKey ?? null,
      asked.limit + 1,
    ],
  )
  const shown = found.rows.slice(0, asked.limit)
  const last = found.rows.length > asked.limit ? shown.at(-1) : undefined
  return {
    rows: shown.map((row) => {
      const { batchNo, madeOn, atText: _, ...letter } = row
      return {
        ...letter,
        batch: batchNo === null || madeOn === null ? null : { batchNo, madeOn },
      }
    }),
    next: last && { at: last.atText, attemptKey: last.attemptKey },
  }
}

export type BatchState = 'open' | 'closed' | 'ready' | 'handed_over' | 'void'

export type BatchRow = {
  readonly batchNo: bigint
  readonly madeOn: Day
  readonly state: BatchState
  readonly closedAt: Instant | null
  /** null: letters come and go until it is closed. */
  readonly letters: number | null
  readonly pages: number | null
}

/** Batches for the print house, the newest first. */
export async function listBatches(
  tx: Tx,
  tenantId: bigint,
  asked: {
    readonly batchNo?: bigint | undefined
    readonly before?: bigint | undefined
    readonly limit: number
  },
): Promise<readonly BatchRow[]> {
  const { rows } = await tx.query<BatchRow>(
    `select batch_no as "batchNo", made_on as "madeOn", state, closed_at as "closedAt", letters, pages
       from letter_batch
      where tenant_id = $1 and ($2::bigint is null or batch_no = $2) and ($3::bigint is null or batch_no < $3)
      order by batch_no desc limit $4`,
    [tenantId, asked.batchNo ?? null, asked.before ?? null, asked.limit],
  )
  return rows
}

/** That somebody reads a letter, with the address on it, and why: kept before they see it. */
export async function keepLetterLook(
  tx: Tx,
  tenantId: bigint,
  of: { readonly attemptKey: string; readonly by: string; readonly reason: string },
): Promise<void> {
  await tx.query(
    `insert into reveal (tenant_id, borrower_id, address_id, reason, made_by)
     select l.tenant_id, l.borrower_id, c.address_id, $3, $4
       from letter l
       join contact c on c.tenant_id = l.tenant_id and c.borrower_id = l.borrower_id and c.contact_id = l.contact_id
      where l.tenant_id = $1 and l.attempt_key = $2`,
    [tenantId, of.attemptKey, of.reason, of.by],
  )
}
