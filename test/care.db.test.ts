import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ALWAYS_PROMPT, sandboxProvider } from '../src/channels/sandbox.ts'
import { addDays, type Day, day } from '../src/core/calendar.ts'
import type { Channel } from '../src/core/channel.ts'
import { actOnCare, openCare, type CareAct, type CareGiven } from '../src/store/care.ts'
import { loadCareBook } from '../src/store/care-book.ts'
import { addEvidence, readPrivate } from '../src/store/care-evidence.ts'
import { flipToSending } from '../src/store/contact.ts'
import { inTenant } from '../src/store/db.ts'
import { chargeStops, heldNow } from '../src/store/held.ts'
import { loadLaw } from '../src/store/law.ts'
import { recordPayment } from '../src/store/payment-event.ts'
import type { Desk } from '../src/store/permit.ts'
import { askForPermit } from '../src/store/permits.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const book = loadCareBook()
const desk: Desk = {
  law,
  templates,
  sender: {
    tradingName: 'Demo Bank',
    checkPhone: '+44 20 7946 0000',
    checkUrl: 'https://demo.example/check',
  },
  today: TODAY,
  automatic: new Set<Channel>(['sms', 'email']),
  permitLifeMs: HOUR,
  madeBy: 'dispatch:this',
}

let fresh: Fresh
let next = 500
let id: number
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterAll(() => fresh.drop())
beforeEach(async () => {
  id = next++
  await addPeople(fresh.db, [{ id, jurisdictions: 'uk', language: 'en', zones: ['Europe/London'] }])
})

const borrowerId = () => BigInt(id)
const accountId = () => BigInt(id) * 10n
/** 12:00 in London. */
const NOON = (MORNING + 10 * HOUR) as typeof MORNING
const tick = (today: Day = TODAY) => ({ now: NOON, today, book })

const open = (given: Partial<CareGiven> = {}, today?: Day) =>
  inTenant(fresh.db, 1n, (tx) =>
    openCare(
      tx,
      1n,
      {
        borrowerId: borrowerId(),
        kind: 'dispute',
        accountId: accountId(),
        sort: 'amount',
        toldOn: today ?? TODAY,
        written: true,
        source: 'letter',
        by: 'ann',
        ...given,
      },
      tick(today),
    ),
  )

const act = (careId: bigint, given: Partial<CareAct> & { action: string }, today: Day = TODAY) =>
  inTenant(fresh.db, 1n, (tx) =>
    actOnCare(
      tx,
      1n,
      { borrowerId: borrowerId(), careId, on: today, by: 'ann', ...given },
      tick(today),
    ),
  )

async function opened(given: Partial<CareGiven> = {}, today?: Day) {
  const made = await open(given, today)
  if ('declined' in made) throw new Error(JSON.stringify(made))
  return made
}

const held = (what: Parameters<typeof heldNow>[4], today: Day = TODAY) =>
  inTenant(fresh.db, 1n, async (tx) => {
    const found = await heldNow(tx, 1n, borrowerId(), accountId(), what, today)
    return found?.reason
  })

const document = (careId: bigint, kind: 'verification' | 'court' | 'certificate', datedOn: Day) =>
  inTenant(fresh.db, 1n, (tx) =>
    addEvidence(
      tx,
      1n,
      {
        borrowerId: borrowerId(),
        careId,
        kind,
        title: 'Statement',
        sha256: `${datedOn}${kind}`.replaceAll(/[^0-9a-f]/g, '').padEnd(64, '0'),
        datedOn,
        receivedOn: datedOn,
        by: 'ann',
      },
      day('2027-12-31'),
    ),
  )

const send = () =>
  dispatch(fresh.db, 1n, {
    now: NOON,
    today: TODAY,
    say: () => undefined,
    channels: { sms: sandboxProvider(fresh.db, { channel: 'sms', seed: 1, mix: ALWAYS_PROMPT }) },
    law,
    templates,
  })
const sent = async () =>
  (
    await rows(
      fresh.db,
      `select from contact where borrower_id = $1 and state not in ('permitted', 'withdrawn')`,
      [id],
    )
  ).length

