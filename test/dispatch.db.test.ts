import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ALWAYS_PROMPT, sandboxProvider, type Mix } from '../src/channels/sandbox.ts'
import type { Instant } from '../src/core/calendar.ts'
import { loadLaw } from '../src/store/law.ts'
import { keptReason } from '../src/store/law-kept.ts'
import { sha256 } from '../src/store/render.ts'
import { liquid, loadTemplates, type Templates } from '../src/store/templates.ts'
import { replay } from '../src/store/verdict-text.ts'
import { watchClock } from '../src/worker/clock-watch.ts'
import { dispatch, type DispatchOptions } from '../src/worker/dispatch.ts'
import { emptyCounts, type DispatchCounts } from '../src/worker/dispatch-counts.ts'
import { collectReceipts } from '../src/worker/settle.ts'
import { addPeople, HOUR, makeBook, MORNING, NIGHT, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')

let fresh: Fresh
beforeEach(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
})
afterEach(() => fresh.drop())

const channels = (mix: Mix = ALWAYS_PROMPT) => ({
  sms: sandboxProvider(fresh.db, { channel: 'sms', seed: 1, mix }),
  email: sandboxProvider(fresh.db, { channel: 'email', seed: 1, mix }),
})

const run = (options: Partial<DispatchOptions> = {}) =>
  dispatch(fresh.db, 1n, {
    now: MORNING,
    today: TODAY,
    say: () => undefined,
    channels: channels(),
    law,
    templates,
    ...options,
  })

function addsUp(c: DispatchCounts): void {
  const sum = (o: Record<string, number>) => Object.values(o).reduce((a, b) => a + b, 0)
  expect(c.treatments).toBe(
    c.allow + c.defer + c.deny + sum(c.unasked) + c.stopped + c.gone + c.troubled,
  )
  expect(c.allow).toBe(c.sent + c.listed)
  expect(c.sent).toBe(sum(c.answers))
}

type Message = {
  permit: string
  recipient: string
  body: string
  body_hash: string
  valid_until: Instant
}
const received = () => rows<Message>(fresh.db, 'select * from sandbox_message order by message_id')
const treatments = () =>
  rows<{ borrower_id: bigint; state: string; not_before: Instant | null; state_why: unknown }>(
    fresh.db,
    'select borrower_id, state, not_before, state_why from treatment order by borrower_id, treatment_id',
  )
const contacts = () =>
  rows<{
    state: string
    state_why: string | null
    body_hash: string
    attempt_key: string
    slots_returned_at: Instant | null
    slots: { freeAt: number }[]
    expires_at: Instant
  }>(fresh.db, 'select * from contact order by borrower_id, contact_id')

