import { z } from 'zod'
import { addDays, type Day, type Instant } from '../core/calendar.ts'
import { PARTS, totalOf, type EntryKind } from '../core/ledger.ts'
import { replay } from '../core/ledger-replay.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { planFacts, type FactBody, type GivenFact } from './ledger-plan.ts'
import { bookFor, postedBefore, postFact, type Posted, type PostDeclined } from './ledger-post.ts'
import type { LedgerBook } from './ledger-read.ts'
import { ledgerSchema } from './ledger-terms.ts'
import { askSecond, type Executor, type RequestKind } from './second-person.ts'
import { readStaff, type StaffRole } from './staff.ts'

type Tick = { readonly now: Instant; readonly today: Day }

export type Asked = { readonly requestId: bigint }
export type GuardedDeclined =
  | PostDeclined
  | { readonly declined: 'no_such_account' }
  | { readonly declined: 'wrong_currency' }
  | { readonly declined: 'not_staff' }
  | { readonly declined: 'reason_missing' }

/** Days for which a question to a second person stays open. */
const OPEN_DAYS = 14

/**
 * Posts a fact that a person decides. What gives money up above what the person's role may give alone by
 * the product's terms waits for a second person; nothing impossible is asked of anybody.
 */
export async function postGuarded(
  tx: Tx,
  ref: BorrowerRef,
  wish: { readonly given: GivenFact; readonly currency?: string | undefined },
  tick: Tick,
): Promise<Posted | Asked | GuardedDeclined> {
  const { given } = wish
  const { body, beside } = given
  const accountId = 'accountId' in body ? body.accountId : undefined
  const book = await bookFor(tx, ref, { accountId, currency: wish.currency })
  if (book === undefined) {
    const other = accountId === undefined ? undefined : await bookFor(tx, ref, { accountId })
    return { declined: other === undefined ? 'no_such_account' : 'wrong_currency' }
  }
  const staff = await readStaff(tx, ref.tenantId, beside.by)
  if (staff === undefined) return { declined: 'not_staff' }
  if (beside.why === undefined) return { declined: 'reason_missing' }
  const before = postedBefore(book, beside.key) ?? (await askedBefore(tx, ref, beside.key))
  if (before !== undefined) return before
  const gives = givenUp(book, body, tick.today)
  if (gives === undefined) return postFact(tx, ref, { book, given }, tick)
  const inAll = gives.minor + givenAlone(book, { by: beside.by, kind: gives.kind, now: tick.now })
  if (inAll <= (await aloneUpTo(tx, ref, { book, staff, gives, accountId })))
    return postFact(tx, ref, { book, given }, tick)
  const plan = planFacts(book, [given], tick)
  if ('declined' in plan) return plan
  const requestId = await askSecond(tx, ref.tenantId, {
    borrowerId: ref.borrowerId,
    accountId,
    kind: gives.kind,
    body: { ledger: body, currency: book.currency, key: beside.key },
    amountMinor: gives.minor,
    currency: book.currency,
    by: beside.by,
    why: beside.why,
    askedOn: tick.today,
    expiresOn: addDays(tick.today, OPEN_DAYS),
  })
  return { requestId }
}

/** The question that the same key has put already: twice pressed is once asked. */
async function askedBefore(
  tx: Tx,
  ref: BorrowerRef,
  key: GivenFact['beside']['key'],
): Promise<Asked | { readonly declined: 'key_used' } | undefined> {
  if (key === undefined) return undefined
  const found = await tx.query<{ request_id: bigint; hash: string }>(
    `select request_id, body -> 'key' ->> 'bodyHash' as hash from request
      where tenant_id = $1 and borrower_id = $2 and body -> 'key' ->> 'text' = $3 order by request_id limit 1`,
    [ref.tenantId, ref.borrowerId, key.text],
  )
  const [row] = found.rows
  if (row === undefined) return undefined
  return row.hash === key.bodyHash ? { requestId: row.request_id } : { declined: 'key_used' }
}

type GivenUp = { readonly kind: RequestKind; readonly minor: bigint }

