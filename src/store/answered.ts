import type { Tx } from './db.ts'

/** A request that must act once: the client's key, and what it asked, as a hash. */
export type RequestOnce = {
  readonly tenantId: bigint
  readonly borrowerId: bigint
  readonly key: string
  readonly bodyHash: string
  readonly by: string
}

export type Once<Answer> =
  | { readonly answer: Answer; readonly again: boolean }
  | { readonly refused: 'key_reused' }

/**
 * Does the work once for a key and keeps its answer for the life of the debt. The caller holds the
 * borrower's lock, so two requests with one key of one borrower come one after the other; a key
 * that was used for another borrower is refused where that one has committed.
 */
export async function answerOnce<Answer extends object, Declined extends object>(
  tx: Tx,
  request: RequestOnce,
  work: () => Promise<{ readonly done: Answer } | Declined>,
): Promise<Once<Answer> | Declined> {
  const before = await findAnswer(tx, request)
  if (before !== undefined) {
    const same = before.borrower_id === request.borrowerId && before.body_hash === request.bodyHash
    return same ? { answer: before.answer as Answer, again: true } : { refused: 'key_reused' }
  }
  const result = await work()
  if (!('done' in result)) return result
  await tx.query(
    `insert into answered_request (tenant_id, borrower_id, request_key, body_hash, status, answer, made_by)
     values ($1, $2, $3, $4, 201, $5, $6)`,
    [
      request.tenantId,
      request.borrowerId,
      request.key,
      request.bodyHash,
      JSON.stringify(result.done),
      request.by,
    ],
  )
  return { answer: result.done, again: false }
}

type Before = { readonly borrower_id: bigint; readonly body_hash: string; readonly answer: object }

async function findAnswer(tx: Tx, request: RequestOnce): Promise<Before | undefined> {
  const result = await tx.query<Before>(
    `select borrower_id, body_hash, answer from answered_request where tenant_id = $1 and request_key = $2`,
    [request.tenantId, request.key],
  )
  return result.rows[0]
}
