import { describe, expect, test } from 'vitest'
import { assert } from '../core/assert.ts'
import { day } from '../core/calendar.ts'
import { currencyOf, money } from '../core/money.ts'
import { parseTranscript } from '../core/transcript.ts'
import type { Disposition } from './disposition.ts'
import { SAMPLE_SENDER } from './script-words.ts'
import { spokenFindings, type SpokenFinding } from './transcript-findings.ts'

function pounds(minor: bigint) {
  const currency = currencyOf('GBP')
  assert(currency !== undefined, 'a currency')
  return money(minor, currency)
}

function found(text: string, disposition?: Disposition, language: 'zh' | 'en' = 'en') {
  const call = parseTranscript(text)
  assert('turns' in call, 'a transcript')
  return spokenFindings(call, {
    language,
    sender: SAMPLE_SENDER,
    amounts: [pounds(12_000n)],
    currency: 'GBP',
    today: day('2026-11-22'),
    disposition,
  })
}

const faults = (findings: readonly SpokenFinding[]) =>
  findings.map(({ kind, fault, turn }) => `${turn} ${kind} ${fault}`)

describe('what a collector said', () => {
  test('a threat is found with its place; the same call without it is clean', () => {
    const call = 'C: Is that Alex Morgan?\nB: Yes.\n'
    const [threat, ...others] = found(`${call}C: Pay or you go to prison.`, 'spoke')
    expect(others).toEqual([])
    expect(threat).toMatchObject({ kind: 'said', turn: 2 })
    expect('Pay or you go to prison.'.slice(threat?.from, threat?.to)).toBe(threat?.words)
    expect(found(`${call}C: You can pay in parts.`, 'spoke')).toEqual([])
  })

  test('an amount that the ledger does not know is found; the one it knows is not', () => {
    const said = (amount: string) => `B: Yes?\nC: A payment of ${amount} is due.`
    expect(faults(found(said('£150.00'), 'spoke'))).toEqual(['1 said wrong_amount'])
    expect(found(said('£120.00'), 'spoke')).toEqual([])
  })

  test('a word on the debt before identity is found, and allowed behind it', () => {
    const early = 'C: Hello?\nB: Yes?\nC: It is about your debt.\n--- identity confirmed\nB: Right.'
    expect(faults(found(early, 'spoke'))).toEqual(['2 said debt_shown'])
    const later = 'C: Hello?\nB: Yes?\n--- identity confirmed\nC: It is about your debt.\nB: Right.'
    expect(found(later, 'spoke')).toEqual([])
  })

  test('where nobody says when that was: before anybody has spoken, and where it was somebody else', () => {
    expect(faults(found('C: I call about a debt.\nB: Oh.', 'spoke'))).toEqual(['0 said debt_shown'])
    expect(faults(found('O: Yes?\nC: It is about a debt.', 'third_party'))).toEqual([
      '1 said debt_shown',
    ])
    expect(found('B: Yes?\nC: It is about a debt.', 'spoke')).toEqual([])
  })

  test('whoever wrote it down may shout', () => {
    expect(found('B: Yes?\nC: HELLO! Good morning!', 'spoke')).toEqual([])
  })

  test('in Chinese', () => {
    const call = '催收员：请问是王小明吗？\n借款人：是我。\n催收员：再不还钱就让你坐牢。'
    expect(found(call, 'spoke', 'zh')[0]).toMatchObject({ kind: 'said', turn: 2 })
  })
})

describe('what was said and nobody recorded', () => {
  test.each<[string, string, Disposition, Disposition]>([
    ['a stop', 'Do not contact me again.', 'spoke', 'stop'],
    ['a life at risk', 'I want to end my life.', 'refuses', 'vulnerable'],
    ['a dispute', 'I dispute this, it is not my debt.', 'refuses', 'dispute'],
    ['a wrong number', 'You have the wrong number.', 'no_answer', 'wrong_number'],
    ['a complaint', 'I want to make a complaint.', 'spoke', 'complaint'],
    ['a death', 'He died last month.', 'third_party', 'deceased'],
  ])('%s is found unless the outcome says it', (_, words, wrong, right) => {
    const call = `C: Hello?\nB: ${words}`
    expect(found(call, wrong).filter(({ kind }) => kind === 'unrecorded').length).toBeGreaterThan(0)
    expect(found(call, right).filter(({ kind }) => kind === 'unrecorded')).toEqual([])
    expect(found(call).some(({ kind }) => kind === 'unrecorded')).toBe(true)
  })

  test('a wish to be left alone altogether is not met by an end of calls', () => {
    expect(faults(found('B: Leave me alone.', 'stop_calls'))).toEqual(['0 unrecorded stop'])
    expect(found('B: Stop calling me.', 'stop_calls')).toEqual([])
  })

  test('once a call, however often it was said; and a promise is nothing missed', () => {
    expect(faults(found('B: Leave me alone.\nC: I see.\nB: Leave me alone.', 'spoke'))).toEqual([
      '0 unrecorded stop',
    ])
    expect(found('B: I can pay 50 on the 3rd.', 'spoke')).toEqual([])
  })
})

describe('a transcript', () => {
  test('is refused with the line and what would be right', () => {
    const read = parseTranscript('C: Hello?\nand then nothing\n[00:12] 借款人：是我')
    expect(read).toMatchObject([{ line: 2, words: { en: expect.stringContaining('"C:"') } }])
    expect(parseTranscript(' \n')).toMatchObject([{ line: 1 }])
    expect(parseTranscript('constructor: x')).toMatchObject([{ line: 1 }])
  })

  test('keeps who said what, and passes over the clock', () => {
    expect(parseTranscript('[00:01] Collector: Hello?\n00:00:03 B: Yes')).toEqual({
      turns: [
        { speaker: 'collector', text: 'Hello?' },
        { speaker: 'borrower', text: 'Yes' },
      ],
      identityTurn: undefined,
    })
  })
})
