import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hear } from '../hear/hear.ts'
import { currencyOf, type Currency } from '../money.ts'
import { day } from '../calendar.ts'
import {
  FIRST,
  opening,
  step,
  type Flow,
  type FlowDo,
  type FlowEvent,
  type FlowStep,
} from './flow.ts'
import { KEY_WORDS, sayLine, type FixedLine } from './lines.ts'

const WAYS = { notice: false, connects: true }
const press = (at: number, keys: string, more = {}): FlowEvent => ({
  is: 'pressed',
  step: at,
  keys,
  isFact: false,
  stands: true,
  ...more,
})
const right = (at: number, stands = true) => press(at, '0412', { isFact: true, stands })
const wrong = (at: number) => press(at, '1111')
const MACHINE: FlowEvent = { is: 'machine', mayLeave: false }
const ENDED: FlowEvent = { is: 'ended' }

type Ran = { flow: Flow; said: FlowDo[]; asked: string[] }
type Machine = (flow: Flow, event: FlowEvent, ways: typeof WAYS) => FlowStep
function run(events: readonly FlowEvent[], ways = WAYS, machine: Machine = step): Ran {
  const ran: Ran = { flow: FIRST, said: [], asked: [] }
  for (const event of events) {
    const next = machine(ran.flow, event, ways)
    ran.flow = next.flow
    ran.said.push(...next.does)
    if (next.asked !== undefined) ran.asked.push(next.asked)
  }
  return ran
}
const lines = ({ said }: Ran) => said.flatMap((one) => (one.do === 'say' ? [one.line] : []))
const end = ({ flow }: Ran) => (flow.at === 'over' ? flow.why : flow.at)

describe('an automated call', () => {
  test('greets without a word on the debt, and says first that it is recorded where it is', () => {
    const said = (notice: boolean) =>
      opening({ ...WAYS, notice }).map((one) => (one.do === 'say' ? one.line : one.do))
    expect(said(false)).toEqual(['greeting', 'gather'])
    expect(said(true)).toEqual(['notice', 'greeting', 'gather'])
  })

  test('says the words after the right fact, and never before', () => {
    expect(lines(run([right(1)]))).toEqual(['words', 'menu'])
    expect(lines(run([{ is: 'other' }, wrong(1)]))).toEqual(['again'])
  })

  test('the third wrong fact ends it; the right one on the third try does not', () => {
    expect(end(run([wrong(1), wrong(2), wrong(3)]))).toBe('not_proven')
    expect(lines(run([wrong(1), wrong(2), wrong(3), right(3), right(4)]))).not.toContain('words')
    expect(lines(run([wrong(1), wrong(2), right(3)]))).toContain('words')
  })

  test('somebody else ends it with an excuse, and their number is left alone', () => {
    const ran = run([press(1, '0'), right(1)])
    expect(lines(ran)).toEqual(['sorry'])
    expect(ran.asked).toEqual(['not_them'])
  })

  test('a machine hears nothing, or the message of limited content where law lets', () => {
    expect(run([MACHINE]).said).toEqual([{ do: 'hang_up' }])
    expect(lines(run([{ is: 'machine', mayLeave: true }]))).toEqual(['voicemail'])
    expect(lines(run([MACHINE, right(1)]))).toEqual([])
  })

  test('a payment between the permit and the fact keeps the words back', () => {
    expect(lines(run([right(1, false)]))).toEqual(['goodbye'])
  })

  test.each([
    ['1', 'pay_link'],
    ['2', 'call_back'],
    ['3', 'person'],
    ['9', 'stop'],
  ])('key %s in the menu asks for %s', (keys, asked) => {
    expect(run([right(1), press(2, keys)]).asked).toEqual([asked])
  })

  test('a person is put through to where somebody is, else called back', () => {
    const chosen = [right(1), press(2, '3')]
    expect(run(chosen).said.at(-1)).toEqual({ do: 'connect' })
    expect(run(chosen, { ...WAYS, connects: false }).said.at(-1)).toEqual({ do: 'hang_up' })
  })

  test('no key twice ends it', () => {
    expect(end(run([right(1), press(2, ''), press(3, '7')]))).toBe('no_choice')
  })

  test('9 is heard at any moment: before the fact, at an old step, after the end', () => {
    for (const before of [[], [wrong(1)], [right(1)], [MACHINE], [ENDED], [right(1), ENDED]])
      expect(run([...before, press(1, '9')]).asked).toEqual(['stop'])
  })

  test('an answer to an old question is none', () => {
    expect(lines(run([wrong(1), right(1)]))).toEqual(['again'])
    expect(run([right(1), right(1), right(1)]).said).toHaveLength(3)
  })
})

