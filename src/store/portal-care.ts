import { addDays, type Day } from '../core/calendar.ts'
import type { OfAccount, Tick } from './agree.ts'
import { openCare } from './care.ts'
import { loadCareBook } from './care-book.ts'
import type { CareFault } from './care-needs.ts'
import { readCares, type CareRow } from './care-read.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { readHeld, type Held } from './held.ts'
import { applyHold } from './hold.ts'
import { applyCircumstance } from './inbound.ts'
import { NOT_SERVICING } from './servicing.ts'

/** The hold of somebody who is being advised, and how often it is given on their word alone. */
export const ADVICE_DAYS = 30
const ADVICE_TIMES = 2
const ADVICE_WITHIN_DAYS = 180

export const standsOn = ({ fromOn, untilOn }: Held, today: Day): boolean =>
  fromOn <= today && (untilOn === undefined || today < untilOn)

/**
 * What was going to be sent because of this debt is not: the hold keeps it from leaving, and so that nothing
 * is left of it either, what is planned is taken back. What asks for nothing stays.
 */
export async function withdrawPlanned(tx: Tx, ref: BorrowerRef, why: string): Promise<void> {
  await tx.query(
    `update treatment set state = 'withdrawn', state_why = jsonb_build_object('why', $3::text), not_before = null
      where tenant_id = $1 and borrower_id = $2 and state in ('planned', 'deferred') and reward is null
        and ${NOT_SERVICING}`,
    [ref.tenantId, ref.borrowerId, why],
  )
}

export type AdviceGiven =
  | { readonly untilOn: Day }
  | { readonly declined: 'advice_already' | 'advice_too_often' | 'no_such_borrower' }

/** Thirty days in which nobody asks for money, on the word of whoever is getting advice. */
export async function holdForAdvice(tx: Tx, ref: BorrowerRef, tick: Tick): Promise<AdviceGiven> {
  const { today } = tick
  const held = (await readHeld(tx, ref.tenantId, ref.borrowerId)).filter(
    (one) => one.reason === 'advice',
  )
  if (held.some((one) => standsOn(one, today))) return { declined: 'advice_already' }
  const since = addDays(today, -ADVICE_WITHIN_DAYS)
  if (held.filter((one) => one.fromOn > since).length >= ADVICE_TIMES)
    return { declined: 'advice_too_often' }
  const untilOn = addDays(today, ADVICE_DAYS)
  const { borrowerId } = ref
  const hold = { borrowerId, reason: 'advice', written: true, fromOn: today, untilOn }
  const made = await applyHold(tx, ref.tenantId, { ...hold, source: 'portal' }, tick)
  if ('declined' in made) return { declined: 'no_such_borrower' }
  await withdrawPlanned(tx, ref, 'advice')
  return { untilOn }
}

export type HardshipTold = OfAccount & {
  readonly sort: string
  readonly words: string | undefined
}

/** Opens the hardship of one account; what it stops is stopped, and treatment is kinder, when this commits. */
export async function tellHardship(
  tx: Tx,
  tenantId: bigint,
  told: HardshipTold,
  tick: Tick,
): Promise<{ readonly careId: string } | CareFault> {
  const { borrowerId, accountId, sort, words } = told
  const ref = { tenantId, borrowerId }
  if ((await openHardship(tx, tenantId, told)) !== undefined)
    return { declined: 'care_already_open' }
  await applyCircumstance(tx, ref, { kind: 'cannot_pay', fromOn: tick.today }, tick.today)
  const made = await openCare(
    tx,
    tenantId,
    {
      borrowerId,
      accountId,
      kind: 'hardship',
      sort,
      toldOn: tick.today,
      written: true,
      source: 'portal',
      words,
      by: 'borrower',
    },
    { ...tick, book: loadCareBook() },
  )
  if ('declined' in made) return made
  await withdrawPlanned(tx, ref, 'hardship')
  return { careId: String(made.careId) }
}

/** The hardship that is open for an account, where there is one. */
export async function openHardship(
  tx: Tx,
  tenantId: bigint,
  of: OfAccount,
): Promise<CareRow | undefined> {
  const cares = await readCares(tx, tenantId, of.borrowerId)
  return cares.find(
    ({ kind, accountId, state }) =>
      kind === 'hardship' &&
      (accountId === undefined || accountId === of.accountId) &&
      state !== 'ended' &&
      state !== 'refused',
  )
}
