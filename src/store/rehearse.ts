import type pg from 'pg'
import type { Db, Tx } from './db.ts'

export type Query = (...args: unknown[]) => Promise<pg.QueryResult>

/**
 * Connections whose statements go another way until they are given back. Only `connect` is of use on it.
 */
export function sendingBy(db: Db, way: (send: Query, tx: Tx) => Query): Db {
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'connect') return () => sentBy(target, way)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

async function sentBy(db: Db, way: (send: Query, tx: Tx) => Query): Promise<Tx> {
  const tx = await db.connect()
  const query = way(tx.query.bind(tx) as unknown as Query, tx)
  const release = tx.release.bind(tx)
  Object.assign(tx, {
    query,
    release: (broken?: Error | boolean) => {
      Reflect.deleteProperty(tx, 'query')
      Object.assign(tx, { release })
      release(broken)
    },
  })
  return tx
}

/**
 * Every commit is a rollback that looks like one: what is done goes the same way as any act, sees what it
 * wrote, and is not so afterwards.
 */
export const rehearsing = (db: Db): Db =>
  sendingBy(db, (send) => async (first, ...rest) => {
    if (textOf(first).trim().toLowerCase() !== 'commit') return send(first, ...rest)
    const end = await send('rollback')
    return { ...end, command: 'COMMIT' }
  })

export const textOf = (first: unknown): string =>
  typeof first === 'string' ? first : ((first as { readonly text?: string }).text ?? '')
