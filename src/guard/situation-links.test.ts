import { describe, expect, test } from 'vitest'
import { readSituation } from './situation-form.ts'

type Loose = { [name: string]: any } // eslint-disable-line typescript/no-explicit-any

/** A case that has one of everything, so that each reference has something to miss. */
const whole = (): Loose => ({
  jurisdictions: ['us'],
  effectiveOn: '2026-09-01',
  ask: 'judge',
  collector: { id: 'C1', kind: 'agency', actsFor: 'B1' },
  otherCollectors: [{ id: 'C2', kind: 'purchaser' }],
  borrower: {
    zones: ['America/New_York'],
    representative: { id: 'R1', kind: 'attorney', contactKnown: true, debts: ['D1'] },
  },
  debts: [
    { id: 'D1', kind: 'medical' },
    { id: 'D2', kind: 'medical', assigned: { on: '2026-01-01', to: 'C2' } },
  ],
  addresses: [{ id: 'A1', kind: 'mobile' }],
  holds: [{ kind: 'dispute', from: '2026-08-01', sentOn: '2026-07-30', debts: ['D1'] }],
  arrangements: [{ debts: ['D2'], from: '2026-01-01', performing: true }],
  preferences: [
    { at: '2026-08-01T10:00', kind: 'no_address', address: 'A1', givenTo: 'C2', debts: ['D2'] },
    { at: '2026-08-02T10:00', kind: 'inconvenient_time', from: '09:00', to: '12:00' },
  ],
  history: [
    entry('2026-09-01T09:00', { id: 'H1', direction: 'in', address: 'A1', result: 'conversation' }),
    entry('2026-09-02T09:00', { id: 'H2', replyTo: 'H1', by: 'C2' }),
  ],
  proceedings: [
    { on: '2026-02-01', kind: 'payment_order_issued', debts: ['D1'] },
    { on: '2026-03-01', kind: 'payment_order_served' },
  ],
  proposal: {
    at: '2026-09-07T10:00',
    channel: 'call',
    to: 'attorney:R1',
    debts: ['D1'],
    purpose: 'collect',
    address: 'A1',
    replyTo: 'H1',
  },
})

const entry = (at: string, more: Loose): Loose => ({
  at,
  channel: 'call',
  direction: 'out',
  party: 'borrower',
  result: 'unanswered',
  debts: ['D1'],
  ...more,
})

function faultsAfter(change: (one: Loose) => void) {
  const one = whole()
  change(one)
  const read = readSituation(one)
  return 'faults' in read ? read.faults : []
}

test('what hangs together is read', () => expect(faultsAfter(() => {})).toEqual([]))

type Change = readonly [name: string, pointer: string, change: (one: Loose) => void]

