import type { Day, Instant } from '../core/calendar.ts'
import type { Tx } from './db.ts'
import { isOneHand } from './four-eyes.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { answersUpTo, readAuthority } from './authority.ts'
import { readPerson, type StaffRole } from './staff.ts'

/** What one person asks for and only another one lets happen. */
export const REQUEST_KINDS = [
  'settlement',
  'plan',
  'waiver',
  'refund',
  'write_off',
  'restructure',
  'match',
] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]

/** Why a second person is asked where nobody gave a reason: a code, said in the reader's language. */
export const ABOVE_OWN_AUTHORITY = 'above_own_authority'

type Tick = { readonly now: Instant; readonly today: Day }

export type RequestAsked = {
  readonly borrowerId: bigint
  readonly accountId?: bigint | undefined
  readonly kind: RequestKind
  /** What will be done, exactly, when it is approved; bigints are written as decimal text. */
  readonly body: Readonly<Record<string, unknown>>
  readonly amountMinor: bigint
  readonly currency: string
  /** A staff id: from the sign-in, never from a body. */
  readonly by: string
  readonly why: string
  readonly askedOn: Day
  readonly expiresOn: Day
}

export type Request = Omit<RequestAsked, 'accountId'> & {
  readonly requestId: bigint
  readonly accountId: bigint | undefined
}

/** Does what was asked, inside the transaction of the answer; a refusal writes nothing. */
export type Executor = (
  tx: Tx,
  tenantId: bigint,
  request: Request & { readonly approvedBy: string },
  tick: Tick,
) => Promise<{ readonly done: Readonly<Record<string, unknown>> } | { readonly refused: string }>

/** Made at the edge (store/request-executors.ts): a kind without one cannot be approved. */
export type Executors = Readonly<Partial<Record<RequestKind, Executor>>>

/** Records the question; whoever may answer finds it. The caller holds the borrower's lock. */
export async function askSecond(tx: Tx, tenantId: bigint, asked: RequestAsked): Promise<bigint> {
  const made = await tx.query<{ request_id: bigint }>(
    `insert into request (tenant_id, borrower_id, account_id, kind, body, amount_minor, currency, asked_by, why,
       asked_on, expires_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning request_id`,
    [
      tenantId,
      asked.borrowerId,
      asked.accountId ?? null,
      asked.kind,
      plainText(asked.body),
      asked.amountMinor,
      asked.currency,
      asked.by,
      asked.why,
      asked.askedOn,
      asked.expiresOn,
    ],
  )
  return made.rows[0]?.request_id ?? 0n
}

export type AnswerGiven = {
  readonly borrowerId: bigint
  readonly requestId: bigint
  readonly by: string
  readonly approve: boolean
  readonly why: string | undefined
}

export type AnswerDeclined = {
  readonly declined:
    | 'no_such_request'
    | 'request_answered'
    | 'request_expired'
    | 'request_same_person'
    | 'request_wrong_role'
    | 'request_reason_missing'
    | 'request_cannot_be_done'
  /** Why the executor would not, as its code. */
  readonly why?: string
}

export type Answered = {
  readonly approved: boolean
  readonly outcome: Readonly<Record<string, unknown>>
}

/**
 * One word, once, of another person whose role may say it for such an amount. A yes does at once what
 * was asked, in the same transaction; what cannot be done any more stays unanswered, and says why.
 */
export async function answerSecond(
  tx: Tx,
  tenantId: bigint,
  { executors, ...given }: AnswerGiven & { readonly executors: Executors },
  tick: Tick,
): Promise<Answered | AnswerDeclined> {
  await lockBorrower(tx, { tenantId, borrowerId: given.borrowerId })
  const found = await readRequest(tx, { tenantId, ...given })
  if (found === undefined) return { declined: 'no_such_request' }
  const { request, answered } = found
  if (answered) return { declined: 'request_answered' }
  if (request.expiresOn < tick.today) return { declined: 'request_expired' }
  if (await isOneHand(tx, tenantId, { author: request.by, other: given.by }))
    return { declined: 'request_same_person' }
  const role = (await readPerson(tx, tenantId, given.by))?.role
  if (role === undefined || !(await mayAnswer(tx, tenantId, { request, role, tick })))
    return { declined: 'request_wrong_role' }
  if (!given.approve && given.why === undefined) return { declined: 'request_reason_missing' }
  const executor = executors[request.kind]
  if (given.approve && executor === undefined) return { declined: 'request_cannot_be_done' }
  const made =
    given.approve && executor !== undefined
      ? await executor(tx, tenantId, { ...request, approvedBy: given.by }, tick)
      : { done: {} }
  if ('refused' in made) return { declined: 'request_cannot_be_done', why: made.refused }
  await keepAnswer(tx, tenantId, { request, given, role, outcome: made.done, on: tick.today })
  const outcome = JSON.parse(plainText(made.done)) as Answered['outcome']
  return { approved: given.approve, outcome }
}

