import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addPeople, makeBook, MORNING, rows, TODAY } from '../../test/dispatch-world.ts'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { ALWAYS_PROMPT, sandboxProvider } from '../channels/sandbox.ts'
import { addDays, type Day, day } from '../core/calendar.ts'
import { dispatch } from '../worker/dispatch.ts'
import { inTenant } from './db.ts'
import { loadLaw } from './law.ts'
import { readLimitations, refreshBook } from './limitation.ts'
import { outOfTimeFault } from './out-of-time.ts'
import { recordPayment } from './payment-event.ts'
import { recordLimitationFact, recordRevivalConsent, type FactKind } from './revival.ts'
import { loadTemplates } from './templates.ts'

let fresh: Fresh
let next = 700
let id: number
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())
beforeEach(async () => {
  id = next++
  await addPeople(fresh.db, [{ id }])
})

const keys = () => ({ borrowerId: BigInt(id), accountId: BigInt(id) * 10n })
const fact = (kind: FactKind, on: Day) =>
  inTenant(fresh.db, 1n, (tx) =>
    recordLimitationFact(tx, 1n, { ...keys(), kind, on, source: 'file' }, TODAY),
  )
const consent = (noticeOn: Day, on: Day) =>
  inTenant(fresh.db, 1n, (tx) =>
    recordRevivalConsent(tx, 1n, { ...keys(), noticeOn, on, how: 'letter', by: 'ann' }, TODAY),
  )
const limitation = async () => {
  const all = await inTenant(fresh.db, 1n, (tx) => readLimitations(tx, 1n, [BigInt(id)], TODAY))
  return all[0]
}
const position = async () =>
  (
    await rows<{ limitation_on: Day | null }>(
      fresh.db,
      'select limitation_on from position where borrower_id = $1',
      [id],
    )
  )[0]?.limitation_on
const says = (on: Day) =>
  inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `insert into account_profile (tenant_id, borrower_id, account_id, effective_on, limitation_on)
       values (1, $1, $2, $3, $4)`,
      [id, id * 10, TODAY, on],
    ),
  )

const send = async () =>
  dispatch(fresh.db, 1n, {
    now: MORNING,
    today: TODAY,
    say: () => undefined,
    channels: { sms: sandboxProvider(fresh.db, { channel: 'sms', seed: 1, mix: ALWAYS_PROMPT }) },
    law: loadLaw('law'),
    templates: await loadTemplates('templates'),
  })

describe('the day in the position', () => {
  test('it is reckoned from the facts, and the lender is followed only where earlier', async () => {
    await fact('default', day('2024-05-01'))
    expect(await position()).toBe('2027-05-02')
    await says(day('2028-01-01'))
    await fact('demand', day('2025-05-01'))
    expect(await position()).toBe('2028-01-01')
    await says(day('2026-12-31'))
    await fact('demand', day('2025-06-01'))
    expect([await position(), (await limitation())?.barredOn]).toEqual(['2026-12-31', '2026-12-31'])
  })

  test('a payment renews it, and one that was undone does not', async () => {
    await fact('default', day('2024-05-01'))
    const pay = { ...keys(), ref: `P${id}`, amountMinor: 100n, effectiveOn: addDays(TODAY, -9) }
    await recordPayment(fresh.db, 1n, pay, { now: MORNING, today: TODAY })
    expect([await position(), (await limitation())?.barredOn]).toEqual(['2029-11-12', '2029-11-12'])
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query(
        `insert into payment (tenant_id, borrower_id, account_id, payment_id, ref, amount_minor, reverses_id, effective_on)
         select tenant_id, borrower_id, account_id, payment_id + 1000000, 'undone', amount_minor, payment_id, effective_on
           from payment where borrower_id = $1`,
        [id],
      ),
    )
    expect((await limitation())?.barredOn).toBe('2027-05-02')
  })

  test('a receipt is no demand: it asks for nothing, and renews nothing', async () => {
    id = next++
    await addPeople(fresh.db, [{ id, treatments: 0 }])
    await fact('default', day('2024-05-01'))
    const pay = { ...keys(), ref: `P${id}`, amountMinor: 100n, effectiveOn: TODAY }
    await recordPayment(fresh.db, 1n, pay, { now: MORNING, today: TODAY })
    await send()
    const arrived = await rows<{ template: string }>(
      fresh.db,
      `update contact set state = 'delivered' where borrower_id = $1 returning template`,
      [id],
    )
    expect(arrived).toEqual([{ template: 'receipt' }])
    const steps = (await limitation())?.found?.steps ?? []
    expect(steps.map((step) => step.kind)).toEqual(['default', 'payment', 'end'])
  })

  test('the whole book is reckoned anew, and tells how many are out of time', async () => {
    await fact('default', day('2020-05-01'))
    const { accounts, barred } = await refreshBook(fresh.db, 1n, TODAY)
    expect(accounts).toBeGreaterThan(1)
    expect(barred).toBeGreaterThanOrEqual(1)
    expect(await position()).toBe('2023-05-02')
  })
})

