import type { Instant } from '../core/calendar.ts'
import { judgedPromises, type Tick } from './agree.ts'
import { WITHDRAWN } from './agreements.ts'
import { instantText, type Tx } from './db.ts'
import { tell } from './event-out.ts'
import { follow } from './follow.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { liftHold } from './hold.ts'

export type TakeBackDeclined = {
  readonly declined:
    | 'no_such_case'
    | 'no_such_act'
    | 'not_your_act'
    | 'borrower_was_told'
    | 'too_late_to_take_back'
}

type By = Tick & { readonly by: string }

/** Whoever slipped notices soon; after that a stop is ended by somebody who answers for it. */
const HOLD_MS = 10 * 60_000

/**
 * Ends a hold that its own author placed by mistake, shortly after. A hold that a message, a call or a care
 * made is none of these: what stopped it was said by somebody. Twice is once.
 */
export async function takeBackHold(
  tx: Tx,
  ref: BorrowerRef & { readonly holdId: bigint; readonly idText: string },
  { by, now, today }: By,
): Promise<{ readonly takenBack: true } | TakeBackDeclined> {
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_case' }
  const found = await tx.query<Placed>(
    `select h.recorded_at, exists (select from hold e where e.tenant_id = $1 and e.borrower_id = $2
          and e.ends_hold_id = h.hold_id) as is_ended, (select r.made_by from answered_request r
        where r.tenant_id = $1 and r.borrower_id = $2 and r.answer ->> 'id' = $4 limit 1) as placed_by
       from hold h
      where h.tenant_id = $1 and h.borrower_id = $2 and h.hold_id = $3 and h.ends_hold_id is null`,
    [ref.tenantId, ref.borrowerId, ref.holdId, ref.idText],
  )
  const [row] = found.rows
  if (row === undefined) return { declined: 'no_such_act' }
  if (row.placed_by !== by) return { declined: 'not_your_act' }
  if (row.is_ended) return { takenBack: true }
  if (now - row.recorded_at > HOLD_MS) return { declined: 'too_late_to_take_back' }
  const ending = {
    borrowerId: ref.borrowerId,
    holdId: ref.holdId,
    on: today,
    source: `undo, ${by}`,
  }
  const lifted = await liftHold(tx, ref.tenantId, ending, today)
  return 'declined' in lifted ? { declined: 'no_such_act' } : { takenBack: true }
}

type Placed = {
  readonly placed_by: string | null
  readonly recorded_at: Instant
  readonly is_ended: boolean
}

type Standing = {
  readonly account_id: bigint
  readonly amount_minor: bigint
  readonly due_on: string
  readonly is_mine: boolean
  readonly is_gone: boolean
  readonly is_told: boolean
}

/**
 * Takes a promise back that its own author recorded by mistake: on its day, while it is open, and until the
 * borrower was told of it. The one whose place it had taken stands again.
 */
export async function takeBackPromise(
  tx: Tx,
  ref: BorrowerRef & { readonly promiseId: bigint },
  { by, now, today }: By,
): Promise<{ readonly takenBack: true } | TakeBackDeclined> {
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_case' }
  const at = [ref.tenantId, ref.borrowerId, ref.promiseId]
  const found = await tx.query<Standing>(
    `select m.account_id, m.amount_minor, m.due_on, m.made_by is not distinct from $4 as is_mine,
        ${WITHDRAWN('m')} as is_gone,
        exists (select from treatment t where t.tenant_id = $1 and t.borrower_id = $2
           and t.treatment = 'promise-' || m.promise_id and t.state = 'sent') as is_told
       from promise m where m.tenant_id = $1 and m.borrower_id = $2 and m.promise_id = $3`,
    [...at, by],
  )
  const [row] = found.rows
  if (row === undefined) return { declined: 'no_such_act' }
  const declined = whyKept(row)
  if (declined !== undefined) return { declined }
  if (row.is_gone) return { takenBack: true }
  const account = { borrowerId: ref.borrowerId, accountId: row.account_id }
  const judged = await judgedPromises(tx, ref.tenantId, account, today)
  const one = judged.find(({ promise }) => promise.id === ref.promiseId)
  if (one?.state !== 'open' || one.promise.madeOn !== today)
    return { declined: 'too_late_to_take_back' }
  await withdraw(tx, ref, { by, now, today })
  const { account_id: accountId, amount_minor: minor, due_on } = row
  const data = { promise_id: ref.promiseId, due_on }
  const { borrowerId } = ref
  const told = { type: 'promise.withdrawn', borrowerId, at: now, accountId, minor, data } as const
  await tell(tx, ref.tenantId, [told])
  return { takenBack: true }
}

function whyKept(row: Standing): TakeBackDeclined['declined'] | undefined {
  if (!row.is_mine) return 'not_your_act'
  return row.is_told ? 'borrower_was_told' : undefined
}

/** The fact, the words that had not left, and what the strategy says now that there is no promise. */
async function withdraw(
  tx: Tx,
  ref: BorrowerRef & { readonly promiseId: bigint },
  { by, now, today }: By,
): Promise<void> {
  const at = [ref.tenantId, ref.borrowerId, ref.promiseId]
  await follow(tx, ref, {
    today,
    now,
    stops: 'taken_back',
    fact: () =>
      tx.query(
        `insert into promise_withdrawn (tenant_id, borrower_id, promise_id, made_by, effective_at)
         values ($1, $2, $3, $4, $5)`,
        [...at, by, instantText(now)],
      ),
    withdraw: () =>
      tx.query(
        `update treatment set state = 'withdrawn', not_before = null,
            state_why = jsonb_build_object('taken_back_by', $4::text)
          where tenant_id = $1 and borrower_id = $2 and treatment = 'promise-' || $3::bigint
            and state in ('planned', 'deferred')`,
        [...at, by],
      ),
  })
}