describe('a dispute stops a message already queued', () => {
  test('one that is planned is not sent; without the dispute it is', async () => {
    await opened()
    await send()
    expect(await sent()).toBe(0)
    id = next++
    await addPeople(fresh.db, [
      { id, jurisdictions: 'uk', language: 'en', zones: ['Europe/London'] },
    ])
    await send()
    expect(await sent()).toBe(1)
  })

  test('one that has its permit is taken back, and the sender cannot use it any more', async () => {
    const [treatment] = await rows<{ treatment_id: bigint }>(
      fresh.db,
      'select treatment_id from treatment where borrower_id = $1',
      [id],
    )
    const ref = {
      tenantId: 1n,
      borrowerId: borrowerId(),
      treatmentId: treatment?.treatment_id ?? 0n,
    }
    const answer = await askForPermit(fresh.db, ref, desk, NOON)
    if (answer.is !== 'permitted') throw new Error(answer.is)
    expect(await opened()).toMatchObject({ withdrawn: 1, state: 'open' })
    const flip = {
      now: NOON,
      today: TODAY,
      provider: 'sandbox-sms',
      madeBy: desk.madeBy,
    }
    const contact = { ...ref, contactId: answer.permit.contactId }
    expect(await flipToSending(fresh.db, contact, flip)).toBe(false)
    expect(await sent()).toBe(0)
  })

  test('it stops charges, collections and furnishing too, and the borrower may still pay', async () => {
    expect(await held('collect')).toBeUndefined()
    const { careId } = await opened({ disputedMinor: 2_000n })
    for (const what of ['contact', 'charge', 'collect', 'furnish', 'all'] as const)
      expect(await held(what)).toBe('dispute')
    const spans = await inTenant(fresh.db, 1n, (tx) => chargeStops(tx, 1n, borrowerId()))
    expect(spans.get(accountId())).toMatchObject({
      noCharges: [{ from: TODAY, until: undefined }],
      disputed: [{ from: TODAY, until: undefined }],
    })
    const payment = { borrowerId: borrowerId(), accountId: accountId(), ref: `P${id}` }
    const paid = await recordPayment(
      fresh.db,
      1n,
      { ...payment, amountMinor: 100n, effectiveOn: TODAY },
      { now: NOON, today: TODAY },
    )
    expect(paid).not.toHaveProperty('declined')
    await act(careId, { action: 'uphold', words: 'You were right' })
    expect(await held('all')).toBeUndefined()
  })
})

describe('a dispute is closed by what is newer than it', () => {
  test('without a document, or with an older or same-day one, it stays; with a newer one it closes', async () => {
    const { careId } = await opened()
    const later = addDays(TODAY, 3)
    const verify = () => act(careId, { action: 'verify', words: 'See the agreement' }, later)
    expect(await verify()).toEqual({ declined: 'care_needs', need: 'newer_document' })
    await document(careId, 'verification', addDays(TODAY, -400))
    await document(careId, 'verification', TODAY)
    expect(await verify()).toEqual({ declined: 'care_needs', need: 'newer_document' })
    expect(await held('contact', later)).toBe('dispute')
    await document(careId, 'verification', addDays(TODAY, 1))
    expect(await verify()).toMatchObject({ state: 'verified' })
    expect(await held('contact', later)).toBeUndefined()
    expect(await act(careId, { action: 'verify', words: 'again' }, later)).toEqual({
      declined: 'care_not_from_here',
    })
  })

  test('opened again it wants a document newer than the opening', async () => {
    const { careId } = await opened()
    await document(careId, 'verification', addDays(TODAY, 1))
    const closed = addDays(TODAY, 2)
    await act(careId, { action: 'verify', words: 'See it' }, closed)
    await act(careId, { action: 'reopen', words: 'A receipt was found' }, addDays(TODAY, 5))
    expect(await held('charge', addDays(TODAY, 5))).toBe('dispute')
    expect(await act(careId, { action: 'verify', words: 'x' }, addDays(TODAY, 9))).toEqual({
      declined: 'care_needs',
      need: 'newer_document',
    })
  })

  test('the day before the dispute nothing is disputed, and nothing is done before what went before', async () => {
    const told = addDays(TODAY, -5)
    const { careId } = await opened({ toldOn: told })
    expect(await held('charge', addDays(told, -1))).toBeUndefined()
    expect(await held('charge', told)).toBe('dispute')
    expect(await act(careId, { action: 'withdraw', words: 'no', on: addDays(told, -1) })).toEqual({
      declined: 'care_out_of_order',
    })
    expect(await open({ sort: 'amount' })).toEqual({ declined: 'care_already_open' })
    expect(await open({ sort: 'paid' })).toMatchObject({ state: 'open' })
    expect(await open({ sort: 'weather' })).toEqual({ declined: 'care_sort_unknown' })
  })
})