describe('a debt that is out of time is not brought back by a trick', () => {
  test('an acknowledgement is refused without the notice and the consent, and taken with them', async () => {
    await fact('default', day('2020-05-01'))
    expect(await fact('acknowledgement', TODAY)).toEqual({ declined: 'revival_needs_consent' })
    expect(await consent(TODAY, addDays(TODAY, -1))).toEqual({ declined: 'notice_not_before' })
    expect(await consent(addDays(TODAY, -1), TODAY)).toHaveProperty('consentId')
    expect(await fact('acknowledgement', TODAY)).toHaveProperty('factId')
    expect(await position()).toBe('2029-11-21')
  })

  test('while the time runs no consent is asked for', async () => {
    await fact('default', day('2025-05-01'))
    expect(await consent(TODAY, TODAY)).toEqual({ declined: 'not_out_of_time' })
    expect(await fact('acknowledgement', TODAY)).toHaveProperty('factId')
  })

  test('money that the borrower sends is taken, and begins nothing anew', async () => {
    await fact('default', day('2020-05-01'))
    const pay = { ...keys(), ref: `P${id}`, amountMinor: 100n, effectiveOn: TODAY }
    const paid = await recordPayment(fresh.db, 1n, pay, { now: MORNING, today: TODAY })
    expect(paid).not.toHaveProperty('declined')
    expect((await limitation())?.barredOn).toBe('2023-05-02')
  })
})

describe('what is said about it', () => {
  const account = (jurisdictions: string[], limitationOn: Day | undefined = TODAY) => ({
    account: { jurisdictions, limitationOn },
    language: 'en' as const,
    today: TODAY,
  })

  test('where law asks for a sentence, a text without it does not go', () => {
    const sentence =
      'The law limits how long you can be sued for a debt. Because of the age of this debt we will not sue you for it.'
    const text = 'Please get in touch with us.'
    expect(outOfTimeFault({ ...account(['us', 'us-ca']), text })).toBe('sentence_missing')
    expect(
      outOfTimeFault({ ...account(['us', 'us-ca']), text: `${text} ${sentence}` }),
    ).toBeUndefined()
    const tomorrow = account(['us', 'us-ca'], addDays(TODAY, 1))
    expect(outOfTimeFault({ ...tomorrow, text })).toBeUndefined()
    expect(outOfTimeFault({ ...account(['cn']), text })).toBeUndefined()
  })

  test('of a debt that has ended nothing is asked at all', () => {
    expect(outOfTimeFault({ ...account(['uk', 'uk-sct']), text: 'x' })).toBe('debt_has_ended')
    expect(outOfTimeFault({ ...account(['uk']), text: 'x' })).toBeUndefined()
  })

  test('the guard is told, and a reminder without a threat may still go in China', async () => {
    await fact('default', day('2020-05-01'))
    await send()
    const [verdict] = await rows<{ verdict: unknown }>(
      fresh.db,
      'select to_jsonb(v) as verdict from verdict v where borrower_id = $1 order by verdict_id desc limit 1',
      [id],
    )
    expect(JSON.stringify(verdict)).toContain('time_barred')
  })
})
