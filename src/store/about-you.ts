import type { Day, Instant } from '../core/calendar.ts'
import { effectsOf, stopsOnly, urgencyOf } from '../engine/heard-effects.ts'
import type { Received } from '../engine/received.ts'
import type { OfAccount, Tick } from './agree.ts'
import { recomputePosition } from './book.ts'
import { actOnCare, openCare } from './care.ts'
import { loadCareBook } from './care-book.ts'
import type { CareFault } from './care-needs.ts'
import { readCares, type CareRow } from './care-read.ts'
import type { Tx } from './db.ts'
import type { BorrowerRef } from './guard-facts.ts'
import { RULES } from './hear-rules.ts'
import { openThread } from './inbox.ts'
import { applyCircumstance } from './inbound.ts'
import { takeMessageIn } from './message-in.ts'
import { withdrawPlanned } from './portal-care.ts'
import type { Language } from './templates.ts'

export type Helper = {
  readonly helperNo: bigint
  readonly name: string
  readonly reach: string
  readonly may: 'talk' | 'agree'
  readonly sinceOn: Day
}

export type About = {
  readonly language: Language
  /** What was told, as a care; its words are read by specialists alone, and not here. */
  readonly situation: CareRow | undefined
  readonly helpers: readonly Helper[]
}

export async function readAbout(tx: Tx, ref: BorrowerRef): Promise<About | undefined> {
  const { tenantId, borrowerId } = ref
  const found = await tx.query<{ language: Language }>(
    'select language from borrower where tenant_id = $1 and borrower_id = $2',
    [tenantId, borrowerId],
  )
  const cares = await readCares(tx, tenantId, borrowerId)
  const helpers = await tx.query<Helper>(
    `select helper_no as "helperNo", name, reach, may, since_on as "sinceOn" from borrower_helper
      where tenant_id = $1 and borrower_id = $2 order by helper_no`,
    [tenantId, borrowerId],
  )
  const [row] = found.rows
  return (
    row && {
      language: row.language,
      situation: cares.find(
        ({ kind, state }) => kind === 'vulnerability' && state !== 'ended' && state !== 'withdrawn',
      ),
      helpers: helpers.rows,
    }
  )
}

export type SituationTold = OfAccount & {
  readonly sort: string
  readonly words: string
  /** The words of the boxes that were ticked. */
  readonly consent: string
  /** What the thread says instead of the words, which stand apart. */
  readonly message: Received
}

/**
 * Keeps what was told under its consent, apart from every message; what the words mean acts at once all the
 * same, and whoever answers the inbox sees that somebody is to be looked after, and how soon.
 */
export async function tellSituation(
  tx: Tx,
  tenantId: bigint,
  told: SituationTold,
  tick: Tick & { readonly language: Language },
): Promise<{ readonly isCrisis: boolean } | CareFault> {
  const { borrowerId, accountId, sort, words, consent, message } = told
  const ref = { tenantId, borrowerId }
  const { now, today } = tick
  const made = await openCare(
    tx,
    tenantId,
    {
      borrowerId,
      kind: 'vulnerability',
      sort,
      toldOn: today,
      written: true,
      source: 'portal',
      words,
      consent,
      by: 'borrower',
    },
    { now, today, book: loadCareBook() },
  )
  if ('declined' in made) return made
  if (sort === 'abuse')
    await applyCircumstance(tx, ref, { kind: 'family_violence', fromOn: today }, today)
  const heard = RULES.hear(words, { today, currency: 'CNY', language: tick.language, ours: [] })
  const chose = stopsOnly(effectsOf(heard))
  const writer = { borrowerId, accountIds: [accountId], chose }
  const took = await takeMessageIn(tx, tenantId, message, { now, today, writer })
  if (took.is === 'matched') await raise(tx, { ...ref, messageId: took.messageId }, heard, now)
  await withdrawPlanned(tx, ref, 'vulnerability')
  return { isCrisis: heard.classes.some(({ what }) => what === 'self_harm') }
}

/** What is vulnerable goes to a person before the rest, and self-harm before everybody. */
const raise = (
  tx: Tx,
  ref: BorrowerRef & { readonly messageId: bigint },
  heard: ReturnType<typeof RULES.hear>,
  now: Instant,
) => {
  const isUrgent = urgencyOf(heard) > VULNERABLE
  const first = isUrgent ? heard.first : 'vulnerable'
  const urgency = isUrgent ? urgencyOf(heard) : VULNERABLE
  return openThread(tx, ref, { urgency, first, channel: 'message', at: now }, now)
}

const VULNERABLE = 7

/** The consent is taken back: the words are destroyed. */
export async function takeBackSituation(
  tx: Tx,
  tenantId: bigint,
  of: { readonly borrowerId: bigint; readonly careId: bigint },
  tick: Tick,
): Promise<boolean> {
  const act = { ...of, action: 'withdraw', on: tick.today, by: 'borrower' }
  const made = await actOnCare(tx, tenantId, act, { ...tick, book: loadCareBook() })
  return !('declined' in made)
}

const HELPERS_MAX = 2

export async function nameHelper(
  tx: Tx,
  ref: BorrowerRef,
  given: Omit<Helper, 'helperNo'>,
): Promise<{ readonly helperNo: bigint } | { readonly declined: 'helpers_full' }> {
  const about = await readAbout(tx, ref)
  if ((about?.helpers.length ?? 0) >= HELPERS_MAX) return { declined: 'helpers_full' }
  const made = await tx.query<{ helper_no: bigint }>(
    `insert into borrower_helper (tenant_id, borrower_id, name, reach, may, since_on)
     values ($1, $2, $3, $4, $5, $6) returning helper_no`,
    [ref.tenantId, ref.borrowerId, given.name, given.reach, given.may, given.sinceOn],
  )
  return { helperNo: made.rows[0]?.helper_no ?? 0n }
}

/** Their name goes with it, and is said once more to whoever was told of it; undefined: nobody was named so. */
export async function endHelper(
  tx: Tx,
  ref: BorrowerRef,
  helperNo: bigint,
): Promise<string | undefined> {
  const ended = await tx.query<{ name: string }>(
    'delete from borrower_helper where tenant_id = $1 and borrower_id = $2 and helper_no = $3 returning name',
    [ref.tenantId, ref.borrowerId, helperNo],
  )
  return ended.rows[0]?.name
}

/** In which language we write and call from now on. */
export async function setLanguage(
  tx: Tx,
  { tenantId, borrowerId }: BorrowerRef,
  language: Language,
  today: Day,
): Promise<void> {
  await tx.query('update borrower set language = $3 where tenant_id = $1 and borrower_id = $2', [
    tenantId,
    borrowerId,
    language,
  ])
  await recomputePosition(tx, tenantId, borrowerId, today)
}
