import { expect, test } from 'vitest'
import { law } from '../../test/guard/law.ts'
import { readSituation } from './situation-form.ts'
import { answerSituation } from './situation.ts'

const THEIRS = { direction: 'in', party: 'borrower', result: 'delivered', debts: ['D1'] }
const OURS = { direction: 'out', party: 'borrower', result: 'delivered', debts: ['D1'] }

/** What the federal pack says of one email or text to one address, by an agency. */
function classOf(askAbout: string, channel: string, address: object, told: object) {
  const read = readSituation({
    id: 'US-FED-BD-001',
    jurisdictions: ['us'],
    effectiveOn: '2026-10-12',
    citation: '12 CFR 1006.6(d)',
    kind: 'boundary_from_rule_text',
    source: 'the text of the rule',
    status: 'READ',
    confidence: 'high',
    ask: 'classify',
    askAbout,
    collector: { id: 'A1', kind: 'agency', actsFor: 'L1' },
    otherCollectors: [
      { id: 'L1', kind: 'creditor' },
      { id: 'A0', kind: 'agency', actsFor: 'L1' },
    ],
    borrower: { zones: ['America/New_York'] },
    debts: [{ id: 'D1', kind: 'other' }],
    addresses: [{ id: 'X1', ...address }],
    proposal: {
      at: '2026-10-12T10:00',
      channel,
      to: 'borrower',
      debts: ['D1'],
      purpose: 'collect',
      address: 'X1',
    },
    why: 'Whether the address is a safe harbour.',
    ...told,
  })
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return answerSituation(read.ok, law, 'en').class
}

const email = (told: object, address: object = {}) =>
  classOf('email_safe_harbor', 'email', { kind: 'email', ...address }, told)
const text = (told: object, address: object = {}) =>
  classOf('text_safe_harbor', 'sms', { kind: 'mobile', ...address }, told)

const mailed = (by: string, at = '2026-08-01T10:00') => ({
  ...OURS,
  at,
  channel: 'email',
  address: 'X1',
  by,
})
const told = (optOutBy: string) => ({
  ...OURS,
  at: '2026-09-01T10:00',
  channel: 'letter',
  address: 'X1',
  by: 'L1',
  notice: 'email_transfer',
  purpose: 'notice',
  optOutBy,
})
const wrote = (channel: string, at: string) => ({ ...THEIRS, at, channel, address: 'X1' })

test('an email address is safe where the person wrote from it or agreed', () => {
  expect(email({ history: [wrote('email', '2026-05-01T10:00')] })).toBe('safe_harbor')
  const agreed = { at: '2026-09-01T10:00', kind: 'consent_email', address: 'X1' }
  expect(email({ preferences: [agreed] })).toBe('safe_harbor')
  expect(email({})).toBe('no_safe_harbor')
})

test('a refusal that came later takes it away', () => {
  const stop = { at: '2026-09-01T10:00', kind: 'opt_out', address: 'X1' }
  const history = [wrote('email', '2026-05-01T10:00')]
  expect(email({ history, preferences: [stop] })).toBe('no_safe_harbor')
})

test("the creditor's notice needs 35 days to opt out, all of them over", () => {
  const used = { usedByCreditor: true, publicDomain: true }
  expect(email({ history: [told('2026-10-06')] }, used)).toBe('safe_harbor')
  expect(email({ history: [told('2026-10-05')] }, used)).toBe('no_safe_harbor')
  expect(email({ history: [told('2026-10-12')] }, used)).toBe('no_safe_harbor')
  expect(email({ history: [told('2026-10-06')] }, { ...used, kind: 'work_email' })).toBe(
    'no_safe_harbor',
  )
})

test('what the collector immediately before used may be used, and nobody else', () => {
  expect(email({ history: [mailed('A0')] })).toBe('safe_harbor')
  expect(email({ history: [mailed('L1')] })).toBe('no_safe_harbor')
  const call = { ...OURS, at: '2026-08-02T10:00', channel: 'call', result: 'unanswered', by: 'A9' }
  const others = [
    { id: 'L1', kind: 'creditor' },
    { id: 'A0', kind: 'agency' },
    { id: 'A9', kind: 'agency' },
  ]
  const history = [mailed('A0'), call]
  expect(email({ otherCollectors: others, history })).toBe('no_safe_harbor')
})

test('a text is safe for 60 days after one from the number, or after a check of it', () => {
  expect(text({ history: [wrote('sms', '2026-08-15T10:00')] })).toBe('safe_harbor')
  const old = { history: [wrote('sms', '2026-05-01T10:00')] }
  expect(text(old)).toBe('no_safe_harbor')
  expect(text(old, { checkedNotReassignedOn: '2026-09-20' })).toBe('safe_harbor')
  expect(text(old, { checkedNotReassignedOn: '2026-04-20' })).toBe('no_safe_harbor')
  expect(text({}, { checkedNotReassignedOn: '2026-09-20' })).toBe('no_safe_harbor')
})
