import { addDays, type Day } from '../core/calendar.ts'
import { clocksIn, holdIn, isOver } from '../core/care/care.ts'
import type { StateHold } from '../core/care/kind.ts'
import { clockOf } from '../engine/care-clock.ts'
import { recomputePosition } from './book.ts'
import { tell, type Telling } from './event-out.ts'
import type { CareDone, CareTick } from './care.ts'
import type { CareRow } from './care-read.ts'
import { owesCorrections } from './correction.ts'
import { decideBorrower } from './decide-day.ts'
import type { Tx } from './db.ts'
import { applyHold, liftHold } from './hold.ts'
import { applyPause } from './inbound.ts'

export type CareEventMade = {
  readonly action: string
  readonly state: string
  readonly on: Day
  readonly by: string
  readonly words?: string | undefined
  readonly redress?: string | undefined
  readonly untilOn?: Day | undefined
}

type Of = { readonly care: CareRow; readonly event: CareEventMade; readonly tick: CareTick }

/** Writes the act and the state that it leads to; the hold of the new state stands before the old one goes. */
export async function applyState(tx: Tx, tenantId: bigint, of: Of): Promise<CareDone> {
  const { care, event, tick } = of
  await insertEvent(tx, tenantId, care, event)
  await tell(tx, tenantId, tellingOf(of))
  const next: CareRow = {
    ...care,
    state: event.state,
    sinceOn: event.on,
    untilOn: event.untilOn ?? care.untilOn,
  }
  const { holdId, withdrawn } = await changeHold(tx, tenantId, of, next)
  await keepNow(tx, tenantId, { care: { ...next, holdId }, tick })
  return { careId: care.careId, state: event.state, holdId, withdrawn }
}

/** Disputes and complaints are told when they open and when they end; the rest of a care is the lender's own. */
function tellingOf({ care, event, tick }: Of): Telling[] {
  const { kind, borrowerId, accountId, careId, sort } = care
  if (kind !== 'dispute' && kind !== 'complaint') return []
  const told = { borrowerId, accountId: accountId ?? undefined, at: tick.now }
  const data = { care_id: careId, sort: sort ?? undefined }
  if (event.action === 'open') return [{ ...told, type: `${kind}.opened`, data }]
  const ends = isOver(kind, event.state) && !isOver(kind, care.state)
  return ends ? [{ ...told, type: `${kind}.closed`, data: { ...data, state: event.state } }] : []
}

async function insertEvent(
  tx: Tx,
  tenantId: bigint,
  care: CareRow,
  event: CareEventMade,
): Promise<void> {
  await tx.query(
    `insert into care_event (tenant_id, borrower_id, care_id, event_no, action, state, effective_on, until_on, words,
       redress, by_staff)
     select $1, $2, $3, coalesce(max(event_no), 0) + 1, $4, $5, $6, $7, $8, $9, $10 from care_event
      where tenant_id = $1 and borrower_id = $2 and care_id = $3`,
    [
      tenantId,
      care.borrowerId,
      care.careId,
      event.action,
      event.state,
      event.on,
      event.untilOn ?? null,
      event.words ?? null,
      event.redress ?? null,
      event.by,
    ],
  )
}

async function changeHold(
  tx: Tx,
  tenantId: bigint,
  { care, event, tick }: Of,
  next: CareRow,
): Promise<{ holdId: bigint | undefined; withdrawn: number }> {
  const before = holdIn(care.kind, care.sort ?? '', care.state)
  const after = holdIn(care.kind, care.sort ?? '', next.state)
  if (care.holdId !== undefined && isSameHold(before, after) && event.untilOn === undefined)
    return { holdId: care.holdId, withdrawn: 0 }
  const made = after === undefined ? undefined : await placeHold(tx, tenantId, next, after, tick)
  if (care.holdId !== undefined) {
    const ending = { borrowerId: care.borrowerId, holdId: care.holdId, on: event.on }
    await liftHold(
      tx,
      tenantId,
      { ...ending, source: `care ${care.careId}: ${event.action}` },
      tick.today,
    )
  }
  if (made === undefined) await decideAgain(tx, tenantId, care, tick.today)
  return made ?? { holdId: undefined, withdrawn: 0 }
}

