import { expect, test } from 'vitest'
import { answerTo } from '../../test/guard/answer.ts'

const THEIRS = { direction: 'in', party: 'borrower', result: 'delivered', debts: ['D1'] }
const OURS = { direction: 'out', party: 'borrower', result: 'delivered', debts: ['D1'] }

/** What the federal pack says of one email or text to one address, by an agency. */
const classOf = (askAbout: string, channel: string, address: object, told: object) =>
  answerTo({
    jurisdictions: ['us'],
    effectiveOn: '2026-10-12',
    ask: 'classify',
    askAbout,
    collector: { id: 'A1', kind: 'agency', actsFor: 'L1' },
    otherCollectors: [
      { id: 'L1', kind: 'creditor' },
      { id: 'A0', kind: 'agency', actsFor: 'L1' },
    ],
    borrower: { zones: ['America/New_York'] },
    debts: [{ id: 'D1', kind: 'other' }],
    addresses: [
      { id: 'X1', ...address },
      { id: 'X2', ...address },
    ],
    proposal: {
      at: '2026-10-12T10:00',
      channel,
      to: 'borrower',
      debts: ['D1'],
      purpose: 'collect',
      address: 'X1',
    },
    ...told,
  }).class

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

test('only their own word, from that address, to this firm, makes an address safe', () => {
  const from = (channel: string, more: object) => [
    { ...wrote(channel, '2026-10-01T10:00'), ...more },
  ]
  for (const [channel, classOfIt] of [
    ['email', email],
    ['sms', text],
  ] as const) {
    expect(classOfIt({ history: from(channel, {}) })).toBe('safe_harbor')
    expect(classOfIt({ history: from(channel, { address: 'X2' }) })).toBe('no_safe_harbor')
    expect(classOfIt({ history: from(channel, { by: 'A0' }) })).toBe('no_safe_harbor')
    expect(classOfIt({ history: from(channel, { party: 'spouse' }) })).toBe('no_safe_harbor')
    expect(classOfIt({ history: from(channel, { direction: 'out' }) })).toBe('no_safe_harbor')
    expect(classOfIt({ history: from('social', {}) })).toBe('no_safe_harbor')
  }
})

test('a consent is for its medium, its address and the firm that heard it', () => {
  const agrees = (kind: string, more: object = {}) => ({
    preferences: [{ at: '2026-10-01T10:00', kind, ...more }],
  })
  for (const [kind, other, classOfIt] of [
    ['consent_email', 'consent_text', email],
    ['consent_text', 'consent_email', text],
  ] as const) {
    expect(classOfIt(agrees(kind))).toBe('safe_harbor')
    expect(classOfIt(agrees(kind, { address: 'X1' }))).toBe('safe_harbor')
    expect(classOfIt(agrees(kind, { address: 'X2' }))).toBe('no_safe_harbor')
    expect(classOfIt(agrees(kind, { givenTo: 'A0' }))).toBe('no_safe_harbor')
    expect(classOfIt(agrees(kind, { party: 'spouse' }))).toBe('no_safe_harbor')
    expect(classOfIt(agrees(other))).toBe('no_safe_harbor')
  }
})

test('a refusal takes away its own medium and address, until the next yes', () => {
  const history = [wrote('email', '2026-05-01T10:00'), wrote('sms', '2026-10-01T10:00')]
  const stop = (kind: string, more: object) => ({ at: '2026-10-02T10:00', kind, ...more })
  const byEmail = (...preferences: object[]) => email({ history, preferences })
  const byText = (...preferences: object[]) => text({ history, preferences })
  const noEmail = stop('no_medium', { medium: 'email' })
  expect(byEmail(noEmail)).toBe('no_safe_harbor')
  expect(byText(noEmail)).toBe('safe_harbor')
  expect(byText(stop('no_medium', { medium: 'sms' }))).toBe('no_safe_harbor')
  expect(byEmail(noEmail, { at: '2026-10-03T10:00', kind: 'consent_email' })).toBe('safe_harbor')
  for (const kind of ['opt_out', 'no_address']) {
    expect(byEmail(stop(kind, { address: 'X1' }))).toBe('no_safe_harbor')
    expect(byEmail(stop(kind, { address: 'X2' }))).toBe('safe_harbor')
    expect(byText(stop(kind, { address: 'X1' }))).toBe('no_safe_harbor')
  }
})

