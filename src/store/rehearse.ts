import type pg from 'pg'
import type { Db, Tx } from './db.ts'

type Query = (...args: unknown[]) => Promise<pg.QueryResult>

/**
 * Connections on which every commit is a rollback that looks like one: what is done on them goes the same
 * way as any act, sees what it wrote, and is not so afterwards. Only `connect` is of use on it.
 */
export function rehearsing(db: Db): Db {
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'connect') return () => onlyTried(target)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

async function onlyTried(db: Db): Promise<Tx> {
  const tx = await db.connect()
  const send = tx.query.bind(tx) as unknown as Query
  const query: Query = async (first, ...rest) => {
    if (textOf(first).trim().toLowerCase() !== 'commit') return send(first, ...rest)
    const end = await send('rollback')
    return { ...end, command: 'COMMIT' }
  }
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

const textOf = (first: unknown): string =>
  typeof first === 'string' ? first : ((first as { readonly text?: string }).text ?? '')
