import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../core/calendar.ts'
import type { ContactResult } from '../guard/verdict.ts'
import {
  absenceSays,
  afterReceipt,
  holdsSlots,
  keepsSlot,
  permitEndsAt,
  pickAddress,
  standingOf,
  stateOf,
  type AddressFact,
  type Said,
  type Standing,
} from './contact.ts'

const SAID: readonly Said[] = [
  'unknown',
  'never_accepted',
  'accepted',
  'expired',
  'bounced',
  'delivered',
]
const at = (n: number) => n as Instant

function tell(start: Standing, receipts: readonly Said[]): Standing {
  let standing = start
  for (const said of receipts) {
    const next = afterReceipt(standing, said)
    if (next !== 'never_sent') standing = next
  }
  return standing
}

describe('receipts are a lattice', () => {
  test('any order and any repetition give the same standing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...SAID), { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (receipts, picks) => {
          const plain = tell('sending', receipts)
          const mixed = [...receipts, ...picks.map((n) => receipts[n % (receipts.length || 1)])]
            .filter((said) => said !== undefined)
            .toReversed()
          expect(tell('sending', mixed)).toBe(plain)
        },
      ),
      { numRuns: 5000 },
    )
  })

  test('a lost receipt never gives a more final standing', () => {
    const rank = (s: Standing) => tell(s, []) && SAID.indexOf(s as Said)
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...SAID), { minLength: 1, maxLength: 6 }),
        (receipts) => {
          const all = tell('sending', receipts)
          const fewer = tell('sending', receipts.slice(1))
          expect(rank(fewer)).toBeLessThanOrEqual(rank(all))
        },
      ),
      { numRuns: 5000 },
    )
  })

  test('what was never on the wire takes no receipt, what was takes it', () => {
    expect(afterReceipt('permitted', 'delivered')).toBe('never_sent')
    expect(afterReceipt('withdrawn', 'accepted')).toBe('never_sent')
    expect(afterReceipt('sending', 'accepted')).toBe('accepted')
  })
})

describe('slots follow the proof', () => {
  const keeps = (standing: Standing, ...counted: ContactResult[]) =>
    keepsSlot({ standing, outcome: undefined }, counted)

  test('doubt holds a slot; never accepted gives it back, whatever the rule counts', () => {
    expect(holdsSlots('unknown')).toBe(true)
    for (const standing of ['permitted', 'sending', 'unknown', 'accepted', 'expired'] as const)
      expect(keeps(standing)).toBe(true)
    expect(keeps('never_accepted', 'delivered', 'bounced')).toBe(false)
  })

  test('an end that the rule counts keeps it, another gives it back', () => {
    expect(keeps('delivered', 'delivered')).toBe(true)
    expect(keeps('delivered', 'conversation')).toBe(false)
    expect(keeps('bounced', 'delivered')).toBe(false)
    expect(keeps('bounced', 'bounced')).toBe(true)
  })

  test('what people say of a call is its end, before what a machine said', () => {
    const told = (outcome: ContactResult, ...counted: ContactResult[]) =>
      keepsSlot({ standing: 'delivered', outcome }, counted)
    expect(told('voicemail', 'conversation')).toBe(false)
    expect(told('voicemail', 'voicemail')).toBe(true)
    expect(told('conversation', 'conversation')).toBe(true)
  })

  test('a slot from before results were kept with it stays taken unless nobody was reached', () => {
    const old = (standing: Standing) => keepsSlot({ standing, outcome: undefined }, undefined)
    expect([old('delivered'), old('expired'), old('bounced')]).toEqual([true, true, false])
  })

  test('no record is a proof only after expiry', () => {
    expect(absenceSays(at(999), at(1000))).toBe('unknown')
    expect(absenceSays(at(1000), at(1000))).toBe('never_accepted')
  })
})

test('a stored failure without a known reason proves nothing', () => {
  expect(standingOf('failed', undefined)).toBe('expired')
  expect(standingOf('failed', 'bounced')).toBe('bounced')
  expect(stateOf('never_accepted')).toBe('failed')
})

test('a permit ends with the window, or with its own life where that is sooner', () => {
  expect(permitEndsAt(at(1000), at(5000), 60_000)).toBe(5000)
  expect(permitEndsAt(at(1000), at(500_000), 60_000)).toBe(61_000)
})

describe('the address', () => {
  const address = (
    addressId: bigint,
    kind: AddressFact['kind'],
    standing: AddressFact['standing'],
  ) => ({ addressId, kind, standing, value: 'x', zone: undefined }) satisfies AddressFact

  test('one that works comes before one not yet tried', () => {
    const all = [address(1n, 'mobile', 'unverified'), address(2n, 'mobile', 'works')]
    expect(pickAddress('sms', all)?.addressId).toBe(2n)
  })

  test('one that fails, changed hands or is not theirs is never tried', () => {
    const bad = (['fails', 'recycled', 'not_his'] as const).map((s, i) =>
      address(BigInt(i), 'mobile', s),
    )
    expect(pickAddress('sms', bad)).toBeUndefined()
    expect(pickAddress('sms', [...bad, address(9n, 'mobile', 'unverified')])?.addressId).toBe(9n)
  })

  test('a channel uses only its own kinds', () => {
    expect(pickAddress('email', [address(1n, 'mobile', 'works')])).toBeUndefined()
    expect(pickAddress('visit', [address(1n, 'post', 'works')])?.addressId).toBe(1n)
  })
})
