import { createHash } from 'node:crypto'
import type { Day, Instant } from '../core/calendar.ts'
import type { Money } from '../core/money.ts'
import { instantText, inTenant, type Db, type Tx } from './db.ts'
import { reconcileTry, type OpenTry } from './pay-reconcile.ts'
import { findTry } from './pay-try.ts'

/** One word of a provider, in our terms; what a webhook brought or an answer said. */
export type ProviderWord = {
  readonly id: string
  readonly kind: 'paid' | 'failed' | 'refunded' | 'chargeback' | 'expired'
  readonly ref?: string | undefined
  readonly providerRef?: string | undefined
  readonly itemRef?: string | undefined
  readonly amount?: Money | undefined
  readonly at: Instant
}

export type From = {
  readonly tenantId: bigint
  readonly provider: string
  /** Of the bytes that brought it. */
  readonly bodyHash: string
}

export type Took =
  | { readonly is: 'applied' | 'again' | 'unmatched' }
  /** The same id said something else before: one of the two is not true. */
  | { readonly is: 'differs' }

type Tick = { readonly now: Instant; readonly today: Day }

/** Keeps a word once, and lets what it says follow: a payment, its undoing, an end of the visit. */
export async function takeWord(db: Db, from: From, word: ProviderWord, tick: Tick): Promise<Took> {
  return inTenant(db, from.tenantId, (tx) => takeIn(tx, from, word, tick), { retries: 3 })
}

async function takeIn(tx: Tx, from: From, word: ProviderWord, tick: Tick): Promise<Took> {
  const kept = await keepWord(tx, from, word)
  if (kept === 'again' || kept === 'differs') return { is: kept }
  const found = await tryOfWord(tx, from, word)
  if (found === undefined) return { is: 'unmatched' }
  return { is: await settle(tx, found, tick) }
}

const settle = async (tx: Tx, found: OpenTry, tick: Tick): Promise<'applied' | 'unmatched'> =>
  (await reconcileTry(tx, found, tick)) ? 'applied' : 'unmatched'

/** What the word says, without the bytes: a provider may seal or sort the same anew. */
const meaningOf = (word: ProviderWord, said: object): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        word.kind,
        word.ref ?? null,
        word.providerRef ?? null,
        word.itemRef ?? null,
        word.amount?.minor.toString() ?? null,
        word.amount?.currency ?? null,
        word.at,
        said,
      ]),
    )
    .digest('hex')

/** `unplaced`: it was told before and could not be placed then, so that it is worth another look. */
export async function keepWord(
  tx: Tx,
  from: From,
  word: ProviderWord,
  said: object = {},
): Promise<'new' | 'again' | 'unplaced' | 'differs'> {
  const meaning = meaningOf(word, said)
  const made = await tx.query(
    `insert into webhook_event (tenant_id, provider, event_id, body_hash, meaning_hash, kind, our_ref,
       provider_ref, item_ref, amount_minor, currency, happened_at, said, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'unmatched')
     on conflict (tenant_id, provider, event_id) do nothing`,
    [
      from.tenantId,
      from.provider,
      word.id,
      from.bodyHash,
      meaning,
      word.kind,
      word.ref ?? null,
      word.providerRef ?? null,
      word.itemRef ?? null,
      word.amount?.minor ?? null,
      word.amount?.currency ?? null,
      instantText(word.at),
      JSON.stringify(said),
    ],
  )
  if (made.rowCount === 1) return 'new'
  const before = await tx.query<{ meaning_hash: string; state: string }>(
    `select meaning_hash, state from webhook_event where tenant_id = $1 and provider = $2 and event_id = $3`,
    [from.tenantId, from.provider, word.id],
  )
  const [row] = before.rows
  if (row?.meaning_hash !== meaning) return 'differs'
  return row.state === 'unmatched' ? 'unplaced' : 'again'
}

/** By our own reference; else by the provider's, which another word tied to ours. */
async function tryOfWord(tx: Tx, from: From, word: ProviderWord): Promise<OpenTry | undefined> {
  const { tenantId, provider } = from
  if (word.ref !== undefined) return findTry(tx, tenantId, { provider, ref: word.ref })
  if (word.providerRef === undefined) return undefined
  const tied = await tx.query<{ our_ref: string }>(
    `select our_ref from webhook_event
      where tenant_id = $1 and provider = $2 and provider_ref = $3 and our_ref is not null limit 1`,
    [tenantId, provider, word.providerRef],
  )
  const [first] = tied.rows
  return first && findTry(tx, tenantId, { provider, ref: first.our_ref })
}
