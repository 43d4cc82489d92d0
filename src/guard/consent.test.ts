import { describe, expect, test } from 'vitest'
import { at, past, proposed, ruleSays } from '../../test/guard/answer.ts'
import { plainContent } from './plain.ts'
import type { ConsentFact, GuardFacts, PastContact, Proposal } from './verdict.ts'

const said = (given: boolean, local: string, more: Partial<ConsentFact> = {}): ConsentFact => ({
  scope: 'contact',
  channel: 'sms',
  addressId: undefined,
  given,
  effectiveAt: at('us', local),
  expiresAt: undefined,
  ...more,
})

const ON = '2026-09-09T10:00'
const text = (more: Partial<Proposal> = {}, local = ON) =>
  proposed('us', local, {
    channel: 'sms',
    voice: undefined,
    content: { ...plainContent(), other_content: false },
    ...more,
  })

describe('a refusal', () => {
  const asked = (consents: readonly ConsentFact[], more: Partial<GuardFacts> = {}, act = text()) =>
    ruleSays('us.reg-f.14h', 'us', act, { consents, ...more })
  const no = said(false, '2026-09-01T10:00')

  test('is taken back by a later yes to all that was refused', () => {
    expect(asked([no])).toBe('deny')
    expect(asked([no, said(true, '2026-09-02T10:00')])).toBe('allow')
    expect(asked([said(true, '2026-08-02T10:00'), no])).toBe('deny')
    const everything = said(false, '2026-09-01T10:00', { channel: 'any' })
    expect(asked([everything, said(true, '2026-09-02T10:00')])).toBe('allow')
    const number = said(false, '2026-09-01T10:00', { addressId: 1n })
    expect(asked([number, said(true, '2026-09-02T10:00', { addressId: 1n })])).toBe('allow')
    expect(asked([number, said(true, '2026-09-02T10:00', { addressId: 2n })])).toBe('deny')
    const lapsed = said(true, '2026-09-02T10:00', { expiresAt: at('us', ON) })
    expect(asked([no, lapsed])).toBe('deny')
  })

  test('lasts until its own end, and begins with its own beginning', () => {
    const dated = said(false, '2026-09-01T10:00', { expiresAt: at('us', '2026-09-10T10:00') })
    expect(asked([dated])).toBe('2026-09-10T10:00')
    expect(asked([dated], {}, text({}, '2026-09-10T10:00'))).toBe('allow')
    expect(asked([said(false, ON)])).toBe('deny')
    expect(asked([said(false, '2026-09-09T10:01')])).toBe('allow')
  })

  test('heard by another firm holds, and a yes to another firm does not', () => {
    expect(asked([{ ...no, givenTo: 'other' }])).toBe('deny')
    expect(asked([no, said(true, '2026-09-02T10:00', { givenTo: 'other' })])).toBe('deny')
    expect(asked([{ ...no, party: 'spouse' }])).toBe('allow')
  })

  test('about one debt of two bars both together, and a yes must be about both', () => {
    const both = text({ accountIds: [1n, 2n] })
    expect(asked([{ ...no, accountIds: [2n] }], {}, both)).toBe('deny')
    expect(asked([{ ...no, accountIds: [2n] }])).toBe('allow')
    const yes = (accountIds: bigint[]) => said(true, '2026-09-02T10:00', { accountIds })
    expect(asked([no, yes([1n])], {}, both)).toBe('deny')
    expect(asked([no, yes([1n, 2n])], {}, both)).toBe('allow')
  })

  test('is confirmed once, with nothing else in the message', () => {
    const confirms = (content: object = {}, history: PastContact[] = []) =>
      asked(
        [no],
        { history },
        text({
          purpose: 'opt_out_confirmation',
          content: { ...plainContent(), other_content: false, confirms_opt_out: true, ...content },
        }),
      )
    expect(confirms()).toBe('allow')
    expect(confirms({ other_content: true })).toBe('deny')
    expect(confirms({ confirms_opt_out: false })).toBe('deny')
    expect(confirms({ other_content: undefined })).toBe('deny')
    const sent = (local: string, more: Partial<PastContact> = {}) =>
      past('us', local, { channel: 'sms', purpose: 'opt_out_confirmation', ...more })
    expect(confirms({}, [sent('2026-09-01T10:01')])).toBe('deny')
    expect(confirms({}, [sent('2026-09-01T10:00')])).toBe('deny')
    expect(confirms({}, [sent('2026-08-01T10:00')])).toBe('allow')
    expect(confirms({}, [sent('2026-09-01T10:01', { channel: 'email' })])).toBe('allow')
    expect(confirms({}, [sent('2026-09-01T10:01', { purpose: 'collect' })])).toBe('allow')
    expect(confirms({}, [sent('2026-09-01T10:01', { direction: 'in' })])).toBe('allow')
  })

  test('does not bar one answer to what the person began after it', () => {
    const reply = text({ purpose: 'reply', replyTo: 's1' })
    const answered = (local: string, more: Partial<PastContact> = {}) =>
      asked(
        [no],
        { history: [past('us', local, { id: 's1', channel: 'sms', direction: 'in', ...more })] },
        reply,
      )
    expect(answered('2026-09-08T10:00')).toBe('allow')
    expect(answered('2026-09-01T10:00')).toBe('deny')
    expect(answered('2026-09-08T10:00', { channel: 'email' })).toBe('deny')
    expect(answered('2026-09-08T10:00', { party: 'spouse' })).toBe('deny')
    expect(answered('2026-09-08T10:00', { direction: 'out' })).toBe('deny')
  })
})

describe('an artificial voice to a mobile needs a yes', () => {
  const asked = (consents: readonly ConsentFact[], local = ON) =>
    ruleSays('us.tcpa.consent', 'us', proposed('us', local, { voice: 'artificial' }), { consents })
  const yes = said(true, '2026-09-01T10:00', { channel: 'call' })

  test('that is in force and was not taken back', () => {
    expect(asked([])).toBe('deny')
    expect(asked([yes])).toBe('allow')
    expect(asked([yes, said(false, '2026-09-02T10:00', { channel: 'call' })])).toBe('deny')
    expect(asked([said(false, '2026-08-02T10:00', { channel: 'call' }), yes])).toBe('allow')
    expect(asked([{ ...yes, expiresAt: at('us', ON) }])).toBe('deny')
    expect(asked([said(true, '2026-09-09T12:00', { channel: 'call' })])).toBe('2026-09-09T12:00')
  })

  test('from that person, to this firm, for calls and for that number', () => {
    expect(asked([{ ...yes, channel: 'sms' }])).toBe('deny')
    expect(asked([{ ...yes, channel: 'voicemail' }])).toBe('allow')
    expect(asked([{ ...yes, addressId: 2n }])).toBe('deny')
    expect(asked([{ ...yes, givenTo: 'other' }])).toBe('deny')
    expect(asked([{ ...yes, party: 'spouse' }])).toBe('deny')
    expect(asked([{ ...yes, scope: 'extra_calls' }])).toBe('deny')
    expect(asked([{ ...yes, accountIds: [2n] }])).toBe('deny')
  })
})