const isSameHold = (a: StateHold | undefined, b: StateHold | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

/** undefined: its time is over already. */
async function placeHold(
  tx: Tx,
  tenantId: bigint,
  care: CareRow,
  hold: StateHold,
  tick: CareTick,
): Promise<{ holdId: bigint; withdrawn: number } | undefined> {
  const untilOn = untilOf(care, hold, tick)
  if (untilOn !== undefined && untilOn <= care.sinceOn) return undefined
  const made = await applyHold(
    tx,
    tenantId,
    {
      borrowerId: care.borrowerId,
      accountId: care.accountId,
      reason: hold.reason,
      written: care.written,
      fromOn: care.sinceOn,
      untilOn,
      source: care.source,
      stops: hold.stops,
      careId: care.careId,
    },
    tick,
  )
  return 'declined' in made ? undefined : made
}

/** The first day on which the hold of this state no longer stands; undefined: an act must end it. */
function untilOf(care: CareRow, hold: StateHold, { book }: CareTick): Day | undefined {
  if (hold.lasts === undefined) return undefined
  if (hold.lasts === 'until') return care.untilOn
  const clock = clockOf(book, { ...care, clock: hold.lasts })
  return clock && addDays(clock.dueOn, 1)
}

async function keepNow(
  tx: Tx,
  tenantId: bigint,
  { care, tick }: { readonly care: CareRow; readonly tick: CareTick },
): Promise<void> {
  const clocks = clocksIn(care.kind, care.state)
    .filter((clock) => clock !== 'review_from')
    .flatMap((clock) => clockOf(tick.book, { ...care, clock }) ?? [])
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
  await tx.query(
    `insert into care_now (tenant_id, borrower_id, care_id, kind, state, is_over, since_on, until_on, hold_id, next_on,
       next_clock)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (tenant_id, borrower_id, care_id) do update
       set state = excluded.state, is_over = excluded.is_over, since_on = excluded.since_on,
           until_on = excluded.until_on, hold_id = excluded.hold_id, next_on = excluded.next_on,
           next_clock = excluded.next_clock, recorded_at = now()`,
    [
      tenantId,
      care.borrowerId,
      care.careId,
      care.kind,
      care.state,
      isOver(care.kind, care.state),
      care.sinceOn,
      care.untilOn ?? null,
      care.holdId ?? null,
      clocks[0]?.dueOn ?? null,
      clocks[0]?.clock ?? null,
    ],
  )
}

/** What a state does besides its hold. */
export async function afterCare(tx: Tx, tenantId: bigint, of: Of): Promise<void> {
  const { care, event, tick } = of
  if (care.kind === 'payment_pause') await changePause(tx, tenantId, of)
  if (care.kind === 'dispute' && (event.state === 'upheld' || event.state === 'corrected'))
    await owesCorrections(tx, tenantId, { care, on: event.on, words: event.words ?? event.state })
  if (care.kind === 'vulnerability' && event.state === 'withdrawn') {
    await tx.query(
      'delete from care_private where tenant_id = $1 and borrower_id = $2 and care_id = $3',
      [tenantId, care.borrowerId, care.careId],
    )
  }
  if (care.kind === 'vulnerability') await decideAgain(tx, tenantId, care, tick.today)
}

async function decideAgain(tx: Tx, tenantId: bigint, care: CareRow, today: Day): Promise<void> {
  await recomputePosition(tx, tenantId, care.borrowerId, today)
  await decideBorrower(tx, tenantId, care.borrowerId, today)
}

/** The days of a payment pause do not count as late; ended early, the rest of them count again. */
async function changePause(tx: Tx, tenantId: bigint, { care, event, tick }: Of): Promise<void> {
  const ref = { tenantId, borrowerId: care.borrowerId }
  const { accountId } = care
  if (accountId === undefined) return
  const reason = `care ${care.careId}`
  if (event.state === 'granted') {
    const pause = { accountId, fromOn: event.on, untilOn: event.untilOn, reason }
    await applyPause(tx, ref, pause, tick.today)
  }
  if (event.state !== 'ended') return
  await tx.query(
    `insert into pause (tenant_id, borrower_id, account_id, from_on, until_on, reason, withdraws_id, effective_on)
     select tenant_id, borrower_id, account_id, $5, until_on, reason, pause_id, $6 from pause
      where tenant_id = $1 and borrower_id = $2 and account_id = $3 and reason = $4 and withdraws_id is null
        and (until_on is null or until_on > $5)`,
    [tenantId, care.borrowerId, accountId, reason, event.on, tick.today],
  )
  await decideAgain(tx, tenantId, care, tick.today)
}
