import { addMonths, type Day, type Instant } from '../core/calendar.ts'
import { careTableOf, isOver, type CareKind } from '../core/care/care.ts'
import type { Need } from '../core/care/kind.ts'
import { againMonths, type CareBook } from '../engine/care-clock.ts'
import { afterCare, applyState } from './care-effects.ts'
import { neededFault, whyNotNow, type CareFault } from './care-needs.ts'
import { placesOf, readCare } from './care-read.ts'
import type { Tx } from './db.ts'
import { lockBorrower } from './guard-facts.ts'

export type CareTick = { readonly now: Instant; readonly today: Day; readonly book: CareBook }

export type CareGiven = {
  readonly borrowerId: bigint
  readonly kind: CareKind
  /** undefined: every account of the borrower. */
  readonly accountId?: bigint | undefined
  readonly sort?: string | undefined
  readonly toldOn: Day
  readonly written: boolean
  readonly disputedMinor?: bigint | undefined
  readonly source: string
  readonly words?: string | undefined
  readonly untilOn?: Day | undefined
  /** How the borrower agreed that it is kept. */
  readonly consent?: string | undefined
  readonly by: string
}

export type CareDone = {
  readonly careId: bigint
  readonly state: string
  readonly holdId: bigint | undefined
  /** Messages that were made and had not left: they never will. */
  readonly withdrawn: number
}

/** Opens a care: what it stops is stopped when this commits. */
export async function openCare(
  tx: Tx,
  tenantId: bigint,
  asked: CareGiven,
  tick: CareTick,
): Promise<CareDone | CareFault> {
  const table = careTableOf(asked.kind)
  const ref = { tenantId, borrowerId: asked.borrowerId }
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  const given = table.concerns === 'person' ? { ...asked, accountId: undefined } : asked
  const fault = openFault(given, tick.today)
  if (fault !== undefined) return fault
  const places = await placesOf(tx, tenantId, given)
  if (places === undefined) return { declined: 'no_such_account' }
  const again = await againFault(tx, tenantId, { given, places, tick })
  if (again !== undefined) return again
  const careId = await insertCare(tx, tenantId, given, places)
  if (given.consent !== undefined && given.words !== undefined)
    await keepPrivate(tx, tenantId, careId, given)
  const care = await readCare(tx, tenantId, { borrowerId: given.borrowerId, careId })
  if (care === undefined) return { declined: 'no_such_care' }
  // What was told under consent stands in its own table alone.
  const words = given.consent === undefined ? given.words : undefined
  const { by, untilOn } = given
  const event = { action: 'open', state: table.first, on: given.toldOn, by, words, untilOn }
  return applyState(tx, tenantId, { care, event, tick })
}

function openFault(given: CareGiven, today: Day): CareFault | undefined {
  const table = careTableOf(given.kind)
  const sorts = Object.keys(table.sorts)
  if (given.toldOn > today) return { declined: 'day_in_future' }
  if (given.untilOn !== undefined && given.untilOn <= given.toldOn)
    return { declined: 'ends_before_it_begins' }
  if (table.concerns === 'account' && given.accountId === undefined)
    return { declined: 'care_of_one_account' }
  if (sorts.length > 0 && (given.sort === undefined || !sorts.includes(given.sort)))
    return { declined: 'care_sort_unknown' }
  if (given.disputedMinor !== undefined && (given.kind !== 'dispute' || given.sort !== 'amount'))
    return { declined: 'care_part_only_of_amount' }
  const missing = table.opensWith.find((need) => !has(given, need))
  return missing && { declined: 'care_needs', need: missing }
}

const has = (given: CareGiven, need: Need): boolean => {
  if (need === 'words') return given.words !== undefined
  if (need === 'until') return given.untilOn !== undefined
  if (need === 'consent') return given.consent !== undefined && given.words !== undefined
  return false
}

