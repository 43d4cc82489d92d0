import { TODAY } from './kernel-book.ts'

/**
 * bench/kernel-policy.yaml by hand, as somebody who knows the engine would write it: accounts
 * that cannot act leave first, each stage asks only its own rows, answers are bits. One text serves
 * DuckDB and PostgreSQL. What it must answer is the kernel's answer, row by row.
 */
const since = `case when delinquentsince <> -32768 then delinquentsince
  when oldestunpaiddueon < ${TODAY} then oldestunpaiddueon else curedon end`

type Pace = {
  readonly every?: number
  readonly most?: number
  readonly pay?: number
  readonly talk?: number
}

/** One row of the treatments table as its bit, or 0. */
function bit(code: number, channel: number, pace: Pace, when = ''): string {
  const { every, most, pay, talk } = pace
  const conditions = [
    when,
    channel === 0 ? '' : `channels & ${channel} <> 0`,
    pay === undefined ? '' : `lastpaymenton <= ${TODAY - pay}`,
    talk === undefined ? '' : `lastconversationon <= ${TODAY - talk}`,
    every === undefined ? '' : `d${code} <= ${TODAY - every}`,
    most === undefined ? '' : `(n${code} < ${most} or d${code} < since)`,
  ].filter((condition) => condition !== '')
  return `(case when ${conditions.join(' and ')} then ${1 << code} else 0 end)`
}

const MASKS: readonly (readonly [until: number, bits: readonly string[]])[] = [
  [0, [bit(0, 1, { every: 20, pay: 3 }), bit(1, 2, { every: 20, pay: 3 }, 'channels & 1 = 0')]],
  [
    6,
    [
      bit(2, 1, { every: 3, most: 2, pay: 3, talk: 2 }),
      bit(3, 2, { most: 1, pay: 3, talk: 2 }, 'dpd >= 3'),
    ],
  ],
  [
    29,
    [
      bit(4, 4, { every: 2, most: 8, pay: 3, talk: 7 }),
      bit(5, 1, { every: 7, most: 3, pay: 3, talk: 7 }, 'dpd >= 10'),
      bit(6, 2, { every: 7, most: 2, pay: 3, talk: 7 }, 'unansweredattempts >= 3'),
      bit(7, 8, { most: 1, pay: 7, talk: 7 }, 'unansweredattempts >= 5'),
    ],
  ],
  [
    89,
    [
      bit(8, 4, { every: 3, most: 12, pay: 5, talk: 7 }),
      bit(9, 1, { every: 10, most: 4, pay: 5, talk: 7 }),
      bit(10, 2, { every: 10, most: 4, pay: 5, talk: 7 }, 'unansweredattempts >= 3'),
      bit(11, 8, { most: 1, pay: 7, talk: 7 }, 'dpd >= 45'),
      bit(
        12,
        16,
        { every: 30, most: 1, pay: 7, talk: 14 },
        'dpd >= 60 and unansweredattempts >= 5',
      ),
    ],
  ],
  [179, [bit(13, 8, { most: 1, pay: 7 }), bit(14, 0, { most: 1, pay: 14 })]],
  [359, [bit(15, 0, { most: 1, pay: 30 })]],
  [32_767, [bit(16, 0, { most: 1, pay: 60 })]],
]

/** Stage numbers as the kernel gives them: 1 before due, 3 early, then on in the order of the table. */
const stage = `case when dpd = 0 then 1 when dpd <= 6 then 3 when dpd <= 29 then 4 when dpd <= 89 then 5
  when dpd <= 179 then 6 when dpd <= 359 then 7 else 8 end`

const mask = `case ${MASKS.map(([until, bits]) => `when dpd <= ${until} then ${bits.join('+')}`).join('\n')} end`

const priority = (divide: string) => `
  case when dpd = 0 then 0 else 30 * least((dpd - 1) ${divide} 30 + 1, 6) end + 15 * least(instalmentsmissed, 6)
  + case when dpd between 7 and 89 then
      case when timesdelinquent <= 1 then 60 else 0 end + case when lastpaymenton >= ${TODAY - 30} then 40 else 0 end
    else 0 end
  - 4 * least(unansweredattempts, 10)`

export const decideSql = (
  divide: string,
): string => `select i, ${stage} as stage, ${priority(divide)} as priority, ${mask} as mask
  from (select *, ${since} as since, greatest(${TODAY} - oldestunpaiddueon, 0) as dpd from book
    where (oldestunpaiddueon < ${TODAY} or nextdueon between ${TODAY + 1} and ${TODAY + 3})
      and closedon > ${TODAY} and helduntil <= ${TODAY}) as due`

/** One number for all answers, each row's own hash added up: `answerHash` is the same in TypeScript. */
export const CHECK_SQL =
  'select cast(count(*) as bigint) as lines, cast(sum(h(h(i, 77) + mask, stage * 1000 + priority)) as bigint) as total from answer'