test("the creditor's notice is about an address that it used and that anybody can have", () => {
  const after = (more: object, address: object = {}) =>
    email({ history: [{ ...told('2026-10-06'), ...more }] }, address)
  expect(after({})).toBe('safe_harbor')
  expect(after({}, { usedByCreditor: false, publicDomain: true })).toBe('no_safe_harbor')
  expect(after({}, { usedByCreditor: true, publicDomain: false })).toBe('no_safe_harbor')
  expect(after({ address: undefined })).toBe('safe_harbor')
  expect(after({ address: 'X2' })).toBe('no_safe_harbor')
  expect(after({ by: 'A1' })).toBe('no_safe_harbor')
  expect(after({ result: 'bounced' })).toBe('no_safe_harbor')
  expect(after({ undeliverableOn: '2026-09-09' })).toBe('no_safe_harbor')
  expect(after({ notice: 'assignment' })).toBe('no_safe_harbor')
  expect(after({ optOutBy: undefined })).toBe('no_safe_harbor')
  const late = { ...told('2026-10-06'), at: '2026-09-02T10:00' }
  expect(email({ history: [late] })).toBe('no_safe_harbor')
  const early = (optOutBy: string) => ({ ...told(optOutBy), at: '2026-08-01T10:00' })
  expect(email({ history: [early('2026-10-11')] })).toBe('safe_harbor')
  expect(email({ history: [early('2026-10-12')] })).toBe('no_safe_harbor')
})

test('what the collector before used was an email to that address that arrived', () => {
  const used = (more: object) => email({ history: [{ ...mailed('A0'), ...more }] })
  expect(used({})).toBe('safe_harbor')
  expect(used({ address: 'X2' })).toBe('no_safe_harbor')
  expect(used({ result: 'bounced' })).toBe('no_safe_harbor')
  expect(used({ channel: 'letter' })).toBe('no_safe_harbor')
  expect(used({ direction: 'in' })).toBe('no_safe_harbor')
  expect(used({ by: 'A1' })).toBe('no_safe_harbor')
})

test('an earlier email of the collector immediately before will do, and not of the one before that', () => {
  const missed = (by: string) => ({ ...mailed(by, '2026-08-02T10:00'), channel: 'letter' })
  const otherCollectors = [
    { id: 'A0', kind: 'agency' },
    { id: 'A9', kind: 'agency' },
  ]
  const after = (...history: object[]) => email({ otherCollectors, history })
  expect(after(mailed('A0'), missed('A0'))).toBe('safe_harbor')
  expect(after(mailed('A0'), missed('A9'))).toBe('no_safe_harbor')
  expect(after(mailed('A0'), missed('A1'))).toBe('safe_harbor')
})

test('whom it acts for is no collector before it, nor is another creditor', () => {
  const after = (kind: string, actsFor?: string) =>
    email({
      collector: { id: 'A1', kind: 'agency', actsFor },
      otherCollectors: [{ id: 'L2', kind }],
      history: [mailed('L2')],
    })
  expect(after('agency')).toBe('safe_harbor')
  expect(after('creditor')).toBe('no_safe_harbor')
  expect(after('creditor', 'L2')).toBe('no_safe_harbor')
  expect(after('purchaser', 'L2')).toBe('no_safe_harbor')
})

test('sixty days: the day of the text or of the check is the first', () => {
  const on = (day: string) => text({ history: [wrote('sms', `${day}T10:00`)] })
  expect(on('2026-08-14')).toBe('safe_harbor')
  expect(on('2026-08-13')).toBe('no_safe_harbor')
  expect(on('2026-10-12')).toBe('safe_harbor')
  const checked = (checkedNotReassignedOn: string) =>
    text({ history: [wrote('sms', '2026-05-01T10:00')] }, { checkedNotReassignedOn })
  expect(checked('2026-08-14')).toBe('safe_harbor')
  expect(checked('2026-08-13')).toBe('no_safe_harbor')
  expect(checked('2026-10-12')).toBe('safe_harbor')
  expect(checked('2026-10-13')).toBe('no_safe_harbor')
})

test('without an address there is nothing that could be safe', () => {
  const proposal = {
    at: '2026-10-12T10:00',
    channel: 'email',
    to: 'borrower',
    debts: ['D1'],
    purpose: 'collect',
  }
  const preferences = [{ at: '2026-09-01T10:00', kind: 'consent_email' }]
  expect(email({ preferences, proposal: { ...proposal, address: 'X2' } })).toBe('safe_harbor')
  expect(email({ preferences, proposal })).toBe('no_safe_harbor')
})