const STEP = fc.constantFrom(0, 0, 0, 0, 1, 2, 3)
const anyEvent = fc.oneof(
  fc.constant<FlowEvent>({ is: 'other' }),
  fc.constant(MACHINE),
  fc.constant(ENDED),
  fc.record({ at: STEP, stands: fc.boolean() }).map((one) => right(one.at, one.stands)),
  fc
    .record({
      at: STEP,
      keys: fc.constantFrom('', '0', '1', '2', '3', '9', '1111'),
    })
    .map(({ at, keys }) => press(at, keys)),
)

/** Step 0 stands for the question that is open: most answers are to it. */
const atCurrent = (event: FlowEvent, flow: Flow): FlowEvent =>
  event.is === 'pressed' && event.step === 0 && flow.at !== 'over'
    ? { ...event, step: flow.step }
    : event

/** The rule, written apart from the machine: words only at once after a right fact at a live moment. */
function leaks(events: readonly FlowEvent[], machine: Machine): boolean {
  const ran: Ran = { flow: FIRST, said: [], asked: [] }
  let [isOver, tries] = [false, 0]
  for (const drawn of events) {
    const event = atCurrent(drawn, ran.flow)
    const next = machine(ran.flow, event, WAYS)
    const says = next.does.some((one) => one.do === 'say' && one.line === 'words')
    const mayHear = !isOver && tries < 3 && event.is === 'pressed' && event.isFact && event.stands
    if (says && !mayHear) return true
    const answered =
      event.is === 'pressed' && ran.flow.at === 'asking' && event.step === ran.flow.step
    if (answered && !event.isFact) tries += 1
    if (event.is === 'machine' || event.is === 'ended') isOver = true
    if (event.is === 'pressed' && event.keys === '9') isOver = true
    if (answered && event.keys === '0') isOver = true
    ran.flow = next.flow
  }
  return false
}

describe('whatever comes in whatever order', () => {
  const check = (machine: Machine) =>
    fc.check(
      fc.property(fc.array(anyEvent, { maxLength: 9 }), (events) => !leaks(events, machine)),
      { seed: 20261122, numRuns: 20_000 },
    ).failed

  test('no word on the debt without the fact, after an end, or to a machine', () => {
    expect(check(step)).toBe(false)
  })

  test.each<[string, Machine]>([
    [
      'a machine is talked to',
      (flow, event, ways) =>
        event.is === 'machine'
          ? { flow, does: [{ do: 'say', line: 'words' }], asked: undefined }
          : step(flow, event, ways),
    ],
    [
      'an end ends nothing',
      (flow, event, ways) =>
        event.is === 'ended' ? { flow, does: [], asked: undefined } : step(flow, event, ways),
    ],
    [
      'tries are not counted',
      (flow, event, ways) => step(flow.at === 'asking' ? { ...flow, wrong: 0 } : flow, event, ways),
    ],
    [
      'a permit that fell is not asked for',
      (flow, event, ways) =>
        step(flow, event.is === 'pressed' ? { ...event, stands: true } : event, ways),
    ],
  ])('planted: %s, and it is found', (_, machine) => expect(check(machine)).toBe(true))

  test('the same events give the same call', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 9 }), (events) => {
        expect(run(events)).toEqual(run(events))
      }),
      { seed: 7 },
    )
  })
})

describe('the lines', () => {
  const facts = { sender: 'Harbour', phone: '0800 1', name: 'Ann', fact: 'account_tail' } as const
  const FIXED: readonly FixedLine[] = [
    'notice',
    'greeting',
    'again',
    'menu',
    'menu_again',
    'sorry',
    'goodbye',
    'stopped',
    'link_comes',
    'we_call_back',
    'connecting',
    'person_calls',
    'voicemail',
  ]
  test.each(FIXED)('%s says nothing of a debt, in either language', (line) => {
    for (const language of ['zh', 'en'] as const)
      expect(sayLine(line, language, facts)).not.toMatch(
        /debt|owe|overdue|arrears|pay|loan|due|amount|欠|债|逾期|还款|贷|催|应还|金额/i,
      )
  })

  test('a key reads as what it means to whoever hears messages', () => {
    const heard = (key: string, language: 'zh' | 'en') =>
      hear(KEY_WORDS[key]?.[language] ?? '', {
        today: day('2026-11-22'),
        currency: currencyOf('CNY') as Currency,
        language,
      })
    for (const language of ['zh', 'en'] as const) {
      expect(heard('stop', language)).toMatchObject({ stops: true, first: 'stop' })
      expect(['wrong_number', 'not_me']).toContain(heard('not_them', language).first)
      expect(heard('call_back', language).first).toBe('call_back')
      for (const key of ['pay_link', 'call_back', 'person'])
        expect(heard(key, language).stops, `${key} ${language}`).toBe(false)
    }
  })
})