describe('moratoria', () => {
  test('a breathing space stands for sixty days after its first, and not again within a year', async () => {
    const { careId } = await opened({ kind: 'breathing_space', sort: 'standard' })
    const last = addDays(TODAY, 60)
    expect(await held('charge', last)).toBe('breathing_space')
    expect(await held('charge', addDays(last, 1))).toBeUndefined()
    expect(await act(careId, { action: 'review' }, addDays(TODAY, 24))).toMatchObject({
      declined: 'care_too_early',
      from: addDays(TODAY, 25),
    })
    expect(await act(careId, { action: 'review' }, addDays(TODAY, 25))).toMatchObject({
      state: 'reviewed',
    })
    expect(await held('collect', last)).toBe('breathing_space')
    expect(await act(careId, { action: 'end' }, last)).toMatchObject({ declined: 'care_too_early' })
    await act(careId, { action: 'end' }, addDays(last, 1))
    const second = (today: Day) => open({ kind: 'breathing_space', sort: 'standard' }, today)
    expect(await second(day('2027-11-19'))).toMatchObject({
      declined: 'care_too_soon',
      from: '2027-11-20',
      rule: 'uk.breathing',
    })
    expect(await second(day('2027-11-20'))).toMatchObject({ state: 'registered' })
  })

  test('one that the adviser cancelled uses nothing up', async () => {
    const { careId } = await opened({ kind: 'breathing_space', sort: 'standard' })
    await act(careId, { action: 'cancel', words: 'Did not engage' }, addDays(TODAY, 3))
    expect(await held('all', addDays(TODAY, 3))).toBeUndefined()
    const again = { kind: 'breathing_space' as const, sort: 'standard' }
    expect(await open(again, addDays(TODAY, 9))).toMatchObject({ state: 'registered' })
  })

  test('a crisis one lasts as long as the treatment and thirty days', async () => {
    const { careId } = await opened({ kind: 'crisis', sort: undefined })
    expect(await held('contact', addDays(TODAY, 400))).toBe('moratorium')
    const over = addDays(TODAY, 100)
    await act(careId, { action: 'treatment_ended' }, over)
    expect(await held('contact', addDays(over, 30))).toBe('moratorium')
    expect(await held('contact', addDays(over, 31))).toBeUndefined()
  })
})

