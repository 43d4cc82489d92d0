import { createHash } from 'node:crypto'
import type { Book, Compiled } from '../strategy/compile.ts'
import { compileStrategy } from '../strategy/compile.ts'
import type { Tx } from './db.ts'
import { strategyVersion } from './strategy.ts'

/** Which content decides: a new version, or a book with another code, is another key. */
export type Wanted = {
  readonly name: string
  readonly version: number
  readonly contentHash: string
}

const KEPT_MAX = 100
const kept = new Map<string, Compiled>()
/** How often a document was read and compiled in this process: what an event must not pay. */
export const compilations = { count: 0 }

/** Short, and the same for the same codes and terms: what a compiled strategy knows of a tenant. */
export const bookKey = (book: Book): string =>
  createHash('sha256').update(JSON.stringify(book, plain)).digest('base64url')

/** What JSON has no form for; a map that came out as `{}` would make two books one. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  return value instanceof Map || value instanceof Set ? [...value] : value
}

/**
 * The strategy compiled for a tenant's book, kept in this process by the hash of its content: nothing
 * is ever stale, since what is asked for is named by what it holds. The one asked for longest ago
 * goes first.
 */
export async function compiledOf(
  tx: Tx,
  tenantId: bigint,
  wanted: Wanted,
  of: { readonly book: Book; readonly key: string },
): Promise<Compiled | undefined> {
  const key = [tenantId, of.key, wanted.name, wanted.version, wanted.contentHash].join(' ')
  const known = kept.get(key)
  if (known !== undefined) {
    kept.delete(key)
    kept.set(key, known)
    return known
  }
  const found = await strategyVersion(tx, tenantId, wanted)
  if (found === undefined) return undefined
  const compiled = compileStrategy(found.strategy, of.book)
  compilations.count++
  kept.set(key, compiled)
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) break
    kept.delete(oldest)
  }
  return compiled
}
