import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Receipt } from '../src/channels/received.ts'
import type { Instant } from '../src/core/calendar.ts'
import { inTenant } from '../src/store/db.ts'
import { receiveReceipt, settleStrays } from '../src/store/receipt-in.ts'
import { addPeople, makeBook, MORNING, rows } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

let fresh: Fresh
let next = 1
const ID = 800
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  await addPeople(fresh.db, [{ id: ID }])
})
afterAll(() => fresh.drop())

type State = 'permitted' | 'sending' | 'accepted'
type Attempt = { readonly key: string; readonly ref: string }

async function attempt(state: State = 'sending', ref?: string): Promise<Attempt> {
  const n = next++
  const key = `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`
  const provider = state === 'permitted' ? null : 'smpp-1'
  await inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id,
         template, language, state, block_version, permitted_at, expires_at, slots, made_by, provider, provider_ref)
       values (1, $1, $2, 1, array[$3::bigint], 'sms', $4, 'reminder-warm', 'zh', $5, 0, now(), now() + interval '1 hour',
         '[]', 'test', $6, $7)`,
      [ID, key, ID * 10, ID * 100, state, provider, ref ?? null],
    ),
  )
  return { key, ref: ref ?? `ref-${n}` }
}

const receipt = (of: Partial<Receipt> & { said: Receipt['said'] }): Receipt => ({
  provider: 'smpp-1',
  at: MORNING,
  detail: { stat: of.said },
  ...of,
})
const tell = (of: Partial<Receipt> & { said: Receipt['said'] }) =>
  receiveReceipt(fresh.db, 1n, receipt(of))
const standing = async (key: string) =>
  (
    await rows<{ state: string; state_why: string | null }>(
      fresh.db,
      'select state, state_why from contact where attempt_key = $1',
      [key],
    )
  )[0]

describe('a message in parts', () => {
  const [D, B, E] = ['delivered', 'bounced', 'expired'] as const
  type Part = Parameters<typeof tell>[0]
  const endOf = async (order: readonly Part[]) => {
    const { key: attemptKey } = await attempt()
    for (const one of order) expect(await tell({ ...one, attemptKey })).toBe('kept')
    const end = await standing(attemptKey)
    return end?.state === 'failed' ? end.state_why : end?.state
  }

  test.each([
    [[D, D, D], 'delivered'],
    [[B, B, B], 'bounced'],
    [[D, B, D], 'expired'],
    [[E, D, D], 'expired'],
  ] as const)('%s are together %s, in any order, doubled or lossy', async (words, end) => {
    const told: Part[] = words.map((said, i) => ({ said, part: { nth: i + 1, of: 3 } }))
    const early: Part[] = told.map((one) => ({ ...one, said: 'accepted' }))
    expect(await endOf([...early, ...told])).toBe(end)
    expect(await endOf([...told.toReversed(), ...early])).toBe(end)
    expect(await endOf([...told, ...told])).toBe(end)
    const two = told.slice(0, 2)
    expect(await endOf([...early, ...two, ...two])).toBe('accepted')
  })

  test('of what never left, none is believed', async () => {
    const { key: attemptKey } = await attempt('permitted')
    expect(await tell({ said: D, part: { nth: 1, of: 2 }, attemptKey })).toBe('no_such_contact')
  })
})

const SAID = ['unknown', 'never_accepted', 'accepted', 'expired', 'bounced', 'delivered'] as const
const rank = (row: Awaited<ReturnType<typeof standing>>) => {
  const word = row?.state === 'failed' ? row.state_why : row?.state
  return word === 'sending' ? -1 : SAID.findIndex((one) => one === word)
}

describe('receipts', () => {
  test('in any order, doubled, late or contradictory, end in one state; lost ones in no more final one', async () => {
    const said = fc.constantFrom(...SAID)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(said, fc.integer({ min: 0, max: 40_000_000 })), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.infiniteStream(fc.nat()),
        async (words, luck) => {
          const draws = luck[Symbol.iterator]()
          const draw = (max: number) => Number(draws.next().value) % max
          const shuffled = words.toSorted(() => draw(3) - 1)
          const doubled = shuffled.flatMap((one) => (draw(2) === 0 ? [one, one] : [one]))
          const lossy = words.filter(() => draw(3) > 0)
          const ends = []
          for (const order of [words, doubled, lossy]) {
            const { key } = await attempt()
            for (const [one, late] of order)
              await tell({ said: one, attemptKey: key, at: (MORNING + late) as Instant })
            ends.push(await standing(key))
          }
          expect(ends[1]).toEqual(ends[0])
          expect(rank(ends[2])).toBeLessThanOrEqual(rank(ends[0]))
        },
      ),
      { numRuns: 60, seed: 20_261_122 },
    )
  }, 60_000)

  test('are found by the name of the provider too', async () => {
    const { key, ref } = await attempt('accepted', 'abc-1')
    expect(await tell({ said: 'delivered', providerRef: ref })).toBe('kept')
    expect(await standing(key)).toEqual({ state: 'delivered', state_why: null })
  })

  test('of another provider change nothing, and neither do those of what never left', async () => {
    const { key } = await attempt()
    const forged = { said: 'delivered', attemptKey: key, provider: 'other' } as const
    expect(await tell(forged)).toBe('no_such_contact')
    expect(await standing(key)).toMatchObject({ state: 'sending' })
    const { key: unsent } = await attempt('permitted')
    expect(await tell({ said: 'delivered', attemptKey: unsent })).toBe('no_such_contact')
    expect(await standing(unsent)).toMatchObject({ state: 'permitted' })
    expect(await tell({ said: 'delivered', attemptKey: "' or 1=1" })).toBe('no_such_contact')
    const kept = await rows(
      fresh.db,
      'select why from receipt_stray where attempt_key = any($1) order by stray_id',
      [[key, unsent]],
    )
    expect(kept).toEqual([{ why: 'other_provider' }, { why: 'never_sent' }])
  })

  test('that are faster than the answer which names them are told when they are known', async () => {
    expect(await tell({ said: 'delivered', providerRef: 'fast-1' })).toBe('no_such_contact')
    const { key } = await attempt('accepted', 'fast-1')
    expect(await settleStrays(fresh.db, 1n)).toBe(1)
    expect(await standing(key)).toEqual({ state: 'delivered', state_why: null })
    expect(await settleStrays(fresh.db, 1n)).toBe(0)
  })

  test('that say no more than is known do not stand before one that says more', async () => {
    const { ref } = await attempt('accepted', 'slow-0')
    await rows(
      fresh.db,
      `insert into receipt_stray (tenant_id, provider, provider_ref, said, why, detail, effective_at)
       select 1, 'smpp-1', $1, 'accepted', 'no_such_contact', '{}', now() from generate_series(1, 1000)`,
      [ref],
    )
    expect(await tell({ said: 'delivered', providerRef: 'fast-2' })).toBe('no_such_contact')
    const { key } = await attempt('accepted', 'fast-2')
    expect(await settleStrays(fresh.db, 1n)).toBe(1)
    expect(await standing(key)).toEqual({ state: 'delivered', state_why: null })
  })

  test('of a number that bounced say so in its history, and leave who has no other lost', async () => {
    const { key } = await attempt()
    await tell({ said: 'bounced', attemptKey: key })
    const events = await rows(
      fresh.db,
      'select standing, how, source from address_event where borrower_id = $1',
      [ID],
    )
    expect(events).toEqual([{ standing: 'fails', how: 'bounce', source: 'smpp-1' }])
    expect(
      await rows(fresh.db, 'select kind from borrower_circumstance where borrower_id = $1', [ID]),
    ).toEqual([{ kind: 'unreachable' }])
  })
})
