import { expect, test } from 'vitest'
import type { Instant } from '../core/calendar.ts'
import {
  type AllowedContact,
  type CommittedPermit,
  allowedContact,
  assertMadeByGuard,
} from './allowed.ts'
import type { Proposal, Verdict } from './verdict.ts'

const proposal: Proposal = {
  at: 1000 as Instant,
  channel: 'sms',
  to: 'borrower',
  purpose: 'collect',
  addressId: 5n,
  addressKind: 'mobile',
  accountIds: [11n],
  voice: undefined,
}
const allow: Verdict = {
  decision: 'allow',
  reasons: [],
  flags: [],
  slots: [],
  closesAt: 5000 as Instant,
}
const permit: CommittedPermit = {
  tenantId: 1n,
  borrowerId: 2n,
  contactId: 3n,
  attemptKey: '0197',
  channel: 'sms',
  addressId: 5n,
  accountIds: [11n],
  expiresAt: 5000 as Instant,
}
const now = 1500 as Instant

test('an allow and its permit make a contact that may go', () => {
  const contact = allowedContact(allow, proposal, permit, now)
  expect(contact).toMatchObject({ contactId: 3n, addressId: 5n })
  if ('declined' in contact) throw new Error(contact.declined)
  expect(() => assertMadeByGuard(contact)).not.toThrow()
})

test.each<[string, Verdict, Partial<CommittedPermit>, number]>([
  ['not_allowed', { decision: 'deny', reasons: [], flags: [] }, {}, 1500],
  ['not_allowed', { decision: 'defer', until: 9000 as Instant, reasons: [], flags: [] }, {}, 1500],
  ['not_this_proposal', allow, { channel: 'email' }, 1500],
  ['not_this_proposal', allow, { addressId: 6n }, 1500],
  ['not_this_proposal', allow, { accountIds: [11n, 12n] }, 1500],
  ['outlives_window', allow, { expiresAt: 5001 as Instant }, 1500],
  ['expired', allow, {}, 5000],
])('%s', (declined, verdict, more, at) => {
  expect(allowedContact(verdict, proposal, { ...permit, ...more }, at as Instant)).toEqual({
    declined,
  })
})

test('a cast does not make one', () => {
  expect(() => assertMadeByGuard({ ...permit } as AllowedContact)).toThrow('did not make')
  // @ts-expect-error the mark is not exported, so nobody else can write the type's value
  const forged: AllowedContact = { ...permit }
  expect(() => assertMadeByGuard(forged)).toThrow('did not make')
})

test('what was made cannot be changed', () => {
  const contact = allowedContact(allow, proposal, permit, now)
  expect(Object.isFrozen(contact)).toBe(true)
})
