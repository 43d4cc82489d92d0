import { expect, test } from 'vitest'
import type { Instant } from '../core/calendar.ts'
import { chooseWay, type AppAsk, type AppFact, type AppFill, type AppWay } from './app-way.ts'

const NOW = Date.parse('2026-11-23T02:00:00Z') as Instant
const HOUR = 3_600_000
const after = (hours: number) => (NOW + hours * HOUR) as Instant

const OPENID = { addressId: 7n, kind: 'profile', value: 'oAbc', zone: undefined } as const
const PHONE = { addressId: 3n, kind: 'mobile', value: '+447700900000', zone: undefined } as const
const profile = { ...OPENID, standing: 'works' } as const
const phone = { ...PHONE, standing: 'unverified' } as const

const fill = (change: Partial<AppFill> = {}): AppFill => ({
  code: 'T1',
  language: 'zh',
  needs: 'nothing',
  values: [],
  ...change,
})
const wechat = (fills: readonly AppFill[] = []): AppWay => ({
  provider: 'wechat',
  takes: 'profile',
  asksLink: true,
  asksOptIn: false,
  fills: () => fills,
})
const whatsapp: AppWay = {
  provider: 'whatsapp',
  takes: 'mobile',
  asksLink: false,
  asksOptIn: true,
  fills: () => [fill()],
}

let nth = 0n
const fact = (kind: AppFact['kind'], change: Partial<AppFact> = {}): AppFact => ({
  factId: ++nth,
  addressId: 7n,
  provider: 'wechat',
  kind,
  at: after(-1),
  ...change,
})
const heard = (change: Partial<AppFact> = {}) =>
  fact('heard', { closesAt: after(47), uses: 5, ...change })

const ask = (facts: readonly AppFact[], change: Partial<AppAsk> = {}): AppAsk => ({
  addresses: [phone, profile],
  consents: [],
  facts,
  approvalOf: () => 'approved',
  text: { subject: undefined, body: 'x' },
  now: NOW,
  ...change,
})
const why = (found: ReturnType<typeof chooseWay>) => ('why' in found ? found.why : found.as.form)
const to = (facts: readonly AppFact[], ways = [wechat()], change: Partial<AppAsk> = {}) =>
  why(chooseWay(ways, ask(facts, change)))

test('while the window is open a text leaves as it is, and not a moment longer', () => {
  expect(to([heard()])).toBe('free')
  expect(to([heard({ closesAt: NOW })])).toBe('out_of_window')
  expect(to([heard({ closesAt: (NOW + 1) as Instant })])).toBe('free')
  expect(to([heard({ at: after(1) })])).toBe('out_of_window')
  // The provider's own word that it is closed ends it; what they do afterwards opens it again.
  expect(to([heard(), fact('closed', { at: NOW })])).toBe('out_of_window')
  expect(to([heard(), fact('closed', { at: after(-0.5) }), heard({ at: NOW })])).toBe('free')
})

test('a window lets so many leave, and what they do never adds two numbers up', () => {
  const message = heard({ uses: 2, at: after(-3) })
  const used = (right: AppFact, at: Instant) => fact('used', { rightId: right.factId, at })
  expect(to([message, used(message, after(-2))])).toBe('free')
  expect(to([message, used(message, after(-2)), used(message, after(-1))])).toBe('out_of_window')
  const menu = heard({ uses: 3, at: after(-2.5), closesAt: after(0.1) })
  const three = [-2, -1.5, -1].map((at) => used(menu, after(at)))
  expect(to([message, menu, ...three])).toBe('out_of_window')
  // What surely never left is given back.
  const last = used(message, after(-1))
  const back = fact('back', { rightId: last.factId, at: after(-1) })
  expect(to([message, used(message, after(-2)), last, back])).toBe('free')
})

test('out of its window a text leaves as an approved template, or not at all', () => {
  const linked = [fact('linked')]
  expect(to(linked)).toBe('out_of_window')
  expect(to(linked, [wechat([fill()])])).toBe('template')
  for (const state of ['pending', 'rejected', 'paused', 'disabled', undefined] as const)
    expect(to(linked, [wechat([fill()])], { approvalOf: () => state })).toBe('not_approved')
})

test('a consent to one message lets one message leave', () => {
  const once = [wechat([fill({ needs: 'once' })])]
  const accepted = fact('accepted', { template: 'T1', uses: 1, at: after(-5) })
  expect(to([fact('linked')], once)).toBe('consent_used_up')
  expect(to([accepted], once)).toBe('template')
  const used = fact('used', { template: 'T1', rightId: accepted.factId, at: after(-4) })
  expect(to([accepted, used], once)).toBe('consent_used_up')
  const back = fact('back', { template: 'T1', rightId: used.factId, at: after(-4) })
  expect(to([accepted, used, back], once)).toBe('template')
  const again = fact('accepted', { template: 'T1', uses: 1, at: after(-3) })
  expect(to([accepted, used, again], once)).toBe('template')
  // Consent to another template is none to this one, and a refusal ends all before it.
  expect(to([{ ...accepted, template: 'T2' }], once)).toBe('consent_used_up')
  const refused = fact('refused', { template: 'T1', at: after(-1) })
  expect(to([accepted, refused], once)).toBe('consent_used_up')
  expect(to([refused, { ...again, at: NOW }], once)).toBe('template')
  const always = fact('accepted', { template: 'T1', at: after(-2) })
  expect(to([always, fact('used', { template: 'T1', rightId: always.factId })], once)).toBe(
    'template',
  )
})

test('nobody is written to who is not known there, or has shut us out', () => {
  expect(to([], [wechat([fill()])])).toBe('not_linked')
  const gone = [fact('linked', { at: after(-9) }), heard({ at: after(-8) }), fact('blocked')]
  expect(to(gone, [wechat([fill()])])).toBe('blocked_there')
  // Talking to us is no following; following again is.
  expect(to([...gone, fact('linked', { at: NOW })], [wechat([fill()])])).toBe('template')
  expect(to([heard({ provider: 'other' })])).toBe('not_linked')
  const dead = { ...profile, standing: 'not_his' } as const
  expect(to([heard()], [wechat()], { addresses: [dead] })).toBe('no_app_address')
})

test('where the app asks for it, a template waits for a yes to its messages', () => {
  const yes = {
    scope: 'contact',
    channel: 'message',
    addressId: 3n,
    given: true,
    effectiveAt: after(-9),
    expiresAt: undefined,
  } as const
  const ways = [whatsapp]
  expect(to([], ways)).toBe('no_opt_in')
  expect(to([], ways, { consents: [yes] })).toBe('template')
  expect(to([], ways, { consents: [{ ...yes, expiresAt: NOW }] })).toBe('no_opt_in')
  expect(to([], ways, { consents: [{ ...yes, addressId: 7n }] })).toBe('no_opt_in')
  const no = { ...yes, given: false, effectiveAt: after(-1) }
  expect(to([], ways, { consents: [yes, no] })).toBe('no_opt_in')
  // Who writes first is answered without.
  const wrote = heard({ provider: 'whatsapp', addressId: 3n, uses: undefined })
  expect(to([wrote], ways)).toBe('free')
})

test('providers are asked in the tenant’s order, and the nearest miss is told', () => {
  const found = chooseWay([wechat(), whatsapp], ask([heard()]))
  expect(found).toMatchObject({ provider: 'wechat', address: { addressId: 7n } })
  expect(to([fact('linked')], [wechat(), whatsapp])).toBe('no_opt_in')
  expect(to([], [], {})).toBe('no_app_address')
})