describe('the others', () => {
  test('a complaint stops nothing that is owed, and its outcome needs redress', async () => {
    const { careId } = await opened({ kind: 'complaint', sort: 'conduct', words: 'They shouted' })
    expect(await held('all')).toBeUndefined()
    expect(await act(careId, { action: 'uphold', words: 'So it was' })).toEqual({
      declined: 'care_needs',
      need: 'redress',
    })
    const done = { action: 'uphold', words: 'So it was', redress: 'An apology and 50.00' }
    expect(await act(careId, done)).toMatchObject({ state: 'upheld' })
  })

  test('what makes a person vulnerable is kept apart with consent, and goes when it is taken back', async () => {
    const told = { kind: 'vulnerability' as const, sort: 'health', words: 'I am very ill' }
    expect(await open(told)).toEqual({ declined: 'care_needs', need: 'consent' })
    const { careId } = await opened({ ...told, consent: 'said so on the telephone' })
    const vulnerable = async () =>
      (
        await rows<{ vulnerable: boolean }>(
          fresh.db,
          'select vulnerable from position where borrower_id = $1',
          [id],
        )
      )[0]?.vulnerable
    expect(await vulnerable()).toBe(true)
    expect(await held('contact')).toBe('vulnerable')
    await act(careId, { action: 'support', words: 'By letter only, large print' })
    expect([await held('contact'), await vulnerable()]).toEqual([undefined, true])
    const read = () =>
      inTenant(fresh.db, 1n, (tx) =>
        readPrivate(tx, 1n, { borrowerId: borrowerId(), careId, by: 'ann', reason: 'to agree' }),
      )
    expect(await read()).toMatchObject({ words: 'I am very ill' })
    await act(careId, { action: 'withdraw' })
    expect([await read(), await vulnerable()]).toEqual([undefined, false])
    const kept = await rows(fresh.db, `select from care_event where words like '%very ill%'`)
    expect(kept).toHaveLength(0)
  })

  test('a bankruptcy stops all on the word, and is taken back only after its wait', async () => {
    const { careId } = await opened({ kind: 'bankruptcy', sort: undefined })
    expect(await held('furnish', addDays(TODAY, 300))).toBe('bankruptcy')
    const revert = { action: 'revert', words: 'The court knows of none' }
    expect(await act(careId, revert, addDays(TODAY, 21))).toMatchObject({
      declined: 'care_too_early',
    })
    expect(await act(careId, revert, addDays(TODAY, 22))).toMatchObject({ state: 'reverted' })
    expect(await held('all', addDays(TODAY, 22))).toBeUndefined()
    const again = await opened({ kind: 'bankruptcy', sort: undefined }, addDays(TODAY, 30))
    expect(await act(again.careId, { action: 'confirm' }, addDays(TODAY, 31))).toEqual({
      declined: 'care_needs',
      need: 'proof',
    })
    await document(again.careId, 'court', addDays(TODAY, 31))
    expect(await act(again.careId, { action: 'confirm' }, addDays(TODAY, 31))).toMatchObject({
      state: 'confirmed',
    })
    await act(again.careId, { action: 'discharge' }, addDays(TODAY, 60))
    expect(await held('contact', addDays(TODAY, 4000))).toBe('bankruptcy')
  })

  test('a payment pause stops collecting until its day, and counts no day as late', async () => {
    const { careId } = await opened({ kind: 'payment_pause', sort: 'interest_free' })
    expect(await held('all')).toBeUndefined()
    await act(careId, { action: 'grant', untilOn: addDays(TODAY, 30) })
    expect([await held('collect'), await held('charge'), await held('furnish')]).toEqual([
      'hardship',
      'hardship',
      undefined,
    ])
    expect(await held('collect', addDays(TODAY, 30))).toBeUndefined()
    await act(careId, { action: 'end', words: 'Back at work' }, addDays(TODAY, 10))
    expect(await held('collect', addDays(TODAY, 10))).toBeUndefined()
    const pauses = await rows<{ from_on: Day; withdraws_id: bigint | null }>(
      fresh.db,
      'select from_on, withdraws_id from pause where borrower_id = $1 order by pause_id',
      [id],
    )
    expect(pauses.map((row) => row.from_on)).toEqual([TODAY, addDays(TODAY, 10)])
  })

  test('hardship stops until it is answered, for the account named alone', async () => {
    const { careId } = await opened({ kind: 'hardship', sort: 'income' })
    expect([await held('collect'), await held('charge')]).toEqual(['hardship', undefined])
    expect(await act(careId, { action: 'refuse', words: 'x' })).toEqual({
      declined: 'care_not_from_here',
    })
    await act(careId, { action: 'assess', words: 'Budget seen' })
    expect(await act(careId, { action: 'refuse' })).toEqual({
      declined: 'care_needs',
      need: 'words',
    })
    await act(careId, { action: 'refuse', words: 'The budget shows a surplus' })
    expect(await held('all')).toBeUndefined()
  })
})
