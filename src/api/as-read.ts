import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Db, Tx } from '../store/db.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { sendingBy, textOf, type Query } from '../store/rehearse.ts'

/** The ETag of an answer: of every byte of it, so that nothing of it can change unseen. */
export const tagOf = (text: string): string =>
  `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`

/** Thrown in the transaction of an act, so that nothing of it is kept. */
export class ChangedSince extends Error {}

export type Read = {
  readonly tenantId: bigint
  /** The address of what was read. */
  readonly path: string
  /** Whose it is, where it is a borrower's: whatever is done to a borrower is done under that lock. */
  readonly borrowerId: bigint | undefined
  /** What If-Match names; undefined: nothing was named, and the lock is all that is taken. */
  readonly match: string | undefined
  /** The ETag that a read would show now, on the database given. */
  readonly now: (db: Db) => Promise<string | undefined>
}

/**
 * Connections on which a transaction begins by taking the lock of what is changed and by reading it as it is:
 * where that is not what the caller has seen, nothing of the act is done. So two people never write over each
 * other, however close they are.
 */
export const onlyAsRead = (db: Db, read: Read): Db =>
  sendingBy(db, (send, tx) => {
    let checked: Promise<void> | undefined
    return async (first, ...rest) => {
      if (textOf(first) === 'rollback') return send(first, ...rest)
      if (checked !== undefined) {
        await checked
        return send(first, ...rest)
      }
      const begun = send(first, ...rest)
      checked = begun.then(() => check(tx, send, read))
      await checked
      return begun
    }
  })

async function check(tx: Tx, send: Query, read: Read): Promise<void> {
  const plain = Object.create(tx, { query: { value: send } }) as Tx
  if (read.borrowerId === undefined)
    await send(`select pg_advisory_xact_lock(hashtextextended($2, $1))`, [read.tenantId, read.path])
  else await lockBorrower(plain, { tenantId: read.tenantId, borrowerId: read.borrowerId })
  if (read.match === undefined) return
  const now = await read.now(inSameTransaction(plain))
  // What is not there any more is for the act itself to say.
  if (now !== undefined && now !== read.match) throw new ChangedSince()
}

/** A reader's own transaction is the one that is open: it begins and ends nothing. */
function inSameTransaction(tx: Tx): Db {
  const query: Query = async (first, ...rest) => {
    const command = /^\s*(begin|commit)\b/i.exec(textOf(first))?.[1]?.toUpperCase()
    if (command !== undefined) return { command } as pg.QueryResult
    return (tx.query as unknown as Query)(first, ...rest)
  }
  const same = Object.create(tx, { query: { value: query }, release: { value: () => undefined } })
  return { connect: () => Promise.resolve(same as Tx) } as unknown as Db
}