describe('a treatment becomes a contact', () => {
  test('by day it leaves: permitted, sent, accepted, and later delivered', async () => {
    await addPeople(fresh.db, [{ id: 1 }])
    const counts = await run()
    addsUp(counts)
    expect(counts).toMatchObject({ treatments: 1, allow: 1, sent: 1, answers: { accepted: 1 } })
    expect(await treatments()).toMatchObject([{ state: 'sent' }])
    const [message] = await received()
    expect(message?.body).toMatch(/^【Demo Bank】王小明您好，.*¥100\.00.*拒收请回复R$/)
    const [contact] = await contacts()
    expect(contact).toMatchObject({ state: 'accepted', attempt_key: message?.permit })
    // What was sent is what was permitted, byte for byte, and the provider may not keep it longer.
    expect(contact?.body_hash).toBe(sha256(message?.body ?? ''))
    expect(message?.valid_until).toBe(contact?.expires_at)
    await collectReceipts(fresh.db, 1n, {
      channels: channels(),
      clock: () => (MORNING + HOUR) as Instant,
    })
    expect(await contacts()).toMatchObject([{ state: 'delivered' }])
  })

  test('by night it waits until the morning, and then leaves', async () => {
    await addPeople(fresh.db, [{ id: 1 }])
    const counts = await run({ now: NIGHT })
    addsUp(counts)
    expect(counts).toMatchObject({ treatments: 1, defer: 1, sent: 0 })
    expect(await received()).toEqual([])
    const [treatment] = await treatments()
    expect(treatment).toMatchObject({ state: 'deferred', not_before: Date.UTC(2026, 10, 21, 0) })
    expect((await run({ now: (NIGHT + HOUR) as Instant })).treatments).toBe(0)
    const later = await run({ now: treatment?.not_before ?? MORNING })
    expect(later.sent).toBe(1)
  })

  test('again on the same day changes nothing', async () => {
    await addPeople(fresh.db, [{ id: 1 }, { id: 2, channel: 'call', template: null }])
    await run()
    const before = [await treatments(), await contacts(), await received()]
    const again = await run()
    expect(again.treatments).toBe(0)
    expect([await treatments(), await contacts(), await received()]).toEqual(before)
  })

  test('the counts by decision and by rule add up over a mixed book', async () => {
    await addPeople(fresh.db, [
      { id: 1 },
      { id: 2, channel: 'call', template: null },
      { id: 3, channel: 'email', addresses: [] },
      { id: 4, channel: null, template: null },
      { id: 5, template: 'no-such-words' },
      { id: 6, zones: ['Mars/Olympus'] },
      { id: 7, jurisdictions: 'us', language: 'en' },
      { id: 8, channel: 'email', addresses: [{ kind: 'email', value: 'a@x.example' }] },
    ])
    const counts = await run()
    addsUp(counts)
    expect(counts.unasked).toEqual({
      ...emptyCounts().unasked,
      no_channel: 1,
      no_address: 1,
      no_template: 1,
    })
    expect(counts.byRule['guard.unknown_zone']).toEqual({ defer: 0, deny: 1 })
    expect(counts).toMatchObject({ treatments: 8, sent: 2, listed: 1, defer: 1, deny: 1 })
    const states = (await treatments()).map((t) => t.state)
    expect(states).toEqual([
      'sent',
      'listed',
      'denied',
      'listed',
      'denied',
      'denied',
      'deferred',
      'sent',
    ])
  })

  test('by a clock that is off nothing is sent; by a sound one it is', async () => {
    await addPeople(fresh.db, [{ id: 1 }])
    const clock = (aheadMs: number) => () => (Date.now() + aheadMs) as Instant
    expect(await run({ clock: clock(60_000) })).toMatchObject({ clock: 'skew', treatments: 0 })
    let now = Date.now()
    const back = () => (now -= 3000) as Instant
    const watch = watchClock(fresh.db, 1n, back)
    expect(await watch.check()).toBeUndefined()
    expect(await watch.check()).toMatchObject({ fault: 'backwards' })
    // At which hour this test runs is not known: the guard was asked, and that is all.
    expect(await run({ clock: clock(0) })).toMatchObject({ treatments: 1 })
  })

  test('two runs at once over one bucket reach nobody twice and pass no cap', async () => {
    const perth = { jurisdictions: 'au', language: 'en', zones: ['Australia/Perth'] } as const
    await addPeople(fresh.db, [
      ...Array.from({ length: 20 }, (_, i) => ({ id: i + 1, treatments: 2 })),
      ...Array.from({ length: 10 }, (_, i) => ({ id: i + 100, treatments: 5, ...perth })),
    ])
    for (const counts of await Promise.all([
      run({ lanes: 4 }),
      run({ lanes: 4 }),
      run({ lanes: 4 }),
    ]))
      addsUp(counts)
    await run()
    const got = await rows<{ borrower_id: bigint; treatment_id: bigint; got: bigint }>(
      fresh.db,
      `select c.borrower_id, c.treatment_id, count(*) as got from sandbox_message m
       join contact c on c.attempt_key = m.permit group by 1, 2`,
    )
    expect(got.filter((g) => g.got > 1n)).toEqual([])
    expect(got.filter((g) => g.borrower_id < 100n)).toHaveLength(40)
    expect(got.filter((g) => g.borrower_id >= 100n)).toHaveLength(30)
    expect(
      await rows(
        fresh.db,
        `select from contact where state in ('permitted', 'sending', 'unknown')`,
      ),
    ).toEqual([])
  })

  test('one that trips holds up nobody else, and nothing is sent for it', async () => {
    await addPeople(fresh.db, [{ id: 1 }, { id: 2, template: 'odd' }, { id: 3 }])
    const odd = {
      channel: 'sms',
      name: 'odd',
      language: 'zh',
      parsed: liquid.parse('{{ salary }}'),
    } as const
    const withOdd: Templates = {
      all: templates.all,
      find: (...ask) => (ask[1] === 'odd' ? odd : templates.find(...ask)),
    }
    const said: string[] = []
    const counts = await run({ templates: withOdd, say: (words) => said.push(words.en) })
    addsUp(counts)
    expect(counts).toMatchObject({ troubled: 1, sent: 2 })
    expect(said.join()).toMatch(
      /Borrower 2, treatment \d+, was left as it is: undefined variable: salary/,
    )
    expect((await treatments()).map((t) => t.state)).toEqual(['sent', 'planned', 'sent'])
  })

  test('a name that would make an endless message is not sent', async () => {
    await addPeople(fresh.db, [{ id: 1 }, { id: 2 }])
    await rows(fresh.db, `update borrower set name = repeat('长', 500) where borrower_id = 2`)
    const counts = await run()
    addsUp(counts)
    expect(counts.unasked.too_long).toBe(1)
    expect(counts.sent).toBe(1)
  })

  test('every verdict that was kept replays to the same answer', async () => {
    await addPeople(fresh.db, [
      { id: 1 },
      { id: 2, channel: 'call', template: null },
      { id: 6, zones: ['Mars/Olympus'] },
      { id: 7, jurisdictions: 'us', language: 'en' },
      { id: 9, jurisdictions: 'au', language: 'en', treatments: 5, zones: ['Australia/Perth'] },
    ])
    await run()
    const kept = await rows<{
      decision: string
      until_at: Instant | null
      reasons: unknown
      proposal: unknown
      facts: unknown
      rules_hash: string
    }>(fresh.db, 'select * from verdict')
    expect(new Set(kept.map((v) => v.decision))).toEqual(new Set(['allow', 'defer', 'deny']))
    for (const verdict of kept) {
      const again = replay(verdict, law)
      expect(verdict.rules_hash).toBe(law.hash)
      expect(again.decision).toBe(verdict.decision)
      expect(JSON.parse(JSON.stringify(again.reasons.map(keptReason)))).toEqual(verdict.reasons)
      expect(again.decision === 'defer' ? again.until : null).toBe(verdict.until_at)
    }
  })
})