function each(name: string, changes: readonly Change[]) {
  describe(name, () => {
    test.each(changes)('%s', (_, pointer, change) => {
      const faults = faultsAfter(change)
      expect(faults.map((fault) => fault.pointer)).toEqual([pointer])
      for (const { wrong, right } of faults) {
        expect(wrong.en).toMatch(/^[^\p{Script=Han}]{5,}$/u)
        expect(wrong.zh).toMatch(/\p{Script=Han}/u)
        expect(right.en).toMatch(/^[^\p{Script=Han}]{2,}$/u)
        expect(right.zh.length).toBeGreaterThan(1)
        expect(JSON.stringify([wrong, right])).not.toMatch(/undefined|\[object/)
      }
    })
  })
}

each('a name must be one that is there', [
  ['a debt of the proposal', '/proposal/debts/0', (s) => (s['proposal'].debts = ['D9'])],
  ['a debt of a hold', '/holds/0/debts/0', (s) => (s['holds'][0].debts = ['D9'])],
  ['of an arrangement', '/arrangements/0/debts/0', (s) => (s['arrangements'][0].debts = ['d2'])],
  ['of a preference', '/preferences/0/debts/0', (s) => (s['preferences'][0].debts = ['D9'])],
  ['of the history', '/history/1/debts/1', (s) => s['history'][1].debts.push('D9')],
  ['one discussed', '/history/0/discussed/0', (s) => (s['history'][0].discussed = ['D9'])],
  ['of a proceeding', '/proceedings/0/debts/0', (s) => (s['proceedings'][0].debts = ['D9'])],
  [
    'of the representative',
    '/borrower/representative/debts/0',
    (s) => (s['borrower'].representative.debts = ['D9']),
  ],
  ['the buyer of a debt', '/debts/1/assigned/to', (s) => (s['debts'][1].assigned.to = 'C9')],
  ['who heard a wish', '/preferences/0/givenTo', (s) => (s['preferences'][0].givenTo = 'B1')],
  ['who called', '/history/1/by', (s) => (s['history'][1].by = 'C9')],
  ['an address', '/proposal/address', (s) => (s['proposal'].address = 'A2')],
  ['an address of the history', '/history/0/address', (s) => (s['history'][0].address = 'A2')],
  ['what is answered', '/proposal/replyTo', (s) => (s['proposal'].replyTo = 'H9')],
  ['an answer to what came later', '/history/0/replyTo', (s) => (s['history'][0].replyTo = 'H2')],
  ['another attorney', '/proposal/to', (s) => (s['proposal'].to = 'attorney:R2')],
  ['an id twice', '/debts/2/id', (s) => s['debts'].push({ id: 'D1', kind: 'other' })],
])

each('what a question needs', [
  ['judge: a proposal', '/proposal', (s) => delete s['proposal']],
  ['count: the moment', '/asOf', (s) => (s['ask'] = 'count')],
  ['deadline: which', '/askAbout', (s) => (s['ask'] = 'deadline')],
  ['classify: what', '/askAbout', (s) => (s['ask'] = 'classify')],
  ['allocate: a payment', '/payment', (s) => (s['ask'] = 'allocate')],
  ['one of another question', '/askAbout', (s) => (s['askAbout'] = 'message')],
  [
    'a deadline is no class',
    '/askAbout',
    (s) => Object.assign(s, { ask: 'classify', askAbout: 'limitation_end' }),
  ],
  ['the expected answer', '/expect/decision', (s) => (s['expect'] = { rules: ['us.bk'] })],
  [
    'a defer has an end',
    '/expect/until',
    (s) => (s['expect'] = { decision: 'defer', rules: ['us.bk'] }),
  ],
  [
    'and nothing else has one',
    '/expect/until',
    (s) => (s['expect'] = { decision: 'deny', until: '2026-09-08', rules: ['us.bk'] }),
  ],
])

each('times that can have been', [
  ['out of order', '/history/1/at', (s) => (s['history'][1].at = '2026-08-02T09:00')],
  ['after the question', '/history/1/at', (s) => (s['history'][1].at = '2026-09-07T10:01')],
  ['a wish after it', '/preferences/1/at', (s) => (s['preferences'][1].at = '2026-09-08T10:00')],
  ['steps out of order', '/proceedings/1/on', (s) => (s['proceedings'][1].on = '2026-01-01')],
  ['a step after it', '/proceedings/1/on', (s) => (s['proceedings'][1].on = '2026-09-08')],
  [
    'an hour that the clocks skip',
    '/history/0/at',
    (s) => (s['history'][0].at = '2026-03-08T02:30'),
  ],
  ['no such hour', '/history/1/at', (s) => (s['history'][1].at = '2026-09-02T24:00')],
  ['an empty range', '/preferences/1/to', (s) => (s['preferences'][1].to = '09:00')],
  ['ended before', '/holds/0/until', (s) => (s['holds'][0].until = '2026-07-31')],
  ['lifted before', '/holds/0/resolvedOn', (s) => (s['holds'][0].resolvedOn = '2026-07-31')],
  ['received before it was sent', '/holds/0/sentOn', (s) => (s['holds'][0].sentOn = '2026-08-02')],
  [
    'returned before',
    '/history/1/undeliverableOn',
    (s) => (s['history'][1].undeliverableOn = '2026-09-01'),
  ],
  [
    'an opt-out day gone by',
    '/history/1/optOutBy',
    (s) => (s['history'][1].optOutBy = '2026-09-02'),
  ],
  [
    'a wish over at once',
    '/preferences/0/until',
    (s) => (s['preferences'][0].until = '2026-07-31'),
  ],
])

each('parts that belong together', [
  [
    'a wish against which address',
    '/preferences/0/address',
    (s) => delete s['preferences'][0].address,
  ],
  [
    'talk without a conversation',
    '/history/1/discussed',
    (s) => (s['history'][1].discussed = ['D1']),
  ],
  ['a limit of something else', '/holds/0/limit', (s) => (s['holds'][0].limit = 1)],
  ['a visit by telephone', '/proposal/visit', (s) => (s['proposal'].visit = { people: 2 })],
  ['a call to a bureau', '/proposal/to', (s) => (s['proposal'].to = 'bureau')],
  ['a filing to a person', '/proposal/to', (s) => (s['proposal'].channel = 'filing')],
])

test('a cap on visits without its number is refused, with it read', () => {
  const cap = { kind: 'court_visit_cap', from: '2026-08-01' }
  expect(faultsAfter((s) => (s['holds'] = [cap])).map((f) => f.pointer)).toEqual(['/holds/0/limit'])
  expect(faultsAfter((s) => (s['holds'] = [{ ...cap, limit: 0 }]))).toEqual([])
})

test('a reference is not told of where its list cannot be read: one fault, one sentence', () => {
  expect(faultsAfter((s) => (s['debts'] = 'D1')).map((f) => f.pointer)).toEqual(['/debts'])
})

test('a fault of the form does not hide a wrong reference elsewhere', () => {
  const pointers = faultsAfter((s) => {
    s['proposal'].channel = 'telephone'
    s['proposal'].address = 'A7'
  }).map((fault) => fault.pointer)
  expect(pointers).toEqual(['/proposal/channel', '/proposal/address'])
})

test('where the borrower has nobody, somebody else’s attorney may be named', () => {
  const faults = faultsAfter((s) => {
    delete s['borrower'].representative
    s['proposal'].to = 'attorney:X1'
  })
  expect(faults).toEqual([])
})
