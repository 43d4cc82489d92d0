import type { Day, Instant } from '../core/calendar.ts'
import type { AppTold } from '../engine/app-told.ts'
import { addressForms } from '../engine/address-forms.ts'
import { changeStanding } from './address-history.ts'
import { keepAppFact } from './app-fact.ts'
import { keepTemplateState } from './app-template.ts'
import { applyConsent } from './consent.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'
import { lockBorrower, type BorrowerRef } from './guard-facts.ts'
import { receiveReceipt } from './receipt-in.ts'

type Tick = { readonly now: Instant; readonly today: Day }
type Person = Extract<AppTold, { about: 'person' }>

/**
 * What an app tells of a person or a template, once for ever. Who shuts us out there is written to on no app
 * from here on, also not by what was permitted already; only a yes of theirs, on record, lifts that.
 */
export async function receiveAppTold(
  db: Db,
  tenantId: bigint,
  told: AppTold,
  tick: Tick,
): Promise<'kept' | 'nobody'> {
  if (told.about === 'sent') return ofSent(db, tenantId, told)
  return inTenant(
    db,
    tenantId,
    async (tx) => {
      if (told.about === 'person') return ofPerson(tx, tenantId, told, tick)
      await keepTemplateState(tx, tenantId, { ...told, at: notAfter(told.at, tick) })
      return 'kept'
    },
    { retries: 3 },
  )
}

const SENT_WITHIN_MS = 3_600_000

/** The one use of a consent that it can be about; of two nobody knows which, and both stay as they are. */
async function ofSent(
  db: Db,
  tenantId: bigint,
  { provider, from, template, said, detail, at }: Extract<AppTold, { about: 'sent' }>,
): Promise<'kept' | 'nobody'> {
  const found = await inTenant(db, tenantId, (tx) =>
    tx.query<{ attempt_key: string }>(
      `select u.attempt_key from address a
         join app_fact u on u.tenant_id = a.tenant_id and u.borrower_id = a.borrower_id
           and u.address_id = a.address_id and u.kind = 'used'
        where a.tenant_id = $1 and a.value = $2 and a.kind = 'profile' and u.provider = $3 and u.template = $4
          and u.effective_at between $5 and $6
          and not exists (select from app_fact b where b.tenant_id = u.tenant_id
            and b.borrower_id = u.borrower_id and b.attempt_key = u.attempt_key and b.kind = 'back')
        limit 2`,
      [
        tenantId,
        from,
        provider,
        template,
        instantText((at - SENT_WITHIN_MS) as Instant),
        instantText((at + SENT_WITHIN_MS) as Instant),
      ],
    ),
  )
  const [one, other] = found.rows
  if (one === undefined || other !== undefined) return 'nobody'
  const receipt = { provider, attemptKey: one.attempt_key, said, at, detail }
  return (await receiveReceipt(db, tenantId, receipt)) === 'kept' ? 'kept' : 'nobody'
}

/** No clock of a provider is ahead of ours. */
const notAfter = (at: Instant, { now }: Tick): Instant => Math.min(at, now) as Instant

async function ofPerson(tx: Tx, tenantId: bigint, told: Person, tick: Tick) {
  const found = await tx.query<Known>(
    `select distinct on (borrower_id) borrower_id, address_id, kind from address
      where tenant_id = $1 and value = any($2) and kind in ('profile', 'mobile')
        and standing in ('unverified', 'works', 'fails')
      order by borrower_id, address_id limit 20`,
    [tenantId, addressForms(told.from)],
  )
  // One consent of one person is not two consents because two debts know their number.
  if (told.kind === 'accepted' && found.rows.length > 1) return 'nobody'
  for (const row of found.rows) {
    const ref = { tenantId, borrowerId: row.borrower_id }
    if ((await lockBorrower(tx, ref)) === undefined) continue
    const { kind, provider, template, uses, closesAt, source } = told
    const fact = { kind, provider, template, uses, closesAt, source, at: notAfter(told.at, tick) }
    const isNew = await keepAppFact(tx, ref, { ...fact, addressId: row.address_id })
    if (isNew === undefined) continue
    await learn(tx, ref, { row, told }, tick)
  }
  return found.rows.length === 0 ? 'nobody' : 'kept'
}

type Known = { borrower_id: bigint; address_id: bigint; kind: 'profile' | 'mobile' }

/** A number that an app does not reach may well ring: only a name at the app itself stands and falls with it. */
async function learn(
  tx: Tx,
  ref: BorrowerRef,
  { row, told }: { readonly row: Known; readonly told: Person },
  tick: Tick,
): Promise<void> {
  const { kind, provider } = told
  const of = { addressId: row.address_id, source: `message ${provider}` }
  if (row.kind === 'profile' && kind === 'linked')
    await changeStanding(tx, ref, { ...of, standing: 'works', how: 'reply' }, tick)
  if (kind !== 'blocked') return
  if (row.kind === 'profile')
    await changeStanding(tx, ref, { ...of, standing: 'fails', how: 'bounce' }, tick)
  const refusal = { borrowerId: ref.borrowerId, channel: 'message', given: false } as const
  await applyConsent(tx, ref.tenantId, { ...refusal, source: `blocked at ${provider}` }, tick.now)
}
