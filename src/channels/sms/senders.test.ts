import { beforeAll, describe, expect, test } from 'vitest'
import {
  asE164,
  maskNumber,
  readSenderRules,
  senderFor,
  type OwnSender,
  type SenderRules,
} from './senders.ts'

let rules: SenderRules
beforeAll(async () => {
  rules = await readSenderRules()
})

const CN = '+8613812345678'
const of = (country: string, own: Partial<OwnSender>, to: string, body = 'Hello') =>
  senderFor(
    rules,
    { [country]: { kind: 'alphanumeric', address: 'Lender', registered: true, ...own } },
    { to, body, home: 'cn' },
  )

describe('the sender', () => {
  test.each([
    [
      'cn',
      { kind: 'short_code', address: '1069012345', signature: '安心贷' },
      CN,
      '【安心贷】您好',
      3,
    ],
    ['us', { kind: 'long_number', address: '14155550100' }, '+14155550123', 'Hi', 1],
    ['us', { kind: 'short_code', address: '72345' }, '+14155550123', 'Hi', 3],
    ['gb', { address: 'Acme Co', registered: false }, '+447700900123', 'Hi', 5],
    ['in', { address: 'ACMEFN' }, '+919812345678', 'Hi', 5],
    ['hk', { address: '#Acme' }, '+85251234567', 'Hi', 5],
    ['hk', { address: 'Acme', registered: false }, '+85251234567', 'Hi', 5],
    ['au', { address: 'Acme Bank' }, '+61412345678', 'Hi', 5],
    ['sg', { address: 'Acme' }, '+6591234567', 'Hi', 5],
    ['de', { address: 'Acme', registered: false }, '+4915112345678', 'Hi', 5],
    ['fr', { kind: 'short_code', address: '38123' }, '+33612345678', 'Hi', 3],
  ] as const)('%s lets %o', (country, own, to, body, ton) => {
    expect(of(country, own, to, body)).toMatchObject({ sender: { address: own.address, ton } })
  })

  test.each([
    ['cn', {}, CN, 'sender_not_let'],
    ['cn', { kind: 'short_code', address: '10690' }, CN, 'sender_ill_formed'],
    ['cn', { kind: 'short_code', address: '1069012345' }, CN, 'signature_missing'],
    ['us', {}, '+14155550123', 'sender_not_let'],
    [
      'us',
      { kind: 'long_number', address: '14155550100', registered: false },
      '+14155550123',
      'sender_not_registered',
    ],
    ['gb', { address: 'AcmeAlert' }, '+447700900123', 'sender_ill_formed'],
    ['gb', { kind: 'long_number', address: '8613812345678' }, '+447700900123', 'sender_ill_formed'],
    ['gb', { kind: 'short_code', address: '12345' }, '+447700900123', 'sender_ill_formed'],
    ['in', { address: 'ACME' }, '+919812345678', 'sender_ill_formed'],
    ['hk', { address: '#Acme', registered: false }, '+85251234567', 'sender_not_registered'],
    ['au', { registered: false }, '+61412345678', 'sender_not_registered'],
    ['gb', {}, '+442071234567', 'not_a_mobile'],
    ['gb', {}, CN, 'no_sender_for_country'],
    ['gb', {}, '+996555123456', 'no_rules_for_country'],
    ['gb', {}, 'not a number', 'no_rules_for_country'],
  ] as const)('%s does not let %o to %s: %s', (country, own, to, no) => {
    expect(of(country, own, to)).toEqual({ no })
  })

  test('a signature of somebody else, or one that is not first, is none', () => {
    const own = { kind: 'short_code', address: '1069012345', signature: '安心贷' } as const
    for (const body of ['【别家】您好', '您好【安心贷】', '[安心贷]您好', '【安心贷您好'])
      expect(of('cn', own, CN, body)).toEqual({ no: 'signature_missing' })
  })

  test('every country says where its rules are from', () => {
    expect([...rules.values()].map(({ country }) => country).toSorted()).toEqual([
      'au',
      'cn',
      'de',
      'fr',
      'gb',
      'hk',
      'in',
      'sg',
      'us',
    ])
    for (const { sources } of rules.values()) expect(sources.length).toBeGreaterThan(0)
  })
})

test('one number in each way of writing it is one number', () => {
  for (const text of ['+8613812345678', '008613812345678', '8613812345678', '13812345678'])
    expect(asE164(rules, text, 'cn')).toBe(CN)
  for (const text of ['07700900123', '447700900123', '+44 7700 900123'])
    expect(asE164(rules, text, 'gb')).toBe('+447700900123')
  expect(asE164(rules, '4155550123', 'us')).toBe('+14155550123')
  for (const text of ['10690', 'Lender', '']) expect(asE164(rules, text, 'cn')).toBe(text)
})

test('what is said aloud of a number does not ring anybody', () => {
  expect(maskNumber(CN)).toBe('+86***78')
  expect(maskNumber('10690')).toBe('***')
})
