import type { Day } from '../core/calendar.ts'
import type { Said } from '../engine/contact.ts'
import { inTenant, type Db } from './db.ts'

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
  readonly account: string
  readonly kind: string
  readonly state: LetterState
  readonly why: string | null
  readonly batch: { readonly madeOn: Day; readonly batchNo: bigint } | null
  readonly pages: number
}

type Row = Omit<LetterRow, 'batch'> & {
  readonly batch_no: bigint | null
  readonly made_on: Day | null
}

/** The newest letters. */
export async function listLetters(
  db: Db,
  tenantId: bigint,
  limit: number,
): Promise<readonly LetterRow[]> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<Row>(
      `select l.attempt_key as "attemptKey", a.ref as account, l.kind, l.state, l.state_why as why, l.pages,
              b.batch_no, b.made_on
         from letter l
         join contact c on c.tenant_id = l.tenant_id and c.borrower_id = l.borrower_id and c.contact_id = l.contact_id
         join account a on a.tenant_id = c.tenant_id and a.borrower_id = c.borrower_id and a.account_id = c.account_ids[1]
         left join letter_batch b on b.tenant_id = l.tenant_id and b.batch_no = l.batch_no
        where l.tenant_id = $1 order by l.set_at desc, l.attempt_key limit $2`,
      [tenantId, limit],
    ),
  )
  return found.rows.map(({ batch_no: batchNo, made_on: madeOn, ...row }) => ({
    ...row,
    batch: batchNo === null || madeOn === null ? null : { batchNo, madeOn },
  }))
}