/** What a fact takes from what is owed or kept, and the kind of question that it is. */
function givenUp(book: LedgerBook, body: FactBody, today: Day): GivenUp | undefined {
  if (body.kind === 'waiver' || body.kind === 'goodwill')
    return { kind: 'waiver', minor: body.amountMinor }
  if (body.kind === 'adjustment')
    return body.amountMinor < 0n ? { kind: 'waiver', minor: -body.amountMinor } : undefined
  if (body.kind === 'refund') return { kind: 'refund', minor: body.amountMinor }
  if (body.kind !== 'charge_off' && body.kind !== 'transfer') return undefined
  const standing = replay(book.facts, book.terms, today).debts.get(body.accountId)
  return { kind: 'write_off', minor: standing === undefined ? 0n : totalOf(standing.parts) }
}

/** For so long what a person has given alone counts with what the person gives next. */
const ALONE_MS = 30 * 86_400_000

const KIND_OF: Readonly<Partial<Record<EntryKind, RequestKind>>> = {
  waiver: 'waiver',
  goodwill: 'waiver',
  adjustment: 'waiver',
  refund: 'refund',
  charge_off: 'write_off',
  transfer: 'write_off',
}

/** What one person has given up of a borrower's debts without a second one: a limit has no slices. */
function givenAlone(
  book: LedgerBook,
  of: { readonly by: string; readonly kind: RequestKind; readonly now: Instant },
): bigint {
  const lately = book.entries.filter(
    (entry) =>
      entry.madeBy === of.by &&
      entry.approvedBy === undefined &&
      KIND_OF[entry.kind] === of.kind &&
      entry.recordedAt > of.now - ALONE_MS &&
      !(entry.kind === 'adjustment' && (entry.amountMinor ?? 0n) > 0n),
  )
  // All that a balanced entry moves stands on one of its sides.
  const moved = lately.flatMap(({ lines }) => lines.map(({ amountMinor }) => amountMinor))
  return moved.reduce((sum, minor) => (minor > 0n ? sum + minor : sum), 0n)
}

/** What the role may give alone by the terms of the debt's product, or of all of them; nothing unless they say so. */
async function aloneUpTo(
  tx: Tx,
  ref: BorrowerRef,
  of: {
    readonly book: LedgerBook
    readonly staff: { readonly role: StaffRole }
    readonly gives: GivenUp
    readonly accountId: bigint | undefined
  },
): Promise<bigint> {
  const { book, staff, gives, accountId } = of
  const debts = book.debts.filter((one) => accountId === undefined || one.accountId === accountId)
  const found = await tx.query<{ ledger: unknown }>(
    `select ledger from product where tenant_id = $1 and product_id = any($2)`,
    [ref.tenantId, debts.map((debt) => debt.productId)],
  )
  const limits = found.rows.map(({ ledger }) => {
    const alone = ledgerSchema.parse(ledger).alone?.[staff.role]
    return alone?.[gives.kind as keyof typeof alone] ?? 0n
  })
  return limits.reduce((least, one) => (one < least ? one : least), limits[0] ?? 0n)
}

const minor = z
  .string()
  .regex(/^-?[0-9]{1,19}$/)
  .transform(BigInt)
const on = z.string().transform((text) => text as Day)
const asked = z.strictObject({
  currency: z.string(),
  key: z.strictObject({ text: z.string(), bodyHash: z.string() }).optional(),
  ledger: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.enum(['waiver', 'adjustment']),
      on,
      accountId: minor,
      part: z.enum(PARTS),
      amountMinor: minor,
    }),
    z.strictObject({ kind: z.literal('goodwill'), on, accountId: minor, amountMinor: minor }),
    z.strictObject({ kind: z.literal('refund'), on, amountMinor: minor }),
    z.strictObject({ kind: z.enum(['charge_off', 'transfer']), on, accountId: minor }),
  ]),
})

/** Posts what a second person has approved, with both names on it. */
export const postApproved: Executor = async (tx, tenantId, request, tick) => {
  const ref = { tenantId, borrowerId: request.borrowerId }
  const read = asked.safeParse(request.body)
  if (!read.success) return { refused: 'not_a_ledger_request' }
  const { ledger, currency, key } = read.data
  const accountId = 'accountId' in ledger ? ledger.accountId : undefined
  const book = await bookFor(tx, ref, { accountId, currency })
  if (book === undefined) return { refused: 'no_such_account' }
  const { by, approvedBy, why } = request
  const beside = { by, approvedBy, why, key }
  const posted = await postFact(tx, ref, { book, given: { body: ledger, beside } }, tick)
  if ('declined' in posted) return { refused: posted.declined }
  return { done: { entryId: String(posted.entryId) } }
}