/** JSON has no whole numbers that are large enough: they go in and out as decimal text. */
const plainText = (value: object): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each))

async function mayAnswer(
  tx: Tx,
  tenantId: bigint,
  of: { readonly request: Request; readonly role: StaffRole; readonly tick: Tick },
): Promise<boolean> {
  const authority = await readAuthority(tx, tenantId, of.tick.today)
  return answersUpTo(authority, of.request, of.role)
}

async function keepAnswer(
  tx: Tx,
  tenantId: bigint,
  kept: {
    readonly request: Request
    readonly given: AnswerGiven
    readonly role: StaffRole
    readonly outcome: Readonly<Record<string, unknown>>
    readonly on: Day
  },
): Promise<void> {
  const { request, given } = kept
  await tx.query(
    `insert into request_answer (tenant_id, borrower_id, request_id, asked_by, approve, by_staff, role, why, answered_on,
       outcome)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tenantId,
      given.borrowerId,
      given.requestId,
      request.by,
      given.approve,
      given.by,
      kept.role,
      given.why ?? null,
      kept.on,
      plainText(kept.outcome),
    ],
  )
}

type RequestRow = {
  readonly borrower_id: bigint
  readonly request_id: bigint
  readonly account_id: bigint | null
  readonly kind: RequestKind
  readonly body: Readonly<Record<string, unknown>>
  readonly amount_minor: bigint
  readonly currency: string
  readonly asked_by: string
  readonly why: string
  readonly asked_on: Day
  readonly expires_on: Day
}

const requestOf = (row: RequestRow): Request => ({
  borrowerId: row.borrower_id,
  requestId: row.request_id,
  accountId: row.account_id ?? undefined,
  kind: row.kind,
  body: row.body,
  amountMinor: row.amount_minor,
  currency: row.currency,
  by: row.asked_by,
  why: row.why,
  askedOn: row.asked_on,
  expiresOn: row.expires_on,
})

async function readRequest(
  tx: Tx,
  of: BorrowerRef & { readonly requestId: bigint },
): Promise<{ readonly request: Request; readonly answered: boolean } | undefined> {
  const found = await tx.query<RequestRow & { answered: boolean }>(
    `select r.*, exists (select from request_answer a where a.tenant_id = r.tenant_id
              and a.borrower_id = r.borrower_id and a.request_id = r.request_id) as answered
       from request r where r.tenant_id = $1 and r.borrower_id = $2 and r.request_id = $3`,
    [of.tenantId, of.borrowerId, of.requestId],
  )
  const [row] = found.rows
  return row && { request: requestOf(row), answered: row.answered }
}

export type OpenRequest = Request & { readonly name: string; readonly askedByName: string | null }

/** What waits for a second person, the oldest first. */
export async function openRequests(
  tx: Tx,
  tenantId: bigint,
  {
    today,
    after,
    limit,
  }: {
    readonly today: Day
    readonly after?: { readonly expiresOn: Day; readonly requestId: bigint } | undefined
    readonly limit: number
  },
): Promise<readonly OpenRequest[]> {
  const found = await tx.query<RequestRow & { name: string; asked_by_name: string | null }>(
    `select r.*, b.name, (select s.name from staff s where s.tenant_id = r.tenant_id and s.user_id = r.asked_by)
              as asked_by_name
       from request r join borrower b on b.tenant_id = r.tenant_id and b.borrower_id = r.borrower_id
      where r.tenant_id = $1 and r.expires_on >= $2
        and not exists (select from request_answer a where a.tenant_id = r.tenant_id
              and a.borrower_id = r.borrower_id and a.request_id = r.request_id)
        and ($3::date is null or (r.expires_on, r.request_id) > ($3, $4::bigint))
      order by r.expires_on, r.request_id limit $5`,
    [tenantId, today, after?.expiresOn ?? null, after?.requestId ?? null, limit],
  )
  return found.rows.map((row) => ({
    ...requestOf(row),
    name: row.name,
    askedByName: row.asked_by_name,
  }))
}
