import { describe, expect, test } from 'vitest'
import { sparedIn } from './spared.ts'

const h = (hour: number, minute = 0) => hour * 60 + minute

describe('what they asked to be spared', () => {
  test.each([
    ['call me after 6', [[0, h(18)]]],
    ['Please only call after 6.30pm', [[0, h(18, 30)]]],
    ["Don't call me before 9", [[0, h(9)]]],
    ['do not ring after 8pm please', [[h(20), 1440]]],
    [
      'Only call me between 10am and 2pm',
      [
        [0, h(10)],
        [h(14), 1440],
      ],
    ],
    ["don't phone me between 2 and 4pm", [[h(14), h(16)]]],
    ['晚上6点以后再打给我', [[0, h(18)]]],
    ['请在18点后联系我', [[0, h(18)]]],
    ['早上9点之前不要打', [[0, h(9)]]],
    ['晚上9点以后别打', [[h(21), 1440]]],
    ['下午2点到4点之间别给我打', [[h(14), h(16)]]],
  ] as const)('%s', (text, ranges) => {
    expect(sparedIn(text)?.times.map(({ from, until }) => [from, until])).toEqual(ranges)
  })

  // What they ask us not to do is not what they ask for.
  test.each([
    ['Stop calling me after 6pm', [[h(18), 1440]]],
    ['please avoid calling after 6pm', [[h(18), 1440]]],
    ["I can't take calls after 6pm", [[h(18), 1440]]],
    ["I don't want you to call me after 6pm", [[h(18), 1440]]],
    ['please do not keep calling me after 7pm', [[h(19), 1440]]],
    ['不要在晚上8点以后给我打电话', [[h(20), 1440]]],
    ['请不要在晚上8点之后打电话', [[h(20), 1440]]],
    ['请勿在18点后联系我', [[h(18), 1440]]],
    ['你好，请在18点后联系我', [[0, h(18)]]],
    ["Don't call me at work. You can call me after 6pm", [[0, h(18)]]],
  ] as const)('not the opposite: %s', (text, ranges) => {
    expect(sparedIn(text)?.times.map(({ from, until }) => [from, until])).toEqual(ranges)
  })

  test('days of the week, in both languages', () => {
    const all = { from: 0, until: 1440 }
    expect(sparedIn("Don't call me on Sundays")?.times).toEqual([{ ...all, days: [6] }])
    expect(sparedIn('周末不要打电话')?.times).toEqual([{ ...all, days: [5, 6] }])
    expect(sparedIn('每周三别打')?.times).toEqual([{ ...all, days: [2] }])
  })

  test.each([
    "don't call me at work",
    'Stop calling me at work',
    '别往我单位打电话',
    '不要打到我公司',
  ])('not at work: %s', (text) => expect(sparedIn(text)).toEqual({ times: [], place: 'work' }))

  // One day, a doubt about the half of the day, or no wish at all.
  test.each([
    'call me after 6 tomorrow',
    'call me on Monday after 6',
    '今晚6点后打给我',
    "don't call after 8",
    'call me after 9',
    'call me back',
    'I will call you after 6',
    'I was at work',
    '我在单位上班',
    '6点',
    'do not call me',
    'after 6 months I will pay',
    'You call me after 9pm every day',
    'Why do you call after 9pm?',
    'nobody should call me after 6pm',
    'My wife calls after 6pm',
    'call after 6 or before 9am',
    '晚上8点以后打电话是骚扰',
    '为什么晚上8点以后打电话',
    "don't call me after 12am",
    '晚上12点以后别打',
    '这个周末不要打电话',
  ])('nothing certain: %s', (text) => expect(sparedIn(text)?.times ?? []).toEqual([]))
})