const only = (fate: keyof Mix): Mix => ({ ...ALWAYS_PROMPT, prompt: 0, [fate]: 1000 })

describe('what a provider does', () => {
  test('an error after it was taken leaves the contact unknown, its slots taken, and is never sent again', async () => {
    await addPeople(fresh.db, [
      { id: 1, jurisdictions: 'au', language: 'en', zones: ['Australia/Perth'] },
    ])
    const flaky = channels(only('error_after_accept'))
    expect((await run({ channels: flaky })).answers.unclear).toBe(1)
    const [contact] = await contacts()
    expect(contact).toMatchObject({ state: 'unknown', slots_returned_at: null })
    expect(contact?.slots.length).toBeGreaterThan(0)
    await run({ channels: flaky })
    expect(await received()).toHaveLength(1)
    // The next run asked the provider's own record: it had been taken after all.
    expect(await contacts()).toMatchObject([{ state: 'accepted' }])
  })

  test('one that never answers and never took it is a failure only when it can no longer arrive', async () => {
    await addPeople(fresh.db, [
      { id: 1, jurisdictions: 'au', language: 'en', zones: ['Australia/Perth'] },
    ])
    const mute = channels(only('mute'))
    await run({ channels: mute })
    await run({ channels: mute, now: (MORNING + HOUR / 2) as Instant })
    expect(await contacts()).toMatchObject([{ state: 'unknown', slots_returned_at: null }])
    expect(await received()).toEqual([])
    await run({ channels: channels(only('prompt')), now: (MORNING + HOUR) as Instant })
    expect(await contacts()).toMatchObject([
      { state: 'failed', state_why: 'never_accepted', slots_returned_at: MORNING + HOUR },
      // Nothing had left, so its step is asked for anew, and is taken this time.
      { state: 'accepted' },
    ])
    expect(await received()).toHaveLength(1)
    expect(await treatments()).toMatchObject([{ state: 'sent' }])
  })

  test('a bounce gives the slots back and closes the address; a delivery keeps both', async () => {
    await addPeople(fresh.db, [
      { id: 1, jurisdictions: 'au', language: 'en', zones: ['Australia/Perth'] },
    ])
    const bouncing = channels(only('bounced'))
    await run({ channels: bouncing })
    const busy = () =>
      rows(fresh.db, 'select from cap_slot where free_at > $1', [new Date(MORNING + HOUR)])
    expect(await busy()).not.toEqual([])
    await collectReceipts(fresh.db, 1n, {
      channels: bouncing,
      clock: () => (MORNING + HOUR) as Instant,
    })
    expect(await contacts()).toMatchObject([{ state: 'failed', state_why: 'bounced' }])
    expect(await busy()).toEqual([])
    expect(await rows(fresh.db, 'select standing from address')).toEqual([{ standing: 'fails' }])
  })

  test('what would be delivered after the window closes is dropped by the provider', async () => {
    await addPeople(
      fresh.db,
      Array.from({ length: 20 }, (_, i) => ({ id: i + 1 })),
    )
    const late = channels(only('late'))
    await run({ channels: late, permitLifeMs: HOUR })
    const kept = await rows<{ outcome: string; outcome_at: Instant; valid_until: Instant }>(
      fresh.db,
      'select outcome, outcome_at, valid_until from sandbox_message',
    )
    expect(new Set(kept.map((m) => m.outcome))).toEqual(new Set(['delivered', 'expired']))
    for (const m of kept)
      if (m.outcome === 'delivered') expect(m.outcome_at).toBeLessThan(m.valid_until)
  })

  test('a refused number is a failure with its slots back', async () => {
    await addPeople(fresh.db, [{ id: 1 }])
    const counts = await run({ channels: channels(only('refused')) })
    expect(counts.answers).toEqual({ accepted: 0, refused: 1, unclear: 0 })
    expect(await contacts()).toMatchObject([{ state: 'failed', state_why: 'never_accepted' }])
  })
})