/** One of a kind at a time for an account or person, and not again too soon where data says so. */
async function againFault(
  tx: Tx,
  tenantId: bigint,
  of: { readonly given: CareGiven; readonly places: readonly string[]; readonly tick: CareTick },
): Promise<CareFault | undefined> {
  const { given, places, tick } = of
  const before = await tx.query<{ told_on: Day; state: string; sort: string | null }>(
    `select c.told_on, n.state, c.sort from care c
       join care_now n using (tenant_id, borrower_id, care_id)
      where c.tenant_id = $1 and c.borrower_id = $2 and c.kind = $3
        and ($4::bigint is null or c.account_id is null or c.account_id = $4)
      order by c.care_id`,
    [tenantId, given.borrowerId, given.kind, given.accountId ?? null],
  )
  const isSame = (row: { sort: string | null }) => row.sort === (given.sort ?? null)
  const isMany = given.kind === 'dispute' || given.kind === 'complaint'
  if (before.rows.some((row) => !isOver(given.kind, row.state) && (!isMany || isSame(row))))
    return { declined: 'care_already_open' }
  const clock = careTableOf(given.kind).notAgainWithin
  if (clock === undefined) return undefined
  const { kind, written, toldOn } = given
  const limit = againMonths(tick.book, { kind, clock, places, written, toldOn, sinceOn: toldOn })
  // What was refused, or never came into force, uses nothing up.
  const last = before.rows.findLast((row) => row.state !== 'refused' && row.state !== 'cancelled')
  if (limit === undefined || last === undefined) return undefined
  const from = addMonths(last.told_on, limit.months)
  return toldOn < from ? { declined: 'care_too_soon', from, rule: limit.rule.rule } : undefined
}

async function insertCare(
  tx: Tx,
  tenantId: bigint,
  given: CareGiven,
  places: readonly string[],
): Promise<bigint> {
  const made = await tx.query<{ care_id: bigint }>(
    `insert into care (tenant_id, borrower_id, account_id, kind, sort, told_on, written, disputed_minor, place, source)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning care_id`,
    [
      tenantId,
      given.borrowerId,
      given.accountId ?? null,
      given.kind,
      given.sort ?? null,
      given.toldOn,
      given.written,
      given.disputedMinor ?? null,
      places.join(' '),
      given.source,
    ],
  )
  return made.rows[0]?.care_id ?? 0n
}

async function keepPrivate(
  tx: Tx,
  tenantId: bigint,
  careId: bigint,
  given: CareGiven,
): Promise<void> {
  await tx.query(
    `insert into care_private (tenant_id, borrower_id, care_id, words, consent_on, consent_how)
     values ($1, $2, $3, $4, $5, $6)`,
    [tenantId, given.borrowerId, careId, given.words, given.toldOn, given.consent],
  )
}

export type CareAct = {
  readonly borrowerId: bigint
  readonly careId: bigint
  readonly action: string
  readonly on: Day
  readonly by: string
  readonly words?: string | undefined
  readonly redress?: string | undefined
  readonly untilOn?: Day | undefined
  /** Said by the executor of an approved request alone, never by a body. */
  readonly approved?: boolean | undefined
}

/** Does one action of the table, with all that follows from its state. */
export async function actOnCare(
  tx: Tx,
  tenantId: bigint,
  act: CareAct,
  tick: CareTick,
): Promise<CareDone | CareFault> {
  const ref = { tenantId, borrowerId: act.borrowerId }
  if ((await lockBorrower(tx, ref)) === undefined) return { declined: 'no_such_borrower' }
  const care = await readCare(tx, tenantId, act)
  if (care === undefined) return { declined: 'no_such_care' }
  if (act.on > tick.today) return { declined: 'day_in_future' }
  // Nothing is done before what went before it.
  if (act.on < care.sinceOn) return { declined: 'care_out_of_order' }
  if (act.untilOn !== undefined && act.untilOn <= act.on)
    return { declined: 'ends_before_it_begins' }
  const fault = whyNotNow(care, act, tick) ?? (await neededFault(tx, tenantId, { care, act }))
  if (fault !== undefined) return fault
  const { action, on, by, words, redress, untilOn } = act
  const state = careTableOf(care.kind).actions[action]?.to ?? care.state
  const event = { action, state, on, by, words, redress, untilOn }
  const done = await applyState(tx, tenantId, { care, event, tick })
  await afterCare(tx, tenantId, { care, event, tick })
  return done
}
